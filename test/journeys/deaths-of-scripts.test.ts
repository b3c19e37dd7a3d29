// timeout: 300s
import { testEachFate } from '../deaths/ask-why.ts';
import { shellDeaths } from '../deaths/shell.ts';
import { signalDeaths } from '../deaths/signals.ts';
import { toolDeaths } from '../deaths/tools.ts';
import { TestProject } from '../rig/project.ts';
import { suite } from '../rig/suite.ts';

const test = suite('why, of scripts and tools that failed, and of signals');
const project = new TestProject();
project.raiseLimit();
test.after(() => project.end());

testEachFate(test, project, [...shellDeaths, ...toolDeaths, ...signalDeaths]);

test.run();
