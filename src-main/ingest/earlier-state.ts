import type { EvidenceRecord, LogState, Message, Recovery, Version } from '../model/index.ts';
import type { RowStates } from './row-states.ts';

/** A record of the state without the log that the state with it does not hold in the same form. */
export interface Earlier {
  readonly record: EvidenceRecord;
  readonly log: LogState;
}

/** What is current of a message, to tell whether its earlier text differs. */
export interface CurrentMessage {
  readonly body: string | null;
  readonly isDeleted: boolean;
}

/**
 * What a record read without the log adds to the case: the record itself, marked as recovered, when its row exists only
 * there; its text as an earlier version when the row was changed and the texts differ; otherwise nothing.
 */
export function earlierOf(
  record: EvidenceRecord,
  states: RowStates,
  logKind: 'wal' | 'journal',
  currentOf: (key: string) => CurrentMessage | null,
): Earlier | null {
  const first = record.from.at[0];
  // A key of a table without rowids may be made anew whenever a row is written, as those of lists by time: that it is gone says nothing.
  if (first.kind !== 'row' || first.rowid === null) return null;
  const log = states.of(first.file, first.table, first.rowid);
  if (log === 'only-without') return { record: recovered(record, logKind), log };
  if (log !== 'changed' || record.kind !== 'message') return null;
  const current = currentOf(record.key);
  const { body } = record;
  if (current === null || body === null || body === current.body) return null;
  return { record: earlierVersion(record, body, current, logKind), log };
}

function recovered(record: EvidenceRecord, logKind: 'wal' | 'journal'): EvidenceRecord {
  const recovery: Recovery = {
    method: `row-absent-after-${logKind}`,
    confidence: 'high',
    otherwise:
      'the app removed or replaced the row in a transaction that the log holds; besides deletion by a person this may be ' +
      'routine work of the app, for example expiry, clean-up or re-numbering',
  };
  return { ...record, from: { at: record.from.at, state: 'recovered', recovery } };
}

function earlierVersion(message: Message, body: string, current: CurrentMessage, logKind: 'wal' | 'journal'): Version {
  const recovery: Recovery = {
    method: `row-changed-by-${logKind}`,
    confidence: 'high',
    otherwise:
      'the row was written again in a transaction that the log holds; the database file still has it as it was',
  };
  return {
    kind: 'version',
    key: `without-log ${message.key}`,
    from: { at: message.from.at, state: 'recovered', recovery },
    message: message.key,
    role: current.isDeleted ? 'deleted-text' : 'earlier',
    body,
    time: null,
    verbatim: true,
  };
}
