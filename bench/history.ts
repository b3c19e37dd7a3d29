import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Days between the first and the last launch of a made history. */
const spanMs = 30 * 24 * 3600 * 1000;

/**
 * Fills a project with finished processes: copies of a real run, each under an id and at a time of its own, with every
 * `seen` right, so that each passes `bg verify`.
 */
export function copyRun(journal: string, toFolder: string, count: number): void {
  const templateId = basename(journal, '.ndjson');
  const lines = readFileSync(journal, 'utf8').split('\n').slice(0, -1);
  const firstMs = Date.parse(String(JSON.parse(lines[0] ?? '').at));
  for (let index = 0; index < count; index += 1) {
    const id = `b${index.toString(36).padStart(7, '0')}`;
    const earlierMs = Math.round((spanMs / count) * (count - index));
    const text = chained(lines.map((line) => moved(line, templateId, id, firstMs, earlierMs)));
    writeFileSync(join(toFolder, `${id}.ndjson`), text, { mode: 0o600 });
  }
}

/** Times keep their length, so offsets inside stay right. */
function moved(line: string, from: string, to: string, firstMs: number, earlierMs: number): string {
  return line.replaceAll(from, to).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) => {
    const ms = Date.parse(time);
    return ms < firstMs ? time : new Date(ms - earlierMs).toISOString();
  });
}

function chained(lines: readonly string[]): string {
  const hash = createHash('sha256');
  let bytes = 0;
  let text = '';
  for (const line of lines) {
    const digest = hash.copy().digest('hex').slice(0, 32);
    const sealed = `${line.replace(/"seen":\[\d+,"[0-9a-f]{32}"\]/, `"seen":[${bytes},"${digest}"]`)}\n`;
    hash.update(sealed);
    bytes += Buffer.byteLength(sealed);
    text += sealed;
  }
  return text;
}
