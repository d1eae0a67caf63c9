import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'; // prettier-ignore
import path from 'node:path';
import { isRunning } from '../../sqlite/index.ts';
import { ReportRefused } from '../report-request.ts';
import { manifestText, type ManifestLine } from './manifest.ts';

const FLUSH_BYTES = 1 << 20;

/** Names that this floor gives to files; nothing from evidence is part of a path. */
const SAFE_NAME = /^[a-z0-9][a-z0-9._-]*$/u;

/** One file of the bag while it is written: hashed as its bytes pass. */
export class BagFile {
  readonly name: string;
  readonly #descriptor: number;
  readonly #hash: Hash = createHash('sha256');
  #pending: string[] = [];
  #pendingLength = 0;
  #sizeBytes = 0;

  constructor(name: string, descriptor: number) {
    this.name = name;
    this.#descriptor = descriptor;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  write(data: string | Uint8Array): void {
    if (typeof data !== 'string') {
      this.#flush();
      this.#put(data);
      return;
    }
    this.#pending.push(data);
    this.#pendingLength += data.length;
    if (this.#pendingLength >= FLUSH_BYTES) this.#flush();
  }

  /** Ends the file and returns its line of the manifest. */
  close(): ManifestLine {
    this.#flush();
    closeSync(this.#descriptor);
    return { path: this.name, sha256: this.#hash.digest('hex') };
  }

  #flush(): void {
    if (this.#pendingLength === 0) return;
    const bytes = Buffer.from(this.#pending.join(''), 'utf8');
    this.#pending = [];
    this.#pendingLength = 0;
    this.#put(bytes);
  }

  #put(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
    for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at);
  }
}

export interface SealedBag {
  readonly files: number;
  readonly sizeBytes: number;
  /** SHA-256 of `tagmanifest-sha256.txt`. */
  readonly seal: string;
}

/** Lies in the folder of a bag from its first moment until it is sealed. */
export const UNFINISHED = 'unfinished-report.txt';
const UNFINISHED_TEXT =
  'This folder holds a report that is being written, or whose writing was cut off. It is not a report: it has no seal,\n' +
  'and parts of it may be missing. The next report to the same place removes it.\n' +
  `Written by process ${process.pid}.\n`;
const WRITER = /^Written by process (?<pid>\d+)\.$/mu;

function unfinishedFolder(out: string): string {
  return `${path.resolve(out)}.partial`;
}

/**
 * Removes what is left beside `out` of a report whose writing was cut off, and gives its path; null when there is none,
 * or when another process is still writing it. Throws the file system's error where it refuses.
 */
export function removeUnfinishedReport(out: string): string | null {
  const folder = unfinishedFolder(out);
  const mark = path.join(folder, UNFINISHED);
  if (!existsSync(mark)) return null;
  const pid = Number(WRITER.exec(readFileSync(mark, 'utf8'))?.groups?.pid ?? process.pid);
  if (pid !== process.pid && isRunning(pid)) return null;
  // The mark goes last, so that a removal that is cut off can be taken up again.
  for (const name of readdirSync(folder).filter((found) => found !== UNFINISHED))
    rmSync(path.join(folder, name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

/**
 * Writes a BagIt bag (RFC 8493) beside its final place and moves it there when it is sealed, so that a run that stops
 * leaves no half report behind.
 */
export class BagWriter {
  readonly #out: string;
  readonly #folder: string;
  readonly #payload: ManifestLine[] = [];
  #octets = 0;

  /**
   * Throws ReportRefused where `out` holds something already, or the folder beside it in which the bag is written holds
   * something other than a report that was cut off.
   */
  constructor(out: string) {
    this.#out = out;
    this.#folder = unfinishedFolder(out);
    removeUnfinishedReport(out);
    for (const place of [out, this.#folder])
      if (existsSync(place) && readdirSync(place).length > 0)
        throw new ReportRefused('report-exists', { subject: place });
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(path.join(this.#folder, UNFINISHED), UNFINISHED_TEXT);
    mkdirSync(path.join(this.#folder, 'data'));
  }

  /** Writes one payload file; `name` is relative to `data/`. */
  async file(name: string, fill: (file: BagFile) => void | Promise<void>): Promise<ManifestLine> {
    const file = this.open(name);
    try {
      await fill(file);
    } finally {
      this.close(file);
    }
    return this.#last();
  }

  /** Opens a payload file that is written beside others; `close` enters it into the manifest. */
  open(name: string): BagFile {
    const bagPath = `data/${name}`;
    if (!bagPath.split('/').every((part) => SAFE_NAME.test(part))) throw new Error(`unsafe name in the bag: ${name}`);
    const place = path.join(this.#folder, ...bagPath.split('/'));
    mkdirSync(path.dirname(place), { recursive: true });
    return new BagFile(bagPath, openSync(place, 'wx'));
  }

  /** Where a closed payload file lies until the bag is sealed; `name` is relative to `data/`. */
  placeOf(name: string): string {
    return path.join(this.#folder, 'data', ...name.split('/'));
  }

  close(file: BagFile): void {
    const line = file.close();
    this.#payload.push(line);
    this.#octets += file.sizeBytes;
  }

  /** Takes back a file that must not be part of the bag. */
  discard(file: BagFile): void {
    file.close();
    rmSync(path.join(this.#folder, ...file.name.split('/')));
  }

  /**
   * Writes the tag files and moves the bag to its place. `info` are the labels of `bag-info.txt`, in order; `beside` are
   * further files at the top of the bag.
   */
  seal(
    info: readonly (readonly [label: string, value: string])[],
    beside: readonly (readonly [name: string, text: string])[],
  ): SealedBag {
    const oxum = `${this.#octets}.${this.#payload.length}`;
    const tags = [
      this.#tag('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
      this.#tag('bag-info.txt', infoText([...info, ['Payload-Oxum', oxum]])),
      this.#tag('manifest-sha256.txt', manifestText(this.#payload)),
      ...beside.map(([name, text]) => this.#tag(name, text)),
    ];
    const seal = this.#tag('tagmanifest-sha256.txt', manifestText(tags.map((tag) => tag.line)));
    rmSync(path.join(this.#folder, UNFINISHED));
    if (existsSync(this.#out)) {
      if (readdirSync(this.#out).length > 0) throw new ReportRefused('report-exists', { subject: this.#out });
      rmdirSync(this.#out);
    }
    renameSync(this.#folder, this.#out);
    const tagBytes = [...tags, seal].reduce((sum, tag) => sum + tag.sizeBytes, 0);
    return {
      files: this.#payload.length + tags.length + 1,
      sizeBytes: this.#octets + tagBytes,
      seal: seal.line.sha256,
    };
  }

  /** Removes what was written of a bag that is not sealed. */
  abandon(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #tag(name: string, text: string): { readonly line: ManifestLine; readonly sizeBytes: number } {
    const file = new BagFile(name, openSync(path.join(this.#folder, name), 'wx'));
    file.write(text);
    const line = file.close();
    return { line, sizeBytes: file.sizeBytes };
  }

  #last(): ManifestLine {
    const line = this.#payload.at(-1);
    if (line === undefined) throw new Error('no file was written');
    return line;
  }
}

// RFC 8493, 2.2.2: a label, a colon, a value; line breaks of a value are folded.
function infoText(info: readonly (readonly [string, string])[]): string {
  return info.map(([label, value]) => `${label}: ${value.replaceAll(/\s+/gu, ' ').trim()}\n`).join('');
}
