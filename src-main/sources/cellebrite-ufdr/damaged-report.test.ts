import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeBulkReport } from '../../../fixtures/bulk-report.ts';
import { seededRandom } from '../../../fixtures/random.ts';
import type { Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { cellebriteUfdr } from './index.ts';

let whole = Buffer.alloc(0);

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'ufdr-damaged-'));
  writeBulkReport(join(folder, 'report.xml'), { messages: 6, conversations: 2 });
  whole = readFileSync(join(folder, 'report.xml'));
  rmSync(folder, { recursive: true });
});

afterAll(() => {
  whole = Buffer.alloc(0);
});

/** Reads bytes as a report, in pieces, by default of an odd size. */
async function read(bytes: Buffer, piece = 4099): Promise<readonly Extracted[]> {
  const report = { path: 'report.xml', sha256: '0'.repeat(64), sizeBytes: bytes.length, modifiedMs: null };
  const found: Detection = { parser: 'cellebrite-ufdr', variant: 'xml', root: '', label: '', files: { report }, locked: null, issues: [], questions: [] }; // prettier-ignore
  const run = {
    signal: new AbortController().signal,
    answers: {},
    database: () => null,
    // eslint-disable-next-line @typescript-eslint/require-await -- stands for a file that is read
    bytes: async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
    progress: () => undefined,
  } as unknown as Run;
  const all: Extracted[] = [];
  for await (const one of cellebriteUfdr.read(found, run)) all.push(one);
  return all;
}

const messages = (stream: readonly Extracted[]) => stream.filter((one) => one.kind === 'message');
const codes = (stream: readonly Extracted[]) => stream.flatMap((one) => (one.kind === 'issue' ? [one.code] : []));

test('a report that is cut off keeps every message whose end stands before the cut', async () => {
  const ends = [...whole.toString('latin1').matchAll(/ {8}<\/model>/gu)].map(({ index }) => index + 16);
  const ofMessages = messages(await read(whole)).map(({ from }) => {
    const [at] = from.at;
    return at.kind === 'bytes' ? at.offset + at.length : 0;
  });
  expect(ofMessages.length).toBe(6);
  for (const cut of [...ends, ...ends.map((end) => end - 1)]) {
    const stream = await read(whole.subarray(0, cut));
    const kept = ofMessages.filter((end) => end <= cut).length;
    expect([cut, messages(stream).length]).toEqual([cut, kept]);
    expect(codes(stream)).toContain('archive-damaged');
    for (const tally of stream)
      if (tally.kind === 'tally')
        expect(tally.used + Object.values(tally.skipped).reduce((sum, n) => sum + n, 0)).toBe(tally.rows);
  }
});

test('models of unknown types are kept, and counted as what is to be done', async () => {
  const odd = Buffer.from(whole.toString('utf8').replaceAll('type="InstantMessage" id', 'type="Hologram" id'));
  const stream = await read(odd);
  expect(messages(stream)).toEqual([]);
  expect(stream.filter((one) => one.kind === 'event').length).toBe(6);
  expect(stream.filter((one) => one.kind === 'issue' && one.code === 'unknown-code')).toMatchObject([
    { stored: 'Hologram', detail: expect.stringMatching(/^6 models/u) as unknown },
  ]);
});

const report = (inside: string, before = ''): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?>${before}<project xmlns="http://pa.cellebrite.com/report/2.0">${inside}</project>`,
  );
const value = (name: string, text: string): string => `<field name="${name}"><value>${text}</value></field>`;
const note = (id: string, title: string): string => `<model type="Note" id="${id}" deleted_state="Intact">${value('Title', title)}</model>`; // prettier-ignore
const faults = (stream: readonly Extracted[]) => stream.flatMap((one) => (one.kind === 'issue' && one.code === 'archive-damaged' ? [one.detail] : [])); // prettier-ignore
const events = (stream: readonly Extracted[]) => stream.filter((one) => one.kind === 'event');

test('entities that a document type declares are not resolved', async () => {
  const laughs = `<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(50)}"><!ENTITY c "${'&b;'.repeat(50)}"><!ENTITY d SYSTEM "file:///etc/hostname">]>`;
  const stream = await read(report(`<decodedData>${note('n', '&c; &d; &amp;')}</decodedData>`, laughs));
  expect(events(stream).map(({ body }) => body)).toEqual(['&c; &d; &']);
  expect(faults(stream)).toEqual([]);
});

