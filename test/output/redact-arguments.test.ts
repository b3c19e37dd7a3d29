import fc from 'fast-check';
import { redactArguments } from '../../src/output/redact.ts';
import { assert, suite } from '../rig/suite.ts';
import { a, canary, hex, secretTexts } from './redact-samples.ts';

const test = suite('redact-arguments');

const commands: readonly (readonly [given: readonly string[], shown: readonly string[]])[] = [
  [
    ['deploy', '--token', canary, '--force'],
    ['deploy', '--token', '***', '--force'],
  ],
  [
    ['deploy', `--token=${canary} two`],
    ['deploy', '--token=***'],
  ],
  [
    ['deploy', '--token', `-${canary}`],
    ['deploy', '--token', '***'],
  ],
  [
    ['deploy', '-password', 'swordfish'],
    ['deploy', '-password', '***'],
  ],
  [
    ['deploy', '--password', 'my dog, rex'],
    ['deploy', '--password', '***'],
  ],
  [
    ['serve', '--key', canary],
    ['serve', '--key', '***'],
  ],
  [
    ['docker', 'run', '-e', `DB_PASSWORD=my ${canary}`, 'i'],
    ['docker', 'run', '-e', 'DB_PASSWORD=***', 'i'],
  ],
  [
    ['env', 'API_KEY=it is long', 'run'],
    ['env', 'API_KEY=***', 'run'],
  ],
  [
    ['curl', '-u', `ann:${canary}`, 'https://h'],
    ['curl', '-u', 'ann:***', 'https://h'],
  ],
  [
    ['/usr/bin/curl', '-b', `sid=${canary}`],
    ['/usr/bin/curl', '-b', '***'],
  ],
  [
    ['curl', '-H', `Authorization: Bearer ${canary}`],
    ['curl', '-H', 'Authorization: Bearer ***'],
  ],
  [
    ['deploy', '--pw', canary, '--sshpass', canary, `--github_pat=${canary}`, `GITHUB_PAT=${canary}`],
    ['deploy', '--pw', '***', '--sshpass', '***', '--github_pat=***', 'GITHUB_PAT=***'],
  ],
  [
    [
      'fetch',
      '--cookie',
      `sid=${canary}`,
      `--auth=ann:${canary}`,
      '--auth',
      `ann:${canary}`,
      '-u',
      `ann:${canary}`,
    ],
    ['fetch', '--cookie', '***', '--auth=ann:***', '--auth', 'ann:***', '-u', 'ann:***'],
  ],
  [
    ['deploy', `--password\n${canary} two`],
    ['deploy', '--password\n***'],
  ],
  [
    ['sh', '-c', `curl -s -u ann:${canary} https://h | tar x`],
    ['sh', '-c', 'curl -s -u ann:*** https://h | tar x'],
  ],
  [
    [
      'git',
      'push',
      '-u',
      'HEAD:main',
      '-u',
      'origin/x1:topic12',
      '--author=Ann <a@b>',
      '--passes',
      '3',
      '--bypass',
    ],
    [
      'git',
      'push',
      '-u',
      'HEAD:main',
      '-u',
      'origin/x1:topic12',
      '--author=Ann <a@b>',
      '--passes',
      '3',
      '--bypass',
    ],
  ],
  [
    [
      'docker',
      'run',
      '-u',
      '1000:1000',
      '-u',
      'app:staff',
      '--auth',
      'basic',
      '--auth=oauth2',
      '--cookie',
      'jar.txt',
    ],
    [
      'docker',
      'run',
      '-u',
      '1000:1000',
      '-u',
      'app:staff',
      '--auth',
      'basic',
      '--auth=oauth2',
      '--cookie',
      'jar.txt',
    ],
  ],
  [
    ['match', '--pat', 'a.*b', '--file-pat', 'x*y', '--compat', 'on', '-p', '8080:80', '--pwa', 'yes'],
    ['match', '--pat', '***', '--file-pat', 'x*y', '--compat', 'on', '-p', '8080:80', '--pwa', 'yes'],
  ],
  [
    ['sshpass', '-p', canary, 'ssh', 'h'],
    ['sshpass', '-p', '***', 'ssh', 'h'],
  ],
  [
    ['sh', '-c', `TOKEN=${canary} ./run.sh`],
    ['sh', '-c', 'TOKEN=*** ./run.sh'],
  ],
  [
    ['agent', '--prompt', `use ${a('gh', 'p_')}${hex(36)}`],
    ['agent', '--prompt', 'use ***'],
  ],
];
for (const [given, shown] of commands) {
  test(`is journaled as: ${shown.join(' ')}`, () => {
    assert.equal(redactArguments(given), [...shown]);
    assert.equal(redactArguments(shown), [...shown]);
  });
}

test('a secret is found in an argument as it is in text', () => {
  for (const [text, secret] of secretTexts) {
    assert.not.ok(redactArguments(['run', text]).join('\n').includes(secret), text);
  }
});

test('redacting twice is redacting once, argument by argument', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '--token',
      '--password',
      '-p',
      '-u',
      'curl',
      'sshpass',
      '--key',
      '-x',
      '***',
      '--token=',
      'a:b',
    ),
    fc.constantFrom('TOKEN=a b', 'API_KEY="x"', 'x.pem', '', '-', '--', '$X', 'Authorization: Basic x'),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
      const once = redactArguments(argv);
      assert.is(once.length, argv.length);
      assert.equal(redactArguments(once), once);
    }),
    { numRuns: 1000 },
  );
});

test.run();
