import fc from 'fast-check';
import { redactText } from '../../src/output/redact.ts';
import { knowSecretsOf } from '../../src/output/redact-known.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('redact-known');

const value = 'zzENVSECRET2zz';
/** The program that is told knows it, as does no other. */
function shownWith(env: Readonly<Record<string, string>>, text: string): string {
  const forget = knowSecretsOf(env);
  try {
    return redactText(text);
  } finally {
    forget();
  }
}

const secretNames = [
  ...['DB_PASSWORD', 'PGPASSWORD', 'MYSQL_PWD', 'SMTP_PASS', 'SSHPASS', 'ADMIN_PW', 'API_TOKEN', 'TOKEN'],
  ...[
    'STRIPE_KEY',
    'SECRET',
    'CLIENT_SECRET',
    'HTTP_AUTH',
    'COOKIE',
    'SESSION_COOKIE',
    'GITHUB_PAT',
    'db_password',
  ],
];

test('what a variable with the name of a secret holds goes from any text, whatever stands before it', () => {
  for (const name of secretNames)
    assert.is(
      shownWith({ [name]: value }, `login of app with ${value}, twice ${value}`),
      'login of app with ***, twice ***',
      name,
    );
});

test('the value of any other variable stays', () => {
  const env = {
    ...{
      HOME: '/home/app',
      PWD: '/srv/build',
      OLDPWD: '/srv/other',
      PATH: '/usr/bin',
      SSH_AUTH_SOCK: '/tmp/agent.1',
    },
    ...{
      GIT_AUTHOR: 'Ann Example',
      AWS_ACCESS_KEY_ID: 'AKID',
      CACHE_KEY: 'main-1',
      USE_TOKEN: 'always',
      AUTH: 'true',
    },
    ...{
      PASSED: 'everything',
      COMPASS: 'north',
      KEYBOARD: 'qwertz',
      GPG_KEY_FILE: 'ours.gpg',
      CREDENTIALS: './mine.json',
    },
  };
  const text = Object.values(env).join(' ');
  assert.is(shownWith(env, text), text);
});

test('a password within an address or a connection string goes without its variable being named for it', () => {
  const env = {
    DATABASE_URL: 'postgres://app:s3cr3t-one@db/main',
    ODBC: 'Server=db;Uid=app;Pwd=s3cr3t-two;',
  };
  assert.is(shownWith(env, 'refused: s3cr3t-one, s3cr3t-two'), 'refused: ***, ***');
});

test('a short value goes where it is a word of its own, and one of three characters stays', () => {
  const env = { DB_PASS: 'abcd', OLD_PASS: 'xyz' };
  assert.is(shownWith(env, 'abcd "abcd" abcde xabcd abcd. xyz'), '*** "***" abcde xabcd ***. xyz');
});

test('of two values the longer one goes as a whole', () => {
  const env = { A_TOKEN: 'start-of-it', B_TOKEN: 'start-of-it-and-more' };
  assert.is(shownWith(env, 'said start-of-it-and-more'), 'said ***');
});

test('a value is known in an address, in JSON and in base64', () => {
  const secret = 'p@ss "wörd"/+1';
  const env = { DB_PASSWORD: secret };
  const said = (text: string): string => shownWith(env, `with ${text}!`);
  assert.is(said(encodeURIComponent(secret)), 'with ***!');
  assert.is(said(JSON.stringify(secret)), 'with "***"!');
  assert.not.match(said(Buffer.from(secret).toString('base64')), 'cEBzcyAid');
});

test('the lines of a value of many lines are known one by one', () => {
  const env = { SIGNING_KEY: '-----BEGIN KEY-----\nAAAAbbbbCCCCdddd\nEEEEffffGGGGhhhh\n-----END KEY-----' };
  assert.is(shownWith(env, 'read EEEEffffGGGGhhhh'), 'read ***');
});

test('the beginning of a value that the end of a text has cut goes as well', () => {
  assert.is(shownWith({ API_TOKEN: value }, 'login with zzENVSEC'), 'login with ***');
  assert.is(shownWith({ API_TOKEN: value }, 'login with zzENV'), 'login with zzENV');
});

test('what is forgotten is known no more, and what another still knows stays known', () => {
  const forget = knowSecretsOf({ API_TOKEN: value });
  knowSecretsOf({ A_TOKEN: value, B_TOKEN: 'another-one' })();
  assert.is(redactText(`${value} another-one`), '*** another-one');
  forget();
  assert.is(redactText(value), value);
});

test('an environment is known as it was when it was told, whatever became of it since', () => {
  const env = { DB_PASSWORD: value };
  const forget = knowSecretsOf(env);
  env.DB_PASSWORD = 'another-one';
  assert.is(redactText(`${value} another-one`), '*** another-one');
  forget();
});

test('no value of eight characters or more is left in any text, and redacting again changes nothing', () => {
  const secret = fc
    .string({ minLength: 8, maxLength: 40 })
    .filter((text) => /[a-z]/i.test(text) && text.trim().length >= 8);
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (one, before, after) => {
      const forget = knowSecretsOf({ DB_PASSWORD: one });
      try {
        const shown = redactText(`${before} ${one.trim()} ${after}`);
        // A mask, a reference and a word such as `undefined` name no secret.
        if (redactText(one.trim()) === '***') assert.not.ok(shown.includes(one.trim()));
        assert.is(redactText(shown), shown);
      } finally {
        forget();
      }
    }),
  );
});

test.run();
