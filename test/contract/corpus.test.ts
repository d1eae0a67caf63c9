import Database from 'better-sqlite3';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../fixtures/random.ts';
import { createEngine, type Engine } from '../../src-main/api/index.ts';
import type { MethodName, Params, ProvenanceView, Result } from '../../src-main/contract/index.ts';
import { temporaryFolder } from './read-source.ts';
import { untold } from './untold.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus/whatsapp');
const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
const folder = temporaryFolder();
const casePath = join(folder.path, 'case');

/** What others say of each file, by path. */
const said = new Map(
  existsSync(corpus)
    ? readFileSync(join(corpus, 'manifest.tsv'), 'utf8')
        .split('\n')
        .map((line) => line.split('\t'))
        .map((fields) => [fields[0] ?? '', fields[7] ?? ''] as const)
    : [],
);

/** The exhibits: reference, path, and the corpus path of the file that a path inside it stands for. */
const exhibits: readonly (readonly [reference: string, path: string, corpusPath: (inside: string) => string])[] = [
  ['A-1', join(corpus, 'android/iped-legacy-sanitised.db'), () => 'android/iped-legacy-sanitised.db'],
  ['A-2', join(corpus, 'crypt/msgstore.db'), () => 'crypt/msgstore.db'],
  ['A-3', join(folder.path, 'frozenspider'), () => 'android/frozenspider/msgstore.sql'],
  ['I-1', join(corpus, 'ios/testdata.whatsApp.whatsAppMessages.josh_ios15_ffs.zip'), () => 'ios/testdata.whatsApp.whatsAppMessages.josh_ios15_ffs.zip'], // prettier-ignore
  ['I-2', join(corpus, 'ios/testdata.whatsApp.whatsAppContacts.josh_ios15_ffs.zip'), () => 'ios/testdata.whatsApp.whatsAppContacts.josh_ios15_ffs.zip'], // prettier-ignore
  ['T-1', join(corpus, 'txt'), (inside) => `txt/${inside.split('!')[0] ?? ''}`],
];

interface MessageLine {
  readonly id: number;
  readonly class: string;
  readonly source: number;
  readonly body: string | null;
  readonly provenance: { readonly file: string; readonly rowid: number | null; readonly ranges: readonly unknown[] };
}

interface SourceLine {
  readonly id: number;
  readonly exhibitReference: string;
  readonly files: readonly { readonly role: string; readonly path: string }[];
  readonly counts: { readonly messages: number };
  readonly balanced: boolean;
}

function affiant(...words: readonly string[]): string {
  const env = { ...process.env, AFFIANT_HOME: join(folder.path, 'home') };
  const ran = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env, maxBuffer: 2 ** 28 });
  expect([ran.status, ran.stderr], words.join(' ')).toEqual([0, '']);
  return ran.stdout;
}

function lines(text: string): readonly unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

/** The bytes of a file of an exhibit, read by other means than ours. */
function originalOf(exhibit: string, inside: string): Buffer {
  const bang = inside.indexOf('!/');
  const outer = statSync(exhibit).isDirectory() ? join(exhibit, bang < 0 ? inside : inside.slice(0, bang)) : exhibit;
  const entry = outer.endsWith('.zip') ? (bang < 0 ? inside : inside.slice(bang + 2)) : null;
  return entry === null ? readFileSync(outer) : execFileSync('unzip', ['-p', outer, entry], { maxBuffer: 2 ** 28 });
}

