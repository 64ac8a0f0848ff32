// SPDX-License-Identifier: Apache-2.0
// The real program between a casino and a studio that were written from the contract alone, in
// another language, with stock libraries. CROUPIER_PROGRAM=<the program>.
//
// What a test leaves in the casino's books it states with seat.books(…); the last test looks at
// all of them again, when nothing is under way any more.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { cents, euros } from './casino.mjs';
import { heard } from './heard.mjs';
import { waitFor } from './hub.mjs';
import { live, seeded } from './lives.mjs';
import { counterpartyId } from './provider.mjs';
import { rawSocketTests } from './raw_sockets.mjs';
import { World } from './world.mjs';

const world = new World();
const { provider, casinos } = world;
// First and last test and no hooks: Node 18 runs none outside a suite.
test('a hub with its partners starts', () => world.open());

const both = [casinos.accept, casinos.answer];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const named = (casino) => `${casino.booking}, ${casino.alg}`
  + (casino.echoesTransactionId ? '' : ', accepts without TransactionId');

const closedAtCasino = (seat) => seat.casino.betsOf(seat.player).every((bet) => bet.closed);

// --- the hub as its partners find it ---

test('the key set is public and holds nothing private', async () => {
  const { keys } = await (await fetch(`${world.hub.url}/mis-api/api/v2/auth/jwks`)).json();
  assert.deepEqual(new Set(keys.map((key) => key.kty)), new Set(['RSA', 'EC', 'OKP']));
  const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
  for (const key of keys) assert.deepEqual(secrets.filter((name) => name in key), []);
});

test('a launch spends the token, tells the studio, and answers with its frame', async () => {
  const player = casinos.answer.addPlayer();
  const token = casinos.answer.giveToken(player);
  const { GameId } = world.games.find((game) => game.Name === 'Ferry');
  const { body } = await casinos.answer.launch(player, GameId, { RefreshToken: token });
  const { SessionId, Url } = body.Value;
  assert.equal(Url, `https://games.example/play?s=${SessionId}`);
  const launch = provider.launches.at(-1);
  assert.equal(launch.gameId, 'ferry-2');
  assert.equal(launch.body.sessionId, SessionId);
  assert.equal(launch.body.currency, 'EUR');
  assert.equal(launch.body.gameMode, 'real');
  assert.equal(typeof launch.body.userId, 'string');
  assert.equal(typeof launch.body.minBet, 'number');
  assert.equal(typeof launch.body.maxBet, 'number');
  const again = await casinos.answer.launch(player, GameId, { RefreshToken: token });
  assert.notEqual(again.body.ErrorCode, 200);
  const foreign = await casinos.answer.launch(player, GameId, { CurrencyCode: 'USD' });
  assert.equal(foreign.body.ErrorCode, 900109);
});

test('a demo session plays with the hub\'s purse; the casino hears nothing', async () => {
  const before = casinos.answer.calls.length;
  const { body } = await casinos.answer.post(`/games/${world.games[0].GameId}/launch`,
    { Mode: 'demo', CurrencyCode: 'EUR', LanguageCode: 'en' }, await casinos.answer.token());
  const session = body.Value.SessionId;
  assert.ok(!('userId' in provider.launches.at(-1).body));
  heard(await provider.balance(session), 1, { balance: 5000 });
  const bet = { betId: randomUUID(), gameRoundId: randomUUID() };
  heard(await provider.payIn(session, { ...bet, betAmount: 100 }), 1, { balance: 4900 });
  heard(await provider.payIn(session, { ...bet, betAmount: 100 }), 104, { balance: 4900 });
  heard(await provider.payOut(session, { ...bet, winAmount: 30.5 }), 1, { balance: 4930.5 });
  assert.equal(casinos.answer.calls.length, before);
});

// --- table 5.1, with each kind of casino ---

