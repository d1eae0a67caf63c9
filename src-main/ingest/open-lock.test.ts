import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addKey, completeExhibit, createCase, dropUnfinished, exhibitFiles, listExhibits, listLocks, type CaseFile } from '../case/index.ts'; // prettier-ignore
import { lockedPart } from '../evidence/fixture-locked-zip.ts';
import { writeTar } from '../evidence/fixture-tar.ts';
import { writeZip } from '../evidence/fixture-zip.ts';
import { DEFAULT_LIMITS, openTree, type GivenKey, type OpenTree } from '../evidence/index.ts';
import { findLocks } from './find-locks.ts';
import { openLock, type LockOpened } from './open-lock.ts';
import { takeInExhibit } from './take-in-exhibit.ts';

const crypt = '../shared/corpus/whatsapp/crypt';
const PLAIN = '1425b944a2e3885fc936a7bb82f6548c5cc09523a2f61f02aa836c4ed8bbd16e';

let folder: string;
let file: CaseFile;
let tree: OpenTree;

/** A case with one exhibit in which one locked file lies. */
async function begin(name: string, bytes: Uint8Array): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'affiant-open-'));
  mkdirSync(join(folder, 'phone'));
  writeFileSync(join(folder, 'phone', name), bytes);
  file = createCase({ path: join(folder, 'case'), number: '1', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' }, note: null }, Date.now); // prettier-ignore
  const { signal } = new AbortController();
  const exhibit = await takeInExhibit(file, { path: join(folder, 'phone'), reference: 'A', hashes: [], limits: {}, signal, onProgress: () => undefined }); // prettier-ignore
  completeExhibit(file.db, exhibit);
  const [view] = listExhibits(file.db, exhibit);
  if (view === undefined) throw new Error('no exhibit');
  tree = openTree(view, exhibitFiles(file.db, exhibit), { workDir: file.workDir });
  expect(await findLocks(file, { exhibit, tree, whole: tree, signal })).toEqual([1]);
}

function end(): void {
  tree.close();
  file.close();
  rmSync(folder, { recursive: true });
}

async function open(signal: AbortSignal, given: GivenKey | null, fingerprint = 'f'): Promise<LockOpened> {
  const [lock] = listLocks(file.db);
  if (lock === undefined) throw new Error('no lock');
  const id = addKey(file.db, { form: given?.form ?? 'key-file', fingerprint, from: { kind: 'typed', by: 'E' } }, 1);
  const key = given === null ? null : { given, id, fingerprint };
  return openLock(file, { lock, key, files: exhibitFiles(file.db, 1), tree, limits: DEFAULT_LIMITS, hashes: ['md5'], signal, onProgress: () => undefined }); // prettier-ignore
}

const openedBelow = (name: string): readonly string[] =>
  [...exhibitFiles(file.db, 1).under(`${name}!/`)].map(({ path }) => path);

/** Cancels at every reading of the clock, of which each asks for a turn; gives how often it was cancelled. */
async function cancelEverywhere(given: GivenKey | null): Promise<number> {
  for (let at = 1; ; at += 1) {
    const abort = new AbortController();
    let asked = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      asked += 1;
      if (asked === at) abort.abort(new Error('cancelled'));
      return asked * 1000;
    });
    try {
      const done = await open(abort.signal, given).catch((error: unknown) => error);
      if (!(done instanceof Error)) return at - 1;
      expect(done.message).toBe('cancelled');
    } finally {
      clock.mockRestore();
    }
    expect(readdirSync(file.workDir)).toEqual([]);
    expect(listLocks(file.db)[0]).toMatchObject({ tried: null, opened: null });
  }
}

describe('an opening of an Android backup', () => {
  const parts = ['apps/a/f/1.txt', 'apps/a/f/2.txt'].map((name) => ({ name, data: `${name}\n`.repeat(3000) }));
  beforeEach(() => begin('x.ab', Buffer.concat([Buffer.from('ANDROID BACKUP\n5\n0\nnone\n'), writeTar(parts)])));
  afterEach(end);

  it('that is cancelled at any step leaves nothing behind', async () => {
    expect(await cancelEverywhere(null)).toBeGreaterThan(2);
    expect(openedBelow('x.ab')).toHaveLength(2);
  });

  it('that was cut off is taken away with the tar that its files lie in', async () => {
    await open(new AbortController().signal, null);
    expect(readdirSync(file.workDir)).toHaveLength(1);
    file.db.exec('UPDATE lock SET opened_ms = NULL');
    expect(dropUnfinished(file.db, file.workDir).locks).toEqual([1]);
    expect([openedBelow('x.ab'), readdirSync(file.workDir)]).toEqual([[], []]);
  });
});

