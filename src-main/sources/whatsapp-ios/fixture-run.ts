import { treeOf, workingCopy } from '../../evidence/index.ts';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, Issue, Tally } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/index.ts';
import { EvidenceUnreadable, openEvidence } from '../../sqlite/index.ts';
import type { Detection, Run } from '../parser.ts';
import { whatsappIos } from './index.ts';

/** What one reading of one detection gave. */
export interface Reading {
  readonly found: Detection;
  readonly records: readonly Extracted[];
}

/** Takes in a folder, zip or file, detects and reads everything in it with the real floors below; for tests. */
export async function readAll(
  path: string,
  workDir: string,
  signal: Run['signal'] = new AbortController().signal,
): Promise<readonly Reading[]> {
  const tree = await treeOf(path, workDir);
  const readings: Reading[] = [];
  const open: EvidenceDb[] = [];
  try {
    for (const found of await whatsappIos.detect(tree)) {
      const databases = new Map<string, EvidenceDb | null>();
      const refused: Issue[] = [];
      for (const [role, file] of Object.entries(found.files)) {
        if (role === 'preferences') continue;
        const copy = await workingCopy(tree, file, workDir);
        try {
          const db = openEvidence(copy, 'with-log', workDir);
          open.push(db);
          databases.set(file.path, db);
        } catch (error) {
          if (!(error instanceof EvidenceUnreadable)) throw error;
          databases.set(file.path, null);
          refused.push({
            kind: 'issue',
            severity: 'error',
            code: 'database-damaged',
            from: null,
            where: file.path,
            stored: null,
            detail: error.detail,
          });
        }
      }
      const run: Run = {
        signal,
        answers: {},
        tree,
        database: (file: EvidenceFile) => databases.get(file.path) ?? null,
        bytes: (file: EvidenceFile) => tree.bytes(file),
        progress: () => undefined,
      };
      const records: Extracted[] = [...refused];
      for await (const record of whatsappIos.read(found, run)) records.push(record);
      readings.push({ found, records });
    }
  } finally {
    for (const db of open) db.close();
    tree.close();
  }
  return readings;
}

/** The records of one kind. */
export function ofKind<K extends Extracted['kind']>(
  records: readonly Extracted[],
  kind: K,
): readonly Extract<Extracted, { kind: K }>[] {
  return records.filter((record): record is Extract<Extracted, { kind: K }> => record.kind === kind);
}

/** Tallies that do not close: rows that are neither used nor skipped with a reason. */
export function openTallies(records: readonly Extracted[]): readonly Tally[] {
  return ofKind(records, 'tally').filter(
    ({ rows, used, skipped }) => rows !== used + Object.values(skipped).reduce((sum, count) => sum + count, 0),
  );
}
