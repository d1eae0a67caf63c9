import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from './read-source.ts';

/*
 * The whole way of a question that only the examiner can answer: an export whose dates fit two orders is asked about,
 * answered in a terminal, read again, and every step is said.
 */

const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
const folder = temporaryFolder();
const home = join(folder.path, 'home');
const casePath = join(folder.path, 'case');

function affiant(...words: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const env = { ...process.env, AFFIANT_HOME: home };
  const ran = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** The first message's instant, null while no zone is stated, and then its clock reading. */
function firstTime(): unknown {
  const [line] = affiant('messages', casePath, '--json').out.split('\n');
  const { sentUtcMs, wallClock } = JSON.parse(line ?? '') as { sentUtcMs: number | null; wallClock: string | null };
  return { sentUtcMs, wallClock };
}

beforeAll(() => {
  mkdirSync(home);
  const exhibit = join(folder.path, 'exhibit');
  mkdirSync(exhibit);
  writeFileSync(join(exhibit, 'WhatsApp Chat with Ada.txt'), '3/4/22, 10:00 - Ada: x\n3/4/22, 10:01 - Ben: y\n');
  expect(affiant('new', casePath, '--number', '1', '--examiner', 'E', '--authority', 'A').code).toBe(0);
  expect(affiant('add', casePath, exhibit, '--exhibit', 'A-1').code).toBe(0);
  expect(affiant('ingest', casePath).code).toBe(0);
});

afterAll(() => {
  folder[Symbol.dispose]();
});

test('the order of day and month is asked for, and read by default until it is answered', () => {
  expect(affiant('sources', casePath).out).toContain('question date-order: Nothing in the file settles');
  expect(affiant('sources', casePath).out).toContain('[day-first | month-first] day-first (not answered)');
  expect(firstTime()).toEqual({ sentUtcMs: null, wallClock: '2022-04-03T10:00:00.000' });
});

test('an answer changes what is read, the zone is any that is known', () => {
  const ran = affiant(
    'ingest',
    casePath,
    '--source',
    '1',
    '--answer',
    '1:date-order=month-first',
    '--answer',
    '1:zone=Asia/Kolkata',
  );
  expect([ran.code, ran.err]).toEqual([0, '']);
  expect(firstTime()).toEqual({ sentUtcMs: Date.UTC(2022, 2, 4, 4, 30), wallClock: null });
  expect(affiant('sources', casePath).out).toContain('[day-first | month-first] month-first');
  expect(affiant('sources', casePath).out).toMatch(/question zone: .*Asia\/Kolkata/u);
});

test('an answer that is none of the choices is refused', () => {
  expect(affiant('ingest', casePath, '--source', '1', '--answer', '1:date-order=sideways').code).toBe(2);
  expect(affiant('ingest', casePath, '--source', '1', '--answer', '1:weather=fine').code).toBe(2);
  expect(firstTime()).toEqual({ sentUtcMs: Date.UTC(2022, 2, 4, 4, 30), wallClock: null });
});
