import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NOON_MS, tempCase } from '../case/fixture-case.ts';
import { appendCustody } from '../case/index.ts';
import { unfinishedIn } from './unfinished-in.ts';

let made: ReturnType<typeof tempCase>;
let folder: string;
let half: string;
beforeEach(() => {
  made = tempCase();
  folder = mkdtempSync(join(tmpdir(), 'affiant-unfinished-'));
  half = join(folder, 'report.partial');
  mkdirSync(half);
  const parameters = { out: join(folder, 'report') };
  appendCustody(made.file.db, NOON_MS, { actor: 'R. Okafor', action: 'report.create', parameters, result: { state: 'started' } }); // prettier-ignore
});
afterEach(() => {
  made.remove();
  rmSync(folder, { recursive: true });
});

const mark = (text: string): void => writeFileSync(join(half, 'unfinished-report.txt'), text);

it.each([
  ['an ended process', 'Written by process 4194999.\n', true],
  ['a version that named no process', 'It is not a report.\n', true],
  ['a process that still writes it', `Written by process ${process.ppid}.\n`, false],
])('a report half written by %s', (_name, text, isRemoved) => {
  mark(text);
  expect(unfinishedIn(made.file)).toEqual(isRemoved ? { removedUnfinished: { reports: [half] } } : {});
  expect(existsSync(half)).toBe(!isRemoved);
});

it('names what the file system does not let go, and lets the case open', () => {
  mkdirSync(join(half, 'unfinished-report.txt'));
  expect(unfinishedIn(made.file)).toEqual({ leftUnfinished: [`${join(folder, 'report')}: EISDIR`] });
});
