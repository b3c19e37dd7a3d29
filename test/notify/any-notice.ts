import { noticeWords } from '../../projections/notice.ts';
import type { Notice } from '../../src/notify/notice.ts';

/** A workflow that failed, in the words it is told in; with whatever a test says otherwise. */
export function anyNotice(said: Partial<Notice> = {}): Notice {
  const id = 'k3f9a2c7';
  const news = {
    kind: 'failed',
    reason: 'blocked',
    message: 'Workflow blocked: no ready steps',
    leftRunning: 0,
  } as const;
  const words = noticeWords({ id, kind: 'workflow', type: 'full-sdlc', again: false, news });
  return { id, kind: 'failed', again: false, event: { process: id, kind: 'failed' }, ...words, ...said };
}

/** Texts that would do something if anybody let them; each names the file that would be there then. */
export function hostileTexts(file: string): string[] {
  return [
    `$(touch ${file})`,
    `\`touch ${file}\``,
    `"; touch ${file}; "`,
    `'; touch ${file}; '`,
    `\\"; touch ${file}; \\"`,
    `\\\\"; touch ${file}; #`,
    `x\ntouch ${file}\n`,
    `\${IFS}$\{x:-$(touch ${file})}`,
    `!touch ${file}`,
    `&& touch ${file} | touch ${file} & touch ${file}`,
    `> ${file}`,
    `%s%n%x\\x24(touch ${file})`,
  ];
}
