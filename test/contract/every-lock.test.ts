import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIntake } from '../../src-main/api/run-intake.ts';
import { runUnlock } from '../../src-main/api/run-unlock.ts';
import { runVerify } from '../../src-main/api/run-verify.ts';
import { CaseFailure, createCase, exhibitFiles, listLocks, type CaseFile } from '../../src-main/case/index.ts';
import { openers } from '../../src-main/evidence/index.ts';
import { sql } from '../../src-main/sqlite/index.ts';
import { damages, type DamageName } from './lock-damages.ts';
import { lockSamples, type LockSample, type SampleKey } from './lock-samples.ts';
import { quietJob } from './quiet-job.ts';
import { temporaryFolder } from './read-source.ts';

/* Every wrapping, whole and damaged, under right and wrong keys, by the bodies of the jobs that `exhibit.add` and `lock.open` start. */

/** Kinds whose wrappings have their own such test; a try of a key on a backup of Signal takes most of a second. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  ufdr: 'ufdr-files.test.ts',
  'signal-backup': '../../src-main/evidence/locks/signal-backup.test.ts',
};

test('every kind that can be opened stands in the table, or has its own test', () => {
  const told = new Set([...lockSamples.map(({ kind }) => kind), ...Object.keys(ELSEWHERE)]);
  expect(openers.map(({ kind }) => kind).filter((kind) => !told.has(kind))).toEqual([]);
  for (const file of Object.values(ELSEWHERE)) expect(existsSync(join(import.meta.dirname, file))).toBe(true);
});

const WHOLE = 'whole';
const FOLDERS: readonly (DamageName | typeof WHOLE)[] = [WHOLE, ...(Object.keys(damages) as DamageName[])];

const folder = temporaryFolder();
let file: CaseFile;
beforeAll(() => {
  file = createCase({ path: join(folder.path, 'case'), number: '4', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' }, note: null }, Date.now); // prettier-ignore
});
afterAll(() => {
  file.close();
  folder[Symbol.dispose]();
});

/** Writes the sample whole and in each damage, and takes all of it in as one exhibit; gives its number. */
async function takeIn(sample: LockSample): Promise<number> {
  const exhibit = join(folder.path, sample.name);
  sample.write(join(exhibit, WHOLE));
  for (const name of Object.keys(damages) as DamageName[]) {
    cpSync(join(exhibit, WHOLE), join(exhibit, name), { recursive: true });
    const path = join(exhibit, name, sample.damaged ?? sample.locked);
    const bytes = readFileSync(path);
    writeFileSync(path, damages[name](bytes, sample.parts(bytes)));
  }
  const taken = await runIntake(file, { path: exhibit, reference: sample.name }, folder.path, quietJob);
  return Number(taken.exhibit);
}

interface Tried {
  readonly end: string;
  readonly reason: string;
}

describe.each(lockSamples)('$name', (sample) => {
  let exhibit: number;
  beforeAll(async () => {
    exhibit = await takeIn(sample);
  });

  const work = (): readonly string[] => readdirSync(file.workDir).sort();
  const lockIn = (name: string) =>
    listLocks(file.db).find((lock) => lock.exhibit === exhibit && lock.path === `${name}/${sample.locked}`);
  const filesOf = (name: string) => [...exhibitFiles(file.db, exhibit).under(`${name}/${sample.locked}!/`)];
  /** What is said of damage; that entries of a zip are encrypted is said of each before it is opened, and of some content that nothing reads it. */
  const issuesIn = (name: string): readonly string[] =>
    file.db
      .all<{ code: string; place: string; detail: string }>(sql`SELECT code, place, detail FROM issue WHERE exhibit = ${exhibit} AND severity <> 'note' ORDER BY id`)
      .filter(({ code, place, detail }) => place.startsWith(`${name}/`) && code !== 'schema-unknown' && !detail.endsWith('the password of the archive is given.'))
      .map(({ code }) => code); // prettier-ignore

  async function tryKey(name: string, key: SampleKey): Promise<Tried> {
    const lock = lockIn(name);
    if (lock === undefined) return { end: 'no lock', reason: '' };
    const order = { lock: lock.id, key: { ...key, fingerprint: 'f'.repeat(16), from: { kind: 'typed', by: 'E' } } } as const; // prettier-ignore
    const before = work();
    try {
      await runUnlock(file, order, folder.path, quietJob);
      return { end: 'opened', reason: '' };
    } catch (error) {
      if (!(error instanceof CaseFailure)) throw error;
      const { code, detail } = error.failure;
      expect(detail.subject).toBe(lock.path);
      expect(work()).toEqual(before);
      expect(filesOf(name)).toEqual([]);
      expect(lockIn(name)).toMatchObject({ opened: null, tried: { ended: code, detail: detail.reason } });
      return { end: code, reason: String(detail.reason) };
    }
  }

  /** How the right key does on one of the folders, or the intake where none is wanted; with what is said of damage. */
  async function endIn(name: string): Promise<string> {
    const lock = lockIn(name);
    const { end } = sample.right !== null ? await tryKey(name, sample.right) : { end: lock === undefined ? 'no lock' : lock.opened === null ? (lock.tried?.ended ?? 'not tried') : 'opened' }; // prettier-ignore
    return [end, ...new Set(issuesIn(name))].join(' ');
  }

  test('wrong keys are refused in words of their own, then the right one opens', async () => {
    const said = new Map<string, string>();
    for (const [key, end] of sample.wrong) {
      const tried = await tryKey(WHOLE, key);
      expect(tried.end).toBe(end);
      said.set(end, tried.reason);
    }
    expect(new Set(said.values()).size).toBe(said.size);
    expect([...said.values()]).not.toContain('');
    expect(await endIn(WHOLE)).toBe(['opened', sample.whole ?? ''].join(' ').trim());
    const plain = filesOf(WHOLE);
    expect(plain.length).toBeGreaterThan(0);
    if (sample.right === null) return;
    // Once more, and after a wrong one: nothing is listed twice.
    for (const [key] of sample.wrong.slice(0, 1)) await tryKeyOnOpened(key);
    expect((await tryKey(WHOLE, sample.right)).end).toBe('opened');
    expect(filesOf(WHOLE)).toEqual(plain);
  });

  async function tryKeyOnOpened(key: SampleKey): Promise<void> {
    const lock = lockIn(WHOLE);
    const order = { lock: lock?.id ?? 0, key: { ...key, fingerprint: 'f'.repeat(16), from: { kind: 'typed', by: 'E' } } } as const; // prettier-ignore
    await expect(runUnlock(file, order, folder.path, quietJob)).rejects.toThrow(CaseFailure);
    expect(lockIn(WHOLE)?.opened).toEqual(lock?.opened);
  }

  test('each damage is told', async () => {
    const ends: Record<string, string> = {};
    for (const name of FOLDERS) if (name !== WHOLE) ends[name] = await endIn(name);
    expect(ends).toEqual(sample.ends);
  });
});

test('the case holds: what came out is what it was when it came out', async () => {
  const result = await runVerify(file, { records: 'none' }, quietJob);
  expect(result).toMatchObject({ ok: true, differences: [] });
});
