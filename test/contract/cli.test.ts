import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSample } from '../../fixtures/write-sample.ts';
import { badLines, ownLines } from '../../src-main/report/fixture-wording.ts';
import { commands } from '../../src-main/shells/cli/commands/index.ts';
import { temporaryFolder } from './read-source.ts';

const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
const folder = temporaryFolder();
const home = join(folder.path, 'home');
const casePath = join(folder.path, "case of O'Hara");
let exhibit = '';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function affiant(...words: readonly string[]): Ran {
  const env = { ...process.env, AFFIANT_HOME: home };
  const ran = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env, maxBuffer: 1 << 28 });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

interface MessageLine {
  readonly id: number;
  readonly body: string | null;
  readonly sentUtcMs: number;
  readonly state: string;
  readonly kind: string;
  readonly direction: string;
  readonly logState: string;
  readonly attachments: readonly { readonly presence: string }[];
  readonly provenance: {
    readonly sha256: string;
    readonly table: string;
    readonly rowid: number;
    readonly ranges: readonly unknown[];
  };
}

function messages(...words: readonly string[]): readonly MessageLine[] {
  const ran = affiant('messages', casePath, '--json', ...words);
  expect([ran.code, ran.err]).toEqual([0, '']);
  return ran.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MessageLine);
}

beforeAll(async () => {
  mkdirSync(home);
  const written = await writeSample(join(folder.path, 'exhibits'));
  exhibit = written[0]?.path ?? '';
  expect(
    affiant('new', casePath, '--number', '17/2025', '--examiner', 'E. Xaminer', '--authority', 'Order 4').code,
  ).toBe(0);
  expect(affiant('add', casePath, exhibit, '--exhibit', 'A-1', '--sha1', '--md5').code).toBe(0);
  expect(affiant('ingest', casePath).code).toBe(0);
}, 120_000);

afterAll(() => {
  folder[Symbol.dispose]();
});

test.each(commands.map(({ name }) => name))('%s explains itself', (name) => {
  const ran = affiant(name, '--help');
  expect(ran.code).toBe(0);
  expect(ran.out).toContain(`Usage: affiant ${name}`);
});

test('what cannot be understood ends with 2 and says what', () => {
  expect(affiant().code).toBe(2);
  expect(affiant('nonsense').code).toBe(2);
  expect(affiant('new', join(folder.path, 'x'), '--number', '1').err).toContain('--examiner is missing');
  expect(affiant('messages', casePath, '--from', 'yesterday').code).toBe(2);
  expect(affiant('messages', casePath, '--unknown').code).toBe(2);
});

test('a failure ends with 3 and says what to do', () => {
  expect(affiant('status', join(folder.path, 'nowhere'))).toMatchObject({ code: 3 });
  expect(affiant('new', casePath, '--number', '1', '--examiner', 'E', '--authority', 'A').code).toBe(3);
  const taken = affiant('add', casePath, exhibit, '--exhibit', 'A-1', '--json');
  expect(taken.code).toBe(3);
  expect(JSON.parse(taken.err)).toMatchObject({ failure: { code: 'reference-taken' } });
  expect(affiant('add', casePath, folder.path, '--exhibit', 'Z').err).toContain('kept apart');
});

