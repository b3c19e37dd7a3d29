import { userConfigFile } from '../../src/config/user-file.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite("the user's own file");

const places: readonly (readonly [
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string>>,
  file: string | null,
])[] = [
  ['linux', { HOME: '/home/a' }, '/home/a/.config/tapps-agents/config.yaml'],
  ['linux', { HOME: '/home/a', XDG_CONFIG_HOME: '/etc/a' }, '/etc/a/tapps-agents/config.yaml'],
  ['linux', { HOME: '/home/a', XDG_CONFIG_HOME: '' }, '/home/a/.config/tapps-agents/config.yaml'],
  ['linux', { HOME: '/home/a', XDG_CONFIG_HOME: 'a/b' }, '/home/a/.config/tapps-agents/config.yaml'],
  ['linux', {}, null],
  ['linux', { HOME: '' }, null],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/Library/Application Support/tapps-agents/config.yaml'],
  ['win32', { APPDATA: 'C:\\Users\\a' }, 'C:\\Users\\a\\tapps-agents\\config.yaml'],
  ['win32', { HOME: '/home/a' }, null],
];
for (const [platform, env, file] of places) {
  test(`on ${platform} with ${JSON.stringify(env)} it is ${file}`, () => {
    assert.is(userConfigFile(env, platform), file);
  });
}

test.run();
