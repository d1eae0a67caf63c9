import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Difference, VerifyResult } from '../../contract/index.ts';
import { ReportRefused, type ReportRun } from '../report-request.ts';
import { UNFINISHED } from './bag-writer.ts';
import { readManifest, type ReadManifest } from './manifest.ts';

const MANIFEST = 'manifest-sha256.txt';
const TAG_MANIFEST = 'tagmanifest-sha256.txt';
const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const LARGEST_MANIFEST_BYTES = 256 << 20;
const READ_BYTES = 1 << 20;

/**
 * Re-hashes a report package and names each file that changed, is missing or was added. `seal` is the value written
 * down when the report was made: without it, a package that somebody changed throughout, manifests included, agrees
 * with itself. Throws ReportRefused when `folder` is not a report package, or one that was not written to its end.
 */
export async function verifyReport(
  folder: string,
  options: ReportRun & { readonly seal?: string } = {},
): Promise<VerifyResult> {
  const names = list(folder, folder);
  if (names.includes(UNFINISHED) && !names.includes(TAG_MANIFEST))
    throw new ReportRefused('report-unfinished', { subject: folder });
  if (![MANIFEST, TAG_MANIFEST, 'bagit.txt'].some((name) => names.includes(name))) {
    throw new ReportRefused('report-damaged', { subject: folder });
  }
  const check = new BagCheck(folder, filesUnder(folder), options);
  await check.run();
  return check.result();
}

class BagCheck {
  readonly #folder: string;
  readonly #found: ReadonlyMap<string, Stats>;
  readonly #options: ReportRun & { readonly seal?: string };
  readonly #hashes = new Map<string, string>();
  readonly #differences: Difference[] = [];
  #bytes = 0;

  constructor(folder: string, found: ReadonlyMap<string, Stats>, options: ReportRun & { readonly seal?: string }) {
    this.#folder = folder;
    this.#found = found;
    this.#options = options;
  }

  async run(): Promise<void> {
    const tags = await this.#manifest(TAG_MANIFEST);
    const payload = await this.#manifest(MANIFEST);
    await this.#compare(tags);
    await this.#compare(payload);
    const listed = new Set([...tags.lines, ...payload.lines].map((line) => line.path));
    for (const name of ['bagit.txt', 'bag-info.txt', MANIFEST]) {
      if (!listed.has(name)) this.#add('changed', TAG_MANIFEST, `a line for ${name}`, 'no such line');
      listed.add(name);
    }
    listed.add(TAG_MANIFEST);
    for (const name of [...this.#found.keys()].sort()) {
      if (!listed.has(name)) this.#add('added', name, null, await this.#hash(name));
    }
    await this.#declaration();
    await this.#seal();
  }

  result(): VerifyResult {
    return {
      ok: this.#differences.length === 0,
      checked: { files: this.#hashes.size, bytes: this.#bytes, records: 0, custodyEntries: 0 },
      differences: this.#differences,
    };
  }

  async #manifest(name: string): Promise<ReadManifest> {
    const stats = this.#found.get(name);
    if (stats === undefined) {
      this.#add('missing', name, null, null);
      return { lines: [], bad: [] };
    }
    if (!stats.isFile() || stats.size > LARGEST_MANIFEST_BYTES) {
      this.#add('unreadable', name, null, null);
      return { lines: [], bad: [] };
    }
    const read = readManifest(await readFile(this.#place(name), 'utf8'));
    for (const bad of read.bad) this.#add('unreadable', name, 'a manifest line', `line ${bad.line}: ${bad.text}`);
    return read;
  }

  async #compare(manifest: ReadManifest): Promise<void> {
    for (const [index, line] of manifest.lines.entries()) {
      this.#options.signal?.throwIfAborted();
      this.#options.progress?.({ phase: 'hashes', done: index, total: manifest.lines.length, unit: 'files' });
      if (!this.#found.has(line.path)) {
        this.#add('missing', line.path, line.sha256, null);
        continue;
      }
      const hash = await this.#hash(line.path);
      if (hash === null) this.#add('unreadable', line.path, line.sha256, null);
      else if (hash !== line.sha256) this.#add('changed', line.path, line.sha256, hash);
    }
  }

  async #declaration(): Promise<void> {
    if (!this.#found.has('bagit.txt')) {
      if (!this.#differences.some((difference) => difference.path === 'bagit.txt')) {
        this.#add('missing', 'bagit.txt', null, null);
      }
      return;
    }
    const hash = await this.#hash('bagit.txt');
    const expected = createHash('sha256').update(DECLARATION).digest('hex');
    const named = this.#differences.some((difference) => difference.path === 'bagit.txt');
    if (hash !== expected && !named) this.#add('changed', 'bagit.txt', expected, hash);
  }

  async #seal(): Promise<void> {
    const expected = this.#options.seal?.toLowerCase();
    const hash = this.#found.has(TAG_MANIFEST) ? await this.#hash(TAG_MANIFEST) : null;
    if (expected !== undefined && hash !== null && hash !== expected)
      this.#add('changed', TAG_MANIFEST, expected, hash);
  }

  /** Null for anything but a regular file: links are named, not followed. */
  async #hash(name: string): Promise<string | null> {
    const known = this.#hashes.get(name);
    if (known !== undefined) return known;
    if (this.#found.get(name)?.isFile() !== true) return null;
    const hash = createHash('sha256');
    const file = await open(this.#place(name), 'r');
    try {
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      for (;;) {
        this.#options.signal?.throwIfAborted();
        const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        this.#bytes += bytesRead;
      }
    } finally {
      await file.close();
    }
    const digest = hash.digest('hex');
    this.#hashes.set(name, digest);
    return digest;
  }

  #place(name: string): string {
    return path.join(this.#folder, ...name.split('/'));
  }

  #add(kind: Difference['kind'], name: string, expected: string | null, found: string | null): void {
    this.#differences.push({ subject: 'report', kind, path: name, expected, found });
  }
}

/** Everything below a folder but the folders themselves, by path with `/`. Throws ReportRefused when it cannot be read. */
function filesUnder(folder: string): ReadonlyMap<string, Stats> {
  const found = new Map<string, Stats>();
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const name of list(path.join(folder, ...below.split('/')), folder)) {
      const inside = below === '' ? name : `${below}/${name}`;
      const stats = lstatSync(path.join(folder, ...inside.split('/')));
      if (stats.isDirectory()) waiting.push(inside);
      else found.set(inside, stats);
    }
  }
  return found;
}

function list(place: string, folder: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new ReportRefused('path-not-found', { subject: folder });
    if (code === 'EACCES' || code === 'EPERM') throw new ReportRefused('path-not-readable', { subject: folder });
    throw error;
  }
}
