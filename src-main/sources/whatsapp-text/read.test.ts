import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenario, postsOn } from '../../../fixtures/scenario.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Account, Attachment, Detail, Extracted, Issue, Message, Tally } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import { fixture } from './fixture.ts';
import { whatsappText } from './index.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/whatsapp/txt');
const scratch = mkdtempSync(join(tmpdir(), 'whatsapp-text-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The files of a folder as an evidence tree; this format needs neither databases nor archives to be tested. */
function folderTree(folder: string, only: (path: string) => boolean = () => true): EvidenceTree {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile() && only(path))
    .sort()
    .map((path): EvidenceFile => {
      const bytes = readFileSync(join(folder, path));
      return {
        path,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        sizeBytes: bytes.length,
        modifiedMs: null,
      };
    });
  return {
    async *glob(pattern) {
      await Promise.resolve();
      if (pattern !== '**/*.txt') throw new Error(`unexpected pattern ${pattern}`);
      yield* files.filter((f) => f.path.endsWith('.txt'));
    },
    get: (path) => Promise.resolve(files.find((f) => f.path === path) ?? null),
    async *bytes(file) {
      await Promise.resolve();
      const bytes = readFileSync(join(folder, file.path));
      for (let at = 0; at < bytes.length; at += 1009) yield bytes.subarray(at, at + 1009);
    },
    head: (file, length) => Promise.resolve(readFileSync(join(folder, file.path)).subarray(0, length)),
    schemaOf: () => Promise.resolve(null),
    logOf: () => Promise.resolve(null),
  };
}

interface Read {
  readonly messages: readonly Message[];
  readonly people: readonly Message[];
  readonly accounts: readonly Account[];
  readonly attachments: readonly Attachment[];
  readonly details: readonly Detail[];
  readonly issues: readonly Issue[];
  readonly tally: Tally;
  readonly questions: readonly string[];
  readonly variant: string;
}

async function readOne(folder: string, name: string, answers: Readonly<Record<string, string>> = {}): Promise<Read> {
  const tree = folderTree(folder, (path) => path === name);
  const [found, ...more] = await whatsappText.detect(tree);
  if (found === undefined || more.length > 0) throw new Error(`${name}: ${more.length + (found ? 1 : 0)} detections`);
  const run: Run = {
    signal: new AbortController().signal,
    answers,
    database: () => null,
    bytes: (file) => tree.bytes(file),
    tree,
    progress: () => undefined,
  };
  const all: Extracted[] = [];
  for await (const record of whatsappText.read(found, run)) all.push(record);
  const of = <K extends Extracted['kind']>(kind: K) =>
    all.filter((r): r is Extract<Extracted, { kind: K }> => r.kind === kind);
  const tally = of('tally')[0];
  if (tally === undefined) throw new Error('no tally');
  const messages = of('message');
  return {
    messages,
    people: messages.filter((m) => m.sender !== null),
    accounts: of('account'),
    attachments: of('attachment'),
    details: of('detail'),
    issues: of('issue'),
    tally,
    questions: found.questions.map((q) => q.id),
    variant: found.variant,
  };
}

function wall(message: Message | undefined): string | undefined {
  const time = message?.times[0];
  return time === undefined ? undefined : new Date(time.utcMs).toISOString().slice(0, 19);
}

describe('the story, exported and read back', () => {
  const device = scenario().devices.find((d) => d.id === 'ben-phone');
  if (device === undefined) throw new Error('no device');
  const folder = join(scratch, 'story');
  beforeAll(async () => {
    for (const variant of fixture.variants)
      await fixture.write(scenario(), { root: join(folder, variant), device }, variant);
  });

  it.each(fixture.variants)('%s: each post is one message, in order, with its text', async (variant) => {
    const root = join(folder, variant);
    const name = readdirSync(root, { recursive: true, encoding: 'utf8' }).find(
      (p) => p.endsWith('.txt') && p.includes('Ada Hamburg'),
    );
    if (name === undefined) throw new Error('not written');
    const read = await readOne(root, name);
    const posts = [...postsOn(scenario(), 'ben-phone')].filter((p) => p.thread === 'ada-ben');
    expect(read.variant).toBe(variant);
    expect(read.messages).toHaveLength(posts.length);
    for (const [i, post] of posts.entries()) {
      const message = read.messages[i];
      if (post.revoked !== null) expect(message?.type).toBe('revoked');
      else if (post.body.type === 'text') expect(message?.body).toBe(post.body.text);
      if (post.body.type === 'media' && post.revoked === null && variant === 'ios-bracket')
        expect(message?.body).toBe(post.body.caption);
    }
    expect(read.tally.rows).toBe(read.tally.used);
    expect(read.accounts.map((a) => a.identifier).sort()).toEqual(['Ada Hamburg', 'Ben O']);
  });

  it('reads a message back from its bytes', async () => {
    const root = join(folder, 'ios-bracket');
    const name = 'WhatsApp Chat - Ada Hamburg/_chat.txt';
    const bytes = readFileSync(join(root, name));
    const read = await readOne(root, name);
    const asked = read.messages.find((m) => m.body?.startsWith('Crate 17 has no papers') === true);
    const at = asked?.from.at[0];
    if (at?.kind !== 'bytes') throw new Error('no bytes');
    expect(bytes.subarray(at.offset, at.offset + at.length).toString()).toContain(
      'Crate 17 has no papers. Can it still go on the Thursday boat?',
    );
    const covered = read.messages.reduce(
      (sum, m) => sum + (m.from.at[0].kind === 'bytes' ? m.from.at[0].length : 0),
      0,
    );
    expect(covered).toBe(bytes.length);
  });

  it('reads times in a zone that the examiner states, clock changes included', async () => {
    const read = await readOne(join(folder, 'ios-bracket'), 'WhatsApp Chat - Ada Hamburg/_chat.txt', {
      zone: 'Europe/London',
    });
    const message = read.messages.find((m) => m.body === 'One second before the clocks change');
    expect(message?.times[0]?.zone).toBe('stated');
    expect(message?.times[0]?.utcMs).toBe(Date.parse('2025-03-30T00:59:59Z'));
  });
});

describe('what a file leaves open', () => {
  it('asks for the order of day and month, takes the answer, and says so', async () => {
    writeFileSync(join(scratch, 'open.txt'), '3/4/22, 10:00 - Ada: x\n3/4/22, 10:01 - Ben: y\n');
    const assumed = await readOne(scratch, 'open.txt');
    expect(assumed.questions).toContain('date-order');
    expect(wall(assumed.messages[0])).toBe('2022-04-03T10:00:00');
    expect(assumed.issues.find((i) => i.code === 'date-order-assumed')?.severity).toBe('warning');
    const stated = await readOne(scratch, 'open.txt', { 'date-order': 'month-first' });
    expect(wall(stated.messages[0])).toBe('2022-03-04T10:00:00');
  });

  it('keeps bytes that are not UTF-8, with an issue', async () => {
    writeFileSync(join(scratch, 'latin.txt'), Buffer.from('13/4/22, 10:00 - Ada: caf\xe9\n', 'latin1'));
    const read = await readOne(scratch, 'latin.txt');
    expect(read.messages[0]?.body).toBe('café');
    expect(read.issues.map((i) => i.code)).toContain('undecodable-text');
  });

  it('says so when the numbers are no date', async () => {
    writeFileSync(join(scratch, 'nodate.txt'), '13/4/22, 10:00 - Ada: a\n31/2/22, 10:00 - Ada: b\n');
    const read = await readOne(scratch, 'nodate.txt');
    expect(read.messages[1]?.times).toEqual([]);
    expect(read.issues.find((i) => i.code === 'time-out-of-range')?.stored).toContain('31/2/22');
  });

  it('counts lines before the first stamp as skipped', async () => {
    writeFileSync(join(scratch, 'lead.txt'), 'found on a stick\n\n13/4/22, 10:00 - Ada: a\nb\n');
    const { tally, messages } = await readOne(scratch, 'lead.txt');
    expect(tally).toMatchObject({ rows: 4, used: 2, skipped: { 'line before the first time stamp': 2 } });
    expect(messages[0]?.body).toBe('a\nb');
  });
});

describe.skipIf(!existsSync(corpus))('exports made by others (shared corpus)', () => {
  const languages = existsSync(corpus) ? readdirSync(join(corpus, 'whats_json/languages')) : [];

  it.each(languages.filter((n) => n.endsWith('_ios.txt')))('%s: 23 messages, 4 texts, 2 places', async (name) => {
    const read = await readOne(join(corpus, 'whats_json/languages'), name);
    expect(read.messages).toHaveLength(23);
    expect(read.messages.filter((m) => m.type === 'text')).toHaveLength(4);
    expect(read.messages.filter((m) => m.type === 'location')).toHaveLength(2);
    expect(read.messages.filter((m) => m.type === 'revoked')).toHaveLength(2);
    expect(read.attachments).toHaveLength(14);
    expect(wall(read.messages[1])).toBe('2022-03-27T21:41:35');
  });

  it.each(['english_android.txt', 'czech_android.txt'])(
    '%s: 60 messages, 15 texts, 2 files, 3 places',
    async (name) => {
      const read = await readOne(join(corpus, 'whats_json/languages'), name);
      expect(read.messages).toHaveLength(60);
      expect(read.attachments.filter((a) => a.name !== null)).toHaveLength(2);
      expect(read.messages.filter((m) => m.type === 'location')).toHaveLength(3);
      // The reference counts the two bodies `null` as texts of the app; here they are kept as the text that stands there.
      expect(read.messages.filter((m) => m.type === 'text' && m.body !== 'null')).toHaveLength(15);
    },
  );

  it('gives equal instants for three calendars', async () => {
    const folder = join(corpus, 'whats_json/calendars');
    const all = await Promise.all(readdirSync(folder).map((name) => readOne(folder, name)));
    // The files were exported on three days: later lines are missing in two, and some stamps differ by a second.
    const times = all.map((r) => r.messages.slice(0, 22).map((m) => m.times[0]?.utcMs ?? NaN));
    expect(times.length).toBeGreaterThan(1);
    for (const other of times)
      for (const [i, ms] of other.entries()) expect(Math.abs(ms - (times[0]?.[i] ?? NaN))).toBeLessThanOrEqual(1000);
  });

  it('chat-miner: five layouts, the six messages of target.json', async () => {
    const folder = join(corpus, 'chat-miner');
    const target = JSON.parse(readFileSync(join(folder, 'target.json'), 'utf8')) as {
      timestamp: string;
      author: string;
      message: string;
    }[];
    const wanted = target.map((t) => `${t.timestamp.slice(0, 16)} ${t.author}`).sort();
    for (const name of readdirSync(folder).filter((n) => n.endsWith('.txt'))) {
      const read = await readOne(folder, name);
      // The reference leaves out `John Doe:.`, a message of one dot.
      const got = read.people
        .filter((m) => m.body !== '.')
        .map((m) => `${wall(m)?.slice(0, 16) ?? ''} ${m.sender?.slice('author:'.length) ?? ''}`)
        .sort();
      expect(got, name).toEqual(wanted);
    }
  });

  it('WhatsR: the same chat in four layouts agrees in authors and texts', async () => {
    const folder = join(corpus, 'WhatsR');
    const all = await Promise.all(
      readdirSync(folder).map(async (name) => ({ name, read: await readOne(folder, name) })),
    );
    const first = all[0];
    if (first === undefined) throw new Error('no files');
    const plain = (r: Read): readonly string[] =>
      r.messages.filter((m) => m.type === 'text').map((m) => `${m.sender ?? ''} ${(m.body ?? '').trim()}`);
    for (const { name, read } of all) expect(plain(read).length, name).toBeGreaterThan(10);
    const android = all.filter(({ name }) => name.includes('android'));
    for (const { name, read } of android) expect(plain(read), name).toEqual(plain(android[0]?.read ?? read));
  });

  it('chat-analytics: an ambiguous date is read day first and asked for; eleven messages of people', async () => {
    const read = await readOne(join(corpus, 'chat-analytics'), '4A_11M.txt');
    expect(read.questions).toContain('date-order');
    expect(wall(read.messages[0])?.slice(0, 10)).toBe('2020-09-12');
    expect(read.people).toHaveLength(11);
    expect(read.messages.filter((m) => m.type === 'system')).toHaveLength(3);
  });

  it('frozenspider: both date orders in one file, told and read in step', async () => {
    const folder = join(corpus, 'frozenspider');
    const read = await readOne(folder, readdirSync(folder)[0] ?? '');
    expect(new Set(read.messages.map((m) => wall(m)?.slice(0, 10)))).toEqual(new Set(['2023-06-30']));
    expect(read.issues.map((i) => i.code)).toContain('date-order-mixed');
    expect(read.attachments.filter((a) => a.name !== null)).toHaveLength(4);
    expect(read.messages.some((m) => m.body?.includes('multi-line message!') === true)).toBe(true);
  });

  it('timelinize: polls in two languages, edit, deletions, call, places, page counts', async () => {
    const read = await readOne(join(corpus, 'timelinize'), '_chat.txt');
    expect(read.messages.filter((m) => m.type === 'poll').map((m) => m.body)).toEqual(['A question', 'Una pregunta']);
    expect(read.details.filter((d) => d.content.type === 'poll-option')).toHaveLength(5);
    expect(read.messages.find((m) => m.stored?.edited === 1)?.body).toBe('An edited message');
    expect(read.messages.filter((m) => m.type === 'revoked')).toHaveLength(2);
    expect(read.accounts.find((a) => a.owner !== null)?.identifier).toBe('Person 1');
    expect(read.messages.filter((m) => m.type === 'location')).toHaveLength(2);
    expect(read.messages.filter((m) => m.type === 'call')).toHaveLength(1);
  });

  const layouts = existsSync(corpus) ? readdirSync(join(corpus, 'whats-reader')) : [];
  it.each(layouts)('whats-reader/%s: every dated line is a message', async (name) => {
    const folder = join(corpus, 'whats-reader');
    const dated = readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => /^[\u200E\u200F]?\[?\d/u.test(line));
    const read = await readOne(folder, name);
    expect(read.messages).toHaveLength(dated.length);
  });
});
