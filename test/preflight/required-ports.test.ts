import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type { CheckResult } from '../../src/preflight/check.ts';
import { requiredPortsCheck } from '../../src/preflight/required-ports.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('required ports');
const servers: Server[] = [];

test.afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed));
});

/** Listens on a port that the system chose. */
async function givenServer(host: string, port = 0): Promise<number> {
  const server = createServer().listen({ port, host });
  servers.push(server);
  await new Promise((listening, failed) => server.once('listening', listening).once('error', failed));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function givenFreePort(): Promise<number> {
  const port = await givenServer('127.0.0.1');
  await new Promise((closed) => servers.pop()?.close(closed));
  return port;
}

async function only(...ports: number[]): Promise<CheckResult> {
  const plan = { command: [], cwd: '/', env: {}, stateFolder: '/', projectRoot: '/' };
  const check = requiredPortsCheck(ports.map((port) => ({ kind: 'port', port })));
  const [result, ...others] = await check.run(plan, new AbortController().signal);
  if (result === undefined || others.length > 0) throw new Error(`${others.length + 1} results`);
  assert.is(result.name, 'required ports');
  return result;
}

test('a free port passes, and is free again', async () => {
  const port = await givenFreePort();
  const passed = { name: 'required ports', ok: true, severity: 'error', message: `${port}`, hint: '' };
  assert.equal(await only(port), passed);
  assert.equal(await only(port), passed);
  assert.is(await givenServer('0.0.0.0', port), port);
});

for (const host of ['127.0.0.1', '0.0.0.0', '127.0.0.2']) {
  test(`a port that is taken at ${host} is an error`, () => refusesPortTakenAt(host));
}

for (const host of ['::1', '::']) {
  test.skipUnless('ipv6-loopback', `a port that is taken at ${host} is an error`, () =>
    refusesPortTakenAt(host),
  );
}

async function refusesPortTakenAt(host: string): Promise<void> {
  const port = await givenServer(host);
  const { ok, severity, message, hint } = await only(port);
  assert.equal({ ok, severity }, { ok: false, severity: 'error' });
  assert.match(message, new RegExp(`^Port ${port} is taken`));
  assert.match(hint, 'choose another');
}

test.skipUnless('procfs', 'who holds a port is named where /proc tells', async () => {
  const program =
    "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = Number(await new Promise<Buffer>((said) => child.stdout.once('data', said)));
    const { message, hint } = await only(port);
    assert.match(message, new RegExp(`^Port ${port} is taken by \\S.* \\(pid ${child.pid}\\)$`));
    assert.is(hint, `choose another, or end it: kill ${child.pid}`);
  } finally {
    child.kill('SIGKILL');
    await new Promise((ended) => child.once('close', ended));
  }
});

test('of several ports only the taken ones are named', async () => {
  const taken = await givenServer('127.0.0.1');
  const free = await givenFreePort();
  assert.match((await only(free, taken)).message, `Port ${taken} is taken`);
});

test.run();
