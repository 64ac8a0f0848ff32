// SPDX-License-Identifier: Apache-2.0
// Clients that are broken or mean: the hub's port by hand, byte by byte.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { heard } from './heard.mjs';
import { waitFor } from './hub.mjs';

export function rawSocketTests(world) {
  test('a body over the limit hears 413, and the next caller is served', async () => {
    const seat = await world.seat(world.casinos.answer);
    const long = JSON.stringify({ betId: 'long', betAmount: 1, note: 'x'.repeat(70_000) });
    const status = await world.provider.call(seat.session, '/bets/pay-in', long)
      .then((answer) => answer.status, (error) => error);
    assert.equal(status, 413);
    const path = `/v1/sessions/${seat.session}/bets/pay-in`;
    const announced = await rawAnswer(world, `POST ${path} HTTP/1.1\r\n`
      + 'Host: hub\r\nContent-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n');
    assert.match(announced, /^HTTP\/1\.1 413 /);
    heard(await seat.balance(), 1);
    await seat.books();
  });

  test('half-sent requests and clients that do not read hold up nobody', async () => {
    const seat = await world.seat(world.casinos.accept);
    const path = `/v1/sessions/${seat.session}/bets/pay-in`;
    const head = `POST ${path} HTTP/1.1\r\nHost: hub\r\n`;
    const jwks = 'GET /mis-api/api/v2/auth/jwks HTTP/1.1\r\nHost: hub\r\n\r\n';
    const starts = ['', 'PO', head, `${head}Content-Length: 50\r\n\r\n{"betId":`];
    const halves = Array.from({ length: 40 }, (_, i) =>
      rawSocket(world, starts[i % starts.length]));
    const deaf = rawSocket(world, jwks.repeat(500));
    deaf.pause();
    const trickle = rawSocket(world, '');
    const drip = setInterval(() => trickle.write('P'), 100);
    const begin = Date.now();
    heard(await seat.payIn(1), 1);
    heard(await seat.payOut(2), 1);
    const took = Date.now() - begin;
    assert.ok(took < 2000, `${took} ms`);
    await seat.books('-1 1.00', '1 2.00');
    await waitFor('half-sent requests to be closed', () => halves.every((each, i) =>
      starts[i % starts.length] === '' || each.ended), 10_000);
    clearInterval(drip);
    for (const socket of [...halves, deaf, trickle]) socket.destroy();
  });

  test('one request, two lengths: never two answers', async () => {
    const seat = await world.seat(world.casinos.answer);
    const hidden = 'GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n';
    const start = `POST /v1/sessions/${seat.session}/bets/pay-in HTTP/1.1\r\nHost: hub\r\n`;
    const smuggled = [
      `${start}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `${start}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
      `${start}Content-Length: +0\r\n\r\n${hidden}`,
      `${start}Transfer-Encoding: xchunked\r\n\r\n${hidden}`,
    ];
    for (const text of smuggled) {
      const answers = (await rawAnswer(world, text)).match(/HTTP\/1\.1 \d+/g);
      assert.deepEqual(answers, ['HTTP/1.1 400'], text);
    }
    await seat.books();
  });
}

function rawSocket(world, text) {
  const socket = connect(world.hub.port, '127.0.0.1', () => text && socket.write(text));
  socket.on('error', () => {});
  socket.on('close', () => { socket.ended = true; });
  socket.resume();
  return socket;
}

// All that the hub says until it closes the connection.
function rawAnswer(world, text) {
  return new Promise((done, fail) => {
    let heardSoFar = '';
    const socket = connect(world.hub.port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(5000, () => fail(new Error(`left open after: ${heardSoFar}`)));
    socket.on('error', fail);
    socket.on('data', (bytes) => { heardSoFar += bytes; });
    socket.on('close', () => done(heardSoFar));
  });
}
