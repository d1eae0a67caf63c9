import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { completeExhibit, createCase, listExhibits, type CaseFile } from '../case/index.ts';
import type { LayerView } from '../contract/index.ts';
import { writeZip } from '../evidence/fixture-zip.ts';
import { takeInExhibit } from '../ingest/index.ts';
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

it.skipIf(spawnSync('sh', ['-c', 'command -v unzip']).status !== 0)(
  'the printed line takes it out with unzip',
  async () => {
    const [layer] = await layers(`sub/outer.zip!/${INNER}`);
    execFileSync('sh', ['-c', layer?.commands.join('\n') ?? 'false'], { cwd: folder });
    expect(readFileSync(join(folder, 'a [1].txt'), 'utf8')).toBe(TEXT);
  },
);
