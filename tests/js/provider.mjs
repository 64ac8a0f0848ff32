// SPDX-License-Identifier: Apache-2.0
// A studio as its own engineers might write it from the contract: signs with node:crypto, checks
// what the hub signs, and shares no code with Croupier.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

export const counterpartyId = randomUUID();

export function signature(secret, { body = '', id, timestamp, requestId }) {
  const parts = body === '' ? [id, timestamp, requestId] : [body, id, timestamp, requestId];
  return createHmac('sha256', secret).update(parts.join('.')).digest('hex');
}

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};

export class Provider {
  games = [
    { gameId: 'lantern-1', name: 'Lantern', gameCategory: 'slots',
      lobbyImgUrl: 'https://img.example/lantern.png' },
    { gameId: 'ferry-2', name: 'Ferry', gameCategory: 'crash', maxOdd: 1000.5,
      lobbyImgUrl: 'https://img.example/ferry.png' },
  ];
  launches = [];
  faults = [];

  knowHub({ url, secret }) { Object.assign(this, { hubUrl: url, secret }); }

  async listen() {
    this.server = createServer((request, response) => this.serve(request, response));
    this.server.keepAliveTimeout = 60_000;
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  close() {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  async serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const fault = this.faultOf(request.headers, body);
    if (fault) this.faults.push(`${request.url}: ${fault}`);
    const answer = fault ? { _responseCode: 8 } : this.answer(request, body);
    response.writeHead(fault ? 401 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  faultOf(headers, body) {
    const id = headers['x-counterparty-id'];
    const timestamp = headers['x-timestamp'];
    const requestId = headers['x-request-id'];
    if (id?.toLowerCase() !== counterpartyId) return 'X-Counterparty-Id';
    if (Math.abs(Number(timestamp) - Date.now()) > 30_000) return 'X-Timestamp';
    if (!/^[0-9a-f]{32}$/i.test(requestId)) return 'X-Request-Id';
    if (headers['x-sign'] !== signature(this.secret, { body, id, timestamp, requestId })) {
      return 'X-Sign';
    }
    // A peer that reads and writes the body again must get the same bytes.
    if (body && JSON.stringify(sorted(JSON.parse(body))) !== body) return `not canonical: ${body}`;
    return undefined;
  }

  answer(request, text) {
    if (request.url === '/v1/games') return this.games;
    const launch = /^\/v1\/games\/([^/]+)\/launch$/.exec(request.url);
    if (!launch) {
      this.faults.push(`no such call: ${request.url}`);
      return { _responseCode: 6 };
    }
    const body = JSON.parse(text);
    this.launches.push({ gameId: launch[1], body });
    return { _responseCode: 1, frameUri: `https://games.example/play?s=${body.sessionId}` };
  }

  // --- what we call ---

  headers(body, { secret = this.secret, timestamp = Date.now(), id = counterpartyId,
    requestId = randomBytes(16).toString('hex') } = {}) {
    return {
      'X-Counterparty-Id': id, 'X-Timestamp': String(timestamp), 'X-Request-Id': requestId,
      'X-Sign': signature(secret, { body, id, timestamp, requestId }),
      ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
    };
  }

  // `body` is an object, or the text to send as it is.
  async call(session, what, body, signing = {}) {
    const isGet = body === undefined;
    const bytes = isGet ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${this.hubUrl}/v1/sessions/${session}${what}`, {
      method: isGet ? 'GET' : 'POST',
      headers: { ...this.headers(bytes, signing), ...signing.override },
      body: isGet ? undefined : bytes,
    });
    return readAnswer(answer);
  }

  balance(session, signing) { return this.call(session, '/balance', undefined, signing); }
  payIn(session, body, signing) { return this.call(session, '/bets/pay-in', body, signing); }
  payOut(session, body, signing) { return this.call(session, '/bets/pay-out', body, signing); }
  payInOut(session, body, signing) {
    return this.call(session, '/bets/pay-in-out', body, signing);
  }
  refund(session, betId, signing) {
    return this.call(session, '/bets/refund', { betId }, signing);
  }
}

async function readAnswer(answer) {
  const text = await answer.text();
  let body = {};
  try { body = JSON.parse(text); } catch { /* the status says it */ }
  return { status: answer.status, code: body._responseCode, body, text };
}
