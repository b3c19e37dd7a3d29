import { desktopCall } from '../../src/notify/desktop-call.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the call that shows a notice');
const words = {
  title: 'TappsCodingAgents - Workflow Failed',
  body: 'full-sdlc workflow failed. Check logs.\n<b> & C:\\new\ntapps-agents bg logs k3f9a2c7',
};
const { title, body: message } = words;

test('on Linux and the BSDs: notify-send, markup and backslashes escaped for it', () => {
  const call = {
    notifier: 'NotifySend',
    options: {
      title,
      message:
        'full-sdlc workflow failed. Check logs.\n&lt;b&gt; &amp; C:\\\\new\ntapps-agents bg logs k3f9a2c7',
      'app-name': 'tapps-agents',
    },
  };
  assert.equal(desktopCall('linux', words), call);
  assert.equal(desktopCall('freebsd', words), call);
});

test('on macOS: terminal-notifier, which is not waited for', () => {
  assert.equal(desktopCall('darwin', words), {
    notifier: 'NotificationCenter',
    options: { title, message, wait: false, timeout: false },
  });
});

test('on Windows: a toast', () => {
  assert.equal(desktopCall('win32', words), {
    notifier: 'WindowsToaster',
    options: { title, message, wait: false },
  });
});

test('on each of them nothing acts, nothing is an option, and nothing is longer than it may be', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { options } = desktopCall(platform, {
      title: `-t\x1b[31m\n${'x'.repeat(200)}`,
      body: '--help\u202e\x07',
    });
    assert.is(options['message'], ' --help');
    assert.is(options['title'], ` -t ${'x'.repeat(76)}…`);
    assert.is(desktopCall(platform, { title: 't', body: '\x1b[2J' }).options['message'], ' ');
  }
});

test.run();
