import { safeText } from '../output/safe-text.ts';

/** Text that is HTML already. */
export type Html = { readonly html: string };

type Part = string | number | Html | readonly Html[];

/**
 * HTML with values in it. A text is put in as text, whatever it holds: controls and bidirectional marks become visible
 * escapes, as everywhere, and what HTML would read as markup is escaped, also for attributes in quotes.
 */
export function html(markup: TemplateStringsArray, ...values: readonly Part[]): Html {
  const parts = markup.map((text, index) => {
    const value = values[index];
    return value === undefined ? text : `${text}${written(value)}`;
  });
  return { html: parts.join('') };
}

/** Nothing at all. */
export const nothing: Html = { html: '' };

function written(value: Part): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(safeText(value));
  return 'html' in value ? value.html : value.map((one) => one.html).join('');
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
