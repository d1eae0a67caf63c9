/** A hole of a template: what it is called and what it takes. */
export interface Hole {
  readonly name: string;
  readonly kind: HoleKind;
  /** For a choice: the words it takes. */
  readonly choices: readonly string[];
}

/**
 * `text` any text of evidence · `said` a sentence of the engine, or any text · `n` a number · `h` hexadecimal digits ·
 * `w` a code or the name of a table · `i` the same with dots · `t` a run without spaces and brackets · `k` numbers and
 * ranges · `choice` one of some words · `meaning` of a time · `variant` of a store · a list of what `said` takes, by the
 * mark between: `commas`, `semicolons`, `ands`.
 */
export type HoleKind = keyof typeof TAKES | Free | 'choice';

/** What can hold anything: one at most in a template, so that a text fits it in one way alone. */
type Free = 'text' | 'said' | ListKind;

/** What stands between the parts of a list, as the engine writes it. */
export const LIST_MARKS = { commas: ', ', semicolons: '; ', ands: ' and ' } as const;

export type ListKind = keyof typeof LIST_MARKS;

/** What a hole of a kind takes; none of these can hold the literal text that follows it. */
const TAKES = {
  n: /^-?\d+$/u,
  h: /^[\da-f]+$/u,
  w: /^[\w-]+$/u,
  i: /^[\w.-]+$/u,
  t: /^[^\s()[\];,:]+$/u,
  k: /^[\d, -]+$/u,
  meaning: /^[a-z]+$/u,
  variant: /^[a-z-]+$/u,
} as const;

const FREE: ReadonlySet<string> = new Set(['text', 'said', ...Object.keys(LIST_MARKS)]);

/** A sentence with holes: literal text before, between and behind them. */
export interface Template {
  readonly source: string;
  readonly literals: readonly string[];
  readonly holes: readonly Hole[];
  /** Which hole takes any text; -1 for none. */
  readonly free: number;
  /** Letters that are not in holes. */
  readonly weight: number;
}

/** Reads a template as it is written: `{name}`, `{name:kind}`, `{name=a|b}`. Throws for a kind that is none. */
export function readTemplate(source: string): Template {
  const literals: string[] = [];
  const holes: Hole[] = [];
  let end = 0;
  for (const match of source.matchAll(/\{(\w+)(?::(\w+)|=([^{}]+))?\}/gu)) {
    const [whole, name = '', kind, choices] = match;
    literals.push(source.slice(end, match.index));
    holes.push({ name, kind: kindOf(kind, choices), choices: choices?.split('|') ?? [] });
    end = match.index + whole.length;
  }
  literals.push(source.slice(end));
  const weight = literals.reduce((sum, literal) => sum + literal.length, 0);
  return { source, literals, holes, free: holes.findIndex((hole) => FREE.has(hole.kind)), weight };
}

function kindOf(kind: string | undefined, choices: string | undefined): HoleKind {
  if (choices !== undefined) return 'choice';
  if (kind === undefined) return 'text';
  if (!FREE.has(kind) && !Object.hasOwn(TAKES, kind)) throw new Error(`no kind of hole: ${kind}`);
  return kind as HoleKind;
}

/**
 * The values with which a template gives exactly this text; null where it does not. From both ends towards the hole that
 * takes any text, so in time linear in the text, whatever stands in it.
 */
export function valuesIn(template: Template, text: string): ReadonlyMap<string, string> | null {
  const { literals, holes, free } = template;
  const head = literals[0] ?? '';
  if (!text.startsWith(head)) return null;
  const values = new Map<string, string>();
  let from = head.length;
  for (let at = 0; at < (free === -1 ? holes.length : free); at += 1) {
    const next = literals[at + 1] ?? '';
    const end = next === '' ? text.length : text.indexOf(next, from);
    if (end === -1 || !take(values, holes[at], text.slice(from, end))) return null;
    from = end + next.length;
  }
  if (free === -1) return from === text.length ? values : null;
  let until = text.length;
  for (let at = holes.length - 1; at >= free; at -= 1) {
    const next = literals[at + 1] ?? '';
    if (until - next.length < from || !text.startsWith(next, until - next.length)) return null;
    until -= next.length;
    if (at === free) break;
    const before = literals[at] ?? '';
    const start = until - before.length < from ? -1 : text.lastIndexOf(before, until - before.length);
    if (start < from || !take(values, holes[at], text.slice(start + before.length, until))) return null;
    until = start + before.length;
  }
  return take(values, holes[free], text.slice(from, until)) ? values : null;
}

function take(values: Map<string, string>, hole: Hole | undefined, value: string): boolean {
  if (hole === undefined || !isTaken(hole, value)) return false;
  values.set(hole.name, value);
  return true;
}

function isTaken({ kind, choices }: Hole, value: string): boolean {
  if (kind === 'choice') return choices.includes(value);
  return isFree(kind) || TAKES[kind].test(value);
}

function isFree(kind: HoleKind): kind is Free {
  return FREE.has(kind);
}
