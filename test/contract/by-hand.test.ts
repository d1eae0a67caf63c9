import Database from 'better-sqlite3';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIosBackup } from '../../fixtures/ios-backup-writer.ts';
import { zipFolder } from '../../fixtures/zip-writer.ts';
import type { LockList, Page, ItemView, ProvenanceView, SourceView } from '../../src-main/contract/index.ts';
import { emptyDatabase, PASSPHRASE, RECIPE_4, Sealer } from '../../src-main/evidence/fixture-sqlcipher.ts';
import { fixture as ios } from '../../src-main/sources/whatsapp-ios/fixture.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { ANDROID_PASSWORD, BACKUP_KEYS, IOS_PASSWORD, writeLockedExhibits } from './locked-exhibits.ts';
import { smallStory } from './small-story.ts';

const RAW = Buffer.alloc(32, 0x5b);
const hasTools = ['openssl', 'python3', 'unzip'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0); // prettier-ignore

/**
 * The lines that a terminal prints for layers, run by a shell: openssl, python and unzip are the oracle. The window's own walk
 * passes some others. Names begin with a hyphen, and what comes out bears the name of what it came out of.
 */
describe.skipIf(!hasTools)('what is locked is taken out by hand with the printed lines', () => {
  let folder: string;
  let engine: CaseEngine;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'affiant-by-hand-'));
    const store = await writeLockedExhibits(folder);
    const reserved = withReserve(store, folder);
    // A name that a program could take for an option, on disk and in a zip, and keys of other forms.
    mkdirSync(join(folder, 'old'));
    writeFileSync(join(folder, 'old/-msgstore.db.crypt12'), BACKUP_KEYS.encrypt(store, 'crypt12'));
    mkdirSync(join(folder, 'raw'));
    writeFileSync(join(folder, 'raw/-notes.db'), new Sealer({ ...RECIPE_4, rawKey: RAW }).database(reserved));
    mkdirSync(join(folder, 'pass'));
    writeFileSync(join(folder, 'pass/-notes.db'), new Sealer(RECIPE_4, PASSPHRASE).database(reserved));
    zipFolder(join(folder, 'raw'), join(folder, 'raw.zip'));
    const story = smallStory(scenario());
    const device = story.devices.find(({ id }) => id === 'ben-phone');
    if (device === undefined) throw new Error('story: no device ben-phone');
    await ios.write(story, { root: join(folder, 'iphone-files'), device }, 'hidden-ids');
    writeIosBackup(join(folder, 'iphone-files'), join(folder, 'open/backup'), { password: null });
    engine = caseEngine(folder);
    await engine.value('case.create', { path: join(folder, 'case'), number: '4', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    writeFileSync(join(folder, 'key'), BACKUP_KEYS.deviceFile);
    for (const [reference, path] of [
      ['old', 'old'],
      ['raw', 'raw.zip'],
      ['pass', 'pass'],
      ['open', 'open'],
      ['iphone', 'iphone'],
      ['phone', 'phone.ab'],
    ] as const)
      // prettier-ignore
      await engine.job('exhibit.add', { path: join(folder, path), reference });
    const keys = {
      old: { file: join(folder, 'key') },
      raw: { typed: RAW.toString('hex'), form: 'hex' },
      pass: { typed: PASSPHRASE },
      iphone: { typed: IOS_PASSWORD },
      phone: { typed: ANDROID_PASSWORD },
    } as const;
    for (const { id, exhibitReference, opened } of (await engine.value<LockList>('lock.list')).locks)
      if (opened === null) await engine.job('lock.open', { lock: id, key: keys[exhibitReference as keyof typeof keys] }); // prettier-ignore
    await engine.job('source.ingest', {});
  }, 120_000);
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['old', ['whatsapp-backup'], { KEY: BACKUP_KEYS.deviceFile.subarray(-32).toString('hex') }],
    ['raw', ['zip', 'sqlcipher'], { KEY: RAW.toString('hex') }],
    ['pass', ['sqlcipher'], { PASSPHRASE }],
    ['open', ['ios-backup'], {}],
    ['iphone', ['ios-backup'], { PASSWORD: IOS_PASSWORD }],
    ['phone', ['android-backup'], { PASSWORD: ANDROID_PASSWORD }],
  ] as const)('%s', async (reference, kinds, variables) => {
    const sources = await engine.value<readonly SourceView[]>('source.list');
    const source = sources.find(({ exhibitReference }) => exhibitReference === reference)?.id ?? 0;
    const { rows } = await engine.value<Page<ItemView>>('item.page', { filter: { sources: [source] }, limit: 50 });
    const item = rows.find(({ body }) => body !== null)?.id;
    const { layers, locators } = await engine.value<ProvenanceView>('item.provenance', { item });
    expect(layers.map(({ kind }) => kind)).toEqual(kinds);
    const [locator] = locators;
    expect(layers.at(-1)?.file.sha256).toBe(locator?.locator.file);
    const cwd = mkdtempSync(join(folder, 'by-hand-'));
    const said = execFileSync('sh', ['-ec', printedLines(item ?? 0)], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, ...variables },
    });
    // Each file of the chain is hashed once: the comments that state the hashes are not printed.
    for (const { outer, file } of layers) for (const { sha256 } of [outer, file]) expect(said).toContain(sha256);
    const range = locator?.ranges[0];
    expect(execFileSync('sh', ['-c', range?.command ?? ''], { encoding: 'utf8' }).slice(0, 64)).toBe(range?.sha256);
  });

  /** What `affiant provenance` prints for a shell: under each layer, behind its three lines and before the note that ends some. */
  function printedLines(item: number): string {
    const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
    const env = { ...process.env, AFFIANT_HOME: join(folder, 'terminal') };
    const printed = execFileSync(process.execPath, [program, 'provenance', join(folder, 'case'), String(item)], { encoding: 'utf8', env }); // prettier-ignore
    const layers = printed.split('\n\n').filter((block) => block.startsWith('layer '));
    return layers
      .flatMap((block) => block.split('\n').slice(3))
      .filter((line) => !/^ {2}[A-Z]/u.test(line))
      .map((line) => line.replace(/^ {4}(?=\S)/u, ''))
      .join('\n');
  }
});

/** The tables of a database in one whose pages keep room for the cipher's own bytes; without its index of words. */
function withReserve(store: Buffer, folder: string): Buffer {
  const [plain, path] = [join(folder, 'plain.db'), join(folder, 'reserved.db')];
  writeFileSync(plain, store);
  writeFileSync(path, emptyDatabase(RECIPE_4));
  const db = new Database(path);
  db.prepare('ATTACH ? AS plain').run(plain);
  const made = db.prepare("SELECT name, sql FROM plain.sqlite_master WHERE type = 'table'");
  for (const { name, sql } of made.all() as readonly { readonly name: string; readonly sql: string }[]) {
    if (name.startsWith('sqlite_') || name.includes('fts')) continue;
    db.exec(sql);
    db.exec(`INSERT INTO main."${name}" SELECT * FROM plain."${name}"`);
  }
  db.close();
  return readFileSync(path);
}
