import type { Provenance, Timestamp } from '../../model/index.ts';
import type { ArchiveRow } from './rows.ts';
import { timeOf } from './times.ts';

/** That a message was called back: by whom, when, and where it stands. */
export interface Recall {
  readonly by: string | null;
  readonly time: Timestamp | null;
  readonly from: Provenance;
}

/** What one pass over the archive tells before any message is read: which messages were called back later. */
export class Recalls {
  readonly #byMessage = new Map<string, Recall>();
  readonly #found = new Set<string>();

  /** Takes note of a row; memory grows with the messages called back. */
  note({ file, offset, length, fields }: ArchiveRow): void {
    if (fields?.text('action') !== 'recall') return;
    const target = fields.object('revoke')?.text('pre_msgid') ?? null;
    if (target === null || this.#byMessage.has(target)) return;
    this.#byMessage.set(target, {
      by: fields.text('from'),
      time: timeOf(fields, 'msgtime', 'deleted').time,
      from: { at: [{ kind: 'bytes', file: file.sha256, offset, length }], state: 'live' },
    });
  }

  /** The recall of a message by its id; null where none is stored. */
  of(messageId: string | null): Recall | null {
    const recall = messageId === null ? undefined : this.#byMessage.get(messageId);
    if (messageId === null || recall === undefined) return null;
    this.#found.add(messageId);
    return recall;
  }

  /** Recalls whose message the archive does not hold. */
  *unmet(): Generator<readonly [string, Recall]> {
    for (const entry of this.#byMessage) if (!this.#found.has(entry[0])) yield entry;
  }
}
