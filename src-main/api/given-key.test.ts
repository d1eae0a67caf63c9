import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, type CaseFile, type KeptLock } from '../case/index.ts';
import { givenKey } from './given-key.ts';
import type { KeyInHand } from './key-in-hand.ts';
import type { Session } from './session.ts';

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-given-'));
  file = createCase({ path: join(folder, 'case'), number: '1', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' }, note: null }, Date.now); // prettier-ignore
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

/** The key as a file that the examiner calls a key file. */
function fromFile(bytes: string | Uint8Array): Promise<KeyInHand> {
  const path = join(folder, 'key');
  writeFileSync(path, bytes);
  const session = { file, keys: new Map() } as Pick<Session, 'file' | 'keys'> as Session;
  const lock = { wants: ['password', 'hex', 'key-file'] } as Pick<KeptLock, 'wants'> as KeptLock;
  return givenKey(session, lock, { file: path, form: 'key-file' }, 'E');
}

const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it.each(['tiger', 'the passphrase\nkdf_iter=10000, page_size=1024\n', `tiger\nsalt=${'0f'.repeat(16)}`])(
  'of a key file with words in it no plain hash is kept, by which they could be tried: %j',
  async (text) => {
    const { form, bytes, fingerprint, from } = await fromFile(text);
    expect([form, Buffer.from(bytes).toString()]).toEqual(['key-file', text]);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/u);
    expect(hashOf(text)).not.toContain(fingerprint);
    expect(from).toMatchObject({ kind: 'file', sha256: null });
  },
);

it.each([
  Buffer.alloc(158, 0x9c),
  `${'5ca1ab1e'.repeat(8)}\n`,
  `x'${'5ca1ab1e'.repeat(8)}'`,
  `{"key":"${'5c'.repeat(32)}"}`,
])('of one with the key itself the hash is kept: %s', async (stored) => {
  const { fingerprint, from } = await fromFile(stored);
  expect(from).toMatchObject({ sha256: hashOf(stored) });
  expect(fingerprint).toBe(hashOf(stored).slice(0, 16));
});
