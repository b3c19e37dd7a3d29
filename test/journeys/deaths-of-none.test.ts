// timeout: 300s
import { testEachFate } from '../deaths/ask-why.ts';
import { stillRunning } from '../deaths/running.ts';
import { soundEnds } from '../deaths/sound.ts';
import { TestProject } from '../rig/project.ts';
import { suite } from '../rig/suite.ts';

const test = suite('why, of what ended well, and of what still runs');
const project = new TestProject();
project.raiseLimit();
test.after(() => project.end());

testEachFate(test, project, [...soundEnds, ...stillRunning]);

test.run();
