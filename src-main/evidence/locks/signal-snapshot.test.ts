import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signalSnapshotOf } from '../../../fixtures/signal-snapshot-writer.ts';
import { treeOf } from '../open-tree.ts';
import { bytesInWork, gather, openLock, passwordKey } from './fixture-opening.ts';
import { signalSnapshot } from './open-signal-snapshot.ts';
import { readSnapshotMetadata, recoveryKeyOf, snapshotKeys } from './signal-snapshot-keys.ts';

const KEY = 'dtjs858asj6tv0jzsqrsmj0ubp335pisj98e9ssnss8myoc08drhtcktyawvx45l';
const ACI = Buffer.from('659aa5f4a28dfcc11ea1b997537a3d95', 'hex');
const FRAMES = Buffer.from('frames of messages, '.repeat(5000));
const SNAPSHOT = 'SignalBackups/signal-backup-2026-01-05-04-00-00';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-snapshot-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(files: Readonly<Record<string, Buffer>>): void {
  mkdirSync(join(folder, 'exhibit', SNAPSHOT), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, 'exhibit', SNAPSHOT, name), bytes);
}

async function openUnder(key: string) {
  const work = join(folder, 'work');
  const tree = await treeOf(join(folder, 'exhibit'), work);
  try {
    const [lock] = await gather(signalSnapshot.find(tree));
    if (lock === undefined) throw new Error('no lock was found');
    return { lock, work, ...(await openLock(signalSnapshot, tree, lock, passwordKey(key), work)) };
  } finally {
    tree.close();
  }
}

describe('a snapshot in a folder SignalBackups', () => {
  it.each([
    // Values of libsignal's own tests.
    [KEY, ACI, '8a624fbc45379043f39f1391cddc5fe8', 'f425e22a607c529717e1e1b29f9fe139f9d1c7e7d01e371c7753c544a3026649', 'e143f4ad5668d8bfed2f88562f0693f53bda2c0e55c9d71730f30e24695fd6df'],
    ['m'.repeat(64), Buffer.alloc(16, 0x11), '687b4288aab129fd7dcb3941aa3c7e39', 'bfb00e1f5fb1db5e59fef8f9b11deb32cf75a7344a0b909f9ebbb3c0a31461a7', '0127f5d81d408be7a96de0217db1b03f3d5be252f5654470d476d39249269d40'],
  ])('derives the keys that the app does: %s', (key, aci, id, mac, cipher) => {
    const metadata = readSnapshotMetadata(signalSnapshotOf(FRAMES, key, aci).metadata);
    if (metadata === null) throw new Error('no metadata');
    const keys = snapshotKeys(key, metadata);
    expect([keys.backupId, keys.macKey, keys.cipherKey].map((one) => one.toString('hex'))).toEqual([id, mac, cipher]);
  }); // prettier-ignore

  it('opens to its frames, however the key is written', async () => {
    put(signalSnapshotOf(FRAMES, KEY, ACI));
    const written = KEY.toUpperCase().replaceAll('O', '#').replaceAll('0', '=').replaceAll(/.{4}/gu, '$& ');
    expect(recoveryKeyOf(written)).toBe(KEY);
    const { lock, work, end, files, issues } = await openUnder(written);
    expect(lock).toMatchObject({ file: { path: `${SNAPSHOT}/main` }, facts: { version: '1' }, wants: ['password'] });
    expect([end.ended, issues]).toEqual(['opened', []]);
    expect(files.map(({ path }) => path)).toEqual(['main.binproto']);
    expect(files[0] !== undefined && bytesInWork(work, files[0]).equals(FRAMES)).toBe(true);
  });

  it('holds few frames under much padding, and none', async () => {
    for (const frames of [Buffer.from('x'), Buffer.alloc(0)]) {
      put(signalSnapshotOf(frames, KEY, ACI));
      const { end, files } = await openUnder(KEY);
      expect([end.ended, files[0]?.sizeBytes]).toEqual(['opened', frames.length]);
    }
  });

  it('tells a wrong key from damage, and both from what is no key', async () => {
    const { main, metadata } = signalSnapshotOf(FRAMES, KEY, ACI);
    put({ main, metadata });
    expect((await openUnder('m'.repeat(64))).end.ended).toBe('wrong-key');
    expect((await openUnder('12345')).end.ended).toBe('no-key');
    const changed = Buffer.from(main);
    changed.writeUInt8(changed.readUInt8(100) ^ 1, 100);
    put({ main: changed });
    expect((await openUnder(KEY)).end.ended).toBe('damaged');
    put({ main: main.subarray(0, -160) });
    expect((await openUnder(KEY)).end.ended).toBe('damaged');
    expect((await openUnder('m'.repeat(64))).end.ended).toBe('wrong-key');
    put({ main, metadata: Buffer.from('no metadata') });
    expect((await openUnder(KEY)).end.ended).toBe('damaged');
    const later = Buffer.from(metadata);
    later.writeUInt8(2, 1);
    put({ metadata: later });
    expect((await openUnder(KEY)).end.ended).toBe('unknown-settings');
  });

  it('is read from any metadata without an error', () => {
    const { metadata } = signalSnapshotOf(FRAMES, KEY, ACI);
    let read = 0;
    fc.assert(
      fc.property(fc.nat(metadata.length - 1), fc.nat(255), fc.nat(60), (at, byte, cut) => {
        const bytes = Buffer.from(metadata);
        bytes.writeUInt8(byte, at);
        if (readSnapshotMetadata(bytes.subarray(0, cut)) !== null) read += 1;
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