test('deep nesting, an endless tag and other encodings end the reading with a clear issue, and keep what stands before', async () => {
  const before = `<decodedData>${note('n', 'kept')}`;
  const deep = await read(report(`${before}${'<model type="Note">'.repeat(100_000)}`), 1 << 16);
  expect(faults(deep)).toEqual([expect.stringContaining('nested deeper') as string]);
  const huge = await read(report(`${before}<model type="${'x'.repeat(3_000_000)}">`), 1 << 16);
  expect(faults(huge)).toEqual([expect.stringContaining('a tag is longer than is read') as string]);
  for (const stream of [deep, huge]) expect(events(stream).map(({ body }) => body)).toEqual(['kept']);
  const wide = report(`${before}</decodedData>`).toString('utf8');
  for (const bytes of [Buffer.from(`\uFEFF${wide}`, 'utf16le'), Buffer.from(`\uFEFF${wide}`, 'utf16le').swap16()])
    expect(faults(await read(bytes))).toEqual([expect.stringContaining('the text is UTF-16') as string]);
});

test('models of one id are one only where they hold the same; without an id each is its own', async () => {
  const models = [
    note('n', 'one'),
    note('n', 'one'),
    note('n', 'other').replaceAll('Title', 'Name'),
    note('', 'x'),
    note('', 'y'),
  ];
  const stream = await read(report(`<decodedData>${models.join('')}</decodedData>`));
  expect(events(stream).map(({ body }) => body)).toEqual(['one', 'other', 'x', 'y']);
  expect(new Set(events(stream).map(({ key }) => key)).size).toBe(4);
  expect(codes(stream)).toContain('duplicate-row');
  expect(stream.find((one) => one.kind === 'tally' && one.table === 'model Note')).toMatchObject({ rows: 5, used: 4 });
});

test('what opens something is kept out of the case, with its place', async () => {
  const password = `<model type="Password" id="p" deleted_state="Intact">${value('Label', 'mail')}${value('Data', 'hunter2')}</model>`;
  const pair = `<model type="KeyValueModel" id="k">${value('Key', 'auth_token')}${value('Value', 'hunter2')}</model>`;
  const account = `<model type="UserAccount" id="u" deleted_state="Intact">${value('Username', 'ada')}${value('Password', 'hunter2')}<multiModelField name="AdditionalInfo">${pair}</multiModelField></model>`;
  const bytes = report(`<decodedData>${password}${account}</decodedData>`);
  const stream = await read(bytes);
  expect(JSON.stringify(stream)).not.toContain('hunter2');
  const at = bytes.indexOf('hunter2');
  expect(events(stream)[0]?.stored).toMatchObject({ Label: 'mail', 'Data.kept_out': `7 bytes at ${at}` });
  const [held] = stream.filter((one) => one.kind === 'account');
  expect(Object.keys(held?.stored ?? {})).toEqual(expect.arrayContaining(['Password.kept_out', 'AdditionalInfo.Value.kept_out'])); // prettier-ignore
});

test('extractions that the report names are events; a model says to which it belongs and what else is stated of it', async () => {
  const extractions =
    '<sourceExtractions><extractionInfo id="0" name="Logical" /><extractionInfo id="1" name="Full File System" /></sourceExtractions>';
  const one = note('n', 'x').replace('id="n"', 'id="n" extractionId="1" isrelated="True"');
  const stream = await read(report(`${extractions}<decodedData>${one}</decodedData>`));
  expect(
    events(stream).map(({ type, stored }) => [type, stored?.name ?? stored?.extractionId, stored?.isrelated]),
  ).toEqual([
    ['setting', 'Logical', undefined],
    ['setting', 'Full File System', undefined],
    ['unknown', '1', 'True'],
  ]);
  expect(stream.find((tally) => tally.kind === 'tally' && tally.table === 'sourceExtractions/extractionInfo')).toMatchObject({ rows: 2, used: 2 }); // prettier-ignore
});

test('1,500 mutated reports end, with no more records than the bytes could hold', async () => {
  const random = seededRandom(20_261_122);
  const at = (length: number) => Math.floor(random() * length);
  const odd = ['<', '>', '</model>', ']]>', '<![CDATA[', '<model type="Chat" id="x">', '&#0;', '\0', '"', '<!DOCTYPE a [', '<?', 'é'].map((text) => Buffer.from(text)); // prettier-ignore
  let damaged = 0;
  for (let round = 0; round < 1500; round += 1) {
    let bytes = Buffer.from(whole);
    for (let n = 1 + at(4); n > 0; n -= 1) {
      const place = at(bytes.length);
      const kind = at(4);
      const part = odd[at(odd.length)] ?? Buffer.alloc(0);
      if (kind === 0) bytes[place] = at(256);
      else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, place), part, bytes.subarray(place)]);
      else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + at(300))]);
      else {
        const copied = bytes.subarray(place, place + at(3000));
        bytes = Buffer.concat([bytes.subarray(0, place), copied, bytes.subarray(place)]);
      }
    }
    const stream = await read(bytes);
    expect(stream.length).toBeLessThan(200);
    if (codes(stream).includes('archive-damaged')) damaged += 1;
  }
  expect(damaged).toBeGreaterThan(300);
});
