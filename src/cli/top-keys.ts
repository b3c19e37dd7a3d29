/** What the screen shows; everything but the table is about one process. */
export type TopShowing =
  | { readonly kind: 'table' }
  /** `from`: the first line that is shown, at most `last`. */
  | { readonly kind: 'why'; readonly id: string; readonly from: number; readonly last: number }
  | { readonly kind: 'logs'; readonly id: string }
  | { readonly kind: 'asking'; readonly id: string };

export type TopModel = {
  readonly showing: TopShowing;
  /** The process that keys are about; it stays the same when others come and go. */
  readonly chosen: string | null;
};

/** What a key asks for besides another view. */
export type TopWish =
  | { readonly do: 'nothing' }
  | { readonly do: 'quit' }
  /** As Ctrl-Z does elsewhere: the shell has the terminal until it says `fg`. */
  | { readonly do: 'suspend' }
  | { readonly do: 'stop'; readonly id: string };

const nothing: TopWish = { do: 'nothing' };
const ctrlC = '\x03';
const ctrlZ = '\x1a';
const escapeKey = '\x1b';

/** What a key makes of it; `ids` are in the order in which they are shown. Null: nobody can press a key any more. */
export function pressed(
  model: TopModel,
  key: string | null,
  ids: readonly string[],
): { readonly model: TopModel; readonly wish: TopWish } {
  if (key === null || key === ctrlC || key === '\x04') return { model, wish: { do: 'quit' } };
  if (key === ctrlZ) return { model, wish: { do: 'suspend' } };
  switch (model.showing.kind) {
    case 'table':
      return inTable(model, key, ids);
    case 'asking': {
      const { id } = model.showing;
      return { model: tableOf(model), wish: /^y$/i.test(key) ? { do: 'stop', id } : nothing };
    }
    case 'logs':
      return { model: isBack(key) ? tableOf(model) : model, wish: nothing };
    case 'why': {
      if (isBack(key)) return { model: tableOf(model), wish: nothing };
      const from = Math.min(model.showing.last, Math.max(0, model.showing.from + stepOf(key)));
      return { model: { ...model, showing: { ...model.showing, from } }, wish: nothing };
    }
  }
}

function inTable(
  model: TopModel,
  key: string,
  ids: readonly string[],
): { readonly model: TopModel; readonly wish: TopWish } {
  if (key === 'q' || key === 'Q' || key === escapeKey) return { model, wish: { do: 'quit' } };
  const id = chosenOf(model, ids);
  if (id === null) return { model, wish: nothing };
  const show = (showing: TopShowing) => ({ model: { chosen: id, showing }, wish: nothing });
  switch (key) {
    case 'l':
    case '\r':
    case '\n':
      return show({ kind: 'logs', id });
    case 'w':
      return show({ kind: 'why', id, from: 0, last: 0 });
    case 's':
      return show({ kind: 'asking', id });
    default: {
      const place = Math.min(ids.length - 1, Math.max(0, ids.indexOf(id) + stepOf(key)));
      return { model: { ...model, chosen: ids[place] ?? id }, wish: nothing };
    }
  }
}

/** As others come and go: what is shown of one that is gone gives way to the table, and one is always chosen. */
export function amid(model: TopModel, ids: readonly string[], isThere: (id: string) => boolean): TopModel {
  const { showing } = model;
  const isStill = showing.kind === 'table' || isThere(showing.id);
  return { showing: isStill ? showing : { kind: 'table' }, chosen: chosenOf(model, ids) };
}

/** The first one where the chosen one is not there any more. */
function chosenOf({ chosen }: TopModel, ids: readonly string[]): string | null {
  return ids.find((id) => id === chosen) ?? ids[0] ?? null;
}

function tableOf(model: TopModel): TopModel {
  return { ...model, showing: { kind: 'table' } };
}

function isBack(key: string): boolean {
  return ['q', 'Q', escapeKey, '\r', '\n', '\x7f'].includes(key);
}

function stepOf(key: string): number {
  if (key === 'j' || key === '\x1b[B' || key === '\x1bOB') return 1;
  if (key === 'k' || key === '\x1b[A' || key === '\x1bOA') return -1;
  return 0;
}
