// SPDX-License-Identifier: Apache-2.0
// Casinos that act late: the gateway gives up (502, a time-out, a dropped connection), and the
// wallet books all the same, in any part of the hub's patience, called late_after. These casinos
// know no TransactionId, so each call that acts is a booking: whatever is sent twice shows. The
// times are a fifth of the real ones, and nothing is judged by the clock: a case is over when the
// hub has closed its bet, or, where it never can, when several times late_after are over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Casino, hangUp } from './casino.mjs';
import { heard } from './heard.mjs';
import { waitFor } from './hub.mjs';
import { World } from './world.mjs';

const lateAfterMs = 12_000;
const generousMs = 150_000; // for a machine with other things to do
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const stock = (clientId, booking) =>
  new Casino({ clientId, booking, echoesTransactionId: false, knowsTransactionId: false });
const world = new World();
world.casinos = {
  accept: stock(7001, 'accept'), answer: stock(7002, 'answer'),
  acceptLagging: stock(7003, 'accept'), answerLagging: stock(7004, 'answer'),
  acceptEmpty: stock(7005, 'accept'), answerEmpty: stock(7006, 'answer'),
};
const { casinos } = world;
casinos.acceptLagging.listLagMs = 1500;
casinos.answerLagging.listLagMs = 1500;
casinos.acceptEmpty.listsNothing = true;
casinos.answerEmpty.listsNothing = true;

test('a hub with its partners starts', () => world.open({
  hold: '30s',
  policy: {
    late_after: `${lateAfterMs}ms`, bet_timeout: '5s', win_timeout: '2s', accept_window: '5s',
  },
}));

const gateways = {
  'a 502': () => ({ status: 502, raw: '' }), 'no answer': () => null,
  'a dropped connection': () => hangUp,
};
const waits = [600, 4000, 8500]; // 3 s, 20 s and, with room for a busy machine, 55 s in a fifth

// What is owed, and what the casino's book says when it was booked once.
const owed = {
  payout: {
    type: 1, books: ['-1 5.00', '1 7.00'],
    begin: async (seat) => heard(await seat.payIn(5), 1),
    order: async (seat) => heard(await seat.payOut(7), 1),
  },
  'return of a stake': {
    type: 2, books: ['-1 5.00', '2 5.00'],
    begin: async (seat) => heard(await seat.payIn(5), 1),
    order: async (seat) => heard(await seat.refund(), 1),
  },
  'return of a payout': {
    type: -2, books: ['-1 20.00', '1 35.00', '-2 35.00', '2 20.00'],
    begin: async (seat) => {
      heard(await seat.payInOut(20, 35), 1);
      await waitFor('the payout', () => bookedBy(seat).length === 2, generousMs);
    },
    order: async (seat) => heard(await seat.refund(), 1),
  },
};

const bookedBy = (seat) => seat.casino.transactionsOf(seat.player);

class Case {
  constructor(casino, what, gateway, waitMs) {
    Object.assign(this, { casino, what, gateway, waitMs });
    this.name = `${casino.clientId} ${casino.booking}: ${what}, ${gateway}, ${waitMs} ms`;
  }

  // The stake is booked; the next transaction of the kind will act late.
  async prepare() {
    this.seat = await world.seat(this.casino);
    await owed[this.what].begin(this.seat);
    this.taken = new Promise((taken) => {
      this.seat.nextMake((call, usual) => {
        setTimeout(() => { usual(); this.acted = true; }, this.waitMs);
        taken();
        return gateways[this.gateway]();
      }, owed[this.what].type);
    });
  }

  async order() {
    await owed[this.what].order(this.seat);
    await this.taken;
  }

  isOver() {
    return this.acted && this.casino.betsOf(this.seat.player).every((bet) => bet.closed);
  }

  // Nothing, or what is wrong.
  verdict() {
    const booked = bookedBy(this.seat);
    const once = JSON.stringify(booked) === JSON.stringify(owed[this.what].books);
    return once ? undefined : `${this.name}: ${JSON.stringify(booked)}`;
  }
}

function casesOf(kinds, whats = Object.keys(owed)) {
  return kinds.flatMap((casino) => whats.flatMap((what) =>
    Object.keys(gateways).flatMap((gateway) =>
      waits.map((waitMs) => new Case(casino, what, gateway, waitMs)))));
}

async function inGroups(items, size, act) {
  for (let at = 0; at < items.length; at += size) {
    await Promise.all(items.slice(at, at + size).map(act));
  }
}

async function judge(cases) {
  await waitFor('the hub to close every bet', () => cases.every((each) => each.isOver()),
    generousMs).catch(() => {}); // which ones it has not is said below
  const wrong = cases.map((each) => each.verdict()
    ?? (each.isOver() ? undefined : `${each.name}: booked once, never closed`));
  const said = wrong.filter((each) => each !== undefined);
  assert.deepEqual(said, [], `${said.length} of ${cases.length}`);
}

for (const kills of [0, 1]) {
  test(`what acts late is booked once, ${kills} kill -9 of the hub`, async () => {
    const cases = casesOf([
      casinos.accept, casinos.answer, casinos.acceptLagging, casinos.answerLagging]);
    await inGroups(cases, 12, (each) => each.prepare());
    await inGroups(cases, 12, (each) => each.order());
    for (let kill = 0; kill < kills; ++kill) {
      await world.hub.end('SIGKILL');
      await world.hub.start();
    }
    await judge(cases);
  });
}

test('a list that is empty whatever was booked proves nothing', async () => {
  const cases = casesOf([casinos.acceptEmpty, casinos.answerEmpty], ['payout']);
  await inGroups(cases, 9, (each) => each.prepare());
  await inGroups(cases, 9, (each) => each.order());
  await waitFor('every wallet to act', () => cases.every((each) => each.acted), generousMs);
  await pause(2 * lateAfterMs);
  const wrong = cases.map((each) => each.verdict()).filter((each) => each !== undefined);
  assert.deepEqual(wrong, [], `${wrong.length} of ${cases.length}`);
});

test('nobody saw the contract broken', () => {
  assert.deepEqual(world.provider.faults, []);
  for (const casino of Object.values(casinos)) assert.deepEqual(casino.faults, []);
});

test('everything ends', () => world.close());