for (const casino of Object.values(casinos)) {
  test(`a bet from stake to second payout (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    heard(await seat.balance(), 1, { balance: 1000 });
    heard(await seat.payIn(10), 1, { balance: 990 });
    heard(await seat.payIn('10.00'), 104, { balance: 990 });
    heard(await seat.payIn(11), 6);
    heard(await seat.payOut(25.5), 1);
    heard(await seat.payOut('25.50'), 1);
    heard(await seat.payOut(26), 6);
    heard(await seat.payOut(0.05, { transactionId: 'free-spin-1' }), 1);
    heard(await seat.refund(), 6);
    heard(await seat.payIn(10), 104);
    await seat.books('-1 10.00', '1 25.50', '1 0.05');
    heard(await seat.balance(), 1, { balance: 1015.55 });
  });
}

for (const casino of both) {
  test(`a lost bet is told to the casino as a payout of 0 (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    heard(await seat.payIn(3), 1);
    heard(await seat.payOut(0), 1);
    await seat.books('-1 3.00', '1 0.00');
    await waitFor('the bet to be closed', () => closedAtCasino(seat));
  });

  test(`a refund returns the stake once (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    heard(await seat.payIn(7.25), 1);
    heard(await seat.refund(), 1);
    heard(await seat.refund(), 1);
    heard(await seat.payOut(1), 6);
    await seat.books('-1 7.25', '2 7.25');
    heard(await seat.payIn(7.25), 6);
    heard(await seat.balance(), 1, { balance: 1000 });
  });

  test(`a refund that overtakes its pay-in keeps it out (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    heard(await seat.payOut(5), 5);
    heard(await seat.refund(), 5);
    heard(await seat.payIn(5), 6);
    heard(await seat.refund(), 5);
    heard(await seat.payOut(5), 6);
    await seat.books();
    assert.equal(casino.callsAbout(seat.player, '/payments/make').length, 0);
  });

  test(`pay-in-out: both or none, and its refund takes both back (${named(casino)})`, async () => {
    const seat = await world.seat(casino, '50.00');
    heard(await seat.payInOut(20, 35), 1);
    heard(await seat.payInOut(20, 35), 104);
    heard(await seat.payInOut(20, 36), 6);
    await seat.books('-1 20.00', '1 35.00');
    heard(await seat.payInOut(66, 70, { betId: randomUUID(), gameRoundId: randomUUID() }), 4);
    heard(await seat.refund(), 1);
    heard(await seat.refund(), 1);
    await seat.books('-1 20.00', '1 35.00', '-2 35.00', '2 20.00');
  });

  test(`a refused stake stays refused (${named(casino)})`, async () => {
    const seat = await world.seat(casino, '5.00');
    heard(await seat.payIn(6), 4);
    seat.player.balance += 10_00n; // the player pays in: the stored answer holds all the same
    heard(await seat.payIn(6), 4);
    heard(await seat.payIn(5), 6);
    heard(await seat.payOut(1), 5);
    heard(await seat.refund(), 1);
    seat.player.balance -= 10_00n;
    await seat.books();
    assert.equal(casino.callsAbout(seat.player, '/payments/close').length, 0);
  });

  test(`ten equal calls at once move money once (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    const ten = (call) => Promise.all(Array.from({ length: 10 }, call));
    for (const answer of await ten(() => seat.payIn(2))) {
      assert.ok([1, 104].includes(answer.code), answer.text);
    }
    for (const answer of await ten(() => seat.payOut(4))) heard(answer, 1);
    await seat.books('-1 2.00', '1 4.00');
  });

  test(`a closed bet is opened again for a further payout (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    heard(await seat.payIn(1), 1);
    heard(await seat.payOut(2), 1);
    await waitFor('the bet to be closed', () => casino.betsOf(seat.player)[0]?.closed);
    heard(await seat.payOut(3, { gameRoundId: randomUUID() }), 1);
    await seat.books('-1 1.00', '1 2.00', '1 3.00');
    await waitFor('the bet to be closed again', () => closedAtCasino(seat));
    const closes = casino.callsAbout(seat.player, '/payments/close');
    assert.deepEqual(closes.map((call) => call.data.Closed), [true, false, true]);
    for (const call of casino.callsAbout(seat.player, '/payments/make')) {
      assert.equal(call.answer.ErrorCode, 200);
    }
  });
}

