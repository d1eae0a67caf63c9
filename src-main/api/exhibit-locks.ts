import {
  addIssueOnce,
  depthOf,
  exhibitFiles,
  exhibitLimits,
  getLock,
  type CaseFile,
  type ExhibitFiles,
  type KeptLock,
} from '../case/index.ts';
import type { ExhibitView } from '../contract/index.ts';
import { DEFAULT_LIMITS, filesBelow, openTree, type Limits, type OpenTree } from '../evidence/index.ts';
import { detectSources, findLocks, openLock, type LockOpened, type OpenLockOrder } from '../ingest/index.ts';
import { parsers } from '../sources/registry.ts';
import { logDefect } from './defect-log.ts';
import type { JobContext } from './job-context.ts';

/** How many locks may lie in one another; what is locked deeper is listed and not looked into. */
const MOST_LAYERS = 5;
const TOO_DEEP =
  'Locked files are looked for five deep. What came out of this one was not looked at: look for locked files anew to go on.';

/** The files of an exhibit with its locks, for one job. Close it. */
export class ExhibitLocks {
  readonly #file: CaseFile;
  readonly #view: ExhibitView;
  readonly #files: ExhibitFiles;
  readonly #limits: Limits;
  readonly #tree: OpenTree;
  readonly #context: JobContext;

  constructor(file: CaseFile, view: ExhibitView, context: JobContext) {
    this.#file = file;
    this.#view = view;
    this.#files = exhibitFiles(file.db, view.id);
    this.#limits = { ...DEFAULT_LIMITS, ...exhibitLimits(file.db, view.id) };
    this.#tree = this.#treeOf(this.#files);
    this.#context = context;
  }

  /**
   * Looks for locks in all of the exhibit, or in what a lock gave, and opens those that want no key, as often as something
   * comes out. Gives the numbers of the new ones.
   */
  async find(within: KeptLock | null): Promise<readonly number[]> {
    const { db } = this.#file;
    if (within !== null && depthOf(db, within.id) >= MOST_LAYERS) {
      const { path } = within;
      addIssueOnce(db, this.#view.id, { kind: 'issue', severity: 'warning', code: 'size-limit', from: null, where: path, stored: null, detail: TOO_DEEP }); // prettier-ignore
      return [];
    }
    const prefix = within === null ? '' : `${within.path}!/`;
    const tree = prefix === '' ? this.#tree : this.#treeOf(filesBelow(this.#files, prefix));
    this.#context.progress('looking for locked files', 0, null, 'files');
    const { signal } = this.#context;
    const added: number[] = [];
    try {
      const found = await findLocks(this.#file, { exhibit: this.#view.id, tree, whole: this.#tree, signal });
      added.push(...found);
    } finally {
      if (tree !== this.#tree) tree.close();
    }
    for (const id of [...added]) {
      const lock = getLock(db, id);
      if (lock.wants.length > 0) continue;
      const opened = await this.open(lock, null);
      if (opened.ended === 'opened') added.push(...(await this.find(lock)));
      // Nobody is asked for a key: without an issue it would go unseen.
      else addIssueOnce(db, this.#view.id, { kind: 'issue', severity: 'error', code: 'archive-damaged', from: null, where: lock.path, stored: null, detail: opened.detail }); // prettier-ignore
    }
    return added;
  }

  open(lock: KeptLock, key: OpenLockOrder['key']): Promise<LockOpened> {
    const { sha1, md5 } = this.#view;
    return openLock(this.#file, {
      lock,
      key,
      files: this.#files,
      tree: this.#tree,
      limits: this.#limits,
      hashes: [...(sha1 === null ? [] : (['sha1'] as const)), ...(md5 === null ? [] : (['md5'] as const))],
      signal: this.#context.signal,
      onProgress: (done, total) => {
        this.#context.progress('opening', done, total, 'bytes');
      },
      onDeriving: () => {
        this.#context.progress('deriving the key', 0, null, 'bytes');
      },
    });
  }

  /** Gives the numbers of all sources of the exhibit that are found now. */
  detect(appDir: string): Promise<readonly number[]> {
    return detectSources(this.#file, {
      parsers,
      exhibit: this.#view.id,
      tree: this.#tree,
      signal: this.#context.signal,
      onParser: (done, total) => {
        this.#context.progress('looking for sources', done, total, 'files');
      },
      onDefect: (error, parser) => logDefect(appDir, error, `detect ${parser}`),
    });
  }

  close(): void {
    this.#tree.close();
  }

  #treeOf(files: Parameters<typeof openTree>[1]): OpenTree {
    const { workDir, secrets } = this.#file;
    return openTree(this.#view, files, { workDir, limits: this.#limits, secrets, onlyReadable: true });
  }
}
