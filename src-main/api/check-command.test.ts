import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCommand } from './check-command.ts';

let folder = '';
const bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "affiant it's "));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  [0, 1],
  [4095, 4097],
  [1_234_567, 99],
  [7, 2_000_000],
  [2_999_999, 1],
])('the command for %i+%i prints the hash of those bytes', (offset, length) => {
  const path = join(folder, 'a $(b) `c` "d".db');
  writeFileSync(path, bytes);
  const printed = execFileSync('sh', ['-c', checkCommand(path, offset, length)], { encoding: 'utf8' });
  const expected = createHash('sha256')
    .update(bytes.subarray(offset, offset + length))
    .digest('hex');
  expect(printed.split(/\s/u)[0]).toBe(expected);
});
