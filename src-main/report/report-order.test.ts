import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentAt, storyteller, tempCase } from '../case/fixture-case.ts';
import { addAnnotation } from '../case/index.ts';
import type { Params } from '../contract/index.ts';
import { previewReport } from './preview-report.ts';
import { verifyReport } from './bag/verify-bag.ts';
import { writeReport } from './write-report.ts';

const CLOCK = '2025-02-01T00:00:00Z';
const START_MS = Date.UTC(2025, 0, 1, 23);
const LINES = 120;
const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v'], { stdio: 'ignore' }).error === undefined;

let made: ReturnType<typeof tempCase>;
let folder: string;
let written = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-order-'));
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.account('ada');
  for (const key of ['pier', 'yard']) tell.conversation(key, { title: key });
  // Turn about, a minute apart, over a midnight; the last has no time.
  for (let index = 0; index < LINES; index += 1) {
    const times = index === LINES - 1 ? [] : [sentAt(START_MS + index * 60_000)];
    tell.message(`m${index}`, index % 2 === 0 ? 'pier' : 'yard', `crate ${index}.`, { sender: 'ada', times });
  }
  tell.done();
  const by = { actor: 'R. Okafor', atMs: START_MS };
  addAnnotation(made.file.db, { name: 'Tide turns', fromMs: START_MS, toMs: null }, by);
});

afterAll(() => {
  made.remove();
  rmSync(folder, { recursive: true });
});

interface Written {
  readonly seal: string;
  readonly has: (name: string) => boolean;
  readonly data: (name: string) => string;
  readonly out: string;
}

async function write(options: Omit<Params<'report.create'>, 'out' | 'clock'>): Promise<Written> {
  written += 1;
  const out = join(folder, `bag-${written}`);
  const { seal } = await writeReport(made.file, { out, clock: CLOCK, pdf: false, ...options });
  const place = (name: string): string => join(out, 'data', name);
  return { seal, out, has: (name) => existsSync(place(name)), data: (name) => readFileSync(place(name), 'utf8') };
}

const cratesIn = (text: string): readonly number[] => [...text.matchAll(/crate (\d+)\./gu)].map(([, n]) => Number(n));
const inTime = Array.from({ length: LINES }, (_, index) => index);
const inTurn = [...inTime.filter((n) => n % 2 === 0), ...inTime.filter((n) => n % 2 === 1)];

describe.each([
  ['conversation', inTurn],
  ['time', inTime],
] as const)('a report by %s', (order, crates) => {
  it('has its lines in that order in every form, and says so', async () => {
    const report = await write({ order, pdf: HAS_PDFTOTEXT });
    for (const form of ['messages.jsonl', 'messages.csv', 'report.html']) expect(cratesIn(report.data(form))).toEqual(crates); // prettier-ignore
    if (HAS_PDFTOTEXT) {
      const path = join(report.out, 'data', 'report.pdf');
      expect(cratesIn(execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))).toEqual(crates); // prettier-ignore
    }
    const said = order === 'time' ? 'Lines stand by time across' : 'Lines stand by conversation';
    for (const form of ['method.txt', 'report.html']) expect(report.data(form)).toContain(said);
    expect(readFileSync(join(report.out, 'bag-info.txt'), 'utf8')).toContain(`Order of lines: by ${order}`);
    const places = report.data('conversations.csv').trim().split('\r\n').slice(1);
    const expected = order === 'time' ? ['1,119,60', '2,120,60'] : ['1,60,60', '61,120,60'];
    expect(places.map((row, index) => row.includes(`,${expected[index] ?? ''},`))).toEqual([true, true]);
    expect((await verifyReport(report.out, { seal: report.seal })).ok).toBe(true);
  });

  it('is previewed as it is written, to its last page', async () => {
    const rows = (html: string): readonly string[] =>
      [...html.matchAll(/<tr id=L\d+[^]*?<\/tr>/gu)].map(([row]) => row.replaceAll(/\bF\d+\b/gu, 'F'));
    const report = await write({ order });
    const pages = await Promise.all(
      [2, 3, 4, 5, 99].map((page) => previewReport(made.file, { page, order, clock: CLOCK })),
    );
    expect(pages.map(({ page, pages: all, lines }) => [page, all, lines])).toEqual([[2, 9, 120], [3, 9, 120], [4, 9, 120], [5, 9, 120], [8, 9, 120]]); // prettier-ignore
    expect(pages.slice(0, 3).flatMap(({ html }) => rows(html))).toEqual(rows(report.data('report.html')));
    expect(pages[2]?.html).toContain('marks are those of this page');
  });

  it('gives the same bytes twice, and others for another order', async () => {
    const [one, two, other] = [await write({ order }), await write({ order }), await write({ order: order === 'time' ? 'conversation' : 'time' })]; // prettier-ignore
    expect(two.seal).toBe(one.seal);
    expect(other.seal).not.toBe(one.seal);
  });
});

it('by time names days above the lines and conversations on them', async () => {
  const { data } = await write({ order: 'time' });
  expect([...data('report.html').matchAll(/<h3>([^<]*)<\/h3>/gu)].map(([, head]) => head)).toEqual(['2025-01-01', '2025-01-02', 'no time stored']); // prettier-ignore
  expect(data('report.html').match(/<small>in <bdi[^>]*>(pier|yard)/gu)).toHaveLength(LINES);
});

it('leaves parts out where it is asked to, names them, and lists no file that is not there', async () => {
  const whole = await write({});
  const part = await write({ leaveOut: ['custody', 'ledger', 'accounts'], annotations: true });
  for (const name of ['ledger.csv', 'accounts.csv', 'custody.jsonl']) expect([whole.has(name), part.has(name)]).toEqual([true, false]); // prettier-ignore
  expect([whole.has('annotations.csv'), part.has('annotations.csv')]).toEqual([false, true]);
  expect(part.data('annotations.csv')).toContain('Tide turns');
  expect(part.data('report.html')).toContain('Tide turns');
  expect(part.data('report.html')).not.toContain('id=custody');
  for (const form of ['report.html', 'method.txt'])
    expect(part.data(form)).toContain('the table of accounts; the row ledger; the custody log');
  expect(whole.data('method.txt')).not.toContain('Left out of this report');
  const readme = readFileSync(join(part.out, 'README.txt'), 'utf8');
  expect(readme).not.toMatch(/custody|ledger|accounts/u);
  expect(readme).toContain('annotations');

  const events = await write({ leaveOut: ['messages'] });
  expect(events.data('messages.jsonl')).toBe('');
  expect(events.data('report.html')).toContain('classes: ');
});