test('messages come with their bytes, by time, cut at the stated instants', () => {
  const all = messages();
  expect(all.length).toBeGreaterThan(1000);
  expect(all.every((line) => line.provenance.ranges.length > 0 && line.provenance.sha256.length === 64)).toBe(true);
  const times = all.map((line) => line.sentUtcMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const march = messages('--from', '2025-03-01', '--to', '2025-04-01');
  const inMarch = all.filter(({ sentUtcMs }) => sentUtcMs >= Date.UTC(2025, 2, 1) && sentUtcMs < Date.UTC(2025, 3, 1));
  expect(march.map(({ id }) => id)).toEqual(inMarch.map(({ id }) => id));
  expect(messages('--limit', '7')).toHaveLength(7);
  expect(messages('--text', 'Hamburg').length).toBeGreaterThan(0);
});

test('each part of the filter is an option', () => {
  const all = messages();
  const ids = (lines: readonly MessageLine[]): readonly number[] => lines.map(({ id }) => id);
  const nights = all.filter(({ sentUtcMs }) => {
    const at = new Date(sentUtcMs);
    return (at.getUTCHours() >= 22 || at.getUTCHours() < 6) && [0, 6].includes(at.getUTCDay());
  });
  expect(nights.length).toBeGreaterThan(0);
  expect(ids(messages('--hour', '22-5', '--weekday', 'sat-sun'))).toEqual(ids(nights));
  const wanted = all.filter(
    ({ kind, direction, logState, attachments }) =>
      ['voice', 'image'].includes(kind) &&
      direction === 'incoming' &&
      logState === 'both' &&
      attachments.some(({ presence }) => presence === 'present'),
  );
  expect(wanted.length).toBeGreaterThan(0);
  const asked = ['--type', 'voice', '--type', 'image', '--direction', 'incoming', '--log-state', 'both'];
  expect(ids(messages(...asked, '--attachment', 'present', '--exhibit', 'A-1'))).toEqual(ids(wanted));
  expect(affiant('messages', casePath, '--type', 'letter').err).toContain('--type is one of text, image');
});

test('a kept filter is one option, and others take the place of its parts', () => {
  const kept = affiant('filters', casePath, '--save', 'Gelöscht', '--state', 'marked-deleted', '--class', 'message');
  expect([kept.code, kept.out.trim()]).toEqual([0, 'Gelöscht  {"classes":["message"],"states":["marked-deleted"]}']);
  expect(messages('--filter', 'gelöscht')).toEqual(messages('--state', 'marked-deleted'));
  expect(messages('--filter', 'gelöscht').length).toBeGreaterThan(0);
  expect(messages('--filter', 'Gelöscht', '--state', 'live')).toEqual(messages('--state', 'live'));
  expect(JSON.parse(affiant('filters', casePath, '--json').out)).toMatchObject({ name: 'Gelöscht', unfound: 0 });
  const unknown = affiant('messages', casePath, '--filter', 'nights');
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('no filter of the case is called "nights"')]);
  expect(affiant('filters', casePath, '--remove', 'Gelöscht').code).toBe(0);
  expect(affiant('filters', casePath).out).toBe('');
});

test('tags go from one case to another as a file', () => {
  const file = join(folder.path, 'tags.json');
  const given = {
    affiant: 'tags',
    version: 1,
    tags: [{ name: 'Zollpapiere', colour: 'teal', key: 5, meaning: 'names a paper' }],
  };
  writeFileSync(file, JSON.stringify(given));
  expect(JSON.parse(affiant('tags', casePath, '--from', file, '--json').out)).toEqual({
    made: 1,
    withoutKey: 0,
    kept: 0,
  });
  expect(JSON.parse(affiant('tags', casePath, '--from', file, '--json').out)).toEqual({
    made: 0,
    withoutKey: 0,
    kept: 1,
  });
  expect(affiant('tags', casePath, '--out', `${file}.again`).code).toBe(0);
  expect(JSON.parse(readFileSync(`${file}.again`, 'utf8'))).toEqual(given);
  expect(affiant('tags', casePath).out).toBe('5  teal  0  Zollpapiere  names a paper\n');
  writeFileSync(file, '{"affiant":"tags"}');
  expect([affiant('tags', casePath, '--from', file).code, affiant('tags', casePath).out.split('\n').length]).toEqual([
    2, 2,
  ]);
});

test('a command of the provenance prints the hash that it states', () => {
  const line = messages('--text', 'Hamburg', '--limit', '1')[0];
  const ran = affiant('provenance', casePath, String(line?.id), '--json');
  expect(ran.code).toBe(0);
  const view = JSON.parse(ran.out) as { locators: { ranges: { sha256: string; command: string }[] }[] };
  const ranges = view.locators.flatMap((locator) => locator.ranges);
  expect(ranges.length).toBeGreaterThan(0);
  for (const { sha256, command } of ranges) {
    expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout.split(' ')[0]).toBe(sha256);
  }
});