test('a bet is found from any session of its player and from nobody else\'s', async () => {
  const seat = await world.seat(casinos.answer);
  const stranger = await world.seat(casinos.answer);
  heard(await seat.payIn(4), 1);
  heard(await stranger.payOut(9, { betId: seat.bet }), 5);
  const { body } = await seat.casino.launch(seat.player, world.games[1].GameId);
  const bet = { betId: seat.bet, winAmount: 6, gameRoundId: seat.round };
  heard(await provider.payOut(body.Value.SessionId, bet), 1);
  await stranger.books();
  await seat.books('-1 4.00', '1 6.00');
});

test('an unknown session hears 2, a stake above the game\'s limit 7', async () => {
  const seat = await world.seat(casinos.answer, '99999.00');
  heard(await provider.balance(randomUUID()), 2);
  const bet = { betId: randomUUID(), betAmount: 1, gameRoundId: randomUUID() };
  heard(await provider.payIn(randomUUID(), bet), 2);
  heard(await seat.payIn(10001), 7);
  heard(await seat.payIn(10001), 7);
  await seat.books();
});

const refusals = [
  [102145, 3], [102823, 7], [103752, 6], [103801, 6], [900101, 4], [900102, 3], [900103, 7],
  [900109, 6],
];
for (const casino of both) {
  test(`each refusal of a stake is the studio's code (${named(casino)})`, async () => {
    for (const [errorCode, code] of refusals) {
      const seat = await world.seat(casino);
      seat.nextMake(() => ({ ErrorCode: errorCode, Message: 'no' }));
      heard(await seat.payIn(1), code);
      heard(await seat.payIn(1), code);
      await seat.books();
    }
  });
}

// --- what must not pass ---

test('what is not signed rightly hears 8, and the bet may still be placed', async () => {
  const seat = await world.seat(casinos.answer);
  const wrong = [
    { secret: 'another' },
    { timestamp: Date.now() - 31_000 },
    { timestamp: Date.now() + 32_000 },
    { timestamp: 'now' },
    { id: randomUUID() },
    { requestId: 'short' },
    { override: { 'X-Sign': 'f'.repeat(64) } },
    { override: { 'X-Sign': '' } },
    { override: { 'X-Counterparty-Id': counterpartyId.replace(/^./, 'z') } },
  ];
  for (const signing of wrong) heard(await seat.payIn(5, {}, signing), 8);
  const bare = await fetch(`${world.hub.url}/v1/sessions/${seat.session}/balance`);
  assert.equal(bare.status, 401);
  assert.equal((await bare.json())._responseCode, 8);
  heard(await seat.payIn(5), 1);
  await seat.books('-1 5.00');
});

test('a request id seen before: the same call is a repeat, any other hears 8', async () => {
  const seat = await world.seat(casinos.answer);
  const signing = { requestId: randomBytes(16).toString('hex') };
  heard(await seat.payIn(5, {}, signing), 1);
  heard(await seat.payIn(5, {}, signing), 104);
  heard(await seat.payIn(6, { betId: randomUUID() }, signing), 8);
  heard(await seat.balance(signing), 8);
  await seat.books('-1 5.00');
});

test('a body that cannot be read hears 400 and 6', async () => {
  const seat = await world.seat(casinos.answer);
  for (const text of ['{', 'bet', '{"betId":}', '[1,', '\u0000', '{"betId":"a"} x', '{"a":NaN}']) {
    const answer = await provider.call(seat.session, '/bets/pay-in', text);
    heard(answer, 6, { status: 400 });
  }
  heard(await seat.payIn(1), 1);
  await seat.books('-1 1.00');
});

