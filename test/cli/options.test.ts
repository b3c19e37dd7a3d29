import yargs from 'yargs';
import type { ListArguments } from '../../src/cli/list.ts';
import { choice, positiveNumber, text, textOr, texts, wholeNumber } from '../../src/cli/option-kinds.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('options');

test('text stays as it was typed', () => {
  for (const given of ['1.0', '0x10', '007', 'true', 'null', '"quoted"', ' a ', 'a=b', 'ключ', '-'])
    assert.is(read({ name: text('') }, [`--name=${given}`]).name, given);
});

test('of an option given twice the last counts', () => {
  assert.is(read({ name: text('') }, ['--name', 'a', '--name', 'b']).name, 'b');
  assert.is(read({ grace: textOr('10s', '') }, ['--grace=1s', '--grace=2s']).grace, '2s');
  assert.is(read({ limit: wholeNumber('--limit', '') }, ['--limit=1', '--limit=2']).limit, 2);
  const statuses: readonly ListArguments['status'][] = ['all', 'failed'];
  assert.is(
    read({ status: choice('--status', statuses, 'all', '') }, ['--status=all', '--status=failed']).status,
    'failed',
  );
});

test('of an option that may be repeated every one counts, in order', () => {
  assert.equal(read({ tag: texts('') }, ['--tag', 'a=1', '--tag=b=2', '--tag', 'c=--x']).tag, [
    'a=1',
    'b=2',
    'c=--x',
  ]);
});

test('an option that is not given has its default, or nothing', () => {
  assert.is(read({ name: text('') }, []).name, undefined);
  assert.is(read({ tag: texts('') }, []).tag, undefined);
  assert.is(read({ grace: textOr('10s', '') }, []).grace, '10s');
});

test('numbers are decimal', () => {
  assert.is(read({ limit: wholeNumber('--limit', '') }, ['--limit', '010']).limit, 10);
  assert.is(read({ speed: positiveNumber('--speed', '') }, ['--speed', '0.5']).speed, 0.5);
  for (const given of ['0x10', '1e3', 'Infinity', 'NaN', '', ' ', '1_000', '9007199254740993', '1,5'])
    assert.throws(
      () => read({ limit: wholeNumber('--limit', '') }, [`--limit=${given}`]),
      /is no whole number/,
    );
});

test.run();

function read<Options extends Parameters<ReturnType<typeof yargs>['options']>[0]>(
  options: Options,
  words: string[],
) {
  return yargs(words)
    .options(options)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new Error(message ?? '');
    })
    .parserConfiguration({ 'parse-numbers': false })
    .parseSync();
}