describe('an opening that could not be taken back', () => {
  beforeEach(() => begin('x.ab', Buffer.concat([Buffer.from('ANDROID BACKUP\n5\n0\nnone\n'), writeTar([{ name: 'apps/a/f/1.txt', data: 'one' }])]))); // prettier-ignore
  afterEach(end);

  it('leaves no plain bytes, and is taken back before the next one', async () => {
    file.db.exec(`CREATE TRIGGER full BEFORE DELETE ON file BEGIN SELECT RAISE(ABORT, 'full'); END;
      CREATE TRIGGER full_too BEFORE UPDATE OF opened_ms ON lock BEGIN SELECT RAISE(ABORT, 'full'); END`);
    await expect(open(new AbortController().signal, null)).rejects.toThrow('full');
    expect([openedBelow('x.ab'), readdirSync(file.workDir)]).toEqual([['x.ab!/data/data/a/files/1.txt'], []]);
    file.db.exec('DROP TRIGGER full; DROP TRIGGER full_too');
    expect(await open(new AbortController().signal, null)).toMatchObject({ ended: 'opened', files: 1 });
    expect(readdirSync(file.workDir)).toHaveLength(1);
  });
});

describe('a zip with two passwords', () => {
  beforeEach(() => begin('x.zip', writeZip([lockedPart({ name: 'a.txt', data: 'one', password: 'first' }), lockedPart({ name: 'b.txt', data: 'two', password: 'second' })]))); // prettier-ignore
  afterEach(end);

  it('tells each file with the key that it came out with', async () => {
    const { signal } = new AbortController();
    for (const word of ['first', 'second']) await open(signal, { form: 'password', bytes: Buffer.from(word) }, word);
    const keyOf = (path: string): number | null | undefined => exhibitFiles(file.db, 1).get(path)?.openedKey;
    expect(openedBelow('x.zip')).toEqual(['x.zip!/a.txt', 'x.zip!/b.txt']);
    expect([keyOf('x.zip!/a.txt'), keyOf('x.zip!/b.txt')]).toEqual([1, 2]);
  });
});

describe.skipIf(!existsSync(crypt))('an opening of a backup of WhatsApp', () => {
  const name = 'msgstore.db.crypt15';
  beforeEach(() => begin(name, readFileSync(join(crypt, name))));
  afterEach(end);

  const key = (): GivenKey => ({ form: 'key-file', bytes: readFileSync(join(crypt, 'encrypted_backup.key')) });
  const opened = (): readonly string[] => openedBelow(name);

  it('that is cancelled at any step leaves nothing behind, and can be made again', async () => {
    await expect(open(AbortSignal.abort(new Error('cancelled')), key())).rejects.toThrow('cancelled');
    expect([opened(), readdirSync(file.workDir), listLocks(file.db)[0]?.tried]).toEqual([[], [], null]);
    expect(await cancelEverywhere(key())).toBeGreaterThan(2);
    expect(opened()).toEqual(['msgstore.db.crypt15!/msgstore.db']);
    expect(exhibitFiles(file.db, 1).get('msgstore.db.crypt15!/msgstore.db')).toMatchObject({ sha256: PLAIN, lock: 1, derivedFrom: { file: listLocks(file.db)[0]?.sha256 } }); // prettier-ignore
    expect(exhibitFiles(file.db, 1).get('msgstore.db.crypt15!/msgstore.db')?.md5).toMatch(/^[0-9a-f]{32}$/u);
  });

  it('that was cut off is taken away with its files; one that ended stays', async () => {
    await open(new AbortController().signal, key());
    expect(dropUnfinished(file.db, file.workDir).locks).toEqual([]);
    file.db.exec('UPDATE lock SET opened_ms = NULL');
    expect(dropUnfinished(file.db, file.workDir).locks).toEqual([1]);
    expect([opened(), readdirSync(file.workDir)]).toEqual([[], []]);
  });
});
