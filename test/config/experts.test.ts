import { problemsWithExperts } from '../../src/config/experts.ts';
import { assert, suite } from '../rig/suite.ts';
import { givenConfig, newConfigPath, told } from './read-config.ts';

const test = suite('experts');

const expert = (id: string) =>
  `  - {expert_id: ${id}, expert_name: N, primary_domain: d, consultation: [x]}\n`;

const lists: readonly (readonly [text: string, problems: readonly string[]])[] = [
  [`experts:\n${expert('a')}${expert('b')}`, []],
  ['experts: []\nother: 1\n', []],
  ['', ['1:1 error: the file must be a mapping, not empty']],
  ['other: 1\n', ['1:1 error: the file has no experts']],
  ['experts: {a: 1}\n', ['1:10 error: experts must be a list, not a mapping']],
  ['experts: [a]\n', ['1:11 error: experts.0 must be a mapping, not a text']],
  [
    `experts:\n${expert('a')}  - expert_id: b\n    primary_domain: 7\n`,
    ['3:5 error: experts.1 has no expert_name', '4:21 error: experts.1.primary_domain must be a text, not 7'],
  ],
  [
    `experts:\n${expert('a')}${expert('a')}`,
    ['3:17 error: experts.1.expert_id is the same as that of experts.0 → give each expert an id of its own'],
  ],
  [`experts:\n${expert("' '")}`, ['2:17 error: experts.0.expert_id must not be blank']],
  ['experts:\n\t- a\n', ['2:1 error: tabs are not allowed as indentation → indent with spaces']],
];
for (const [text, problems] of lists) {
  test(`${JSON.stringify(text)}: ${problems.length} problems`, () => {
    assert.equal(problemsWithExperts(givenConfig(text)).map(told), problems);
  });
}

test('no list is no problem', () => assert.equal(problemsWithExperts(newConfigPath()), []));

test.run();
