import { execFileSync, spawnSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { completeExhibit, createCase, listExhibits, type CaseFile } from '../case/index.ts';
import type { ExhibitView, LayerView } from '../contract/index.ts';
import { writeTar } from '../evidence/fixture-tar.ts';
import { writeZip } from '../evidence/fixture-zip.ts';
import { takeInExhibit } from '../ingest/index.ts';
import { keyOf } from '../sources/wechat-desktop/image-keys.ts';
import { LayerCommands } from './layer-commands.ts';
import { layersOf } from './layers.ts';

const INNER = 'dir/a [1].txt';
const TEXT = 'Seven crates at the pier.';

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-layers-'));
  mkdirSync(join(folder, 'phone/sub'), { recursive: true });
  writeFileSync(join(folder, 'phone/sub/outer.zip'), writeZip([{ name: INNER, data: Buffer.from(TEXT) }]));
  // The same bytes under a path that sorts before: it is not what the file is listed below.
  copyFileSync(join(folder, 'phone/sub/outer.zip'), join(folder, 'phone/copy.zip'));
  file = createCase({ path: join(folder, 'case'), number: '1', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' }, note: null }, Date.now); // prettier-ignore
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

async function layers(path: string): Promise<readonly LayerView[]> {
  const { signal } = new AbortController();
  const order = { path: join(folder, 'phone'), reference: 'A', hashes: [], limits: {}, signal, onProgress: () => undefined }; // prettier-ignore
  const exhibit = await takeInExhibit(file, order);
  completeExhibit(file.db, exhibit);
  const [view] = listExhibits(file.db, exhibit);
  if (view === undefined) throw new Error('no exhibit');
  return layersOf(file, view, path);
}

it('a file of an archive in a folder is told with the archive that it is listed below and its path inside', async () => {
  const sha256 = createHash('sha256').update(TEXT).digest('hex');
  expect(await layers(`sub/outer.zip!/${INNER}`)).toMatchObject([
    { kind: 'zip', outer: { path: 'sub/outer.zip' }, inner: INNER, file: { sha256 } },
  ]);
});

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

/** Runs the printed lines in a folder and gives the hashes that they print. */
async function run(path: string, cwd: string): Promise<readonly string[]> {
  const [layer] = await layers(path);
  const printed = execFileSync('sh', ['-c', layer?.commands.join('\n') ?? 'false'], { cwd, encoding: 'utf8' });
  return [...printed.matchAll(/^\\?([0-9a-f]{64}) /gmu)].map(([, hash = '']) => hash);
}

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

it.skipIf(!has('unzip'))('the printed line takes it out with unzip', async () => {
  expect(await run(`sub/outer.zip!/${INNER}`, folder)).toContain(hashOf(TEXT));
});

it.skipIf(!has('unzip'))('the printed lines never write over what they read from', async () => {
  const name = 'same.zip';
  const outer = writeZip([{ name, data: Buffer.from(TEXT) }]);
  writeFileSync(join(folder, 'phone', name), outer);
  expect(await run(`${name}!/${name}`, join(folder, 'phone'))).toEqual([hashOf(outer), hashOf(TEXT)]);
  expect(readFileSync(join(folder, 'phone', name))).toEqual(outer);
});

it.skipIf(!has('tar'))('a name that reads like an option of tar runs nothing', async () => {
  const name = "--to-command=sh -c 'echo out > ran'";
  writeFileSync(join(folder, 'phone/-x.tar'), writeTar([{ name, data: TEXT }]));
  const cwd = mkdtempSync(join(folder, 'by-hand-'));
  expect(await run(`-x.tar!/${name}`, cwd)).toContain(hashOf(TEXT));
  expect(existsSync(join(cwd, 'ran'))).toBe(false);
});

it.skipIf(!['openssl', 'python3', 'xxd', 'od'].every(has))('the printed lines decipher a picture whose blocks end in no padding', () => {
  const account = 'wxid_abc';
  const aes = execFileSync('sh', ['-c', `printf %s 7${account} | md5sum | head -c 16 | xxd -p`], { encoding: 'utf8' }).trim();
  expect(keyOf('7', account)).toBe(`07${aes}`);
  const picture = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(76, 5), Buffer.from('ffd9', 'hex')]);
  const cipher = createCipheriv('aes-128-ecb', Buffer.from(aes, 'hex'), null).setAutoPadding(false);
  const blocks = cipher.update(Buffer.concat([picture.subarray(0, 40), Buffer.alloc(8, 0x77)]));
  const head = Buffer.from('070856320807000000000000000001', 'hex');
  head.writeUInt32LE(40, 6);
  head.writeUInt32LE(10, 10);
  const stored = Buffer.concat([head, blocks, picture.subarray(40, 72), picture.subarray(72).map((byte) => byte ^ 7)]);
  writeFileSync(join(folder, 'phone/a.dat'), stored);
  const outer = { path: 'a.dat', sha256: hashOf(stored), sizeBytes: stored.length };
  const layer = { kind: 'wechat-dat', outer, inner: 'content', method: '', file: { path: 'a.dat!/content', sha256: hashOf(picture), sizeBytes: picture.length }, key: null, settings: {} } as const; // prettier-ignore
  const { commands, note } = new LayerCommands({ kind: 'folder', path: join(folder, 'phone') } as ExhibitView).of(layer, null);
  expect(note).toContain('printf %s NUMBERACCOUNT | md5sum | head -c 16 | xxd -p');
  const printed = execFileSync('sh', ['-c', commands.join('\n')], { cwd: folder, encoding: 'utf8', env: { ...process.env, KEY: `07${aes}` } }); // prettier-ignore
  expect(printed).toContain(`${hashOf(picture)} `);
}); // prettier-ignore

it('settings that a changed case holds reach no shell', () => {
  const outer = { path: 'm.crypt15', sha256: hashOf('sealed'), sizeBytes: 8192 };
  const settings = { generation: 'crypt15', iv: '$(touch ran)', dataAt: '5', tagAt: '900', packed: 'no' };
  const layer = { kind: 'whatsapp-backup', outer, inner: 'm', method: '', file: { ...outer, path: 'm.crypt15!/m' }, key: null, settings } as const; // prettier-ignore
  const told = new LayerCommands({ kind: 'folder', path: '/e' } as ExhibitView).of(layer, null);
  expect(told.commands.join('\n')).not.toContain('touch');
});

it('no lines are given for a file of a backup that they are not written for', () => {
  const outer = { path: 'b/Manifest.mbdb', sha256: hashOf('sealed'), sizeBytes: 8192 };
  const key = { form: 'password', fingerprint: 'f', from: { kind: 'typed', by: 'E' } } as const;
  const layer = { kind: 'ios-backup', outer, inner: 'HomeDomain/a', method: '', file: { ...outer, path: 'b/Manifest.mbdb!/HomeDomain/a' }, key, settings: {} } as const; // prettier-ignore
  const told = new LayerCommands({ kind: 'folder', path: '/e' } as ExhibitView).of(layer, null);
  expect(told).toEqual({ commands: [], note: expect.stringContaining('No lines are given') as string });
});

it('no lines are given for the log of a database, which those of the database would not give', () => {
  const settings = { page_size: '4096', reserve: '80', kdf_algorithm: 'none' };
  const outer = { path: 'm.db', sha256: hashOf('sealed'), sizeBytes: 8192 };
  const layer = { kind: 'sqlcipher', outer, inner: 'm.db', method: '', file: { ...outer, path: 'm.db!/m.db' }, key: null, settings } as const; // prettier-ignore
  const lines = new LayerCommands({ kind: 'folder', path: '/e' } as ExhibitView);
  expect(lines.of(layer, null).commands).toHaveLength(2);
  const log = { ...layer, inner: 'm.db-wal', file: { ...outer, path: 'm.db!/m.db-wal' } };
  const { commands, note } = lines.of(log, null);
  expect([commands, note]).toEqual([[], expect.stringContaining('log of the database')]);
});
