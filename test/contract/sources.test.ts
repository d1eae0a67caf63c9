import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { damages } from '../../fixtures/damage.ts';
import { decodeReferences } from '../../src-main/evidence/decode/xml-references.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { decodeHtmlReferences } from '../../src-main/evidence/decode/html-references.ts';
import { openLedger } from '../../src-main/ingest/ledger.ts';
import type { EvidenceRecord, Extracted, RowLocator, Tally } from '../../src-main/model/index.ts';
import { parsers } from '../../src-main/sources/registry.ts';
import {
  filesBelow,
  hashFolder,
  hashStream,
  openExhibit,
  readAll,
  temporaryFolder,
  writeFixture,
} from './read-source.ts';
import { variantsOf } from './variants.ts';

const README_HEADINGS = [
  'Files',
  'Detection',
  'Encryption',
  'Tables',
  'Times',
  'Codes',
  'Deletion and edits',
  'Proof',
  'Not covered',
];

const story = scenario();
const fixtures = await loadFixtures();
const sourcesFolder = resolve(import.meta.dirname, '../../src-main/sources');

const cases = await variantsOf(story);

describe.each(parsers.map((parser) => ({ id: parser.id, parser })))('$id', ({ parser }) => {
  test('lies in a folder of its name, with the README that the house asks for', () => {
    const readme = join(sourcesFolder, parser.id, 'README.md');
    expect(existsSync(readme), 'README.md').toBe(true);
    const headings = [...readFileSync(readme, 'utf8').matchAll(/^## (.+)$/gmu)].map((match) => match[1]);
    expect(headings).toEqual(README_HEADINGS);
  });

  test('has a fixture that writes only variants that the parser names', () => {
    const fixture = fixtures.find((candidate) => candidate.parser === parser.id);
    const names = parser.variants.map(({ name }) => name);
    expect(fixture?.variants.filter((variant) => !names.includes(variant))).toEqual([]);
    expect(fixture?.variants.length).toBeGreaterThan(0);
  });
});

describe.each(cases)('$name', ({ parser, fixture, variant, device }) => {
  const kept = temporaryFolder();
  const original = join(kept.path, 'original');
  beforeAll(async () => {
    await writeFixture(fixture, story, device.id, variant, original);
  });
  afterAll(() => {
    kept[Symbol.dispose]();
  });

  test('is found as what it is, reads the same twice, and leaves the exhibit as it was', async () => {
    const before = hashFolder(original);
    await using exhibit = await openExhibit(parser, original);
    expect(exhibit.detections.length).toBeGreaterThan(0);
    expect(new Set(exhibit.detections.map((detection) => detection.variant))).toEqual(new Set([variant]));
    const first = await readAll(parser, original);
    expect(recordsOf(first).length).toBeGreaterThan(100);
    expect(hashStream(await readAll(parser, original))).toBe(hashStream(first));
    expect(hashFolder(original)).toBe(before);
  });

  test('accounts for every row of every table that it claims', async () => {
    await using exhibit = await openExhibit(parser, original);
    let tallies = 0;
    for (const detection of exhibit.detections) {
      const ledger = openLedger();
      const { run } = await exhibit.open(detection);
      for await (const extracted of parser.read(detection, run)) {
        if (extracted.kind !== 'tally') continue;
        tallies += 1;
        ledger.add(extracted);
      }
      expect(ledger.close(run.opened.values()).issues).toEqual([]);
    }
    expect(tallies).toBeGreaterThan(0);
  });

  test('leads every record back to a row or bytes that exist, and a text to where it stands', async () => {
    await using exhibit = await openExhibit(parser, original);
    const missing: string[] = [];
    const textElsewhere: string[] = [];
    for (const detection of exhibit.detections) {
      const { run } = await exhibit.open(detection);
      const records: EvidenceRecord[] = [];
      for await (const extracted of parser.read(detection, run)) {
        if (extracted.kind !== 'issue' && extracted.kind !== 'tally') records.push(extracted);
      }
      const files = new Map<string, Buffer>();
      for await (const file of exhibit.tree.glob('**')) {
        const parts: Uint8Array[] = [];
        for await (const part of exhibit.tree.bytes(file)) parts.push(part);
        files.set(file.sha256, Buffer.concat(parts));
      }
      for (const record of records) {
        const texts: string[] = [];
        for (const [index, locator] of record.from.at.entries()) {
          if (locator.kind === 'bytes') {
            const bytes = files.get(locator.file)?.subarray(locator.offset, locator.offset + locator.length);
            if (bytes?.length !== locator.length) missing.push(`${record.kind} ${record.key}`);
            const text = bytes?.toString('utf8') ?? '';
            texts.push(text, ...(/^<[ms]ms /u.test(text) ? [decodeReferences(text)] : []));
          } else if (locator.kind === 'row') {
            const row = rowOf(run.opened.get(locator.file)?.db, locator);
            if (row === null && index === 0) missing.push(`${record.kind} ${record.key}`);
            texts.push(...(row ?? []));
          } else if (!files.has(locator.file)) missing.push(`${record.kind} ${record.key}`);
        }
        if (record.kind === 'message' && record.type === 'text' && record.body !== null && !holds(texts, record.body)) {
          textElsewhere.push(`${record.key}: ${record.body.slice(0, 40)}`);
        }
      }
    }
    expect(missing).toEqual([]);
    expect(textElsewhere).toEqual([]);
  });

  test('gives twice the records for two copies in one exhibit', async () => {
    using folder = temporaryFolder();
    const single = countKinds(await readAll(parser, original));
    for (const copy of ['first', 'second']) cpSync(original, join(folder.path, copy), { recursive: true });
    const double = countKinds(await readAll(parser, folder.path));
    expect(double).toEqual(Object.fromEntries(Object.entries(single).map(([kind, count]) => [kind, count * 2])));
  });

  test('yields keys that are unique within a kind', async () => {
    await using exhibit = await openExhibit(parser, original);
    for (const detection of exhibit.detections) {
      const { run } = await exhibit.open(detection);
      const seen = new Set<string>();
      const twice: string[] = [];
      for await (const extracted of parser.read(detection, run)) {
        if (extracted.kind === 'issue' || extracted.kind === 'tally') continue;
        const name = `${extracted.kind} ${extracted.key}`;
        if (seen.has(name) && extracted.kind !== 'account' && extracted.kind !== 'conversation') twice.push(name);
        seen.add(name);
      }
      expect(twice).toEqual([]);
    }
  });

  test('reads what is broken as if it were whole, or says what is wrong, with its accounts closed', async () => {
    const sound = await readAll(parser, original);
    const soundRecords = recordsOf(sound).map(contentOf).sort();
    const soundIssues = new Set(sound.filter((extracted) => extracted.kind === 'issue').map(issueText));
    const isText = filesBelow(original).some((path) => path.endsWith('.txt') || path.endsWith('/report.xml'));
    const faults: string[] = [];
    for (const [seed, damage] of damages.entries()) {
      using folder = temporaryFolder();
      cpSync(original, folder.path, { recursive: true });
      for (const path of filesBelow(folder.path)) {
        if (/\.(db|sqlite|txt)(-wal|-journal)?$|\/report\.xml$/u.test(path)) damage.apply(path, seed + 1);
      }
      const stream = await readAll(parser, folder.path);
      for (const tally of stream.filter((extracted) => extracted.kind === 'tally')) {
        expect(closes(tally), `${damage.name}: ${tally.table}`).toBe(true);
      }
      const said = stream.some((extracted) => extracted.kind === 'issue' && !soundIssues.has(issueText(extracted)));
      if (said) continue;
      const records = recordsOf(stream).map(contentOf).sort();
      // An empty text file bears no mark of an app; the exhibit's list says that it has no bytes.
      if (isText && damage.name === 'empty' && records.length === 0) continue;
      const isInContent = damage.isInContent === 'always' || (isText && damage.isInContent === 'in text files');
      const isSame = isInContent
        ? records.length === soundRecords.length
        : records.join('\n') === soundRecords.join('\n');
      if (!isSame) faults.push(`${damage.name}: ${records.length} of ${soundRecords.length} records, no issue`);
    }
    expect(faults).toEqual([]);
  });
});

function recordsOf(stream: readonly Extracted[]): readonly EvidenceRecord[] {
  return stream.filter((extracted) => extracted.kind !== 'issue' && extracted.kind !== 'tally');
}

/** A record without the hash of the file that it was read from, which any damage changes. */
function contentOf(record: Extracted): string {
  return JSON.stringify(record, (key, value: unknown) => {
    if (key === 'file') return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
}

function issueText(extracted: Extracted): string {
  return extracted.kind === 'issue' ? `${extracted.code} ${extracted.where} ${extracted.detail}` : '';
}

function countKinds(stream: readonly Extracted[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const record of recordsOf(stream)) counts[record.kind] = (counts[record.kind] ?? 0) + 1;
  return counts;
}

function closes(tally: Tally): boolean {
  return tally.rows === tally.used + Object.values(tally.skipped).reduce((sum, count) => sum + count, 0);
}

interface RowReader {
  arrays(sql: string, ...values: readonly (number | bigint | string)[]): Iterable<readonly unknown[]>;
}

/** The row's values as text; null when the table has no such row. */
function rowOf(db: RowReader | undefined, locator: RowLocator): readonly string[] | null {
  if (db === undefined) return null;
  if (locator.rowid === null) return [];
  const table = `"${locator.table.replaceAll('"', '""')}"`;
  for (const row of db.arrays(`SELECT * FROM ${table} WHERE rowid = ?`, locator.rowid)) {
    return row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)));
  }
  return null;
}

/** Ignores what formats add around a text and how they end its lines. */
function holds(texts: readonly string[], body: string): boolean {
  const plain = (text: string): string => text.replaceAll(/\r\n?/gu, '\n');
  const asJson = JSON.stringify(body).slice(1, -1);
  const asPage = (text: string): string =>
    decodeHtmlReferences(text.replaceAll('<br>', '\n').replaceAll(/<[^>]*>/gu, ''));
  return texts.some(
    (text) =>
      plain(text).includes(plain(body)) ||
      text.includes(asJson) ||
      (text.startsWith('<') && asPage(text).includes(body)) ||
      // Markup in a text of JSON, as pages keep it that draw themselves.
      (text.includes('\\u003c') && asPage(text.replaceAll('\\u003c', '<').replaceAll('<br />', '\n')).includes(body)),
  );
}
