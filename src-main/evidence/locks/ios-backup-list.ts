import type { Issue } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import { Digester } from '../hash.ts';
import { Budget } from '../limits.ts';
import { DistinctPaths } from '../names/distinct-paths.ts';
import { NameNotes, nameIssues } from '../names/name-issues.ts';
import { safePath } from '../names/safe-path.ts';
import { Pace } from '../pace.ts';
import type { EvidenceFile } from '../tree.ts';
import { doubtsOf } from './ios-backup-doubts.ts';
import { iosFileEnd, iosPlainBlocks, type IosFileEnd } from './ios-backup-file.ts';
import type { IosBackupFolder } from './ios-backup-folder.ts';
import type { IosBackupRow, ManifestRow } from './ios-backup-row.ts';
import { fileClass, openFileKey } from './ios-keybag.ts';
import { IssueTally } from './issue-tally.ts';
import type { OpenedFile, OpenEvent, OpenRequest } from './opener.ts';
import { WorkFile } from './work-file.ts';

/** Class keys by class. */
export type ClassKeys = ReadonlyMap<number, Buffer>;

/** A payload as it came out: what of the file does not depend on its name. */
interface Opened {
  readonly file: Pick<OpenedFile, 'sha256' | 'sha1' | 'md5' | 'sizeBytes' | 'place' | 'method'>;
  /** Null where nothing was decrypted. */
  readonly end: IosFileEnd | null;
}

const MOST_DOMAINS = 10_000;

/** Lists the files of one backup by domain and path. `keys` null: nothing in it is encrypted. */
export class IosBackupList {
  files = 0;
  folders = 0;
  links = 0;
  withoutPayload = 0;
  notOpened = 0;
  unnamedPayloads = 0;
  /** Domains that hold a file; the first ten thousand. */
  readonly domains = new Set<string>();
  readonly #request: OpenRequest;
  readonly #backup: IosBackupFolder;
  readonly #keys: ClassKeys | null;
  readonly #budget: Budget;
  readonly #paths = new DistinctPaths();
  readonly #names = new NameNotes();
  readonly #tally = new IssueTally();
  /** Paths of payloads that no row has named yet. */
  readonly #payloads = new Set<string>();
  #pace: Pace;

  /** `taken`: paths in the backup that no file of it may have. */
  constructor(request: OpenRequest, backup: IosBackupFolder, keys: ClassKeys | null, taken: readonly string[]) {
    this.#request = request;
    this.#backup = backup;
    this.#keys = keys;
    this.#budget = new Budget(request.limits);
    this.#pace = new Pace(null, request.signal);
    for (const path of taken) this.#paths.take(path);
  }

  async *list(rows: Iterable<ManifestRow>): AsyncGenerator<OpenEvent> {
    const bytes = await this.#findPayloads();
    this.#pace = new Pace(this.#keys === null ? null : bytes, this.#request.signal);
    for (const row of rows) {
      if (this.#pace.isDue) yield await this.#rest();
      if (row.kind === 'file') yield* this.#file(row);
      else yield* this.#other(row);
    }
    for (const path of this.#payloads) {
      this.unnamedPayloads += 1;
      yield* this.#tell('warning', 'archive-damaged', path, 'The manifest of the backup names no file for this payload; it is listed under its own name alone.'); // prettier-ignore
    }
    yield* this.#names.rest();
    yield* this.#tally.rest(this.#backup.manifest.path);
  }

  /** Notes what lies where payloads lie; gives their bytes. */
  async #findPayloads(): Promise<number> {
    const { folder } = this.#backup;
    // A folder's name may hold signs that mean something in a pattern.
    const pattern = /[*?{}]/u.test(folder) ? '**' : `${folder}**`;
    let bytes = 0;
    for await (const file of this.#request.tree.glob(pattern)) {
      this.#request.signal.throwIfAborted();
      const inside = file.path.startsWith(folder) ? file.path.slice(folder.length) : '';
      if (!/^(?:[\da-f]{2}\/)?[\da-f]{40}$/u.test(inside)) continue;
      this.#payloads.add(file.path);
      bytes += file.sizeBytes;
    }
    return bytes;
  }

