import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../src/config/settings.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { assert } from '../rig/suite.ts';

const acts = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
/** Only these speak of the file as a whole. */
const ofTheWholeFile =
  /^(?:The workflow file is (?:empty|larger than)|There are more problems than are shown)/;

/** A configuration gives settings that work, and problems that each have their place. */
export async function checkConfig(bytes: Buffer): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-config-'));
  const file = join(folder, 'config.yaml');
  writeFileSync(file, bytes);
  const { settings, problems } = await readSettings(file, {}).finally(() =>
    rmSync(folder, { recursive: true }),
  );
  assert.ok(settings.heartbeatMs > 0 && Number.isFinite(settings.heartbeatMs));
  assert.ok(settings.maxRuntimeMs === null || settings.maxRuntimeMs >= settings.heartbeatMs);
  assert.ok(Number.isInteger(settings.maxConcurrent) && settings.maxConcurrent >= 1);
  assert.ok(settings.maxOutputBytes > 0 && settings.minFreeDiskBytes >= 0);
  const lines = bytes.toString('latin1').split(/\r\n|\r|\n/).length;
  for (const problem of problems) {
    const { line = 0, column = 0, message, hint, lineText } = problem;
    assert.is(problem.file, file);
    assert.ok(
      Number(line) >= 1 && Number(line) <= lines && Number(column) >= 1,
      `${line}:${column} ${message}`,
    );
    assert.type(lineText, 'string');
    assert.not.match(`${message}${hint}${lineText}`, acts);
    assert.is.not(message, '');
  }
}

/** A workflow is there or has an error, and every problem has its place. */
export function checkWorkflow(bytes: Buffer): void {
  const text = bytes.toString('utf8');
  const { workflow, problems } = readWorkflow(text, 'flow.yaml');
  assert.is(
    workflow === null,
    problems.some(({ severity }) => severity === 'error'),
  );
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { message, hint, at, source } of problems) {
    if (at === null) assert.match(message, ofTheWholeFile);
    else assert.ok(at.line >= 1 && at.line <= lines && at.column >= 1, `${at.line}:${at.column} ${message}`);
    assert.not.match(`${message}${hint}${source}`, acts);
    assert.is.not(message, '');
  }
  const ids = workflow?.steps.map(({ id }) => id) ?? [];
  assert.is(new Set(ids).size, ids.length);
}
