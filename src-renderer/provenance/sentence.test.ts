import { expect, test } from 'vitest';
import type { LocatorView, PlainLocator, ProvenanceView } from '../../src-main/contract/index.ts';
import { languages } from '../messages/languages.ts';
import { provenanceSentence } from './sentence.ts';

const FILE = 'ab'.repeat(32);

function viewOf(locators: readonly PlainLocator[]): ProvenanceView {
  const view = (locator: PlainLocator): LocatorView => ({ locator, gives: 'message', path: 'a b/\u202edb', workingCopy: null, ranges: [], row: [] }); // prettier-ignore
  return {
    record: 'r',
    item: 1,
    sentence: '',
    exhibit: { reference: 'A-1', path: '/x', sha256: FILE },
    app: { container: null, containerId: null, package: null, user: null, userKind: null },
    parser: { id: 'whatsapp-ios', revision: 3, variant: 'modern', proof: 'observed' },
    places: locators.length,
    locators: locators.map(view),
    layers: [],
    contents: [],
    moreContents: 0,
    state: 'live',
    recovered: [],
    stored: {},
    issues: [],
    moreIssues: 0,
  };
}

const row: PlainLocator = { kind: 'row', file: FILE, table: 'message', rowid: 7 };
const bytes: PlainLocator = { kind: 'bytes', file: FILE, offset: 10, length: 20 };
const node: PlainLocator = { kind: 'node', file: FILE, path: 'map/x' };

function said(locators: readonly PlainLocator[], language: keyof typeof languages): string {
  return provenanceSentence(viewOf(locators), languages[language]).map(({ text }) => text).join(''); // prettier-ignore
}

test.each([
  [[row], 'Read from row 7 of table message in a b/\u202edb, in exhibit A-1, by whatsapp-ios revision 3 (modern, mapping observed).'], // prettier-ignore
  [[bytes, row], 'Read from 20 bytes at offset 10 of a b/\u202edb and 1 further place, in exhibit A-1, by whatsapp-ios revision 3 (modern, mapping observed).'], // prettier-ignore
  [[node, row, row], 'Read from map/x in a b/\u202edb and 2 further places, in exhibit A-1, by whatsapp-ios revision 3 (modern, mapping observed).'], // prettier-ignore
  [[], 'Read from an unknown place, in exhibit A-1, by whatsapp-ios revision 3 (modern, mapping observed).'],
] as const)('%j is said as the engine says it for the terminal', (locators, sentence) => {
  expect(said(locators, 'en')).toBe(sentence);
});

test('it counts the places that have not been asked for', () => {
  const text = provenanceSentence({ ...viewOf([row, bytes]), places: 20_001 }, languages.en).map((part) => part.text);
  expect(text.join('')).toContain(' and 20000 further places, ');
});

test('in Chinese it says the same values and no English word', () => {
  const text = said([row, bytes], 'zh');
  for (const value of ['7', 'message', 'a b/\u202edb', 'A-1', 'whatsapp-ios', '3', 'modern'])
    expect(text).toContain(value);
  expect(text).not.toMatch(/Read|row|exhibit|further/u);
});

test('what evidence holds stays apart from words', () => {
  const parts = provenanceSentence(viewOf([row]), languages.en);
  expect(parts.find(({ text }) => text.includes('\u202e'))).toEqual({ kind: 'value', text: 'a b/\u202edb' });
});
