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

/** Reads bytes as a report, in pieces of an odd size. */
async function read(bytes: Buffer): Promise<readonly Extracted[]> {
  const report = { path: 'report.xml', sha256: '0'.repeat(64), sizeBytes: bytes.length, modifiedMs: null };
  const found: Detection = { parser: 'cellebrite-ufdr', variant: 'xml', root: '', label: '', files: { report }, locked: null, issues: [], questions: [] }; // prettier-ignore
  const run = {
    signal: new AbortController().signal,
    answers: {},
    database: () => null,
    // eslint-disable-next-line @typescript-eslint/require-await -- stands for a file that is read
    bytes: async function* () {
      for (let at = 0; at < bytes.length; at += 4099) yield bytes.subarray(at, at + 4099);
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