test('amounts and fields that no studio may send hear 6 and reach no casino', async () => {
  const seat = await world.seat(casinos.answer, '99999.00');
  const rest = (betId) => `"betId":"${betId}","gameRoundId":"r-1"`;
  const amounts = [
    '10.001', '10.000', '-1', '"-1"', '0', '"0.00"', '1e1', '"1e1"', '1E1', '"+1"', '" 1"', '""',
    '"1,5"', '"NaN"', '".5"', '"5."', '"0x10"', 'null', 'true', '[]', '{}',
    '1234567890123456789', '9999999999999999999', '"99999999999999999999999999"',
  ];
  const bodies = amounts.map((amount) => `{"betAmount":${amount},${rest(randomUUID())}}`);
  bodies.push(`{"betAmount":1,"betAmount":1,${rest(randomUUID())}}`);
  bodies.push(`{"betAmount":1,"betId":"x","betI\\u0064":"x","gameRoundId":"r"}`);
  bodies.push(`{"betAmount":1,"gameRoundId":"r"}`, `{"betAmount":1,"betId":"","gameRoundId":"r"}`);
  bodies.push(`{${rest(randomUUID())}}`, '[]', 'null', '"text"', '{}');
  bodies.push(`{"betAmount":1,"sessionId":"${randomUUID()}",${rest(randomUUID())}}`);
  for (const body of bodies) {
    const answer = await provider.call(seat.session, '/bets/pay-in', body);
    assert.equal(answer.code, 6, `${body}: ${answer.status} ${answer.text}`);
  }
  await seat.books();
  assert.equal(seat.casino.callsAbout(seat.player, '/payments/make').length, 0);
});

test('unknown fields are ignored, and amounts may be text', async () => {
  const seat = await world.seat(casinos.accept);
  heard(await seat.payIn('0.10', { mood: { deep: [1, 2, { x: null }] }, 'é': '\u{1F3B2}' }), 1);
  heard(await seat.payOut('0.3', { winOdd: 3.00001 }), 1);
  await seat.books('-1 0.10', '1 0.30');
});

rawSocketTests(world);

// --- casinos in trouble ---

const doubts = {
  'silent after booking': async (call, usual) => { usual(); return null; },
  'silent before booking': async () => null,
  'HTTP 500 after booking': async (call, usual) => { usual(); return { status: 500, raw: '' }; },
  'no JSON': async () => ({ status: 200, raw: '<html>' }),
  'an ErrorCode of no table': async () => ({ ErrorCode: 123456, Message: '?' }),
  'ErrorCode 103799': async () => ({ ErrorCode: 103799, Message: 'general' }),
  'ErrorCode 103779': async () => ({ ErrorCode: 103779, Message: '' }),
  'ErrorCode as text': async () => ({ ErrorCode: 'OK', Message: '' }),
};
for (const [what, trouble] of Object.entries(doubts)) {
  test(`a stake in doubt is 99 and comes back: ${what}`, async () => {
    const casino = casinos.answer;
    const seat = await world.seat(casino);
    seat.nextMake(trouble);
    const begin = Date.now();
    heard(await seat.payIn(8), 99);
    assert.ok(Date.now() - begin < 4000, 'held for too long');
    assert.ok([6, 99].includes((await seat.payIn(8)).code));
    heard(await seat.payOut(16), 6);
    heard(await seat.refund(), 1);
    const booked = what.endsWith('after booking');
    await seat.books(...(booked ? ['-1 8.00', '2 8.00'] : []));
  });
}

test('a stake received but never accepted is 99 and comes back', async () => {
  const casino = casinos.accept;
  const seat = await world.seat(casino);
  casino.holdsAccepts = true;
  heard(await seat.payIn(8), 99);
  casino.holdsAccepts = false;
  const [make] = casino.callsAbout(seat.player, '/payments/make');
  const accept = casino.acceptBody(make.data, make.answer);
  for (let times = 0; times < 2; ++times) {
    assert.equal((await casino.accept(accept)).body.ErrorCode, 200);
  }
  await seat.books('-1 8.00', '2 8.00');
});

