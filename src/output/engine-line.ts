import { plainText } from './progress-text.ts';

/**
 * What the Python engine says when no step of its workflow can begin, in its own words, or null. It may exit with 0
 * after that. Seen: `Workflow blocked: no ready steps and workflow not complete. …` and, older, `[ERROR] Workflow
 * blocked: no ready steps. Missing: …`.
 */
export function blockedIn(line: string): string | null {
  if (!line.includes('Workflow blocked: no ready steps')) return null;
  const text = plainText(line);
  const at = text.indexOf('Workflow blocked:');
  const before = text.slice(0, Math.max(at, 0)).trim();
  // Quoted inside a sentence it is somebody's talk about it.
  return at === -1 || !/^(?:\[?(?:ERROR|FAILED|CRITICAL)\]?:?|❌|✗|Error:)?$/i.test(before)
    ? null
    : text.slice(at).trim();
}
