// SPDX-License-Identifier: Apache-2.0
// Random lives of bets: what a studio does that sends until it hears, and what a casino's book must
// say afterwards. Everything random comes from one seed; which outcome a stake in trouble has does
// not, so a life says what the books may be, by what its studio heard.
import assert from 'node:assert/strict';

// mulberry32
export function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { chance: (p) => next() < p, below: (n) => Math.floor(next() * n) };
}

const troubles = [
  async (call, usual) => { usual(); return { status: 500, raw: '' }; },
  async () => ({ status: 500, raw: '' }),
  async () => ({ ErrorCode: 103799, Message: 'general' }),
  async (call, usual) => { usual(); return { status: 200, raw: '{"Err' }; },
  async (call, usual) => { await pause(150); return usual(); },
];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The same call again, signed anew, until it is answered with a code that is none of `unclear`. An
// 8 speaks of the attempt only: one that was signed before a start of the hub gets it.
async function untilHeard(send, unclear) {
  for (let tries = 0; tries < 200; ++tries) {
    const answer = await send().catch(() => undefined); // nobody there: it was killed
    if (answer && answer.status !== 503 && ![8, ...unclear].includes(answer.code)) {
      return answer.code;
    }
    await pause(50);
  }
  throw new Error('never heard');
}

export async function live(seat, random) {
  const stake = `${1 + random.below(20)}.${10 + random.below(90)}`;
  if (random.chance(0.3)) seat.nextMake(troubles[random.below(troubles.length)], -1);
  const code = await untilHeard(() => seat.payIn(stake), [undefined]);
  assert.ok([1, 104, 99, 6].includes(code), `pay-in ${code}`);
  if (code === 99 || code === 6) {
    assert.ok([1, 5, 6].includes(await untilHeard(() => seat.refund(), [undefined, 99])));
    return seat.booksOneOf([], [`-1 ${stake}`, `2 ${stake}`]);
  }
  if (random.chance(0.3)) assert.equal(await untilHeard(() => seat.payIn(stake), [99]), 104);
  if (random.chance(0.2)) {
    if (random.chance(0.3)) seat.nextMake(troubles[random.below(troubles.length)], 2);
    assert.equal(await untilHeard(() => seat.refund(), [99]), 1);
    return seat.books(`-1 ${stake}`, `2 ${stake}`);
  }
  return seat.books(`-1 ${stake}`, ...await wins(seat, random));
}

async function wins(seat, random) {
  const booked = [];
  const count = 1 + random.below(3);
  for (let number = 0; number < count; ++number) {
    const win = random.chance(0.3) ? '0.00' : `${random.below(50)}.${10 + random.below(90)}`;
    const payOut = () => seat.payOut(win, { transactionId: `${seat.bet}-${number}` });
    if (random.chance(0.3)) seat.nextMake(troubles[random.below(troubles.length)], 1);
    const times = random.chance(0.3) ? 2 : 1;
    for (let time = 0; time < times; ++time) {
      assert.equal(await untilHeard(payOut, [99]), 1);
    }
    booked.push(`1 ${win}`);
  }
  return booked;
}