test('an accept may come before the answer to its make', async () => {
  const casino = casinos.accept;
  const seat = await world.seat(casino);
  seat.nextMake(async (call, usual) => {
    const answer = usual();
    await waitFor('our own accept', () => casino.accepts.some((each) =>
      each.body.TransactionId === call.data.TransactionId));
    return answer;
  });
  heard(await seat.payIn(2), 1);
  heard(await seat.refund(), 1);
  await seat.books('-1 2.00', '2 2.00');
});

test('a refusal by accept is final: the studio hears it', async () => {
  const casino = casinos.accept;
  const seat = await world.seat(casino);
  seat.nextMake(async (call) => {
    casino.acceptLater(call.data, { ErrorCode: 900101, Message: 'not enough money' });
    return { ErrorCode: 200, Message: 'received' };
  });
  heard(await seat.payIn(2), 4);
  heard(await seat.payIn(2), 4);
  await seat.books();
});

test('accepts: repeats move nothing, strangers find nothing, fakes are kept out', async () => {
  const casino = casinos.accept;
  const seat = await world.seat(casino);
  heard(await seat.payIn(2), 1);
  const [{ data, answer }] = casino.callsAbout(seat.player, '/payments/make');
  const body = casino.acceptBody(data, answer);
  const lower = Object.fromEntries(Object.entries(body).map(([k, v]) => [k.toLowerCase(), v]));
  assert.equal((await casino.accept({ ...lower, betid: String(data.BetId) })).body.ErrorCode, 200);
  const other = await casinos.eddsa.token();
  assert.equal((await casino.accept(body, other)).body.ErrorCode, 900104);
  const unknown = { ...body, BetId: 424242, TransactionId: randomUUID(),
    PartnerTransactionId: randomUUID() };
  assert.equal((await casino.accept(unknown)).body.ErrorCode, 900104);
  const fake = await casino.accept(body, 'eyJhbGciOiJub25lIn0.e30.');
  assert.equal(fake.status, 401);
  assert.equal(fake.body.ErrorCode, 103811);
  await seat.books('-1 2.00');
});

for (const casino of both) {
  test(`a payout is repeated until it is booked, once (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    heard(await seat.payIn(1), 1);
    seat.nextMake(async () => ({ ErrorCode: 102823, Message: 'not now' }));
    seat.nextMake(doubts['ErrorCode 103799']);
    seat.nextMake(doubts['HTTP 500 after booking']);
    heard(await seat.payOut(50), 1);
    await seat.books('-1 1.00', '1 50.00');
    await waitFor('the bet to be closed', () => closedAtCasino(seat));
    const makes = casino.callsAbout(seat.player, '/payments/make').slice(1);
    assert.ok(makes.length >= 3);
    assert.equal(new Set(makes.map((call) => call.raw)).size, 1, 'data differs between repeats');
    assert.equal(new Set(makes.map((call) => call.claims.jti)).size, makes.length);
  });
}

for (const casino of both) {
  test(`a refund of a held stake: 1, and the pay-in hears 99 (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    let refunding;
    seat.nextMake(async (call, usual) => {
      refunding = seat.refund();
      await refunding;
      return usual();
    });
    heard(await seat.payIn(6), 99);
    heard(await refunding, 1);
    heard(await seat.refund(), 1);
    await seat.books('-1 6.00', '2 6.00');
  });
}

test('a casino that is away: no stake, no return, and the win waits for it', async () => {
  const casino = casinos.es256;
  const seat = await world.seat(casino);
  heard(await seat.payIn(1), 1);
  casino.close();
  heard(await seat.payIn(2, { betId: randomUUID(), gameRoundId: randomUUID() }), 99);
  heard(await seat.payOut(7), 1);
  const before = casino.calls.length;
  await pause(300);
  assert.equal(casino.calls.length, before);
  await casino.listen(Number(new URL(casino.url).port));
  await seat.books('-1 1.00', '1 7.00');
  const types = casino.callsAbout(seat.player, '/payments/make')
    .map((call) => call.data.TransactionType);
  assert.deepEqual(types, [-1, 1]);
});

