import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, readExport, wall, type Read } from './fixture-read.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/whatsapp/txt');

describe.skipIf(!existsSync(corpus))('exports made by others (shared corpus)', () => {
  const languages = existsSync(corpus) ? readdirSync(join(corpus, 'whats_json/languages')) : [];

  it.each(languages.filter((n) => n.endsWith('_ios.txt')))('%s: 23 messages, 4 texts, 2 places', async (name) => {
    const read = await readExport(join(corpus, 'whats_json/languages'), name);
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
      const read = await readExport(join(corpus, 'whats_json/languages'), name);
      expect(read.messages).toHaveLength(60);
      expect(read.attachments.filter((a) => a.name !== null)).toHaveLength(2);
      expect(read.messages.filter((m) => m.type === 'location')).toHaveLength(3);
      // The reference counts the two bodies `null` as texts of the app; here they are kept as the text that stands there.
      expect(read.messages.filter((m) => m.type === 'text' && m.body !== 'null')).toHaveLength(15);
    },
  );

  it('gives equal instants for three calendars', async () => {
    const folder = join(corpus, 'whats_json/calendars');
    const all = await Promise.all(readdirSync(folder).map((name) => readExport(folder, name)));
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
      const read = await readExport(folder, name);
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
      readdirSync(folder).map(async (name) => ({ name, read: await readExport(folder, name) })),
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
    const read = await readExport(join(corpus, 'chat-analytics'), '4A_11M.txt');
    expect(read.found.questions.map((q) => q.id)).toContain('date-order');
    expect(wall(read.messages[0])?.slice(0, 10)).toBe('2020-09-12');
    expect(read.people).toHaveLength(11);
    expect(read.messages.filter((m) => m.type === 'system')).toHaveLength(3);
  });

  it('frozenspider: both date orders in one file, told and read in step', async () => {
    const folder = join(corpus, 'frozenspider');
    const read = await readExport(folder, readdirSync(folder)[0] ?? '');
    expect(new Set(read.messages.map((m) => wall(m)?.slice(0, 10)))).toEqual(new Set(['2023-06-30']));
    expect(read.issues.map((i) => i.code)).toContain('date-order-mixed');
    expect(read.attachments.filter((a) => a.name !== null)).toHaveLength(4);
    expect(read.messages.some((m) => m.body?.includes('multi-line message!') === true)).toBe(true);
  });

  it('timelinize: polls in two languages, edit, deletions, call, places, page counts', async () => {
    const read = await readExport(join(corpus, 'timelinize'), '_chat.txt');
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
    const read = await readExport(folder, name);
    expect(read.messages).toHaveLength(dated.length);
  });

  it('whats_json: the same chat with its media named, in exports of both phones', async () => {
    const ios = await readExport(join(corpus, 'whats_json/languages'), 'english_ios_media.txt');
    expect(ios.messages).toHaveLength(25);
    expect(ios.attachments.filter((a) => a.name !== null).length).toBeGreaterThan(5);
    const android = await readExport(join(corpus, 'whats_json/languages'), 'english_android_media.txt');
    expect(android.messages).toHaveLength(60);
    expect(android.attachments.filter((a) => a.name !== null).length).toBeGreaterThan(2);
  });

  it.each(['android', 'ios', 'calendars', 'example'])(
    'whats_json/%s: every stamped line is a message of the file',
    async (part) => {
      const folder = join(corpus, 'whats_json', part);
      for (const name of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, name));
        const read = await readExport(folder, name);
        const stamped = bytes
          .toString()
          .split('\n')
          .filter((line) => /^\u200E?(?:\[?\d{1,4}[/. :-]\d)/u.test(line));
        expect(read.messages, name).toHaveLength(stamped.length);
        expect(
          read.messages.reduce((sum, m) => sum + bytesOf(m).length, 0),
          name,
        ).toBe(bytes.length);
        expect(read.tally, name).toMatchObject({ skipped: {} });
      }
    },
  );

  it('whatstk: every line of the generated chats is a message, year first in the two parts', async () => {
    const folder = join(corpus, 'whatstk');
    const [all, first, second, pokemon] = await Promise.all(
      ['lorem.txt', 'lorem-merge-part1.txt', 'lorem-merge-part2.txt', 'pokemon.txt'].map((name) =>
        readExport(folder, name),
      ),
    );
    expect([all, first, second].map((read) => read?.messages.length)).toEqual([500, 300, 300]);
    expect([first, second].map((read) => [wall(read?.messages[0]), wall(read?.messages.at(-1))])).toEqual([
      ['2019-10-20T10:16:00', '2020-01-10T00:00:00'],
      ['2020-06-20T10:16:00', '2020-09-10T00:00:00'],
    ]);
    expect(new Set(pokemon?.people.map((m) => m.sender)).size).toBeGreaterThan(2);
  });

  it('rwhatsapp and chat-analytics: a zip holds the same messages as the text', async () => {
    for (const [folder, name] of [
      ['rwhatsapp', 'sample'],
      ['chat-analytics', '4A_11M'],
    ] as const) {
      const text = await readExport(join(corpus, folder, `${name}.txt`));
      const zip = await readExport(join(corpus, folder, `${name}.zip`));
      expect(text.messages.length, name).toBeGreaterThan(5);
      expect(
        zip.messages.map((m) => [wall(m), m.sender, m.body]),
        name,
      ).toEqual(text.messages.map((m) => [wall(m), m.sender, m.body]));
    }
  });

  it('chat-analytics: five messages of two authors, in the order of the file though one is earlier', async () => {
    const read = await readExport(join(corpus, 'chat-analytics/2A_5M.txt'));
    expect(read.people).toHaveLength(5);
    expect(new Set(read.people.map((m) => m.sender)).size).toBe(2);
    expect(read.attachments).toHaveLength(1);
    const times = read.people.map((m) => m.times[0]?.utcMs ?? NaN);
    expect(times).not.toEqual(times.toSorted((a, b) => a - b));
    expect(read.people.map((m) => m.order)).toEqual(
      read.people.map((m) => m.order).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    );
  });

  it('WhatsR: the iPhone layouts agree with the Android ones in senders', async () => {
    const folder = join(corpus, 'WhatsR');
    const senders = async (name: string): Promise<readonly unknown[]> => [
      ...new Set((await readExport(folder, name)).people.map((m) => m.sender)),
    ];
    const android = await senders('englishandroid24h.txt');
    expect(android.length).toBeGreaterThan(2);
    for (const name of ['englishios24h.txt', 'englishiosampm.txt', 'englishandroidampm.txt'])
      expect((await senders(name)).toSorted(), name).toEqual(android.toSorted());
  });

  it('whatsanalyze: every byte of the example chat lies in a message', async () => {
    const path = join(corpus, 'whatsanalyze/chat_example.txt');
    const read = await readExport(path);
    expect(read.messages.length).toBeGreaterThan(100);
    expect(read.messages.reduce((sum, m) => sum + bytesOf(m).length, 0)).toBe(readFileSync(path).length);
  });
});
