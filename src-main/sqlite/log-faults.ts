import { namesSuperJournal } from './journal.ts';
import { ReadOnlyFile } from './read-only-file.ts';
import { readWal } from './wal.ts';
import type { WorkingCopy } from './working-copy.ts';

/**
 * What of a write-ahead log SQLite passes over although it belongs to the log, one sentence each: its rows are not read.
 * Frames of older generations, which every log that was started over holds, are not named. Empty for a sound log, an
 * empty one, and no log; of a rollback journal only that it names another. Throws `EvidenceUnreadable` when the log cannot be opened.
 */
export function logFaults(copy: WorkingCopy): readonly string[] {
  if (copy.log === null) return [];
  const file = new ReadOnlyFile(copy.log.path);
  try {
    if (file.size === 0) return [];
    if (copy.log.kind === 'journal')
      return namesSuperJournal(file)
        ? ['the rollback journal is part of a transaction over several databases, whose common journal is not at hand: it is not rolled back'] // prettier-ignore
        : [];
    const wal = readWal(file);
    if (wal === null) return [`the log of ${file.size} bytes has no sound header, so that SQLite uses none of it`];
    const faults: string[] = [];
    if (wal.damagedFrames > 0)
      faults.push(`${wal.damagedFrames} frames of the log from frame ${wal.committedFrames + wal.uncommittedFrames + 1} on are damaged or follow damage, and are not used`); // prettier-ignore
    if (wal.tornBytes > 0) faults.push(`the log ends ${wal.tornBytes} bytes into a frame, which is not used`);
    if (wal.uncommittedFrames > 0)
      faults.push(
        `${wal.uncommittedFrames} frames of the log belong to a transaction without an end, and are not used`,
      );
    return faults;
  } finally {
    file.close();
  }
}
