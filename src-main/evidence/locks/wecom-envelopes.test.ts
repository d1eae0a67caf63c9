import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CompanyKey, writeAnswer, writeEnvelopes } from '../../../fixtures/wecom-envelopes-writer.ts';
import { mutationsOf } from '../fixture-mutations.ts';
import { treeOf } from '../open-tree.ts';
import { bytesInWork, gather, openLock, passwordKey, type Opening } from './fixture-opening.ts';
import { wecomEnvelopes } from './open-wecom-envelopes.ts';
import type { GivenKey } from './opener.ts';
import { privateKeysIn, unwrapped } from './private-keys.ts';
import { Envelopes } from './wecom-envelopes.ts';

const [older, newer, other] = [new CompanyKey(), new CompanyKey(2048), new CompanyKey()];
const facts = ['crate', 'pier', 'tide'].map((words) => ({ words, version: 1, key: older }));
const later = ['ship', 'rope'].map((words) => ({ words, version: 2, key: newer }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-envelopes-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Opened extends Opening {
  readonly facts: Readonly<Record<string, string>>;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

async function openUnder(content: Uint8Array, key: GivenKey | Buffer, name = 'a.json'): Promise<Opened> {
  const [exhibit, work] = [join(folder, 'exhibit'), join(folder, 'work')];
  mkdirSync(exhibit, { recursive: true });
  writeFileSync(join(exhibit, name), content);
  const tree = await treeOf(exhibit, work);
  try {
    const [lock] = await gather(wecomEnvelopes.find(tree));
    if (lock === undefined) throw new Error('no lock was found');
    const given = Buffer.isBuffer(key) ? ({ form: 'key-file', bytes: key } as const) : key;
    const opening = await openLock(wecomEnvelopes, tree, lock, given, work);
    const [file] = opening.files;
    const text = file === undefined ? '' : bytesInWork(work, file).toString('utf8');
    const lines = text.split('\n').filter((one) => one !== '').map((one) => JSON.parse(one) as Readonly<Record<string, unknown>>); // prettier-ignore
    return { ...opening, facts: lock.facts, lines };
  } finally {
    tree.close();
  }
}

const saidIn = ({ issues }: Opening): readonly string[] => issues.map(({ code, detail }) => `${code}: ${detail.replace(/[.,:;].*/su, '')}`); // prettier-ignore

describe('envelopes of WeCom', () => {
  it('say of each message whether its key opens, in an answer and one a line', async () => {
    for (const content of [writeAnswer(facts), writeEnvelopes(facts)]) {
      const opening = await openUnder(content, older.pem);
      expect(opening.facts).toEqual({ keyVersion: '1' });
      expect(opening.end).toMatchObject({ ended: 'opened', settings: { envelopes: '3', keyVersions: '1: 3 of 3' } });
      expect(opening.lines.map(({ msgid, padding, bytes }) => [msgid, padding, bytes])).toEqual(['m1', 'm2', 'm3'].map((id) => [id, 'holds', 64])); // prettier-ignore
      const random = createHash('sha256').update('crate').digest('hex');
      expect(opening.lines[0]?.sha256).toBe(createHash('sha256').update(random).digest('hex'));
      const [first] = opening.lines;
      const at = content.subarray(Number(first?.offset), Number(first?.offset) + Number(first?.length));
      expect(JSON.parse(Buffer.from(at).toString('utf8'))).toMatchObject({ seq: 1, msgid: 'm1' });
      expect(saidIn(opening)).toEqual(['source-locked: The key opens 3 of 3 message keys']);
      rmSync(join(folder, 'exhibit'), { recursive: true });
    }
  });

  it('tell a key of another number, and take several keys in one file', async () => {
    const content = writeEnvelopes([...facts, ...later]);
    const one = await openUnder(content, older.pem);
    expect(one.end).toMatchObject({ ended: 'opened', settings: { keyVersions: '1: 3 of 3, 2: 0 of 2' } });
    expect(saidIn(one)).toEqual(['source-locked: The key opens 3 of 5 message keys', "source-locked: 2 message keys are for the company's key of number 2"]); // prettier-ignore
    const both = await openUnder(content, Buffer.concat([newer.pem, Buffer.from('\n'), older.pem]));
    expect(both.end).toMatchObject({ settings: { keyVersions: '1: 3 of 3, 2: 2 of 2' } });
    expect(new Set(both.lines.map(({ key }) => key)).size).toBe(2);
  });

  it('tell a wrong key from damage, and both from what is no key', async () => {
    const content = writeEnvelopes(facts);
    const wrong = await openUnder(content, other.pem);
    expect(wrong.end).toMatchObject({ ended: 'wrong-key', detail: expect.stringContaining('number 1') as string });
    expect(readdirSync(join(folder, 'work'))).toEqual([]);
    const sealed = Buffer.from(older.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })); // prettier-ignore
    const publicHalf = Buffer.from(older.publicKey.export({ type: 'spki', format: 'pem' }));
    for (const key of [passwordKey('x'), Buffer.from('x'), sealed, publicHalf, Buffer.alloc(0)])
      expect((await openUnder(content, key)).end.ended).toBe('no-key');
    const lines = content.toString().split('\n');
    const damaged = [lines[0]?.replace('"encrypt_random_key":"', '"encrypt_random_key":"*'), lines[1]?.slice(0, -2), lines[2]]; // prettier-ignore
    const part = await openUnder(Buffer.from(damaged.join('\n')), older.pem);
    expect(part.lines.map(({ padding }) => padding)).toEqual(['damaged', 'holds']);
    expect(saidIn(part)).toEqual(['source-locked: The key opens 1 of 2 message keys', 'archive-damaged: 1 envelopes hold no message key that can be tried', 'archive-damaged: 1 envelopes are named or begun in the file and cannot be read as objects of JSON']); // prettier-ignore
    const flipped = Buffer.from(content);
    const at = content.indexOf('"encrypt_random_key":"', content.indexOf('m2')) + 40;
    flipped.writeUInt8(content[at] === 0x41 ? 0x42 : 0x41, at);
    const hit = await openUnder(flipped, older.pem);
    expect(hit.lines.map(({ padding }) => padding)).toEqual(['holds', 'does not hold', 'holds']);
    expect(saidIn(hit)[1]).toContain('archive-damaged: 1 message keys');
    const cut = await openUnder(content.subarray(0, content.indexOf('"encrypt_chat_msg"')), older.pem);
    expect(cut.end.ended).toBe('damaged');
  });

  it('take a key however it is written', () => {
    const { privateKey } = older;
    const der = privateKey.export({ type: 'pkcs8', format: 'der' });
    const forms = [older.pem, privateKey.export({ type: 'pkcs8', format: 'pem' }), der, privateKey.export({ type: 'pkcs1', format: 'der' }), der.toString('base64').replaceAll(/.{64}/gu, '$&\r\n'), `Bag Attributes\n  x\n${older.pem.toString()}`]; // prettier-ignore
    const prints = forms.map((form) => privateKeysIn(Buffer.from(form)).keys.map(({ fingerprint, bits }) => [fingerprint, bits])); // prettier-ignore
    expect(new Set(prints.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(prints[0]).toHaveLength(1);
  });

  it('never open under another key, whatever the bytes', () => {
    const [key] = privateKeysIn(other.pem).keys;
    if (key === undefined) throw new Error('no key');
    for (const length of [0, 1, 127, 129]) expect(unwrapped(key, Buffer.alloc(length, 1))).toBeNull();
    expect(unwrapped(key, Buffer.alloc(128, 255))).toBeNull();
    expect(unwrapped(key, Buffer.alloc(128))).toBeNull();
  });

  it('end on broken files, of which each envelope is in the list or counted', async () => {
    let round = 0;
    for (const bytes of mutationsOf([writeAnswer(facts), writeEnvelopes(facts)], 1500, 20_260_101)) {
      const envelopes = new Envelopes();
      let found = 0;
      for (let at = 0; at < bytes.length; at += 13) found += envelopes.add(bytes.subarray(at, at + 13)).length;
      for (const name of ['"encrypt_chat_msg"', '"encrypt_random_key"'])
        expect(found + envelopes.unread).toBeGreaterThanOrEqual(bytes.toString('latin1').split(name).length - 1);
      round += 1;
    }
    expect(round).toBe(1500);
    const opening = await openUnder(Buffer.concat([writeEnvelopes(facts), Buffer.from('{"encrypt_chat_msg": {}}\n[[[[')]), older.pem); // prettier-ignore
    expect(opening.end.ended).toBe('opened');
  });
});
