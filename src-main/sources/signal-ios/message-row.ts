import type { Extracted, Key, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { JsonFields } from '../json-fields.ts';
import type { StoredTable } from '../stored-table.ts';
import type { Reading, Thread } from './reading.ts';

/** Columns of `model_TSInteraction` that records are made of. */
export const COLUMNS = {
  id: 'whole-number',
  recordType: 'whole-number',
  uniqueId: 'text',
  receivedAtTimestamp: 'whole-number',
  timestamp: 'whole-number',
  serverTimestamp: 'whole-number',
  uniqueThreadId: 'text',
  authorPhoneNumber: 'text',
  authorUUID: 'text',
  body: 'text',
  callType: 'whole-number',
  offerType: 'whole-number',
  configurationDurationSeconds: 'whole-number',
  configurationIsEnabled: 'flag',
  contactShare: 'anything',
  errorType: 'whole-number',
  expireStartedAt: 'whole-number',
  expiresAt: 'whole-number',
  expiresInSeconds: 'whole-number',
  isViewOnceMessage: 'flag',
  linkPreview: 'anything',
  messageSticker: 'anything',
  messageType: 'whole-number',
  quotedMessage: 'anything',
  recipientAddressStates: 'anything',
  recipientAddress: 'anything',
  sender: 'anything',
  infoMessageUserInfo: 'anything',
  storedMessageState: 'whole-number',
  wasRemotelyDeleted: 'flag',
  bodyRanges: 'anything',
  creatorUuid: 'text',
  joinedMemberUuids: 'anything',
  attachmentIds: 'anything',
  deprecated_attachmentIds: 'anything',
  storyAuthorUuidString: 'text',
  storyTimestamp: 'whole-number',
  editState: 'whole-number',
} as const;

/** Sealed envelopes and keys of sessions stay in the store. */
export const KEPT_OUT = ['envelopeData', 'preKeyBundle'] as const;

/** One row while records are made of it. */
export interface MessageRow {
  readonly reading: Reading;
  readonly table: StoredTable;
  readonly row: StoredRow;
  readonly at: RowLocator;
  readonly key: Key;
  readonly record: number | null;
  readonly thread: Thread | null;
  /** What no field takes. */
  readonly stored: Record<string, Stored>;
  /** Columns whose cell was made a record of, or has its issue. */
  readonly taken: Set<string>;
  /** Archives that were opened, with their columns: what nobody takes of them is carried. */
  readonly opened: [column: string, archive: JsonFields][];
  readonly out: Extracted[];
}
