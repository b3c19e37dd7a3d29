// timeout: 300s
import { testEachFate } from '../deaths/ask-why.ts';
import { launchDeaths } from '../deaths/launches.ts';
import { limitDeaths } from '../deaths/limits.ts';
import { lostDeaths } from '../deaths/lost.ts';
import { workflowDeaths } from '../deaths/workflows.ts';
import { TestProject } from '../rig/project.ts';
import { suite } from '../rig/suite.ts';

const test = suite('why, of limits, stops, losses, launches and workflows');
const project = new TestProject();
project.raiseLimit();
test.after(() => project.end());

testEachFate(test, project, [...limitDeaths, ...lostDeaths, ...launchDeaths, ...workflowDeaths]);

test.run();
