import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, listExhibits, listSources, type CaseFile } from '../case/index.ts';
import type { JobContext } from './job-context.ts';
import { runIntake } from './run-intake.ts';

let folder = '';
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-intake-'));
  const authority = { kind: 'training', reference: 'T-1', issuer: '' } as const;
  file = createCase({ path: join(folder, 'case'), number: '1', examiner: 'A', authority, note: null }, Date.now);
  mkdirSync(join(folder, 'exhibit'));
  writeFileSync(join(folder, 'exhibit', 'WhatsApp Chat with Ben.txt'), '01/02/2024, 10:15 - Ben: hello\n');
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

it('leaves nothing of an exhibit in which it was cancelled before every parser had looked', async () => {
  const abort = new AbortController();
  const context = (onExhibit: () => void): JobContext => ({
    signal: abort.signal,
    listen: () => undefined,
    held: () => undefined,
    progress: () => undefined,
    changed: (what) => {
      if (what === 'exhibits') onExhibit();
    },
    fullText: () => {
      throw new Error('nothing is read');
    },
    volumes: null as never,
  });
  const params = { path: join(folder, 'exhibit'), reference: 'A-1' };
  const cancelled = runIntake(file, params, folder, context(() => { abort.abort(); })); // prettier-ignore
  await expect(cancelled).rejects.toThrow(/aborted/u);
  expect(listExhibits(file.db)).toEqual([]);
  expect(listSources(file.db)).toEqual([]);
  const again = { ...context(() => undefined), signal: new AbortController().signal };
  await runIntake(file, params, folder, again);
  expect(listSources(file.db)).toHaveLength(1);
});
