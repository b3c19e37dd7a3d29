import { type PatternNode, patternTree } from './pattern-tree.ts';

/** A text that grows: what begins it, what is repeated, what spoils the match at its end. */
export type Attack = { readonly start: string; readonly pump: string; readonly end: string };

const spoilers = ['', '\n\0'];
/** A shorter repeat keeps nothing busy that a longer line would not, too. */
const longRepeat = 16;

export function grow({ start, pump, end }: Attack, length: number): string {
  return start + pump.repeat(Math.ceil(length / Math.max(1, pump.length))) + end;
}

/** Texts that are made of the pattern itself: each repeat in it goes on and on, and then does not match. */
export function attacksOn(pattern: RegExp): Attack[] {
  const found = new Map<string, Attack>();
  const add = (start: string, pump: string): void => {
    for (const end of spoilers) found.set(`${start}\0${pump}\0${end}`, { start, pump, end });
  };
  const visit = (node: PatternNode, before: string): string => {
    if (node.kind === 'sequence') return node.nodes.reduce((text, next) => visit(next, text), before);
    if (node.kind === 'either') {
      const [first = before] = node.nodes.map((option) => visit(option, before));
      return first;
    }
    if (node.kind !== 'repeat') return before + sample(node, 0);
    if (node.max >= longRepeat) {
      for (const pump of pumpsOf(node.node)) {
        add(before, pump);
        add('', before + pump);
        add('', pump);
      }
      if (before !== '') add('', before);
    }
    visit(node.node, before);
    return before + sample(node, 0);
  };
  const tree = patternTree(pattern);
  const whole = visit(tree, '');
  if (whole !== '') add('', whole);
  return [...found.values()];
}

/** What may be repeated: of a set several of its characters, for a neighbour may share only one of them. */
function pumpsOf(node: PatternNode): string[] {
  if (node.kind === 'set') return node.members.slice(0, 8);
  const options = node.kind === 'either' ? node.nodes : [node];
  const pumps = options.flatMap((option) => [0, 1, 2].map((variant) => sample(option, variant)));
  return [...new Set(pumps)].filter((pump) => pump !== '').slice(0, 12);
}

/** A text that the node matches; another one for another variant, where it has a choice. */
function sample(node: PatternNode, variant: number): string {
  switch (node.kind) {
    case 'nothing':
      return '';
    case 'set':
      return node.members[variant % node.members.length] ?? '';
    case 'sequence':
      return node.nodes.map((one) => sample(one, variant)).join('');
    case 'either':
      return sample(node.nodes[variant % node.nodes.length] ?? { kind: 'nothing' }, variant);
    case 'repeat': {
      const times = Math.max(node.min, Math.min(node.max, variant + 1));
      return sample(node.node, variant).repeat(Math.min(times, 100));
    }
  }
}
