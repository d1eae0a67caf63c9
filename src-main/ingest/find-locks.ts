import { addLocks, type CaseFile, type NewLock } from '../case/index.ts';
import { openers, type EvidenceTree, type FoundLock, type Opener } from '../evidence/index.ts';

export interface FindLocksOptions {
  readonly exhibit: number;
  /** Where locked files are looked for. */
  readonly tree: EvidenceTree;
  /** Where keys are looked for: all of the exhibit. */
  readonly whole: EvidenceTree;
  readonly signal: AbortSignal;
}

/** Looks for locked files by what they say without a key, keeps those that the case does not know and gives their numbers. */
export async function findLocks(file: CaseFile, options: FindLocksOptions): Promise<readonly number[]> {
  const { tree, whole, signal } = options;
  const added: number[] = [];
  // What one opener knows is not told to be something else by a later one, which may go by looks alone.
  const claimed = new Set<string>();
  for (const opener of openers) {
    const found: NewLock[] = [];
    for await (const lock of opener.find(tree)) {
      signal.throwIfAborted();
      const { kind, facts, wants } = lock;
      const { path, sha256, sizeBytes } = lock.file;
      if (claimed.has(path)) continue;
      claimed.add(path);
      found.push({ kind, path, sha256, sizeBytes, facts, wants, offers: await offersOf(opener, whole, lock) });
    }
    added.push(...addLocks(file.db, options.exhibit, found, file.now()));
  }
  return added;
}

type Offer = NewLock['offers'][number];

async function offersOf(opener: Opener, tree: EvidenceTree, lock: FoundLock): Promise<readonly Offer[]> {
  const offers: Offer[] = [];
  if (opener.offers === undefined) return offers;
  for await (const { file, what, fits, derived } of opener.offers(tree, lock)) {
    if (offers.length >= MOST_OFFERS) break;
    const inputs = derived === undefined ? {} : { inputs: derived.inputs, among: derived.among };
    offers.push({ path: file.path, sha256: file.sha256, what, fits, ...inputs });
  }
  return offers;
}

const MOST_OFFERS = 50;
