// SPDX-License-Identifier: Apache-2.0
// One hub, one studio, five casinos of different agreements, and seats: a player of a casino with a
// session of a game. Every seat's books are looked at when its test ends and again at the very end.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Casino, cents, euros } from './casino.mjs';
import { Hub, waitFor } from './hub.mjs';
import { Provider, counterpartyId } from './provider.mjs';

export class World {
  provider = new Provider();
  casinos = {
    accept: new Casino({ clientId: 7001, booking: 'accept' }),
    answer: new Casino({ clientId: 7002, booking: 'answer' }),
    es256: new Casino({ clientId: 7003, booking: 'answer', alg: 'ES256' }),
    eddsa: new Casino({ clientId: 7004, booking: 'accept', alg: 'EdDSA' }),
    stock: new Casino({ clientId: 7005, booking: 'accept', echoesTransactionId: false }),
  };
  seats = [];

  async open({ policy = {}, hold = '2500ms' } = {}) {
    this.hub = await Hub.prepare(policy);
    await this.provider.listen();
    const { secret } = await this.hub.admin('provider', 'add', '--id', counterpartyId,
      '--name', 'Lantern Works', '--api-url', this.provider.url,
      '--hold', hold, '--hold-win', '500ms');
    this.provider.knowHub({ url: this.hub.url, secret });
    for (const [name, casino] of Object.entries(this.casinos)) {
      await casino.listen();
      const added = await this.hub.admin('casino', 'add', '--id', String(casino.clientId),
        '--name', name, '--api-url', casino.url, '--currencies', 'EUR',
        '--booking', casino.booking, '--signing', casino.alg);
      assert.equal(Number(added.clientId), casino.clientId);
      casino.knowHub({ url: this.hub.url, secret: added.secret });
    }
    await this.hub.start();
    const synced = await this.hub.admin('game', 'sync', '--provider', counterpartyId);
    assert.equal(synced.added, 2);
    await waitFor('the hub to know the games', async () => {
      this.games = (await Object.values(this.casinos)[0].get('/games')).body.Value?.Games ?? [];
      return this.games.length === 2;
    });
  }

  async close() {
    await this.hub?.remove();
    this.provider.close();
    for (const casino of Object.values(this.casinos)) casino.close();
  }

  async seat(casino, balance) {
    const player = casino.addPlayer(balance);
    const { body } = await casino.launch(player, this.games[0].GameId);
    assert.equal(body.ErrorCode, 200, JSON.stringify(body));
    const seat = new Seat(this.provider, casino, player, body.Value);
    this.seats.push(seat);
    return seat;
  }
}

class Seat {
  constructor(provider, casino, player, { SessionId, Url }) {
    Object.assign(this, { provider, casino, player, session: SessionId, frame: Url });
    this.bet = `b-${randomUUID()}`;
    this.round = `r-${randomUUID()}`;
  }

  payIn(amount, more = {}, signing = {}) {
    return this.provider.payIn(this.session,
      { betId: this.bet, betAmount: amount, gameRoundId: this.round, ...more }, signing);
  }

  payOut(amount, more = {}, signing = {}) {
    return this.provider.payOut(this.session,
      { betId: this.bet, winAmount: amount, gameRoundId: this.round, ...more }, signing);
  }

  payInOut(stake, win, more = {}) {
    return this.provider.payInOut(this.session,
      { betId: this.bet, betAmount: stake, winAmount: win, gameRoundId: this.round, ...more });
  }

  refund(betId = this.bet) { return this.provider.refund(this.session, betId); }

  // The casino's next make for this player (of that type) is answered by the handler.
  nextMake(handler, type) {
    this.casino.next('/payments/make', handler, ({ data }) =>
      data.PartnerUserId === this.player.id && (type ?? data.TransactionType)
        === data.TransactionType);
  }

  balance(signing) { return this.provider.balance(this.session, signing); }

  // The casino's book of this player, and thereby what the hub has moved, whenever it gets there.
  async books(...transactions) {
    this.expected = transactions;
    await waitFor(`the books ${JSON.stringify(transactions)}`, () => this.agrees())
      .catch((error) => { throw new Error(`${error.message}; ${this.state()}`); });
  }

  // For a stake whose fate its studio never learned.
  async booksOneOf(...alternatives) {
    this.expected = alternatives[0];
    await waitFor(`one of the books ${JSON.stringify(alternatives)}`, () => {
      const booked = this.casino.transactionsOf(this.player).length;
      this.expected = alternatives.find((each) => each.length === booked) ?? alternatives[0];
      return this.agrees();
    }).catch((error) => { throw new Error(`${error.message}; ${this.state()}`); });
  }

  agrees() {
    const booked = this.casino.transactionsOf(this.player);
    return JSON.stringify(booked) === JSON.stringify(this.expected)
      && this.casino.net(this.player) === netOf(this.expected);
  }

  state() {
    const calls = this.casino.callsAbout(this.player, '/payments/make')
      .map((call) => `${call.raw} → ${JSON.stringify(call.answer)}`);
    return `${JSON.stringify(this.casino.transactionsOf(this.player))} net `
      + `${euros(this.casino.net(this.player))}\n${calls.join('\n')}`;
  }
}

const minus = new Set(['-1', '-2']);

function netOf(transactions) {
  return transactions.map((text) => text.split(' '))
    .reduce((sum, [type, amount]) => sum + (minus.has(type) ? -1n : 1n) * cents(amount), 0n);
}
