// SPDX-License-Identifier: Apache-2.0
// A stock JOSE library reads what we sign, and we read what it signs.
//
// JOSE_SAMPLE=<program>: against tests/tools/jose_sample.cpp, both ways.
// HUB_URL=<url> JWT_FILE=<file>: against a running hub: its key set, and tokens that it sent
// ([{"jwt": …, "alg": "RS256"}, …]), each checked as of the time when it was signed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  SignJWT, calculateJwkThumbprint, createLocalJWKSet, createRemoteJWKSet, decodeJwt,
  decodeProtectedHeader, errors, exportJWK, generateKeyPair, jwtVerify,
} from 'jose';

const { HUB_URL: hubUrl, JWT_FILE: jwtFile, JOSE_SAMPLE: sample } = process.env;
const algorithms = ['RS256', 'ES256', 'EdDSA'];

test('there is something to check against', () => {
  assert.ok(sample || (hubUrl && jwtFile), 'set JOSE_SAMPLE, or HUB_URL and JWT_FILE');
});

if (sample) samplePrograms();
if (hubUrl && jwtFile) runningHub();

function samplePrograms() {
  const { jwks, tokens } = JSON.parse(execFileSync(sample, ['sign']));
  const keys = createLocalJWKSet(jwks);

  test('the sample has one token of each algorithm', () => {
    assert.deepEqual(tokens.map((token) => token.alg), algorithms);
  });

  for (const { jwt, alg } of tokens) {
    test(`${alg}: jose verifies our token`, async () => {
      const { payload, protectedHeader } = await jwtVerify(jwt, keys, {
        algorithms: [alg], issuer: 'https://hub.example', typ: 'JWT',
      });
      assert.equal(protectedHeader.alg, alg);
      assert.equal(payload.data, '{"Amount":"7100.5","Name":"Zoë \\/"}');
    });

    test(`${alg}: jose refuses our token with another payload`, async () => {
      const [header, , signature] = jwt.split('.');
      const payload = Buffer.from(JSON.stringify({ exp: 4e9 })).toString('base64url');
      await assert.rejects(
        jwtVerify(`${header}.${payload}.${signature}`, keys),
        errors.JWSSignatureVerificationFailed,
      );
    });

    test(`${alg}: our kid is jose's thumbprint`, async () => {
      const { kid } = decodeProtectedHeader(jwt);
      const jwk = jwks.keys.find((key) => key.kid === kid);
      assert.equal(await calculateJwkThumbprint(jwk), kid);
    });
  }

  for (const alg of algorithms) {
    test(`${alg}: we verify jose's tokens and refuse what is altered`, async () => {
      const own = await signedByJose(alg);
      const stranger = await signedByJose(alg);
      const [header, payload, signature] = own.jwt.split('.');
      const answers = ourVerdict(own.jwk, [
        own.jwt,
        stranger.jwt,
        `${header}.${Buffer.from('{"exp":4e9}').toString('base64url')}.${signature}`,
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
      ]);
      assert.deepEqual(answers, ['ok', 'bad signature', 'bad signature', 'wrong algorithm']);
    });
  }

  test('ES256: many tokens of jose, so that short r and s occur', async () => {
    const { jwk, privateKey } = await signedByJose('ES256');
    const numbers = Array.from({ length: 300 }, (_, i) => i);
    const many = await Promise.all(numbers.map((i) => signed('ES256', privateKey, i)));
    assert.deepEqual(ourVerdict(jwk, many), many.map(() => 'ok'));
  });
}

function runningHub() {
  const keys = createRemoteJWKSet(new URL(`${hubUrl}/mis-api/api/v2/auth/jwks`));
  const tokens = JSON.parse(readFileSync(jwtFile, 'utf8'));

  test('there are tokens to check', () => assert.ok(tokens.length > 0));

  test('the published keys hold nothing private', async () => {
    const { keys: jwks } = await (await fetch(`${hubUrl}/mis-api/api/v2/auth/jwks`)).json();
    assert.ok(jwks.length > 0);
    const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
    for (const jwk of jwks) assert.deepEqual(secrets.filter((name) => name in jwk), []);
  });

  tokens.forEach(({ jwt, alg }, i) => {
    test(`token ${i} (${alg}) verifies with the hub's published keys`, async () => {
      const { nbf, exp } = decodeJwt(jwt);
      assert.ok(nbf < exp);
      const { payload } = await jwtVerify(jwt, keys, {
        algorithms: [alg], typ: 'JWT', currentDate: new Date(nbf * 1000),
      });
      assert.equal(typeof JSON.parse(payload.data), 'object');
      assert.match(payload.client_id, /^PartnerClient-\d+$/);
    });
  });
}

async function signedByJose(alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg, use: 'sig' };
  return { jwk, privateKey, jwt: await signed(alg, privateKey, 0) };
}

function signed(alg, privateKey, number) {
  return new SignJWT({ number })
    .setProtectedHeader({ alg, typ: 'JWT', kid: 'one' })
    .setExpirationTime('1m')
    .sign(privateKey);
}

function ourVerdict(jwk, tokens) {
  const input = JSON.stringify({ jwks: { keys: [jwk] }, tokens });
  return JSON.parse(execFileSync(sample, ['verify'], { input }));
}
