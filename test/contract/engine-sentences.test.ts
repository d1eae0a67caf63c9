import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ENGINE_SENTENCES } from '../../src-renderer/messages/engine-sentences.ts';
import { LANGUAGES, languages } from '../../src-renderer/messages/languages.ts';
import { readTemplate } from '../../src-renderer/messages/template.ts';

const root = join(import.meta.dirname, '../../src-main');

/** Floors whose words reach a window; reports and the terminal have their own words, in English. */
const FLOORS = ['sources', 'ingest', 'evidence', 'sqlite', 'case', 'api'];

/** Files that hold words of evidence, which apps write in many languages, names of stored values as their standards have them, and programs. */
const OF_EVIDENCE = [
  'api/layer-backups.ts',
  'api/layer-ciphers.ts',
  'api/layer-programs.ts',
  'sources/signal-backup/shapes.ts',
  'sources/telegram-desktop/page-media.ts',
  'sources/telegram-desktop/page-poll.ts',
  'sources/telegram-desktop/page-service.ts',
  'sources/whatsapp-text/words.ts',
  'sources/whatsapp-text/half-day.ts',
  'sources/whatsapp-text/stamp.ts',
  'api/layer-derived.ts',
  'evidence/decode/iso-media.ts',
  'evidence/decode/iso-movie.ts',
  'evidence/decode/sound-facts.ts',
  'evidence/decode/stated-position.ts',
  'evidence/locks/ios-device-facts.ts',
];

/** Phrases that no window shows, with the reason. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  'SQLite format 3': 'first bytes of a database',
  'not an empty folder': 'value of a failure for the terminal',
  'signed byte': 'type of EXIF, by its name in the standard',
  'signed short': 'type of EXIF, by its name in the standard',
  'signed long': 'type of EXIF, by its name in the standard',
  'signed rational': 'type of EXIF, by its name in the standard',
  '<!doctype html': 'first bytes of a page',
  'backup encryption\u0001': 'bytes that a key is derived with',
  'Backup Export': 'what a key is derived for',
  'nothing here reads files of the cipher': 'reason of a failure, for a case of a later version',
  'affiant key ring': 'bytes that show whether a passphrase fits',
  'it is no longer in the work folder; open its lock again': 'kept in the result of a verification, for the terminal',
  'the key of its lock is not held; open its lock again': 'the same',
  'opened file of': 'the same',
  'key ring': 'value of a failure for the terminal',
  'kept keys': 'the same',
  'poll vote': 'code of an add-on, shown by a word of the window',
  'no text': 'what verification found, kept in its result',
  'Sample data: everything in it is fictional': 'note of the sample case, part of the case',
  'WhatsApp exported conversation (text)': 'label of the parser, which lists of sources do not show',
  'a source is not compared with itself': 'value of a failure for the terminal',
  'WeChat messages exported by another tool': 'label of the parser, which lists of sources do not show',
  'table of the app': 'name of a stored value',
  'state in a word': 'the same',
  'revoked after approval': 'word for a stored number',
  'text of the tool': 'name of a stored value',
  'Cellebrite report (UFDR): decoding by another tool': 'label of the parser, which lists of sources do not show',
  'whatsapp business': 'name of an app in a report',
  'Local Path': 'name of a value in a report',
  'Saved messages': 'words of an exported page',
  'Verification Codes': 'the same',
  'No exported messages': 'the same',
  'Deleted Account': 'the same',
  'Last active': 'the same',
  'First name': 'the same',
  'Last name': 'the same',
  'Phone number': 'the same',
  'personal_info.First name': 'place of a name in an exported page',
  'none shown': 'stands for a reaction of which a page shows nothing',
  'custom emoji': 'stands for a picture that a page shows no path of',
  'Additional Name': 'category of an entry in a report',
  'wa_contacts.given_name, family_name': 'columns',
  'Signal for Android': 'name of an app',
  'Signal for Android,': 'name of an app, before the name of a file',
  'Telegram for Android': 'name of an app',
  'Telegram for iOS and macOS': 'name of an app',
  'Signal for iOS': 'name of an app',
  'Signal for iOS,': 'name of an app, before the name of a file',
  'no keyed archive': 'why an archive was not decoded, which its issue does not repeat',
  'too many values': 'the same',
  'values that are named too often': 'the same',
  'Signal Desktop': 'name of an app',
  'Signal Desktop,': 'name of an app, before the name of a file',
  'Signal, exported by signal-export': 'name of an app, and of the tool that wrote',
  'Signal, exported by sigtop': 'the same',
  'Signal, exported by signalbackup-tools': 'the same',
  'Signal, plaintext backup of the app': 'the same',
  'Signal messages exported by another tool': 'label of the parser, which lists of sources do not show',
  'name of the file': 'where a name stands',
  'name in the line': 'the same',
  'further lines': 'name of a stored value',
  'no filename': 'words of a tool',
  'bytes of data': 'name of a stored value',
  'data.json, sender': 'where a name stands',
  'data.json, reactions': 'the same',
  '(This message was deleted)': 'words of a tool',
  'not exported': 'name of a stored value',
  'contentType, flags,': 'part of a query',
  'Signal backup': 'label of the parser, which lists of sources do not show',
  'bytes not read': 'name of a stored value',
  'more than is carried; it lies at the place named': 'the same',
  'nested too deeply to be written out': 'stands for a stored value that cannot be written',
  'ifnull(item.at_place, locator.place)': 'part of a query',
  'ifnull(item.at_row, locator.row)': 'part of a query',
  'Group Containers/': 'part of a path',
  'Application Support': 'part of a path',
  'audio/ogg; codecs=opus': 'media type',
  'unrar x': 'command, in a sentence as it is',
  'dd if= bs=1 skip= count= status=none | sha256sum': 'command',
  'Sample Examiner': 'name in the sample case',
  'not a column of the rows it was read from': 'kept in the result of a verification, for the terminal and the report',
  'a place of the record is not a row or run of bytes': 'the same',
  'rebuilt from what is left of a deleted record': 'the same',
  'made by the parser from several values': 'the same',
  'shared identifier': 'the same',
  'stored columns': 'the same',
  'a case keeps at most  searches': 'value of a failure for the terminal',
  'an unknown place': 'of the sentence of provenance, which the window words from the parts of the answer',
  'Read from , in exhibit , by  revision  (, mapping ).': 'the same',
  'row  of table  in': 'the same',
  'bytes at offset  of': 'the same',
};

interface Phrase {
  readonly file: string;
  /** What is written; a value in it is a NUL. */
  readonly text: string;
}

