import { Envelopes } from '../../evidence/index.ts';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Tally } from '../../model/index.ts';
import type { Run } from '../parser.ts';

/** Numbers of keys that are counted apart. */
const MOST_VERSIONS = 64;

/** Counts the enciphered messages of a file, by the number of the company's key that each is for: nothing else of them can be told. */
export async function* countEnvelopes(file: EvidenceFile, run: Run): AsyncGenerator<Tally> {
  const envelopes = new Envelopes();
  const skipped = new Map<string, number>();
  let [rows, done] = [0, 0];
  const skip = (reason: string, count: number): void => {
    skipped.set(reason, (skipped.get(reason) ?? 0) + count);
    rows += count;
  };
  for await (const bytes of run.bytes(file)) {
    for (const { version } of envelopes.add(bytes)) skip(reasonOf(version, skipped), 1);
    done += bytes.length;
    run.progress(done, file.sizeBytes, 'bytes');
    if (run.signal.aborted) return;
  }
  if (envelopes.unread > 0) skip('envelope that cannot be read as an object of JSON', envelopes.unread);
  yield { kind: 'tally', file: file.sha256, table: 'envelopes', rows, used: 0, skipped: Object.fromEntries(skipped) };
}

function reasonOf(version: string | null, known: ReadonlyMap<string, number>): string {
  if (version === null) return 'enciphered message without a number of a key';
  const reason = reasonFor(version);
  return known.has(reason) || known.size < MOST_VERSIONS ? reason : reasonFor('further');
}

function reasonFor(version: string): string {
  return `message enciphered for the company's key of number ${version}`;
}
