// SPDX-License-Identifier: Apache-2.0
// The real program on a folder and a port of its own: started, stopped, killed, started again.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = process.env.CROUPIER_PROGRAM;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Everything that takes minutes in earnest takes a second or two here.
const policy = {
  bet_timeout: '2s', win_timeout: '2s', accept_window: '2s', late_after: '3s',
  close_after: '150ms', repeat_first: '100ms', repeat_most: '500ms', refused_owed_every: '500ms',
};

// Below the ports that the system hands out by itself: those are what our own servers listen on.
const freePort = () => new Promise((done) => {
  const probe = createServer();
  const tryOne = () => probe.listen(10_000 + Math.floor(Math.random() * 20_000), '127.0.0.1');
  probe.on('error', tryOne);
  probe.on('listening', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
  tryOne();
});

export async function waitFor(what, condition, limitMs = 20_000) {
  const limit = Date.now() + limitMs;
  while (!await condition()) {
    if (Date.now() > limit) throw new Error(`waited in vain for: ${what}`);
    await pause(20);
  }
}

export class Hub {
  // `more`: keys of [policy] that differ from the ones above.
  static async prepare(more = {}) {
    if (!program) throw new Error('set CROUPIER_PROGRAM to the program croupier');
    const hub = new Hub();
    hub.folder = mkdtempSync(join(tmpdir(), 'croupier-js-'));
    hub.port = await freePort();
    hub.url = `http://127.0.0.1:${hub.port}`;
    hub.config = join(hub.folder, 'hub.toml');
    const lines = Object.entries({ ...policy, ...more }).map(
      ([name, value]) => `${name} = "${value}"`,
    );
    writeFileSync(hub.config, `[listen]
address = "127.0.0.1"
port = ${hub.port}
[store]
url = "sqlite:hub.sqlite"
[hub]
public_url = "${hub.url}"
[limits]
body_bytes = 65536
request_timeout = "3s"
[policy]
${lines.join('\n')}
`);
    return hub;
  }

  async admin(...words) {
    const { stdout } = await promisify(execFile)(
      program, ['admin', '--config', this.config, ...words, '--json']);
    return JSON.parse(stdout);
  }

  async start() {
    const log = openSync(join(this.folder, 'hub.log'), 'a');
    this.child = spawn(program, ['hub', '--config', this.config], { stdio: ['ignore', log, log] });
    this.ended = new Promise((done) => {
      this.child.on('exit', (code, signal) => done({ code, signal }));
    });
    const dead = this.ended.then((how) => {
      throw new Error(`the hub ended: ${JSON.stringify(how)}\n${this.log()}`);
    });
    dead.catch(() => {});
    const ready = waitFor('the hub to be ready', async () => {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      await answer?.text();
      return answer?.status === 200;
    }, 60_000);
    await Promise.race([ready, dead]);
  }

  // How it ended.
  async end(signal) {
    this.child.kill(signal);
    return this.ended;
  }

  log() { return readFileSync(join(this.folder, 'hub.log'), 'utf8').slice(-4000); }

  async remove() {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.end('SIGKILL');
    if (process.env.CROUPIER_KEEP) return;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
