import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { memoryFileIndex, openTree } from '../evidence/index.ts';
import { isAsRecorded } from './as-recorded.ts';

const folder = mkdtempSync(join(tmpdir(), 'affiant-recorded-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('tells a file whose bytes were changed after intake, also where its size was not', async () => {
  const exhibit = join(folder, 'phone');
  const file = {
    path: 'phone.jpg',
    sizeBytes: 9,
    sha256: createHash('sha256').update('north 54.').digest('hex'),
    modifiedMs: null,
    place: 'd:phone.jpg',
  };
  mkdirSync(exhibit);
  writeFileSync(join(exhibit, file.path), 'north 54.');
  const tree = openTree({ kind: 'folder', path: exhibit }, memoryFileIndex([file]), { workDir: folder });
  try {
    expect(await isAsRecorded(tree, file)).toBe(true);
    writeFileSync(join(exhibit, file.path), 'north 55.');
    expect(await isAsRecorded(tree, file)).toBe(false);
  } finally {
    tree.close();
  }
});
