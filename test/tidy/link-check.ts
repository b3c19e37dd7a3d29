import { posix } from 'node:path';
import type { Finding, SourceFile } from './source-files.ts';

/** Relative links of a Markdown page that lead to no file or folder of the project. Code is not looked at. */
export function findDeadLinks(page: SourceFile, exists: (path: string) => boolean): Finding[] {
  let inCode = false;
  return page.text.split('\n').flatMap((text, index) => {
    if (/^\s*(?:```|~~~)/.test(text)) inCode = !inCode;
    if (inCode) return [];
    const dead = linksIn(text).filter((link) => isRelative(link) && !exists(resolve(page.path, link)));
    return dead.map((what) => ({ line: index + 1, what }));
  });
}

/** `[words](link)`, `![image](link "title")`, `[name]: link`, `src="link"` and `href="link"`. */
function linksIn(line: string): string[] {
  const text = line.replaceAll(/`[^`]*`/g, '');
  const inline = [...text.matchAll(/\]\(<?([^()\s<>]+)/g)];
  const references = [...text.matchAll(/^\[[^\]]+\]: *(\S+)/g)];
  const attributes = [...text.matchAll(/\b(?:src|href|srcset)="([^"]+)"/g)];
  return [...inline, ...references, ...attributes].map(([, link = '']) => link);
}

function isRelative(link: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(link) && !link.startsWith('#');
}

function resolve(page: string, link: string): string {
  const [path = ''] = link.split(/[#?]/);
  const joined = posix.join(posix.dirname(page), decodeURIComponent(path));
  return joined.replace(/\/$/, '');
}
