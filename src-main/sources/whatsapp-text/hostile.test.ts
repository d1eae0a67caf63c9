import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesOf, readExport, wall, type Read } from './fixture-read.ts';
import { readLines } from '../text-lines.ts';

const scratch = mkdtempSync(join(tmpdir(), 'whatsapp-text-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});
let count = 0;

async function read(content: string | Uint8Array, answers: Readonly<Record<string, string>> = {}): Promise<Read> {
  count += 1;
  const path = join(scratch, `WhatsApp Chat with ${count}.txt`);
  writeFileSync(path, content);
  return readExport(path, '', answers);
}

/** Every byte lies in one message, or in a line before the first stamp; lines used and skipped add up. */
function expectAccount(read: Read, content: Uint8Array): void {
  const { rows, used, skipped } = read.tally;
  expect(used + Object.values(skipped).reduce((sum, lines) => sum + lines, 0)).toBe(rows);
  const [first] = read.messages;
  let at = first === undefined ? content.length : bytesOf(first).offset;
  const lines = content.subarray(0, at).filter((byte) => byte === 0x0a).length;
  if (first !== undefined && content[0] !== 0xff && content[0] !== 0xfe)
    expect(skipped['line before the first time stamp'] ?? 0).toBe(lines);
  for (const message of read.messages) {
    const { offset, length } = bytesOf(message);
    expect(offset).toBe(at);
    at += length;
  }
  expect(at).toBe(content.length);
}

const stamps = [
  '[18/3/22, 14:56:01] Ada: ', '\u200E[3/18/22, 2:56:01\u202FPM] ~\u202FBen: \u200E', '18/03/2022, 14:56 - Ada Hamburg: ', '18.03.22, 14:56 - ', '[14:56, 18/3/2022] Ben: ',
  '[١٨\u200F/٣\u200F/٢٠٢٢، ٢:٥٦:٠١ م] Ada: ', '[3/18/R4, 14:56:01] Ada: ', '31/2/22, 9:00 - Ada: ', '99/99/2022, 10:00 - x',
]; // prettier-ignore
const pieces = fc.oneof(
  fc.constantFrom(...stamps),
  fc.constantFrom('\n', '\r\n', '\r', '\uFEFF', '<Media omitted>', '\u200Eimage omitted', 'POLL:\n', '\u200EOPTION: a (2 votes)\n', '<attached: a.jpg>', ': ', '<', '>'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
); // prettier-ignore

describe('any bytes', () => {
  it('of the shape of an export end in messages that hold every byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (parts) => {
        const content = Buffer.from(parts.join(''));
        expectAccount(await read(content), content);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('of no shape do not end the reading', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('', ...stamps), fc.uint8Array({ maxLength: 400 }), async (start, noise) => {
        const content = Buffer.concat([Buffer.from(start), noise]);
        expectAccount(await read(content), content);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('are cut into the same lines, however they come', async () => {
    const linesOf = async (bytes: Uint8Array, size: number): Promise<readonly unknown[]> => {
      async function* chunks(): AsyncGenerator<Uint8Array> {
        await Promise.resolve();
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const all: unknown[] = [];
      for await (const lines of readLines(chunks())) all.push(...lines);
      return all;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('utf8' as const, 'utf16le' as const),
        fc.array(fc.constantFrom('a', '\n', '\r\n', '\u0A00', '\u000A\u0A0A', '漢', '\r'), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (encoding, parts, size) => {
          const bytes = Buffer.from(`${encoding === 'utf16le' ? '\uFEFF' : ''}${parts.join('')}`, encoding);
          expect(await linesOf(bytes, size)).toEqual(await linesOf(bytes, 1 << 20));
        },
      ),
    );
  });

  it.each([
    ['tabs in a bracket', `18/3/22, 9:00 - Ada: <${'\t'.repeat(200_000)}x`],
    ['open brackets', `18/3/22, 9:00 - Ada: ${'<a'.repeat(200_000)}`],
    ['options without end', `18/3/22, 9:00 - Ada: POLL:\nq\n${'OPTION: a\n'.repeat(20_000)}!`],
    ['blanks before a mark', `18/3/22, 9:00 - Ada: ${' '.repeat(300_000)}\u200E<`],
    ['a name a line', Array.from({ length: 20_000 }, (_, i) => `18/3/22, 9:00 - Ada ${i} b c: x\n`).join('')],
  ])(
    'do not stop the clock: %s',
    async (_, content) => {
      const bytes = Buffer.from(content);
      expectAccount(await read(bytes), bytes);
    },
    20_000,
  );
});

describe('the bytes of a message', () => {
  it('are found by dd and have the hash that sha256sum prints', async () => {
    const content = '\uFEFF18/3/22, 9:00 - Ada: naïve 漢字\r\nsecond line\r\n18/3/22, 9:01 - Ben: 👩‍🔧\r\n';
    const { messages } = await read(content);
    const file = join(scratch, `WhatsApp Chat with ${count}.txt`);
    expect(messages.map((m) => m.body)).toEqual(['naïve 漢字\nsecond line', '👩‍🔧']);
    for (const message of messages) {
      const { offset, length } = bytesOf(message);
      const command = `dd if="$0" iflag=skip_bytes,count_bytes skip=${offset} count=${length} status=none | sha256sum`;
      const printed = execFileSync('sh', ['-c', command, file], { encoding: 'utf8' }).split(' ')[0];
      const bytes = readFileSync(file).subarray(offset, offset + length);
      expect(printed).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(bytes.toString()).toContain(message.body?.split('\n').at(-1) ?? 'no body');
    }
  });
});

describe('encodings', () => {
  it.each(['utf16le', 'utf16be'] as const)('%s with its mark is read, byte by byte accounted for', async (encoding) => {
    const text = '\uFEFF18/3/22, 9:00 - Ada: \u0A41\u4100\u0A41 naïve\r\nmore 漢\r\n18/3/22, 9:01 - Ben: y';
    const little = Buffer.from(text, 'utf16le');
    const content = encoding === 'utf16le' ? little : Buffer.from(little).swap16();
    const got = await read(content);
    expect(got.messages.map((m) => m.body)).toEqual(['\u0A41\u4100\u0A41 naïve\nmore 漢', 'y']);
    expect(got.issues.map((issue) => issue.code)).not.toContain('undecodable-text');
    expectAccount(got, content);
  });

  it('says so when half a character is left over', async () => {
    const content = Buffer.concat([Buffer.from('\uFEFF18/3/22, 9:00 - Ada: x\n', 'utf16le'), Buffer.from([0x61])]);
    const got = await read(content);
    expect(got.issues.map((issue) => issue.code)).toContain('undecodable-text');
    expectAccount(got, content);
  });
});

describe('lines that look like what they are not', () => {
  it('keeps copies of messages inside the message into which they were pasted', async () => {
    const got = await read(
      '18/3/22, 9:00 - Ada: look:\n[21:14, 12/03/2022] Ben: pay or else\n18/3/22, 9:01 - Ada: see?\n',
    );
    expect(got.messages.map((m) => m.body)).toEqual(['look:\n[21:14, 12/03/2022] Ben: pay or else', 'see?']);
    expect(got.accounts.map((a) => a.identifier)).toEqual(['Ada']);
    expect(got.issues.find((issue) => issue.detail.includes('copied out of the app'))).toMatchObject({
      severity: 'note',
    });
  });

  it('reads a file of copies as such', async () => {
    const got = await read('[21:14, 12/03/2022] Ben: pay\n[21:15, 12/03/2022] Ada: no\n');
    expect(got.found.variant).toBe('clipboard');
    expect(got.people).toHaveLength(2);
  });

  it('says how many lines begin like a stamp that it cannot read', async () => {
    const got = await read('18/3/22, 9:00 - Ada: a\n99/99/2022, 9:01 - Ben: b\n18/3/22, 9:02 - Ada: c\n');
    expect(got.messages).toHaveLength(2);
    expect(got.issues.find((issue) => issue.code === 'schema-unknown')?.detail).toMatch(/^1 lines begin like/);
  });

  it('names a file that bears an export’s name and cannot be read', async () => {
    const got = await read('20 Jul 22:35 - Ada: no year\n');
    expect(got.messages).toEqual([]);
    expect(got.issues).toContainEqual(expect.objectContaining({ severity: 'error', code: 'schema-unknown' }));
    expect(got.tally).toMatchObject({ rows: 1, used: 0 });
  });

  it('takes the app’s words for text where the export marks its own and these bear no mark', async () => {
    const got = await read(
      [
        '[18/3/22, 9:00:00] Ada: \u200EThis message was deleted.',
        '[18/3/22, 9:00:01] Ada: This message was deleted.',
        '[18/3/22, 9:00:02] Ada: You deleted this message.',
        '[18/3/22, 9:00:03] Ada: image omitted',
        '[18/3/22, 9:00:04] Ada: done <This message was edited>',
      ].join('\n'),
    );
    expect(got.messages.map((m) => m.type)).toEqual(['revoked', 'text', 'text', 'text', 'text']);
    expect(got.messages.at(-1)).toMatchObject({ body: 'done <This message was edited>', stored: { edited: 0 } });
    expect(got.attachments).toEqual([]);
    expect(got.accounts.map((a) => a.owner?.assumed ?? null)).toEqual([null]);
  });

  it('makes no person of the name that the app’s own lines bear', async () => {
    const got = await read(
      '[18/3/22, 9:00:00] Harbour: \u200EAda created group “Harbour”\n[18/3/22, 9:00:01] Harbour: \u200EAda added you\n[18/3/22, 9:00:02] Ada: hello\n',
    );
    expect(got.accounts.map((a) => a.identifier)).toEqual(['Ada']);
    expect(got.found.questions.find((q) => q.id === 'owner')?.choices.map((c) => c.value)).toEqual(['', 'Ada']);
  });

  it('keeps the words in front of a place', async () => {
    const place = 'https://maps.google.com/?q=51.5,-0.12';
    const got = await read(`18/3/22, 9:00 - Ada: location: ${place}\n18/3/22, 9:01 - Ada: meet me at noon: ${place}\n`);
    expect(got.messages.map((m) => [m.type, m.body])).toEqual([
      ['location', null],
      ['location', `meet me at noon: ${place}`],
    ]);
  });

  it('takes a long sentence with a colon for a line of the app', async () => {
    const words = 'Messages and calls in this chat are kept private and: nobody outside can read them';
    const got = await read(`18/3/22, 9:00 - ${words}\n18/3/22, 9:01 - Ada: x\n`);
    expect(got.messages[0]).toMatchObject({ type: 'system', sender: null, body: words });
  });
});

describe('dates', () => {
  it.each([
    ['Persian', '[۱۴۰۲/۱/۱۵،\u200F ۲:۵۶:۰۱ ب.ظ.] Ada: x', '2023-04-04T14:56:01'],
    ['Persian with other digits', '[15/1/1402, 14:56:01] Ada: x', '2023-04-04T14:56:01'],
    ['Umm al-Qura', '[15\u200F/8\u200F/1443 هـ، 2:56:01 م] Ada: x', '2022-03-18T14:56:01'],
    ['Buddhist', '18/3/2565 14:56 - Ada: x', '2022-03-18T14:56:00'],
    ['Buddhist with two digits', '18/3/65 14:56 - Ada: x', '2022-03-18T14:56:00'],
    ['Buddhist with its mark', '[18/3/2565 พ.ศ., 14:56:01] Ada: x', '2022-03-18T14:56:01'],
    ['Japanese', '[R4/3/18 14:56:01] Ada: x', '2022-03-18T14:56:01'],
  ])('of the %s calendar are converted, and that is said', async (_, line, expected) => {
    const got = await read(line);
    expect(wall(got.messages[0])).toBe(expected);
    expect(got.issues.some((issue) => issue.detail.includes('which were converted'))).toBe(true);
  });

  it('that the calendar does not have are no time', async () => {
    const got = await read('[31/7/1402, 9:00:00] Ada: x\n[30/12/1402, 9:00:00] Ada: y\n');
    expect(got.messages.map((m) => m.times)).toEqual([[], []]);
    expect(got.issues.filter((issue) => issue.code === 'time-out-of-range')).toHaveLength(2);
  });

  it('are marked where the stated zone’s clocks showed them twice or never', async () => {
    const got = await read(
      '26/10/2025, 01:30 - Ada: twice\n30/3/2025, 01:30 - Ada: never\n30/3/2025, 03:00 - Ada: once\n',
      {
        zone: 'Europe/London',
      },
    );
    expect(got.messages.map((m) => m.times[0]?.utcMs)).toEqual([
      Date.parse('2025-10-26T00:30:00Z'),
      Date.parse('2025-03-30T01:30:00Z'),
      Date.parse('2025-03-30T02:00:00Z'),
    ]);
    const said = got.issues.filter((issue) => issue.from !== null).map((issue) => [issue.severity, issue.stored]);
    expect(said).toEqual([
      ['note', '26/10/2025, 01:30 -'],
      ['warning', '30/3/2025, 01:30 -'],
    ]);
  });

  it('say what became of an answer that could not be used', async () => {
    const got = await read('18/3/22, 9:00 - Ada: a\n', {
      zone: 'Mars/Olympus',
      owner: 'Nobody',
      'date-order': 'month-first',
    });
    expect(got.messages[0]?.times[0]?.zone).toBe('unstated');
    expect(got.issues.filter((issue) => issue.stored !== null).map((issue) => [issue.code, issue.stored])).toEqual([
      ['time-zone-unstated', 'Mars/Olympus'],
      ['owner-unknown', 'Nobody'],
      ['date-order-assumed', 'month-first'],
    ]);
  });
});