/** How many messages a file holds, as its manifest says, else by counting the lines that begin with a date. */
function expectedCount(path: string, inside: string): number {
  const words = said.get(path) ?? '';
  const stated =
    /^(\d+) messages: /u.exec(words)?.[1] ??
    /schema: (\d+) messages rows \(row 1 sentinel/u.exec(words)?.[1] ??
    /messages (\d+) rows \(row 1 sentinel/u.exec(words)?.[1] ??
    /(\d+) ZWAMESSAGE rows/u.exec(words)?.[1];
  if (stated !== undefined) return Number(stated) - (words.includes('row 1 sentinel') ? 1 : 0);
  if (words.includes('Expect 2 chats x 2 messages')) return 4;
  if (words === '9 contacts') return 0;
  const at = exhibits.find(([reference]) => reference === 'T-1')?.[1] ?? '';
  const text = originalOf(at, inside).toString('utf8');
  return text.split('\n').filter((line) => /^[\u200e\u200f\ufeff]*\[?(?:[A-Z]?\d{1,4}[./-] ?\d{1,2}[./-] ?[A-Z]?\d{1,4}|\d{1,2}:\d{2})/u.test(line)).length; // prettier-ignore
}

describe.skipIf(!existsSync(corpus))('data made by others, from the terminal', () => {
  let engine: Engine;
  let messages: readonly MessageLine[] = [];
  let sources: readonly SourceLine[] = [];
  let verified = '';

  beforeAll(async () => {
    mkdirSync(join(folder.path, 'frozenspider'));
    for (const name of ['msgstore', 'wa']) {
      const db = new Database(join(folder.path, 'frozenspider', `${name}.db`));
      db.exec(readFileSync(join(corpus, 'android/frozenspider', `${name}.sql`), 'utf8'));
      db.close();
    }
    affiant('new', casePath, '--number', '17/2025', '--examiner', 'E. Xaminer', '--authority', 'Order 4');
    for (const [reference, path] of exhibits) affiant('add', casePath, path, '--exhibit', reference);
    affiant('ingest', casePath);
    messages = lines(affiant('messages', casePath, '--json')) as readonly MessageLine[];
    sources = lines(affiant('sources', casePath, '--json')) as readonly SourceLine[];
    verified = affiant('verify', casePath, '--records', 'all', '--json');
    engine = createEngine({
      appDir: join(folder.path, 'home'),
      clock: Date.now,
      jobWorker: new URL('../../src-main/api/job-worker.ts', import.meta.url),
      actor: 'contract test',
      writeSample: null,
    });
    expect(await engine.call({ id: 1, method: 'case.open', params: { path: casePath } })).toMatchObject({
      ok: true,
    });
  }, 180_000);

  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('each database and export is a source with as many messages as others count', () => {
    expect(sources.filter(({ balanced }) => !balanced)).toEqual([]);
    const compared = sources.map((source) => {
      const exhibit = exhibits.find(([reference]) => reference === source.exhibitReference);
      const inside = source.files.find(({ role }) => role === 'text')?.path ?? '';
      const path = exhibit?.[2](inside) ?? '';
      const listed = messages.filter((one) => one.source === source.id && one.class === 'message').length;
      return {
        path: `${path} ${inside}`,
        listed,
        counted: source.counts.messages,
        expected: expectedCount(path, inside),
      };
    });
    expect(compared.filter(({ listed, counted, expected }) => listed !== expected || counted !== expected)).toEqual([]);
    const read = new Set(sources.flatMap(({ files }) => files.map(({ path }) => path.split('!')[0])));
    const exports = [...said.keys()].filter((path) => /^txt\/.*\.(?:txt|zip)$/u.test(path));
    expect(exports.filter((path) => !read.has(path.slice(4)))).toEqual([]);
    expect(exports.length).toBeGreaterThan(50);
  });

  test('200 of their messages lead to bytes that hash as stated and hold row number and text', async () => {
    const random = seededRandom(17);
    const originals = new Map<string, Buffer>();
    const wrong: string[] = [];
    let ranges = 0;
    for (let index = 0; index < 200; index += 1) {
      const line = messages[Math.floor(random() * messages.length)];
      if (line === undefined) throw new Error('no messages');
      const reply = await engine.call({ id: 2 + index, method: 'item.provenance', params: { item: line.id } });
      if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
      const { locators, exhibit } = reply.value as ProvenanceView;
      const read: Buffer[] = [];
      for (const locator of locators) {
        for (const range of locator.ranges) {
          const name = `${exhibit.path} ${range.path}`;
          const original = originals.get(name) ?? originalOf(exhibit.path, range.path);
          originals.set(name, original);
          const bytes = original.subarray(range.offset, range.offset + range.length);
          ranges += 1;
          read.push(bytes);
          const hash = createHash('sha256').update(bytes).digest('hex');
          if (bytes.length !== range.length || hash !== range.sha256) wrong.push(`${line.id}: ${name} ${range.offset}`);
        }
      }
      const { rowid } = line.provenance;
      if (rowid !== null && rowidOf(read[0] ?? Buffer.alloc(0)) !== rowid) wrong.push(`${line.id}: not row ${rowid}`);
      const held = Buffer.concat(read)
        .toString('utf8')
        .replaceAll(/[\r\u200e\u200f]/gu, '');
      const body = line.body?.replaceAll(/[\r\u200e\u200f]/gu, '') ?? '';
      if (!held.includes(body)) wrong.push(`${line.id}: bytes do not hold "${body}"`);
    }
    expect(wrong).toEqual([]);
    expect(ranges).toBeGreaterThanOrEqual(200);
  }, 60_000);

  test('says nothing that a language of the window does not know', async () => {
    const ask = async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
      const reply = await engine.call({ id: 1000, method, params });
      if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
      return reply.value as Result<M>;
    };
    const issues = await ask('issue.page', { limit: 1000 });
    const all = await ask('source.list', {});
    const ledgers = await Promise.all(all.map(({ id }) => ask('source.ledger', { source: id })));
    const sentences = [
      ...issues.rows.map(({ detail }) => detail),
      ...ledgers.flat().flatMap(({ skipped }) => Object.keys(skipped)),
      ...all.flatMap(({ label, owner, questions }) => [label, ...(owner === null ? [] : [owner.claim]), ...questions.flatMap(({ text, choices }) => [text, ...choices.map((choice) => choice.label)])]), // prettier-ignore
    ];
    const authors = all.flatMap(({ questions }) => questions.filter(({ id }) => id === 'owner').flatMap(({ choices }) => choices.map(({ value }) => value))); // prettier-ignore
    expect(issues.total).toBeGreaterThan(50);
    expect(untold(sentences).filter((text) => !authors.includes(text))).toEqual([]);
  });

  test('and verification compares all of them', () => {
    const { ok, checked } = JSON.parse(verified) as {
      ok: boolean;
      checked: { records: number };
    };
    expect(ok).toBe(true);
    expect(checked.records).toBeGreaterThan(messages.length);
  });
});

/** The second number of a table's leaf cell; sqlite.org/fileformat2.html, section 1.6. */
function rowidOf(cell: Buffer): number {
  let at = 0;
  while ((cell[at] ?? 0) > 127) at += 1;
  let rowid = 0;
  for (at += 1; ; at += 1) {
    const byte = cell[at] ?? 0;
    rowid = rowid * 128 + (byte % 128);
    if (byte < 128) return rowid;
  }
}
