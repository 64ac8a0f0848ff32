// SPDX-License-Identifier: Apache-2.0
// A casino as its own engineers might write it from the contract: wallets in memory, every call of
// the hub verified with a stock JOSE library. It shares no code with Croupier; what it finds wrong
// in a call it notes in `faults`, and every transaction stays in its books.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const ok = (value) => ({ ErrorCode: 200, Message: 'OK', ...(value ? { Value: value } : {}) });
const refusal = (code, message) => ({ ErrorCode: code, Message: message });

export const cents = (text) => {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(text));
  if (!match) throw new Error(`no amount: ${text}`);
  const value = BigInt(match[2]) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -value : value;
};

export const euros = (value) => {
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

// What a handler of next() gives for a connection that ends without an answer.
export const hangUp = Symbol('hang up');

const sign = { '-1': -1n, 1: 1n, 2: 1n, '-2': -1n, 4: 1n };

export class Casino {
  // Without knowsTransactionId a repeat is a booking of its own, as with a casino that was built
  // from the documented fields alone.
  constructor({ clientId, booking, alg = 'RS256', echoesTransactionId = true,
    knowsTransactionId = true }) {
    Object.assign(this, { clientId, booking, alg, echoesTransactionId, knowsTransactionId });
    this.listLagMs = 0; // lists show what was booked so long ago or earlier
    this.listsNothing = false;
    this.players = new Map(); // PartnerUserId → {id, balance, opening}
    this.tokens = new Map(); // refresh token not yet spent → player
    this.bets = new Map(); // BetId → {closed, tombstone, transactions}
    this.answered = new Map(); // TransactionId → {content, answer}
    this.calls = []; // everything the hub sent, with its claims and what was answered
    this.accepts = []; // everything the hub answered to our accepts
    this.faults = [];
    this.once = []; // {path, handler}: the next call to that path is the handler's
    this.inFlight = new Map();
    this.jtis = new Set();
  }

  // Set by whoever registers us.
  knowHub({ url, secret }) {
    this.hubUrl = url;
    this.secret = secret;
    this.keys = createRemoteJWKSet(new URL(`${url}/mis-api/api/v2/auth/jwks`), {
      cooldownDuration: 0,
    });
  }

  async listen(port = 0) {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error) => {
        if (error.code !== 'ECONNRESET') this.faults.push(`${request.url}: ${error.stack}`);
        response.destroy();
      });
    });
    this.server.keepAliveTimeout = 60_000;
    await new Promise((done) => this.server.listen(port, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}/api`;
  }

  close() {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  // The next call to `path` that `filter` takes is answered by handler(call, usual): what it
  // returns is sent, null is silence. usual() does what this casino does otherwise.
  next(path, handler, filter = () => true) {
    this.once.push({ path, handler, filter });
  }

  addPlayer(balance = '1000.00') {
    const player = { id: `p-${randomUUID()}`, balance: cents(balance), opening: cents(balance) };
    this.players.set(player.id, player);
    return player;
  }

  giveToken(player) {
    const token = `rt-${randomUUID()}`;
    this.tokens.set(token, player);
    return token;
  }

  // What the hub has moved, in cents.
  net(player) { return player.balance - player.opening; }

  transactionsOf(player) {
    const all = [...this.bets.values()].flatMap((bet) => bet.transactions);
    return all.filter((each) => each.player === player)
      .map((each) => `${each.type} ${euros(each.amount)}`);
  }

  betsOf(player) {
    return [...this.bets.values()].filter((bet) => bet.player === player);
  }

  callsAbout(player, path) {
    return this.calls.filter((call) => call.path === path
      && (call.data?.PartnerUserId === player.id
        || this.bets.get(String(call.data?.BetId))?.player === player));
  }

  // --- what the hub calls ---

  async serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url.replace(/^\/api/, '');
    const call = { path, at: Date.now(), headers: request.headers };
    this.calls.push(call);
    if (!await this.verify(call, request, Buffer.concat(chunks).toString())) {
      return send(response, refusal(103811, 'token refused'));
    }
    this.watchOrder(call, response);
    const usual = () => this.answer(call);
    const at = this.once.findIndex((one) => one.path === path && one.filter(call));
    const handler = at < 0 ? usual : this.once.splice(at, 1)[0].handler;
    call.answer = await handler(call, usual);
    if (call.answer === null) return undefined; // silence; the hub hangs up one day
    if (call.answer === hangUp) return response.destroy();
    if (typeof call.answer === 'object' && 'raw' in call.answer) {
      response.writeHead(call.answer.status, { 'content-type': 'application/json' });
      return response.end(call.answer.raw);
    }
    return send(response, call.answer);
  }

  async verify(call, request, body) {
    try {
      if (request.method !== 'POST') throw new Error(`method ${request.method}`);
      if (!/^application\/json\b/.test(request.headers['content-type'])) throw new Error('type');
      const token = JSON.parse(body);
      if (typeof token !== 'string') throw new Error('the body is no JSON string');
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, {
        issuer: this.hubUrl, algorithms: [this.alg], typ: 'JWT', clockTolerance: 0,
        requiredClaims: ['nbf', 'exp', 'client_id', 'data'],
      });
      Object.assign(call, { claims: payload, header: protectedHeader, raw: payload.data });
      if (payload.client_id !== `PartnerClient-${this.clientId}`) throw new Error('client_id');
      if (typeof payload.data !== 'string') throw new Error('data is no string');
      if (typeof protectedHeader.kid !== 'string') throw new Error('no kid');
      if (payload.jti !== undefined && this.jtis.has(payload.jti)) throw new Error('jti again');
      this.jtis.add(payload.jti);
      call.data = JSON.parse(payload.data);
      return true;
    } catch (error) {
      this.faults.push(`${call.path}: ${error.message}`);
      return false;
    }
  }

  // One call at a time about a bet; only a return may follow a stake whose outcome is not known.
  watchOrder(call, response) {
    if (!/^\/payments\/(make|close)$/.test(call.path)) return;
    // Its caller died while the signature was checked: nobody waits for this call any more.
    if (response.destroyed || !response.socket || response.socket.destroyed) return;
    const bet = String(call.data.BetId);
    const others = this.inFlight.get(bet) ?? new Set();
    this.inFlight.set(bet, others);
    for (const other of others) {
      const returned = other.data.TransactionType === -1 && call.data.TransactionType === 2;
      if (!returned) this.faults.push(`two calls at once about a bet: ${other.raw} ${call.raw}`);
    }
    others.add(call);
    response.on('close', () => others.delete(call));
    response.on('finish', () => others.delete(call));
  }

  answer(call) {
    switch (call.path) {
      case '/users/auth': return this.usersAuth(call.data);
      case '/users/data': return this.usersData(call.data);
      case '/payments/make': return this.make(call.data);
      case '/payments/info': return this.info(call.data);
      case '/payments/close': return this.closeBet(call.data);
      default: return refusal(103799, `no such call: ${call.path}`);
    }
  }

  usersAuth({ RefreshToken }) {
    const player = this.tokens.get(RefreshToken);
    if (!player) return refusal(900108, 'token unknown or spent');
    this.tokens.delete(RefreshToken);
    return ok({
      PartnerUserId: player.id, RefreshToken: this.giveToken(player), CurrencyCode: 'EUR',
      LanguageCode: 'en', Balance: euros(player.balance),
    });
  }

  usersData({ PartnerUserId, TagId }) {
    if (typeof TagId !== 'number') this.faults.push('users/data without TagId');
    const player = this.players.get(PartnerUserId);
    return player ? ok({ Balance: euros(player.balance) }) : refusal(102145, 'no such player');
  }

  make(data) {
    this.checkForm(data);
    const content =
      [data.BetId, data.PartnerUserId, data.TransactionType, cents(data.Amount)].join();
    const before = this.knowsTransactionId && this.answered.get(data.TransactionId);
    if (before) {
      if (before.content !== content) {
        this.faults.push(`TransactionId ${data.TransactionId} came with other content`);
        return refusal(900107, 'same id, other content');
      }
      if (before.answer.ErrorCode === 200 || data.TransactionType === -1) {
        this.acceptLater(data, before.answer);
        return before.answer;
      }
    }
    const answer = this.book(data);
    if (data.TransactionId) this.answered.set(data.TransactionId, { content, answer });
    this.acceptLater(data, answer);
    return answer;
  }

  checkForm(data) {
    const right = typeof data.Amount === 'string' && Number.isSafeInteger(data.BetId)
      && data.BetId > 0 && typeof data.PartnerUserId === 'string'
      && Object.hasOwn(sign, data.TransactionType) && typeof data.TransactionType === 'number';
    if (!right) this.faults.push(`make has the wrong form: ${JSON.stringify(data)}`);
  }

  book(data) {
    const player = this.players.get(data.PartnerUserId);
    if (!player) return refusal(102145, 'no such player');
    const type = data.TransactionType;
    const amount = cents(data.Amount);
    const key = String(data.BetId);
    const bet = this.bets.get(key) ?? { id: key, player, closed: false, transactions: [] };
    if (bet.player !== player) return refusal(103752, 'another player\'s bet');
    if (bet.closed || (bet.tombstone && type === -1)) return refusal(900105, 'bet is closed');
    const partnerTransactionId = `pt-${randomUUID()}`;
    const stake = bet.transactions.find((each) => each.type === -1);
    if (type === 2 && !stake) {
      bet.tombstone = true;
      this.bets.set(key, bet);
      return ok({ PartnerTransactionId: partnerTransactionId, Balance: euros(player.balance) });
    }
    if (type !== -1 && !stake) return refusal(900104, 'no such bet');
    if (type === -1 && player.balance < amount) return refusal(900101, 'not enough money');
    if (type === 2 && amount !== stake.amount) this.faults.push(`return of another amount: ${key}`);
    if (type === 2 && bet.transactions.some((each) => each.type === 2)) {
      this.faults.push(`a second return of bet ${key}`);
    }
    this.bets.set(key, bet);
    player.balance += sign[type] * amount;
    bet.transactions.push({
      player, type, amount, partnerTransactionId, transactionId: data.TransactionId,
      at: Date.now(),
    });
    return ok({ PartnerTransactionId: partnerTransactionId, Balance: euros(player.balance) });
  }

  info({ BetId }) {
    const bet = this.bets.get(String(BetId));
    const shown = (each) => !this.listsNothing && each.at <= Date.now() - this.listLagMs;
    return ok({
      Closed: bet?.closed ?? false,
      Transactions: (bet?.transactions ?? []).filter(shown).map((each) => ({
        BetId: Number(BetId), PartnerTransactionId: each.partnerTransactionId,
        ...(this.knowsTransactionId ? { TransactionId: each.transactionId } : {}),
        TransactionType: each.type, Amount: euros(each.amount),
        CreatedAt: new Date(each.at).toISOString(),
      })),
    });
  }

  closeBet({ BetId, Closed }) {
    if (typeof BetId !== 'string' || typeof Closed !== 'boolean') {
      this.faults.push(`close has the wrong form: ${typeof BetId}, ${typeof Closed}`);
      return refusal(103752, 'wrong form');
    }
    const bet = this.bets.get(BetId);
    if (!bet) {
      this.faults.push(`close of a bet that was never booked: ${BetId}`);
      return refusal(103752, 'no such bet');
    }
    bet.closed = Closed;
    return ok();
  }

  // --- what we call ---

  acceptLater(data, answer) {
    if (this.booking !== 'accept' || this.holdsAccepts) return;
    setImmediate(() => this.acceptUntilHeard(data, answer));
  }

  acceptBody(data, answer) {
    return {
      BetId: data.BetId, PartnerUserId: data.PartnerUserId,
      TransactionType: data.TransactionType, Amount: data.Amount,
      ErrorCode: answer.ErrorCode, Message: answer.Message,
      PartnerTransactionId: answer.Value?.PartnerTransactionId,
      Balance: answer.Value?.Balance,
      ...(this.echoesTransactionId ? { TransactionId: data.TransactionId } : {}),
    };
  }

  async acceptUntilHeard(data, answer) {
    for (let tries = 0; tries < 100; ++tries) {
      try {
        const reply = await this.accept(this.acceptBody(data, answer));
        if (reply.status === 200 && reply.body.ErrorCode === 200) return;
        if (reply.body.ErrorCode !== 103811 && reply.status !== 503) {
          this.faults.push(`accept of ${JSON.stringify(data)}: ${JSON.stringify(reply.body)}`);
          return;
        }
        this.bearer = undefined;
      } catch { /* the hub is away: again */ }
      await new Promise((done) => setTimeout(done, 100));
    }
    this.faults.push(`accept never heard: ${JSON.stringify(data)}`);
  }

  async accept(body, bearer) {
    const reply = await this.post('/payments/accept', body, bearer ?? await this.token());
    this.accepts.push({ body, reply });
    return reply;
  }

  async token() {
    if (!this.bearer) {
      const { body } = await this.post('/auth/token', {
        PartnerClientId: `PartnerClient-${this.clientId}`, Secret: this.secret,
      });
      if (body.ErrorCode !== 200) throw new Error(`auth/token: ${JSON.stringify(body)}`);
      this.bearer = body.Value.AccessToken;
    }
    return this.bearer;
  }

  async launch(player, gameId, more = {}) {
    return this.post(`/games/${gameId}/launch`, {
      RefreshToken: this.giveToken(player), Mode: 'real', CurrencyCode: 'EUR',
      LanguageCode: 'en', ...more,
    }, await this.token());
  }

  async post(path, body, bearer) { return this.ask('POST', path, bearer, JSON.stringify(body)); }

  async get(path) { return this.ask('GET', path, await this.token()); }

  async ask(method, path, bearer, body) {
    const headers = { ...(body ? { 'content-type': 'application/json' } : {}),
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
    const answer = await fetch(`${this.hubUrl}/mis-api/api/v2${path}`, { method, headers, body });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : {} };
  }
}

function send(response, value) {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
