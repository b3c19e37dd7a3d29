import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Fault, faults, invariants } from './catalogue.ts';

/** `node --import tsx test/faults/catalogue-page.ts` writes the catalogue into the page that users read. */
export const pagePath = join(import.meta.dirname, '..', '..', 'docs', 'faults.md');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(pagePath, withCatalogue(readFileSync(pagePath, 'utf8')));

/** The page with its tables as the catalogue has them; throws if it has no place for one. */
export function withCatalogue(page: string): string {
  const tables = { invariants: invariantTable(), faults: faultTable(), elsewhere: elsewhereTable() };
  return Object.entries(tables).reduce((text, [name, lines]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end of ${name} -->)`);
    if (!place.test(text)) throw new Error(`docs/faults.md has no place for ${name}`);
    return text.replace(
      place,
      (_, before: string, after: string) => `${before}${lines.join('\n')}\n${after}`,
    );
  }, page);
}

function invariantTable(): string[] {
  const rows = Object.entries(invariants).map(([name, law]) => {
    const tried = faults.filter((fault) => fault.invariants.some((one) => one === name));
    return `| ${name} | ${law} | ${tried.map(({ number }) => number).join(' ')} |`;
  });
  return ['| | promise | faults that try to break it |', '| --- | --- | --- |', ...rows];
}

function faultTable(): string[] {
  const rows = faults.map(
    (fault) =>
      `| ${fault.number} | ${cell(fault.fault)} | ${cell(fault.holds)} | ${fault.invariants.join(' ')} |`,
  );
  return ['| | fault | what holds | promise |', '| --- | --- | --- | --- |', ...rows];
}

function elsewhereTable(): string[] {
  const rows = faults.flatMap(({ number, fault, notInjected }: Fault) =>
    notInjected === undefined ? [] : [`| ${number} | ${cell(fault)} | ${cell(notInjected)} |`],
  );
  if (rows.length === 0) return ['None: every fault of the table has a test.'];
  return ['| | fault | why it has no test |', '| --- | --- | --- |', ...rows];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
