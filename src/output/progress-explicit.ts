import { progressFromFields } from './progress-fields.ts';
import type { Progress } from './progress-line.ts';

const HEAD = /^\s{0,40}::progress\s/;
const KEYS: readonly string[] = ['percent', 'step', 'steps'];

/**
 * Reads `::progress percent=45 step=5 steps=10 label=Implementation`, which any program can print.
 * The label is the rest of the line, in double quotes or not. Unknown keys are ignored; the last of a key counts.
 */
export function readExplicitProgress(text: string): Progress | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const rest = text.slice(head[0].length - 1);
  const labelAt = rest.search(/\slabel=/);
  const label = labelAt < 0 ? undefined : unquoted(rest.slice(labelAt + ' label='.length).trim());
  const words = (labelAt < 0 ? rest : rest.slice(0, labelAt)).split(/\s+/);
  const fields: Record<string, string> = {};
  for (const word of words) {
    const [key = '', value = ''] = word.split('=', 2);
    if (KEYS.includes(key)) fields[key] = value;
  }
  return progressFromFields({ ...fields, label });
}

function unquoted(label: string): string {
  const closing = label.indexOf('"', 1);
  return label.startsWith('"') && closing > 0 ? label.slice(1, closing) : label;
}
