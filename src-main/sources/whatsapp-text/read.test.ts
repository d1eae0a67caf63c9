import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenario, postsOn } from '../../../fixtures/scenario.ts';
import { zipFolder } from '../../../fixtures/zip-writer.ts';
import { bytesOf, readExport, wall } from './fixture-read.ts';
import { fixture } from './fixture.ts';

const scratch = mkdtempSync(join(tmpdir(), 'whatsapp-text-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

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
    const read = await readExport(root, name);
    const posts = [...postsOn(scenario(), 'ben-phone')].filter((p) => p.thread === 'ada-ben');
    expect(read.found.variant).toBe(variant);
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
    const read = await readExport(root, name);
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
    const read = await readExport(join(folder, 'ios-bracket'), 'WhatsApp Chat - Ada Hamburg/_chat.txt', {
      zone: 'Europe/London',
    });
    const message = read.messages.find((m) => m.body === 'One second before the clocks change');
    expect(message?.times[0]?.zone).toBe('stated');
    expect(message?.times[0]?.utcMs).toBe(Date.parse('2025-03-30T00:59:59Z'));
  });
});

describe('a zip', () => {
  it('of the app gives the messages with their attachments beside them', async () => {
    const source = join(scratch, 'to-zip');
    mkdirSync(source);
    const lines = [
      '[18/3/22, 9:00:00] Ada: hello',
      '\u200E[18/3/22, 9:00:01] Ada: \u200E<attached: 00000001-PHOTO-2022-03-18-09-00-01.jpg>',
      '\u200E[18/3/22, 9:00:02] Ben: Bill.pdf • \u200E2 pages \u200E<attached: 00000002-Bill.pdf>',
      '\u200E[18/3/22, 9:00:03] Ben: \u200E<attached: ../../etc/passwd>',
    ];
    writeFileSync(join(source, '_chat.txt'), `${lines.join('\r\n')}\r\n`);
    writeFileSync(join(source, '00000001-PHOTO-2022-03-18-09-00-01.jpg'), 'picture');
    const zip = join(scratch, 'WhatsApp Chat - Ada.zip');
    zipFolder(source, zip);
    const read = await readExport(zip);
    expect(read.messages).toHaveLength(4);
    expect(read.attachments.map((a) => [a.type, a.name, a.caption, a.candidates])).toEqual([
      ['image', '00000001-PHOTO-2022-03-18-09-00-01.jpg', null, ['00000001-PHOTO-2022-03-18-09-00-01.jpg']],
      ['document', '00000002-Bill.pdf', 'Bill.pdf', ['00000002-Bill.pdf']],
      ['document', '../../etc/passwd', null, []],
    ]);
    const covered = read.messages.reduce((sum, m) => sum + bytesOf(m).length, 0);
    expect(covered).toBe(readFileSync(join(source, '_chat.txt')).length);
  });
});

describe('what a file leaves open', () => {
  it('asks for the order of day and month, takes the answer, and says so', async () => {
    writeFileSync(join(scratch, 'open.txt'), '3/4/22, 10:00 - Ada: x\n3/4/22, 10:01 - Ben: y\n');
    const assumed = await readExport(scratch, 'open.txt');
    expect(assumed.found.questions.map((q) => q.id)).toContain('date-order');
    expect(wall(assumed.messages[0])).toBe('2022-04-03T10:00:00');
    expect(assumed.issues.find((i) => i.code === 'date-order-assumed')?.severity).toBe('warning');
    const stated = await readExport(scratch, 'open.txt', { 'date-order': 'month-first' });
    expect(wall(stated.messages[0])).toBe('2022-03-04T10:00:00');
  });

  it('keeps bytes that are not UTF-8, with an issue', async () => {
    writeFileSync(join(scratch, 'latin.txt'), Buffer.from('13/4/22, 10:00 - Ada: caf\xe9\n', 'latin1'));
    const read = await readExport(scratch, 'latin.txt');
    expect(read.messages[0]?.body).toBe('café');
    expect(read.issues.map((i) => i.code)).toContain('undecodable-text');
  });

  it('says so when the numbers are no date', async () => {
    writeFileSync(join(scratch, 'nodate.txt'), '13/4/22, 10:00 - Ada: a\n31/2/22, 10:00 - Ada: b\n');
    const read = await readExport(scratch, 'nodate.txt');
    expect(read.messages[1]?.times).toEqual([]);
    expect(read.issues.find((i) => i.code === 'time-out-of-range')?.stored).toContain('31/2/22');
  });

  it('counts lines before the first stamp as skipped', async () => {
    writeFileSync(join(scratch, 'lead.txt'), 'found on a stick\n\n13/4/22, 10:00 - Ada: a\nb\n');
    const { tally, messages } = await readExport(scratch, 'lead.txt');
    expect(tally).toMatchObject({ rows: 4, used: 2, skipped: { 'line before the first time stamp': 2 } });
    expect(messages[0]?.body).toBe('a\nb');
  });
});
