import { expect, test } from 'vitest';
import { tempCase } from './fixture-case.ts';
import { addSource, type NewSource } from './sources.ts';

const store: NewSource = {
  exhibit: 1,
  parser: 'whatsapp-text',
  revision: 1,
  label: 'WhatsApp exported conversation',
  variant: 'ios-bracket',
  proof: 'observed',
  root: 'exports',
  files: {},
  locked: null,
  questions: [],
};

function withFiles(files: Readonly<Record<string, string>>): NewSource {
  const all = Object.entries(files).map(([role, path]) => [
    role,
    { path, sha256: 'ab', sizeBytes: 1, modifiedMs: null },
  ]);
  return { ...store, files: Object.fromEntries(all) as NewSource['files'] };
}

test('stores alike in all but their files are sources of their own, and found again they are the same', () => {
  const { file, remove } = tempCase();
  try {
    const one = addSource(file.db, withFiles({ text: 'exports/a.txt' }));
    const other = addSource(file.db, withFiles({ text: 'exports/b.txt' }));
    expect(other).not.toBe(one);
    expect(addSource(file.db, withFiles({ text: 'exports/a.txt', contacts: 'exports/wa.db' }))).toBe(one);
    expect(addSource(file.db, withFiles({ text: 'exports/b.txt' }))).toBe(other);
    expect(addSource(file.db, withFiles({ text: 'exports/c.txt', contacts: 'exports/wa.db' }))).not.toBe(one);
  } finally {
    remove();
  }
});
