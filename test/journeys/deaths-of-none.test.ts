// timeout: 300s
import { allDeaths } from '../deaths/all.ts';
import { testEachFate } from '../deaths/ask-why.ts';
import { stillRunning } from '../deaths/running.ts';
import { soundEnds } from '../deaths/sound.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('why, of what ended well, and of what still runs');
const project = new TestProject();
project.raiseLimit();
test.after(() => project.end());

testEachFate(test, project, [...soundEnds, ...stillRunning]);

test('the tables are as large as they are said to be, and no two rows have one name', () => {
  const names = [...allDeaths, ...soundEnds, ...stillRunning].map(({ name }) => name);
  assert.equal(names.filter((name, at) => names.indexOf(name) !== at).join(', '), '');
  assert.ok(allDeaths.length >= 90, `${allDeaths.length} deaths`);
  assert.ok(soundEnds.length >= 10 && stillRunning.length >= 10);
});

test.run();
