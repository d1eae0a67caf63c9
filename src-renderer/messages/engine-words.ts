import type { Messages } from './en.ts';
import { ENGINE_SENTENCES } from './engine-sentences.ts';
import { LIST_MARKS, readTemplate, valuesIn, type Hole, type Template } from './template.ts';

/** A part of a translated sentence: words of the language, or a value as the engine wrote it. */
export interface SaidPart {
  readonly kind: 'words' | 'value';
  readonly text: string;
}

/** Sentences can stand in sentences, as a reason behind a colon; deeper ones than these are shown as they are. */
const DEEPEST = 4;

const templates = ENGINE_SENTENCES.map((sentence) => ({ sentence, ...readTemplate(sentence) }));
const verbatim: ReadonlyMap<string, (typeof templates)[number]> = new Map(
  templates.filter(({ holes }) => holes.length === 0).map((template) => [template.source, template]),
);
/** Those that say most before their first value first: what a value holds can then not make a sentence read as another. */
const filled = templates
  .filter(({ holes }) => holes.length > 0)
  .sort((a, b) => headOf(b) - headOf(a) || b.weight - a.weight);

function headOf({ literals }: Template): number {
  return literals[0]?.length ?? 0;
}

/** What the language says for a sentence of the engine; null where it has none, and where it is the engine's own. */
export function translate(text: string, m: Messages, depth = 0): readonly SaidPart[] | null {
  const { engine } = m;
  if (engine === null || depth > DEEPEST) return null;
  const same = verbatim.get(text);
  if (same !== undefined) return [{ kind: 'words', text: engine[same.sentence] }];
  for (const template of filled) {
    const values = valuesIn(template, text);
    if (values !== null) return filledIn(readTemplate(engine[template.sentence]), template, values, m, depth);
  }
  return null;
}

function filledIn(
  { literals, holes }: Template,
  from: Template,
  values: ReadonlyMap<string, string>,
  m: Messages,
  depth: number,
): readonly SaidPart[] {
  const parts: SaidPart[] = [];
  const words = (text: string): void => {
    if (text !== '') parts.push({ kind: 'words', text });
  };
  for (const [at, literal] of literals.entries()) {
    words(literal);
    const wanted = holes[at];
    const hole = from.holes.find(({ name }) => name === wanted?.name);
    if (hole !== undefined) parts.push(...valueParts(hole, values.get(hole.name) ?? '', m, depth));
  }
  return parts;
}

function valueParts(hole: Hole, value: string, m: Messages, depth: number): readonly SaidPart[] {
  const asStored: readonly SaidPart[] = value === '' ? [] : [{ kind: 'value', text: value }];
  const worded = (text: string | undefined): readonly SaidPart[] =>
    text === undefined ? asStored : [{ kind: 'words', text }];
  switch (hole.kind) {
    case 'said':
    case 'choice':
      return translate(value, m, depth + 1) ?? asStored;
    case 'commas':
    case 'semicolons':
    case 'ands':
      return listParts(value.split(LIST_MARKS[hole.kind]), m.lists[hole.kind], m, depth);
    case 'meaning':
      return worded(m.words.meanings[value]);
    case 'variant':
      return worded(m.words.variants[value]);
    default:
      return asStored;
  }
}

function listParts(entries: readonly string[], mark: string, m: Messages, depth: number): readonly SaidPart[] {
  return entries.flatMap((entry, at): readonly SaidPart[] => {
    const parts = translate(entry, m, depth + 1) ?? [{ kind: 'value', text: entry }];
    return at === 0 ? parts : [{ kind: 'words', text: mark }, ...parts];
  });
}
