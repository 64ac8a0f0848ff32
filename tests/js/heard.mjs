// SPDX-License-Identifier: Apache-2.0
// What a studio was answered: the code, the HTTP status that belongs to it, perhaps the balance.
import assert from 'node:assert/strict';

export function heard(answer, code, more = {}) {
  const { status = code === 8 ? 401 : 200, balance } = more;
  assert.equal(answer.code, code, `${answer.status} ${answer.text}`);
  assert.equal(answer.status, status, answer.text);
  if (balance === undefined) return;
  assert.equal(answer.body.balance, balance, answer.text);
  assert.equal(answer.body.currency, 'EUR');
}
