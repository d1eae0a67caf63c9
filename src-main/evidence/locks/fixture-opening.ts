import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Issue } from '../../model/index.ts';
import { memorySource } from '../byte-source.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits.ts';
import type { EvidenceTree } from '../tree.ts';
import type { FoundLock, GivenKey, OpenedFile, OpenEnd, Opener } from './opener.ts';

/** What opening gave, for tests. */
export interface Opening {
  readonly end: OpenEnd;
  readonly files: readonly OpenedFile[];
  readonly issues: readonly Issue[];
}

/** Opens a lock and gathers its events. The keys of tests are text in UTF-8, or the bytes of a file. */
export async function openLock(
  opener: Opener,
  tree: EvidenceTree,
  lock: FoundLock,
  key: GivenKey | null,
  workDir: string,
  limits: Partial<Limits> = {},
): Promise<Opening> {
  const files: OpenedFile[] = [];
  const issues: Issue[] = [];
  const events = opener.open({
    tree,
    lock,
    key,
    source: async (file) => memorySource(Buffer.concat(await gather(tree.bytes(file)))),
    workDir,
    limits: { ...DEFAULT_LIMITS, ...limits },
    hashes: [],
    signal: new AbortController().signal,
  });
  for (let next = await events.next(); ; next = await events.next()) {
    if (next.done === true) return { end: next.value, files, issues };
    if (next.value.kind === 'file') files.push(next.value);
    else if (next.value.kind === 'issue') issues.push(next.value);
  }
}

/** The bytes of an opened file that lie in the work folder. */
export function bytesInWork(workDir: string, { sha256, place, sizeBytes }: OpenedFile): Buffer {
  if (place.in === 'work') return readFileSync(join(workDir, sha256));
  if (place.in !== 'part') throw new Error(`not in the work folder: ${place.in}`);
  return readFileSync(join(workDir, place.of)).subarray(place.offset, place.offset + sizeBytes);
}

/** A password as the examiner types it. */
export function passwordKey(text: string): GivenKey {
  return { form: 'password', bytes: Buffer.from(text) };
}

/** All of them, in their order. */
export async function gather<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
