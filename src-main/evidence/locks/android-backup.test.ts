import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { androidBackupBlocks } from './android-backup-content.ts';
import { openAndroidBackup, readAndroidBackupHeader } from './android-backup.ts';

const corpus = '../shared/corpus/containers';

async function tarOf(bytes: Buffer, password: string | null): Promise<string | null> {
  const source = memorySource(bytes);
  const header = readAndroidBackupHeader(source);
  if (header === null) throw new Error('no backup');
  const keys = header.lock === null ? null : openAndroidBackup(header.lock, password ?? '');
  if (header.lock !== null && keys === null) return null;
  const hash = createHash('sha256');
  for await (const block of androidBackupBlocks(source, header, keys)) hash.update(block);
  return hash.digest('hex');
}

describe.skipIf(!existsSync(join(corpus, 'ab')))('backups of adb', () => {
  const made = '5f632a370832b07b037256f17edf295bca56bebc31bbc706512dc94d91ae294d';

  it.each([
    ['ab/backup-v-plain.ab', null, 'ce1ac5009fea5187a9f546b51e1446ba450243ae91d31dc779233ec0937b5d18'],
    ['ab/backup-compressed.ab', null, '33e73df2ede9798dcb3a85c06200ee41c8f52dd2f2e50ffafcceb0407bc13e3a'],
    ['ab/backup-aes256-pw123456.ab', '123456', 'f365ace1effbc4902c6aeba241ca61544f8a96ad456c1861808ea87b7dd03896'],
    ['generated/ab_v5_zlib_aes_utf8pw.ab', 'Pässwört-1234', made],
    ['generated/ab_v1_zlib_aes_8bit.ab', 'secret', made],
    ['generated/miui_wrapped_none.bak', null, made],
  ])('%s', async (name, password, sha256) => {
    expect(await tarOf(readFileSync(join(corpus, name)), password)).toBe(sha256);
  });

  it('knows a wrong password, a changed header and a cut file', async () => {
    const bytes = readFileSync(join(corpus, 'ab/backup-aes256-pw123456.ab'));
    expect(await tarOf(bytes, '123457')).toBeNull();
    const changed = Buffer.from(bytes.toString('latin1').replace('\n10000\n', '\n10001\n'), 'latin1');
    expect(await tarOf(changed, '123456')).toBeNull();
    const cut = await tarOf(bytes.subarray(0, 4001), '123456').catch((error: unknown) => error);
    expect(String((cut as { readonly code?: unknown }).code)).toMatch(/^(?:ERR_OSSL|Z_)/u);
  });

  it('meets any damage of its header with an end, not with an error of ours', () => {
    const bytes = readFileSync(join(corpus, 'ab/backup-aes256-pw123456.ab'));
    fc.assert(
      fc.property(fc.nat(700), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(byte, at);
        expect(() => readAndroidBackupHeader(memorySource(changed))).not.toThrow();
      }),
    );
  });
});

it.each([
  '',
  'ANDROID BACKUP\n',
  'ANDROID BACKUP\n5\n1\nAES-256\n00\n',
  'ANDROID BACKUP\n5\n1\nAES-128\n',
  'MIUI BACKUP\n2\n',
])('takes %j for no backup', (text) => {
  expect(readAndroidBackupHeader(memorySource(Buffer.from(text)))).toBeNull();
});
