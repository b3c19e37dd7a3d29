import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';
import { fileLimitBytes } from '../workflow/definition.ts';
import { readWorkflow, type WorkflowReading } from '../workflow/read-workflow.ts';
import { error, type Finding, pastedPath, shownPath } from './command-words.ts';

/** Reads a workflow file, or says why it cannot be read. */
export function readWorkflowFile(
  file: string,
  shownAs: string,
  agents: readonly string[],
): WorkflowReading | Finding {
  const shown = shownPath(shownAs);
  try {
    const content = readRegularFile(file, fileLimitBytes);
    if (content.outcome === 'read') return readWorkflow(content.text, shownAs, agents);
    const why = content.outcome === 'too_large' ? 'is larger than 256 KiB' : 'is not a file';
    return error(`Workflow file ${shown} ${why}`, 'give the path of a workflow file');
  } catch (failure) {
    if (!isSystemError(failure)) throw failure;
    const isMissing = failure.code === 'ENOENT' || failure.code === 'ENOTDIR';
    const message = isMissing
      ? `Workflow file not found: ${shown}`
      : `Workflow file cannot be read (${failure.code}): ${shown}`;
    return error(message, `check the path: ls -l ${pastedPath(file)}`);
  }
}
