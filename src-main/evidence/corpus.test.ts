import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeAll } from './fixture-intake.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus');

/** Names and hashes as Python's zipfile reads them. */
const ORACLE = `
import hashlib, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print(json.dumps([[i.file_size, hashlib.sha256(z.read(i)).hexdigest()] for i in z.infolist() if not i.is_dir()]))
`;

describe.skipIf(!existsSync(corpus))('archives made by others', () => {
  const archives = globSync('**/*.{zip,ufdr}', { cwd: corpus });

  test.each(archives)('%s reads as Python reads it', async (archive) => {
    const path = resolve(corpus, archive);
    const { files, issues, digest } = await takeAll(path, { limits: { nesting: 0 } });
    const expected = JSON.parse(
      execFileSync('python3', ['-c', ORACLE, path], { encoding: 'utf8', maxBuffer: 2 ** 26 }),
    ) as unknown[];
    expect(digest.kind).toBe('zip');
    expect(issues.filter((issue) => issue.severity === 'error')).toEqual([]);
    expect(files.map((file) => [file.sizeBytes, file.sha256]).sort()).toEqual(expected.sort());
  });
});
