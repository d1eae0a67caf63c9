import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, completeExhibit, createCase, dropUnfinished, exhibitFiles, listExhibits, listLocks, type CaseFile } from '../case/index.ts'; // prettier-ignore
import { DEFAULT_LIMITS, openTree, type OpenTree } from '../evidence/index.ts';
import { findLocks } from './find-locks.ts';
import { openLock, type LockOpened } from './open-lock.ts';
import { takeInExhibit } from './take-in-exhibit.ts';

const crypt = '../shared/corpus/whatsapp/crypt';
const PLAIN = '1425b944a2e3885fc936a7bb82f6548c5cc09523a2f61f02aa836c4ed8bbd16e';

describe.skipIf(!existsSync(crypt))('an opening', () => {
  let folder: string;
  let file: CaseFile;
  let tree: OpenTree;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'affiant-open-'));
    mkdirSync(join(folder, 'phone'));
    copyFileSync(join(crypt, 'msgstore.db.crypt15'), join(folder, 'phone/msgstore.db.crypt15'));
    file = createCase({ path: join(folder, 'case'), number: '1', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' }, note: null }, Date.now); // prettier-ignore
    const { signal } = new AbortController();
    const exhibit = await takeInExhibit(file, { path: join(folder, 'phone'), reference: 'A', hashes: [], limits: {}, signal, onProgress: () => undefined }); // prettier-ignore
    completeExhibit(file.db, exhibit);
    const [view] = listExhibits(file.db, exhibit);
    if (view === undefined) throw new Error('no exhibit');
    tree = openTree(view, exhibitFiles(file.db, exhibit), { workDir: file.workDir });
    expect(await findLocks(file, { exhibit, tree, whole: tree, signal })).toEqual([1]);
  });
  afterEach(() => {
    tree.close();
    file.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (signal: AbortSignal): Promise<LockOpened> => {
    const [lock] = listLocks(file.db);
    if (lock === undefined) throw new Error('no lock');
    const id = addKey(file.db, { form: 'key-file', fingerprint: 'f', from: { kind: 'typed', by: 'E' } }, 1);
    const given = { form: 'key-file', bytes: readFileSync(join(crypt, 'encrypted_backup.key')) } as const;
    return openLock(file, { lock, key: { given, id, fingerprint: 'f' }, files: exhibitFiles(file.db, 1), tree, limits: DEFAULT_LIMITS, hashes: ['md5'], signal, onProgress: () => undefined }); // prettier-ignore
  };
  const opened = (): readonly string[] =>
    [...exhibitFiles(file.db, 1).under('msgstore.db.crypt15!/')].map(({ path }) => path);

  it('that is cancelled leaves nothing behind, and can be made again', async () => {
    await expect(open(AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
    expect([opened(), readdirSync(file.workDir), listLocks(file.db)[0]?.tried]).toEqual([[], [], null]);
    expect(await open(new AbortController().signal)).toMatchObject({ ended: 'opened', files: 1 });
    expect(opened()).toEqual(['msgstore.db.crypt15!/msgstore.db']);
    expect(exhibitFiles(file.db, 1).get('msgstore.db.crypt15!/msgstore.db')).toMatchObject({ sha256: PLAIN, lock: 1, derivedFrom: { file: listLocks(file.db)[0]?.sha256 } }); // prettier-ignore
    expect(exhibitFiles(file.db, 1).get('msgstore.db.crypt15!/msgstore.db')?.md5).toMatch(/^[0-9a-f]{32}$/u);
  });

  it('that was cut off is taken away with its files; one that ended stays', async () => {
    await open(new AbortController().signal);
    expect(dropUnfinished(file.db, file.workDir).locks).toEqual([]);
    file.db.exec('UPDATE lock SET opened_ms = NULL');
    expect(dropUnfinished(file.db, file.workDir).locks).toEqual([1]);
    expect([opened(), readdirSync(file.workDir)]).toEqual([[], []]);
  });
});
