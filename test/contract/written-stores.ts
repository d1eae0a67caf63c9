import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Story } from '../../fixtures/story.ts';
import { databasesBelow, settle } from './hostile-cells.ts';
import { temporaryFolder, writeFixture } from './read-source.ts';
import { variantsOf, type VariantCase } from './variants.ts';

/** A variant as it lies on disk for the tests of one file, settled: no log beside a database. */
export interface WrittenVariant extends VariantCase {
  readonly original: string;
  /** False for formats of text, which have neither cells nor columns. */
  readonly hasDatabases: boolean;
}

/** Writes every variant once, for tests that copy it and damage the copy. The folder goes when the tests of the file end. */
export async function writtenVariants(story: Story): Promise<readonly WrittenVariant[]> {
  const kept = temporaryFolder();
  afterAll(() => {
    kept[Symbol.dispose]();
  });
  const written: WrittenVariant[] = [];
  for (const one of await variantsOf(story)) {
    const original = join(kept.path, one.name.replace(' ', '-'));
    await writeFixture(one.fixture, story, one.device.id, one.variant, original);
    const databases = databasesBelow(original);
    databases.forEach(settle);
    written.push({ ...one, original, hasDatabases: databases.length > 0 });
  }
  return written;
}