test('the provenance of a recovered message says by which method it was found', () => {
  const line = messages('--state', 'recovered', '--limit', '1')[0];
  const view = JSON.parse(affiant('provenance', casePath, String(line?.id), '--json').out) as {
    state: string;
    recovered: { of: string; method: string; confidence: string; otherwise: string }[];
  };
  expect(view.state).toBe('recovered');
  expect(view.recovered[0]).toMatchObject({ of: 'message', method: expect.stringMatching(/^[a-z-]+$/u) as string });
  expect(view.recovered[0]?.otherwise).not.toBe('');
  expect(affiant('provenance', casePath, String(line?.id)).out).toContain(
    `recovered message: method ${view.recovered[0]?.method ?? ''}, confidence`,
  );
});

test('plain output carries no control or bidirectional characters of the evidence', () => {
  const ran = affiant('timeline', casePath);
  expect(ran.code).toBe(0);
  expect(ran.out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
});

test('sources, status and graph speak JSON', () => {
  const sources = affiant('sources', casePath, '--json', '--ledger')
    .out.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { balanced: boolean; ledger: unknown[] });
  expect(sources.every((source) => source.balanced && source.ledger.length > 0)).toBe(true);
  expect(JSON.parse(affiant('status', casePath, '--json').out)).toMatchObject({ case: { number: '17/2025' } });
  for (const format of ['graphml', 'gexf', 'csv']) expect(affiant('graph', casePath, '--format', format).code).toBe(0);
});

test('the lines of a report are read again from an exhibit, and a tampered one is named with exit code 4', () => {
  const report = join(folder.path, 'exhibit-report');
  expect(affiant('report', casePath, '--out', report, '--no-pdf', '--no-media').code).toBe(0);
  const page = readFileSync(join(report, 'data', 'report.html'), 'utf8');
  expect(badLines(ownLines(page))).toEqual([]);
  const sound = affiant('verify', report, '--exhibit', `A-1=${exhibit}`, '--json');
  expect(sound.code).toBe(0);
  const { checked } = JSON.parse(sound.out) as { checked: { records: number; values: number } };
  expect(checked.values).toBeGreaterThanOrEqual(checked.records);

  const lines = readFileSync(join(report, 'data', 'messages.jsonl'), 'utf8').split('\n');
  const { provenance } = JSON.parse(lines[4] ?? '') as {
    provenance: { ranges: { file: string; offset: number; length: number }[] }[];
  };
  const range = provenance[0]?.ranges[0];
  if (range === undefined) throw new Error('line 5 has no byte range');
  const tampered = join(folder.path, 'tampered');
  cpSync(exhibit, tampered, { recursive: true });
  const bytes = readFileSync(join(tampered, range.file));
  bytes[range.offset + range.length - 1] = (bytes[range.offset + range.length - 1] ?? 0) ^ 1;
  writeFileSync(join(tampered, range.file), bytes);
  const ran = affiant('verify', report, '--exhibit', `A-1=${tampered}`, '--json');
  expect(ran.code).toBe(4);
  const { differences } = JSON.parse(ran.out) as { differences: { kind: string; path: string }[] };
  expect(differences.map(({ kind, path }) => `${kind} ${path}`)).toEqual(
    expect.arrayContaining([
      `changed A-1/${range.file}`,
      `changed line 5: ${range.file} ${range.offset}+${range.length}`,
    ]),
  );
  expect(affiant('verify', report, '--exhibit', 'A-1').code).toBe(2);
  expect(affiant('verify', report, '--sample', '5').code).toBe(2);
  expect(affiant('verify', casePath, '--exhibit', `A-1=${exhibit}`).code).toBe(2);
});

test('verification passes, and names a file that was changed with exit code 4', () => {
  expect(affiant('verify', casePath, '--records', 'all').code).toBe(0);
  const database = readdirSync(exhibit, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('wa.db'));
  appendFileSync(join(exhibit, database ?? ''), 'x');
  writeFileSync(join(exhibit, 'added.txt'), 'new');
  const ran = affiant('verify', casePath, '--records', 'none', '--json');
  expect(ran.code).toBe(4);
  const { differences } = JSON.parse(ran.out) as { differences: { kind: string; path: string }[] };
  expect(differences.map(({ kind, path }) => `${kind} ${path}`)).toEqual(
    expect.arrayContaining([`changed A-1/${database ?? ''}`, 'added A-1/added.txt']),
  );
});
