import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import type { Messages } from '../../src-renderer/messages/en.ts';
import { LANGUAGES, languageOf, languages } from '../../src-renderer/messages/languages.ts';
import { parsers } from '../../src-main/sources/registry.ts';

/** What is the same in every language: names of algorithms, of clocks, and a dash. */
const WORDLESS: readonly string[] = [
  'general.notStored',
  'zone.utc',
  'words.hour',
  'timeline.table.utc',
  'calls.columns.utc',
  'calls.columns.sha256',
  'exhibits.table.sha256',
  'provenance.sha256',
  'report.pdf',
];

/** Every text of a language by its path; a function is called with the number 3 for each of its arguments. */
function textsOf(value: unknown, path: string, into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (typeof value === 'string') into.set(path, value);
  else if (typeof value === 'function') {
    const made: unknown = Reflect.apply(value, null, [3, 3, 3, 3]);
    textsOf(made, path, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) textsOf(inner, path === '' ? key : `${path}.${key}`, into);
  } else throw new Error(`${path} is no text`);
  return into;
}

/** All but the sentences of the engine, which have a test of their own. */
function wordsOf({ engine: _, ...words }: Messages): ReadonlyMap<string, string> {
  return textsOf(words, '');
}

const english = wordsOf(languages.en);

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the language %s', (language) => {
  const texts = wordsOf(languages[language]);

  test('holds what English holds, and nothing else', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('says nothing in English', () => {
    const same = [...texts].filter(([path, text]) => text === english.get(path)).map(([path]) => path);
    expect(same.sort()).toEqual([...WORDLESS].sort());
  });

  test('is empty nowhere', () => {
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

test.each(LANGUAGES)('every variant of every parser has words (%s)', (language) => {
  const { variants } = languages[language].words;
  const slugs = parsers.flatMap((parser) => parser.variants.map(({ name }) => `${parser.id} ${name}`));
  expect(slugs.filter((slug) => variants[slug.slice(slug.indexOf(' ') + 1)] === undefined)).toEqual([]);
});

test('every Chinese text is written in Chinese', () => {
  const strange = [...wordsOf(languages.zh)]
    .filter(([path, text]) => !/\p{Script=Han}/u.test(text) && !WORDLESS.includes(path))
    .map(([path]) => path);
  expect(strange).toEqual(['locale', 'lists.commas', 'lists.semicolons']);
});

test.each([
  [['zh-Hans-CN', 'en'], 'zh'],
  [['de-DE', 'zh'], 'zh'],
  [['en-US', 'zh-CN'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
] as const)('a system that asks for %j is answered in %s', (wanted, language) => {
  expect(languageOf(wanted)).toBe(language);
});

/** Attributes that a person reads or hears. */
const READ = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'text', 'helperText']);
/** Elements whose text is not a word: keys of a keyboard, commands of a shell. */
const CODE = new Set(['kbd', 'code']);

/** What every language writes the same: the product, algorithms, words of SQL, keys. */
const NAMES = new Set(['Affiant', 'SHA-256', 'SHA-1', 'MD5', 'NULL', 'rowid', 'UTC']);

/** Keys as they are printed on a keyboard. */
const KEYS = /^\(?(?:Ctrl|Shift|Alt|Enter|Esc|Space|Del)(?: (?:Enter|[A-Z]))?\)?$/u;

/** Words that stand in the source of a view instead of in a language's file. */
function wordsIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (text: string): void => {
    if (/\p{L}{2}/u.test(text) && !NAMES.has(text.trim()) && !KEYS.test(text.trim())) found.push(text.trim());
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && CODE.has(node.openingElement.tagName.getText())) return;
    if (ts.isJsxText(node)) note(node.text);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) noteLiterals(node.expression);
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText())) {
      const value = node.initializer;
      if (value !== undefined) noteLiterals(ts.isJsxExpression(value) ? value.expression : value);
    }
    ts.forEachChild(node, visit);
  };
  const noteLiterals = (node: ts.Node | undefined): void => {
    if (node === undefined) return;
    if (ts.isStringLiteralLike(node)) note(node.text);
    else if (ts.isTemplateExpression(node))
      [node.head, ...node.templateSpans.map((s) => s.literal)].forEach((p) => note(p.text));
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(noteLiterals);
    else if (ts.isParenthesizedExpression(node)) noteLiterals(node.expression);
    else if (ts.isBinaryExpression(node)) noteLiterals(node.right);
  };
  visit(source);
  return found;
}

test('no view says a word outside the languages', () => {
  const root = join(import.meta.dirname, '../../src-renderer');
  const files = globSync('**/*.tsx', { cwd: root });
  const words = files.flatMap((file) => wordsIn(join(root, file)).map((word) => `${file}: ${word}`));
  expect(files.length).toBeGreaterThan(50);
  expect(words).toEqual([]);
});
