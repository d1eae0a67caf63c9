import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Extracted } from '../../model/index.ts';
import { ofKind, openTallies, readAll, type Reading } from './fixture-run.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/whatsapp/ios');
const messagesZip = join(corpus, 'testdata.whatsApp.whatsAppMessages.josh_ios15_ffs.zip');
const contactsZip = join(corpus, 'testdata.whatsApp.whatsAppContacts.josh_ios15_ffs.zip');

describe.skipIf(!existsSync(messagesZip))('a public iOS 15 image', () => {
  let work = '';
  let reading: Reading;
  let records: readonly Extracted[] = [];

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'affiant-ios-'));
    const [first, ...others] = await readAll(messagesZip, work);
    if (first === undefined || others.length > 0) throw new Error('one store was expected');
    reading = first;
    records = first.records;
  });
  afterAll(() => {
    rmSync(work, { recursive: true, force: true });
  });

  it('is found by its schema as the modern variant', () => {
    expect(reading.found.variant).toBe('modern');
    expect(Object.keys(reading.found.files)).toEqual(['messages']);
  });

  it('has the counts that the manifest states', () => {
    const messages = ofKind(records, 'message');
    expect(messages).toHaveLength(32);
    expect(ofKind(records, 'conversation')).toHaveLength(5);
    const count = (typeStored: string, direction: string): number =>
      messages.filter((m) => m.typeStored === typeStored && m.direction === direction).length;
    expect([count('0', 'outgoing'), count('0', 'incoming')]).toEqual([8, 7]);
    expect([count('1', 'outgoing'), count('1', 'incoming')]).toEqual([1, 1]);
    expect([count('5', 'outgoing'), count('5', 'incoming')]).toEqual([2, 2]);
    const events = messages.map((m) => m.system?.actionStored).filter((code) => code !== undefined);
    expect(Object.groupBy(events, (code) => code)).toMatchObject({
      '6/2': { length: 2 },
      '6/12': { length: 4 },
      '10/2': { length: 5 },
    });
    const tally = ofKind(records, 'tally').find((t) => t.table === 'ZWAMEDIAITEM');
    expect(tally).toMatchObject({ rows: 7, used: 7 });
    expect(ofKind(records, 'tally').find((t) => t.table === 'ZWAMESSAGEINFO')?.rows).toBe(21);
    expect(openTallies(records)).toEqual([]);
  });

  it('reads times, texts and senders of single rows', () => {
    const byKey = new Map(ofKind(records, 'message').map((m) => [m.key, m]));
    expect(byKey.get('message:1')?.times[0]?.utcMs).toBe(1_654_390_010_000);
    expect(byKey.get('message:12')).toMatchObject({
      body: 'I’m here!',
      direction: 'outgoing',
      sender: '19195794674@s.whatsapp.net',
      status: 'read',
      serverId: '3AD2D4F6C4FC636222C7',
      times: [{ utcMs: 1_683_043_007_221, stored: '704735807.2214981' }, { utcMs: 1_683_043_007_287 }],
    });
    expect(byKey.get('message:29')?.body).toBe('Done. It’s gone. 😀');
    expect(byKey.has('message:28')).toBe(false);
  });

  it('names the missing key', () => {
    const gap = ofKind(records, 'issue').find((i) => i.code === 'rows-missing-in-sequence' && i.where === 'ZWAMESSAGE');
    expect(gap?.detail).toMatch(/^1 of the 33 keys given out have no row: 28\./);
  });

  it('reads the quoted copy, the reaction and the places', () => {
    expect(ofKind(records, 'quote')).toMatchObject([
      {
        message: 'message:16',
        target: { serverId: '3A26649A0A496377CB01' },
        body: 'Makes sense with all the test data you generate.',
        sender: '19198887386@s.whatsapp.net',
      },
    ]);
    expect(ofKind(records, 'reaction')).toMatchObject([
      { message: 'message:15', emoji: '👍', account: '19195794674@s.whatsapp.net' },
    ]);
    const places = ofKind(records, 'detail').map((d) => d.content);
    expect(places).toHaveLength(4);
    expect(places[0]).toMatchObject({ type: 'location', latitude: 35.63850402832031, longitude: -78.87605285644531 });
  });

  it('reads the hash, size and frame of an image and keeps its path as stored', () => {
    expect(ofKind(records, 'attachment').find((a) => a.key === 'media:2')).toMatchObject({
      type: 'image',
      mediaType: 'image/jpeg',
      sha256: '89fa55657cdcb4885777c42017754a4a3742fc5884057ff7bc126e861c641909',
      sizeBytes: 42_073,
      width: 452,
      height: 603,
      durationS: null,
      path: 'Media/19198887386@s.whatsapp.net/d/0/d041d159-fd7d-4abb-9192-0e97c10ddb00.jpg',
    });
  });

  it('says that the owner was assumed, and never takes a hidden id for a number', () => {
    const accounts = ofKind(records, 'account');
    expect(accounts.filter((a) => a.owner !== null)).toMatchObject([
      { identifier: '19195794674@s.whatsapp.net', owner: { assumed: true } },
    ]);
    expect(accounts.find((a) => a.identifier === '205690463334636@lid')).toMatchObject({
      identifierKind: 'hidden-id',
      phone: null,
    });
  });

  it('fits receipts to the replies that followed', () => {
    const receipt = ofKind(records, 'receipt').find((r) => r.message === 'message:12');
    expect(receipt).toMatchObject({
      account: '19198887386@s.whatsapp.net',
      delivered: { utcMs: 1_683_043_009_000 },
      read: { utcMs: 1_683_043_034_000 },
    });
  });
});

describe.skipIf(!existsSync(contactsZip))('contacts without messages', () => {
  it('gives the accounts of the address book', async () => {
    const work = mkdtempSync(join(tmpdir(), 'affiant-ios-'));
    try {
      const [reading] = await readAll(contactsZip, work);
      expect(reading?.found.variant).toBe('side-files');
      expect(ofKind(reading?.records ?? [], 'tally').find((t) => t.table === 'ZWAADDRESSBOOKCONTACT')).toMatchObject({
        rows: 9,
        used: 6,
      });
      expect(openTallies(reading?.records ?? [])).toEqual([]);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});