test('switched off: no launch, no stake; what is owed still goes out', async () => {
  const casino = casinos.eddsa;
  const seat = await world.seat(casino);
  heard(await seat.payIn(1), 1);
  await world.hub.admin('provider', 'disable', '--id', counterpartyId);
  await waitFor('the hub to refuse launches', async () =>
    (await casino.launch(seat.player, world.games[0].GameId)).body.ErrorCode !== 200);
  heard(await seat.payIn(2, { betId: randomUUID(), gameRoundId: randomUUID() }), 7);
  heard(await seat.payIn(1), 104);
  heard(await seat.payOut(3), 1);
  await world.hub.admin('provider', 'enable', '--id', counterpartyId);
  await waitFor('the hub to launch again', async () =>
    (await casino.launch(seat.player, world.games[0].GameId)).body.ErrorCode === 200);
  await seat.books('-1 1.00', '1 3.00');
});

test('the balance is the accept\'s: with the amount in it, and without another call', async () => {
  const seat = await world.seat(casinos.accept);
  const oldBalance = async (call, usual) => {
    const answer = usual();
    return { ...answer, Value: { ...answer.Value, Balance: '1000' } };
  };
  seat.nextMake(oldBalance, -1);
  seat.nextMake(oldBalance, 1);
  heard(await seat.payIn(10), 1, { balance: 990 });
  heard(await seat.payOut(25), 1, { balance: 1015 });
  assert.deepEqual(seat.casino.callsAbout(seat.player, '/users/data'), []);
  await seat.books('-1 10.00', '1 25.00');
});

test('a payout that the casino refuses for ever is written off by a person', async () => {
  const seat = await world.seat(casinos.answer);
  const { hub } = world;
  heard(await seat.payIn(4), 1);
  let tries = 0;
  const refuse = async () => {
    tries += 1;
    seat.nextMake(refuse, 1);
    return { ErrorCode: 102145, Message: 'user not found' };
  };
  seat.nextMake(refuse, 1);
  heard(await seat.payOut(6), 1);
  let mine;
  await waitFor('the bet to be listed', async () => {
    mine = (await hub.admin('bet', 'list')).find((bet) => bet.providerBetId === seat.bet);
    return mine?.need === 'refused';
  });
  const before = tries;
  const resumed = await hub.admin('bet', 'resume', '--id', String(mine.betId));
  assert.equal(resumed.obeyed, true);
  await waitFor('another try', () => tries > before);

  const owed = mine.transfers.find((transfer) => transfer.type === 'payout');
  const order = ['bet', 'write-off', '--id', String(mine.betId), '--reason', 'paid in cash'];
  await assert.rejects(hub.admin(...order, '--transaction', mine.transfers[0].transactionId),
    /only money owed/);
  const written = await hub.admin(...order, '--transaction', owed.transactionId);
  assert.deepEqual([written.done, written.obeyed], [true, true]);
  const [, after] = (await hub.admin('bet', 'show', '--id', String(mine.betId))).transfers;
  assert.equal(after.state, 'written_off');
  const listed = await hub.admin('bet', 'list');
  assert.ok(listed.every((bet) => bet.betId !== mine.betId));
  const last = tries;
  await pause(1500);
  assert.equal(tries, last);
  heard(await seat.payOut(6), 1); // what the provider was told holds
  await seat.books('-1 4.00');
});

test('the casino finds its transactions in the history', async () => {
  const seat = await world.seat(casinos.answer);
  heard(await seat.payIn(1.5), 1);
  heard(await seat.payOut(2.5), 1);
  await seat.books('-1 1.50', '1 2.50');
  const from = new Date(Date.now() - 600_000).toISOString();
  const to = new Date(Date.now() + 60_000).toISOString();
  const { body } = await seat.casino.get(
    `/transactions?from=${from}&to=${to}&partnerUserId=${seat.player.id}`);
  const listed = body.Value.Transactions.map((each) =>
    `${each.TransactionType} ${euros(cents(each.Amount))}`);
  assert.deepEqual(listed.sort(), ['-1 1.50', '1 2.50']);
});