/** Every phrase of a file: literals of two words and more that are no query, no pattern and no message of a defect. */
function phrasesOf(file: string): readonly Phrase[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Phrase[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isTaggedTemplateExpression(node)) return;
    if (ts.isNewExpression(node) && ['Error', 'Sql', 'RegExp'].includes(node.expression.getText())) return;
    const text = textOf(node);
    if (text !== null && isPhrase(text)) found.push({ file, text });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `\0${span.literal.text}`).join('');
  return null;
}

const SQL =
  /\b(?:SELECT|CREATE|INSERT|UPDATE|DELETE|FROM|PRAGMA|WHERE|JOIN|ATTACH|AND|ORDER BY|DROP|GLOB|LIKE|AS|CASE|OR|IN|CAST|NULL)\b/u;

function isPhrase(text: string): boolean {
  return /[a-z]{2}[,:;]? \0?\p{L}/u.test(text) && !SQL.test(text) && !/^\s*<[?\w]|^\w+(?:, \w+)+$/u.test(text);
}

/** What each sentence of the catalogue can look like; a value in it is a NUL. */
const catalogue = ENGINE_SENTENCES.flatMap((sentence) => {
  const { literals, holes } = readTemplate(sentence);
  return literals.reduce<readonly string[]>(
    (texts, literal, at) => {
      const { choices = [] } = holes[at] ?? {};
      const between = at === holes.length ? [''] : choices.length > 0 ? choices : ['\0'];
      return texts.flatMap((text) => between.map((one) => text + literal + one));
    },
    [''],
  );
});

/** True when the words of the phrase stand in one sentence, in their order. */
function isIn({ text }: Phrase, sentence: string): boolean {
  let from = 0;
  for (const piece of text.split('\0')) {
    const at = sentence.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return true;
}

const files = FLOORS.flatMap((floor) => globSync('**/*.ts', { cwd: join(root, floor) }).map((file) => `${floor}/${file}`)).filter((file) => !/\.test\.ts$|fixture|migrations/u.test(file) && !OF_EVIDENCE.includes(file)); // prettier-ignore
const phrases = files.flatMap(phrasesOf);

test('the languages of the window know every sentence that the engine writes', () => {
  expect(phrases.length).toBeGreaterThan(300);
  const written = new Set(phrases.map(({ text }) => text.replaceAll('\0', '').trim()));
  expect(Object.keys(NOT_SHOWN).filter((text) => !written.has(text))).toEqual([]);
  const unknown = phrases.filter(
    (phrase) => !Object.hasOwn(NOT_SHOWN, phrase.text.replaceAll('\0', '').trim()) && !catalogue.some((sentence) => isIn(phrase, sentence)), // prettier-ignore
  );
  expect(unknown.map(({ file, text }) => `${file}: ${text.replaceAll('\0', '{}')}`)).toEqual([]);
});

/** What SQLite itself says of a damaged file; its sentences are no literals of ours. */
const OF_SQLITE: readonly string[] = ['database disk image is malformed', 'file is not a database', 'disk I/O error'];

test('no sentence is known that the engine does not write', () => {
  const words = new Map<string, Set<string>>();
  for (const file of files)
    words.set(file, new Set(readFileSync(join(root, file), 'utf8').match(/[\p{L}\d-]{2,}/gu) ?? []));
  const stale = ENGINE_SENTENCES.filter((sentence) => {
    if (OF_SQLITE.includes(sentence)) return false;
    const { literals, holes } = readTemplate(sentence);
    const wordsOf = (texts: readonly string[]): readonly string[] => texts.join(' ').match(/[\p{L}\d-]{2,}/gu) ?? [];
    const each = [...words.values()];
    const isWritten = each.some((held) => wordsOf(literals).every((word) => held.has(word)));
    // A choice can be a code that another file lists.
    const choices = wordsOf(holes.flatMap(({ choices }) => choices));
    return !isWritten || !choices.every((word) => each.some((held) => held.has(word)));
  });
  expect(stale).toEqual([]);
});

test.each(LANGUAGES)('each way of recovery has a name in %s', (language) => {
  const methods = files.flatMap(
    (file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bmethod: ['`]([a-z-]+)(?:\$\{logKind\})?['`]/gu)].map((match) => match[1] ?? ''), // prettier-ignore
  );
  const each = methods.flatMap((method) => (method.endsWith('-') ? [`${method}wal`, `${method}journal`] : [method]));
  const { words } = languages[language];
  expect(each.length).toBeGreaterThan(8);
  expect(each.filter((method) => !Object.hasOwn(words.methods, method))).toEqual([]);
});
