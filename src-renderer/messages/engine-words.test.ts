import { describe, expect, test } from 'vitest';
import { ENGINE_SENTENCES } from './engine-sentences.ts';
import { translate } from './engine-words.ts';
import { LANGUAGES, languages } from './languages.ts';
import { LIST_MARKS, readTemplate, valuesIn, type Hole, type Template } from './template.ts';

const templates = ENGINE_SENTENCES.map(readTemplate);

/** What evidence can hold: sentences of the engine, their joints, holes, markup, other scripts and directions. */
const HOSTILE = [
  '',
  ' ',
  '{path}',
  '{0}$&$1',
  '<b>x</b>',
  '‮gnp.exe',
  '短信，。：',
  'مرحبا',
  'a: b; c, d and e (f)',
  ' has the hash ',
  'x'.repeat(5000),
  ...templates.flatMap(({ literals }) => literals).filter((literal) => literal !== ''),
  ...ENGINE_SENTENCES,
];

/** Values that a hole takes: for one of any text everything hostile, for a choice each of its words. */
function valuesOf(hole: Hole): readonly string[] {
  switch (hole.kind) {
    case 'choice':
      return hole.choices;
    case 'n':
      return ['0', '-1', '9007199254740993'];
    case 'h':
      return ['00ff', 'deadbeef'];
    case 'w':
      return ['SQLITE_CORRUPT', 'ZWAMESSAGE', '0'];
    case 'i':
      return ['com.whatsapp_preferences', 'x.xml'];
    case 't':
      return ['1390000000000', 'none', '7z'];
    case 'k':
      return ['1, 3-5', '7'];
    case 'meaning':
      return ['sent', 'other'];
    case 'variant':
      return ['ios-bracket', 'other'];
    case 'text':
    case 'said':
    case 'commas':
    case 'semicolons':
    case 'ands':
      return HOSTILE;
  }
}

function* fillings(template: Template): Generator<ReadonlyMap<string, string>> {
  const lists = template.holes.map(valuesOf);
  const most = Math.max(...lists.map((list) => list.length));
  for (let turn = 0; turn < most; turn += 1) {
    yield new Map(template.holes.map(({ name }, at) => [name, lists[at]?.[turn % lists[at].length] ?? '']));
  }
}

function fill({ literals, holes }: Template, values: ReadonlyMap<string, string>): string {
  return literals.map((literal, at) => literal + (values.get(holes[at]?.name ?? '') ?? '')).join('');
}

describe('the sentences of the engine', () => {
  test('are each there once', () => {
    expect(ENGINE_SENTENCES.length).toBe(new Set(ENGINE_SENTENCES).size);
  });

  test.each(templates.map((template) => [template.source, template] as const))('%s: one way to fit', (_, template) => {
    const { holes, literals } = template;
    expect(new Set(holes.map(({ name }) => name)).size).toBe(holes.length);
    expect(holes.filter((hole) => ['text', 'said', ...Object.keys(LIST_MARKS)].includes(hole.kind)).length).toBeLessThan(2); // prettier-ignore
    // Two holes without a word between them could share a text in several ways.
    expect(literals.slice(1, -1).filter((literal) => literal === '')).toEqual([]);
    for (const values of fillings(template)) {
      expect(valuesIn(template, fill(template, values))).toEqual(values);
    }
  });

  test('gives no values for a text that is longer, shorter or of other words', () => {
    for (const template of templates.filter(({ literals }) => literals[0] !== '' && literals.at(-1) !== '')) {
      const text = fill(template, [...fillings(template)][0] ?? new Map<string, string>());
      expect(valuesIn(template, `x${text}`)).toBeNull();
      expect(valuesIn(template, `${text}x`)).toBeNull();
      expect(valuesIn(template, text.slice(0, -1))).toBeNull();
    }
  });
});

describe.each(LANGUAGES.filter((name) => languages[name].engine !== null))('translated into %s', (name) => {
  const m = languages[name];
  const engine = m.engine ?? ({} as never);

  test('holds each sentence, with the same values and nothing left in English', () => {
    expect(Object.keys(engine).sort()).toEqual([...ENGINE_SENTENCES].sort());
    for (const template of templates) {
      const said = readTemplate(engine[template.source as keyof typeof engine]);
      const names = (holes: readonly Hole[]): readonly string[] => holes.map((hole) => hole.name).sort();
      expect(names(said.holes), template.source).toEqual(names(template.holes));
      expect(said.literals.join(''), template.source).not.toBe('');
    }
  });

  test('carries what evidence holds into the sentence unchanged', () => {
    for (const template of templates.filter(({ holes }) =>
      holes.every(({ kind }) => kind === 'text' || kind === 'n'),
    )) {
      for (const values of fillings(template)) {
        const parts = translate(fill(template, values), m) ?? [];
        const shown = parts.filter(({ kind }) => kind === 'value').map(({ text }) => text);
        expect(shown.sort(), template.source).toEqual([...values.values()].filter((value) => value !== '').sort());
      }
    }
  });

  test('translates a sentence within a sentence, and leaves alone what is none', () => {
    const said = (text: string): string | null => translate(text, m)?.map((part) => part.text).join('') ?? null; // prettier-ignore
    expect(said('no sentence of ours')).toBeNull();
    expect(said('the owner was not looked for: no SQLite header')).not.toContain('SQLite header');
    expect(said('the owner was not looked for: <script>')).toContain('<script>');
    expect(said('A symbolic link. Stored: its target. ')).toBeNull();
  });

  test('does not go down for ever', () => {
    const deep = 'the owner was not looked for: '.repeat(10_000);
    expect(translate(deep, m)?.at(-1)?.kind).toBe('value');
  });
});

test('only the language of the engine shows its sentences as they are', () => {
  expect(LANGUAGES.filter((name) => languages[name].engine === null)).toEqual(['en']);
});
