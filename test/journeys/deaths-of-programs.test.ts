// timeout: 300s
import { once } from 'node:events';
import { createServer } from 'node:net';
import { testEachFate } from '../deaths/ask-why.ts';
import { memoryDeaths } from '../deaths/memory.ts';
import { nodeDeaths } from '../deaths/node.ts';
import { pythonDeaths } from '../deaths/python.ts';
import { removeMemoryGroups } from '../rig/memory-group.ts';
import { TestProject } from '../rig/project.ts';
import { suite } from '../rig/suite.ts';

const test = suite('why, of programs that failed, and of memory');
const project = new TestProject();
project.raiseLimit();
const holder = createServer();

test.before(async () => {
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  process.env['PORT'] = typeof address === 'object' ? `${address?.port}` : '';
});
test.after(async () => {
  holder.close();
  await project.end();
  await removeMemoryGroups();
});

testEachFate(test, project, [...memoryDeaths, ...pythonDeaths, ...nodeDeaths]);

test.run();
