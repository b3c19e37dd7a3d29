import { existsSync, readFileSync } from 'node:fs';

/** A notice as the desktop was asked to show it, by the key of the process it is about. */
export type ShownNotice = { readonly key: string; readonly title: string; readonly isMarked: boolean };

const again = ' (again)';

/** Everything that the stand-in for notify-send was given; it is asked for its version now and then as well. */
export function shownNotices(path: string): ShownNotice[] {
  if (!existsSync(path)) return [];
  const calls = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return calls.flatMap((call) => {
    const [, title = '', body = ''] = call.split('\t');
    const key = /^(\S+) process /.exec(body)?.[1];
    if (key === undefined) return [];
    return [{ key, title: title.split(' - ').at(-1) ?? title, isMarked: body.includes(again) }];
  });
}

/** Which were told twice, or more often, as if they were new. */
export function doubledNotices(shown: readonly ShownNotice[]): string[] {
  const counts = new Map<string, number>();
  for (const { key, title, isMarked } of shown) {
    const what = `${key} ${title}`;
    if (!isMarked) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([what, count]) => `${what} × ${count}`);
}
