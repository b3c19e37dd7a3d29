import fc from 'fast-check';
import { redactText } from '../../src/output/redact.ts';
import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';
import { a, canary, hex, secretTexts } from './redact-samples.ts';

const test = suite('redact');

for (const [text, secret] of secretTexts) {
  test(`the secret in ${JSON.stringify(redactText(text)).slice(0, 70)} is gone`, () => {
    assert.ok(text.includes(secret), 'the row is wrong: its secret is not in its text');
    const shown = redactText(text);
    assert.not.ok(shown.includes(secret), shown);
    assert.ok(shown.includes('***'), shown);
    assert.is(redactText(shown), shown);
  });
}

const exact: readonly (readonly [given: string, shown: string])[] = [
  [`deploy --token ${canary} --dry-run`, 'deploy --token *** --dry-run'],
  [`DB_PASSWORD="${canary} x" npm start`, 'DB_PASSWORD="***" npm start'],
  [`{"user": "ann", "password": "${canary}", "port": 5}`, '{"user": "ann", "password": "***", "port": 5}'],
  [`postgres://ann:${canary}@db.example:5432/app?x=1`, 'postgres://ann:***@db.example:5432/app?x=1'],
  [
    `https://api.example/v1?page=2&api_key=${canary}&q=a b`,
    'https://api.example/v1?page=2&api_key=***&q=a b',
  ],
  [`Authorization: Bearer ${canary}`, 'Authorization: Bearer ***'],
  [`curl -H 'X-Api-Key: ${canary}' https://x`, "curl -H 'X-Api-Key: ***' https://x"],
  [`Server=db;User Id=sa;Password=${canary};Encrypt=true`, 'Server=db;User Id=sa;Password=***;Encrypt=true'],
  [`token=${canary}, user=ann`, 'token=***, user=ann'],
  [`password: ${canary} two words # comment`, 'password: *** # comment'],
  [`env: TOKEN=${canary}`, 'env: TOKEN=***'],
  [`Set-Cookie: sid=${canary}; Path=/; HttpOnly`, 'Set-Cookie: ***'],
  [`fatal: ${a('gh', 'p_')}${hex(36)} is bad`, 'fatal: *** is bad'],
];
for (const [given, shown] of exact) {
  test(`only the secret is replaced: ${shown}`, () => assert.is(redactText(given), shown));
}

test('a private key keeps its markers only', () => {
  const begin = a('-----BEGIN RSA ', 'PRIVATE KEY-----');
  const end = a('-----END RSA ', 'PRIVATE KEY-----');
  const lines = [hex(64), hex(64), hex(20)].join('\n');
  assert.is(redactText(`a\n${begin}\n${lines}\n${end}\nb`), `a\n${begin}***${end}\nb`);
  assert.is(redactText(`${begin}\n${lines}\n`), `${begin}***`);
  assert.is(redactText(`error:\n${lines}\n${end}\nb`), `error:\n***${end}\nb`);
  assert.is(redactText(`{"k":"${begin}\\n${hex(64)}\\n${end}\\n"}`), `{"k":"${begin}***${end}\\n"}`);
  assert.is(redactText(`${hex(64)}\\n${hex(64)}\\n${end}`), `***${end}`);
  assert.is(redactText(`${begin}\n${lines}\n${begin}\n${lines}\n${end}`), `${begin}***${begin}***${end}`);
});

const fragments = fc.oneof(
  fc.constantFrom(
    'token',
    'password',
    '--token',
    'API_KEY',
    'secret',
    'Authorization',
    'Bearer ',
    'Cookie',
    'pwd',
  ),
  fc.constantFrom(
    '=',
    ':',
    ': ',
    ' = ',
    ' ',
    '\n',
    '"',
    "'",
    '\\"',
    '`',
    ';',
    ',',
    '&',
    '?',
    '<',
    '>',
    '***',
    '$X',
  ),
  fc.constantFrom(
    'https://',
    'u:p@h',
    '@',
    ')',
    '}',
    '//',
    '-',
    '--',
    'string',
    'None',
    'a=b',
    'pass',
    '{',
    '(',
    '\\',
  ),
  fc.constantFrom(
    a('-----BEGIN ', 'PRIVATE KEY-----'),
    a('-----END ', 'PRIVATE KEY-----'),
    hex(36),
    a('gh', 'p_'),
  ),
  fc.string({ maxLength: 6 }),
);

test('redacting twice is redacting once', () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 16 }), (parts) => {
      const once = redactText(parts.join(''));
      assert.is(redactText(once), once);
    }),
    { numRuns: 2000 },
  );
});

test(
  'a line of a megabyte takes linear time',
  () => {
    const begin = a('-----BEGIN ', 'PRIVATE KEY-----');
    const floods = [
      'a',
      ' ',
      'token=',
      'token="',
      "token='\\",
      '--token ',
      'password: ',
      'a=b;',
      'secret',
      '=',
      '"',
      '\\',
    ];
    floods.push(
      'https://',
      'a://b:',
      'eyJaaaaaaaaaa-',
      'eyJaaaaaaaa.',
      'Authorization: ',
      'Bearer aaaa',
      'cookie: a=',
      '?sig=',
    );
    floods.push(
      begin,
      a('-----END ', 'PRIVATE KEY-----'),
      a('gh', 'p_'),
      'sk-',
      'SG.',
      '12345678:',
      'login a password ',
      '<token>',
    );
    floods.push(
      'key,',
      'token=,',
      "token='a",
      '{"name":"value","key":1},',
      `${hex(64)}\n`,
      'cookie="',
      'token=a=',
    );
    for (const flood of floods) {
      const text = flood.repeat(1_048_576 / flood.length);
      const tookMs = cpuMs(() => redactText(text));
      assert.ok(tookMs < 2500, `${JSON.stringify(flood)} took ${tookMs} ms`);
    }
  },
  { timeoutMs: 60_000 },
);

test.run();