// --- the hub stops, dies, comes back ---

for (const casino of both) {
  test(`SIGTERM while a stake is held: it is still answered (${named(casino)})`, async () => {
    const seat = await world.seat(casino);
    seat.nextMake(async (call, usual) => {
      world.hub.child.kill('SIGTERM');
      await pause(700);
      return usual();
    });
    heard(await seat.payIn(9), 1);
    assert.deepEqual(await world.hub.ended, { code: 0, signal: null });
    await world.hub.start();
    heard(await seat.payIn(9), 104);
    heard(await seat.payOut(18), 1);
    await seat.books('-1 9.00', '1 18.00');
  });

  test(`kill -9 in mid-bet: stake returned, payout delivered (${named(casino)})`, async () => {
    const staking = await world.seat(casino);
    const winning = await world.seat(casino);
    const recorded = { requestId: randomBytes(16).toString('hex'), timestamp: Date.now() };
    heard(await winning.payIn(5, {}, recorded), 1);
    winning.nextMake(async () => null, 1);
    heard(await winning.payOut(500), 1);
    staking.nextMake(async (call, usual) => {
      usual();
      await world.hub.end('SIGKILL');
      return null;
    });
    await assert.rejects(staking.payIn(6)); // nobody is there to answer
    await world.hub.start();
    await staking.books('-1 6.00', '2 6.00');
    await winning.books('-1 5.00', '1 500.00');
    assert.ok([6, 99].includes((await staking.payIn(6)).code));
    heard(await winning.payOut(500), 1);
    heard(await winning.payIn(5, {}, recorded), 104); // the same bytes again
    heard(await winning.payIn(7, { betId: randomUUID() }, recorded), 8);
    const bet = { betId: winning.bet, betAmount: 5, gameRoundId: winning.round };
    heard(await winning.provider.call(winning.session, '/bets/refund', bet, recorded), 8);
    heard(await winning.balance(), 1, { balance: 1495 });
  });
}

test('random lives with troubled casinos, and kill -9 among them', async () => {
  const seed = Number(process.env.WITNESS_SEED ?? 7);
  const kinds = Object.values(casinos);
  const seats = await Promise.all(Array.from({ length: 60 }, (_, i) =>
    world.seat(kinds[i % kinds.length])));
  const lives = Promise.allSettled(seats.map((seat, i) => live(seat, seeded(seed * 1000 + i))));
  for (const ms of [150, 400]) {
    await pause(ms);
    await world.hub.end('SIGKILL');
    await world.hub.start();
  }
  const failed = (await lives).filter((each) => each.status === 'rejected');
  assert.deepEqual(failed.map((each) => each.reason.message), [], `seed ${seed}`);
});

// --- at the end ---

test('all books still stand, all bets are closed, and nobody saw the contract broken', async () => {
  for (const seat of world.seats) {
    const played = seat.casino.betsOf(seat.player).filter((bet) => finished(bet));
    await waitFor(`bets to be closed: ${seat.state()}`, () => played.every((bet) => bet.closed));
  }
  await pause(500);
  for (const seat of world.seats) {
    assert.ok(seat.expected, 'a test did not state its books');
    assert.ok(seat.agrees(), `expected ${JSON.stringify(seat.expected)}; ${seat.state()}`);
  }
  assert.deepEqual(provider.faults, []);
  for (const casino of Object.values(casinos)) {
    assert.deepEqual(casino.faults, []);
    assert.ok(casino.calls.length > 0);
    for (const { claims } of casino.calls.filter((call) => call.claims)) {
      assert.equal(claims.iss, world.hub.url);
      assert.equal(claims.exp - claims.nbf, 10, 'lifetime');
    }
  }
});

const finished = (bet) => bet.transactions.some((each) => [1, 2].includes(each.type));

test('everything ends', () => world.close());