  *#other(row: ManifestRow): Generator<Issue> {
    switch (row.kind) {
      case 'unreadable':
        yield* this.#tell('error', row.code, this.#backup.manifest.path, row.detail);
        return;
      case 'folder':
        this.folders += 1;
        return;
      case 'link':
        this.links += 1;
        yield* this.#tell('note', 'link-not-followed', this.#whereOf(row), 'The backup holds a symbolic link. Stored: its target.', '', row.target); // prettier-ignore
        return;
      default:
        yield* this.#tell('note', 'special-file-skipped', this.#whereOf(row), 'The manifest names something that is neither file, folder nor link; it holds no bytes.'); // prettier-ignore
    }
  }

  async *#file(row: IosBackupRow): AsyncGenerator<OpenEvent> {
    const { tree } = this.#request;
    const { folder } = this.#backup;
    const where = this.#whereOf(row);
    const payload =
      (await tree.get(`${folder}${row.fileId.slice(0, 2)}/${row.fileId}`)) ?? (await tree.get(folder + row.fileId));
    if (payload !== null) this.#payloads.delete(payload.path);
    else if (row.sizeBytes !== 0) {
      this.withoutPayload += 1;
      yield* this.#tell('error', 'file-unreadable', where, 'The manifest names this file and the backup does not hold its payload: it was left out, lost, or not handed over. Stored: the name of the payload.', 'payload', row.fileId); // prettier-ignore
      return;
    }
    if (this.#budget.admit(row.sizeBytes ?? 0, row.sizeBytes ?? 0) !== null) {
      this.notOpened += 1;
      yield* this.#tell('error', 'size-limit', where, 'The file is beyond the limits on entries and bytes and is not listed. They can be raised.'); // prettier-ignore
      return;
    }
    const opened = payload === null ? this.#empty() : this.#keys === null ? asItIs(payload) : yield* this.#decrypt(row, payload, this.#keys); // prettier-ignore
    if (opened === null) {
      this.notOpened += 1;
      return;
    }
    this.files += 1;
    if (this.domains.size < MOST_DOMAINS) this.domains.add(row.domain);
    const { path, storedName } = yield* this.#nameOf(row);
    const listed = `${this.#backup.manifest.path}!/${path}`;
    const { sizeBytes } = opened.file;
    for (const { issue, kind } of doubtsOf(row, listed, payload?.sizeBytes ?? 0, sizeBytes, opened.end))
      yield* this.#tally.list(issue, kind);
    yield { kind: 'file', path, storedName, modifiedMs: row.modifiedMs, ...opened.file };
  }

  async *#decrypt(row: IosBackupRow, payload: EvidenceFile, keys: ClassKeys): AsyncGenerator<OpenEvent, Opened | null> {
    const { fileKey } = row;
    const where = this.#whereOf(row);
    if (fileKey === null) {
      yield* this.#tell('error', 'archive-encrypted', where, 'The manifest states no key for this file: its payload stays as it is, under its own name.', 'none'); // prettier-ignore
      return null;
    }
    const number = fileClass(fileKey);
    if (!keys.has(number)) {
      yield* this.#tell('error', 'archive-encrypted', where, `The file is encrypted under class ${number}, whose key the password of the backup does not open: the keybag lacks it, or binds it to the device.`, String(number)); // prettier-ignore
      return null;
    }
    const key = openFileKey(keys, fileKey);
    if (key === null) {
      yield* this.#tell('error', 'archive-damaged', where, `The key of the file fails its check with the key of class ${number}: the manifest is damaged there.`, 'key'); // prettier-ignore
      return null;
    }
    const source = await this.#request.source(payload);
    try {
      const end = iosFileEnd(source, key, row.sizeBytes);
      const digester = new Digester(this.#request.hashes);
      for (const block of iosPlainBlocks(source, key, 0, end.sizeBytes)) {
        digester.update(block);
        this.#pace.doneBytes += block.length;
        if (this.#pace.isDue) yield await this.#rest();
      }
      const { sizeBytes } = digester;
      const args = [fileKey.toString('hex'), String(sizeBytes)];
      const method = `decrypted (AES-256-CBC, key of class ${number}) and named by the manifest of the backup`;
      const file = { ...digester.finish(), sizeBytes, place: { in: 'sealed', within: payload, args }, method } as const;
      return { file, end };
    } finally {
      source.close();
    }
  }

  /** A file without bytes, for which backups hold no payload. */
  #empty(): Opened {
    const written = new WorkFile(this.#request.workDir, this.#request.hashes).keep();
    return { file: { ...written, place: { in: 'work' }, method: 'stated by the manifest of the backup to hold no bytes' }, end: null }; // prettier-ignore
  }

  *#nameOf(row: IosBackupRow): Generator<Issue, { readonly path: string; readonly storedName: string | null }> {
    const text = nameText(row);
    const bytes = Buffer.from(text);
    const safe = safePath(text);
    const { path, same } = this.#paths.take(safe.path === '' ? '%' : safe.path);
    const listed = `${this.#backup.manifest.path}!/${path}`;
    yield* this.#names.list(nameIssues(listed, bytes, { text, encoding: 'utf-8', other: null }, safe, same));
    return { path, storedName: path === text ? null : bytes.toString('hex') };
  }

  *#tell(
    severity: Issue['severity'],
    code: Issue['code'],
    where: string,
    detail: string,
    kind = '',
    stored: string | null = null,
  ): Generator<Issue> {
    // prettier-ignore
    yield* this.#tally.list(archiveIssue(severity, code, where, detail, stored), kind);
  }

  #whereOf(row: IosBackupRow): string {
    return `${this.#backup.manifest.path}!/${nameText(row)}`;
  }

  async #rest(): Promise<OpenEvent> {
    await this.#pace.rest();
    return { kind: 'progress', doneBytes: this.#pace.doneBytes, totalBytes: this.#pace.totalBytes };
  }
}

function asItIs(payload: EvidenceFile): Opened {
  const { sha256, sizeBytes } = payload;
  const place = { in: 'same', as: payload } as const;
  return { file: { sha256, sha1: null, md5: null, sizeBytes, place, method: 'named by the manifest of the backup' }, end: null }; // prettier-ignore
}

function nameText({ domain, path }: IosBackupRow): string {
  return `${domain}/${path}`;
}
