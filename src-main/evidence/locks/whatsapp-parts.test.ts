import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WhatsappKeys } from '../../../fixtures/crypt-writer.ts';
import { zipFolder } from '../../../fixtures/zip-writer.ts';
import { treeOf } from '../open-tree.ts';
import { bytesInWork, gather, openLock, type Opening } from './fixture-opening.ts';
import { whatsappBackup } from './open-whatsapp-backup.ts';

const keys = new WhatsappKeys('parts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-parts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function zipped(): Buffer {
  const root = join(folder, 'parts');
  mkdirSync(join(root, 'a'), { recursive: true });
  writeFileSync(join(root, 'a/sticker.webp'), 'sticker');
  writeFileSync(join(root, 'message.json'), JSON.stringify({ text: 'x'.repeat(3000) }));
  zipFolder(root, `${root}.zip`);
  return readFileSync(`${root}.zip`);
}

async function open(content: Buffer): Promise<Opening> {
  const exhibit = join(folder, 'exhibit');
  mkdirSync(exhibit);
  const name = 'msgstore-increment-1-2024-11-03.1.db.crypt15';
  writeFileSync(join(exhibit, name), keys.encrypt(content, 'crypt15', { isPart: true, isPacked: false }));
  const work = join(folder, 'work');
  const tree = await treeOf(exhibit, work);
  try {
    const [lock] = await gather(whatsappBackup.find(tree));
    if (lock === undefined) throw new Error('no lock was found');
    return await openLock(whatsappBackup, tree, lock, { form: 'key-file', bytes: keys.rootFile }, work);
  } finally {
    tree.close();
  }
}

it('lists the files of a backup that is a zip, each with its hash', async () => {
  const { end, files, issues } = await open(zipped());
  expect(end).toMatchObject({ ended: 'opened', settings: { payload: 'zip', checksum: 'absent' } });
  const base = 'msgstore-increment-1-2024-11-03.1.db';
  expect(files.map(({ path }) => path)).toEqual([base, `${base}!/a/sticker.webp`, `${base}!/message.json`]);
  for (const file of files) {
    const bytes = bytesInWork(join(folder, 'work'), file);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    expect(bytes).toHaveLength(file.sizeBytes);
  }
  expect(issues).toEqual([]);
});

it('keeps what can be read of a part whose zip is damaged, and names the rest', async () => {
  const damaged = zipped();
  damaged.fill(0xff, 45, 50); // in the bytes of the first entry, behind its header of 44
  const { end, files, issues } = await open(damaged);
  expect(end.ended).toBe('opened');
  expect(files.map(({ path }) => path.split('!/')[1])).toContain('message.json');
  expect(issues.map(({ code, severity }) => [code, severity])).toContainEqual(['archive-damaged', 'error']);
});
