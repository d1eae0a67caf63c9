import type { Call, Participant } from '../../model/index.ts';

/** Role of a member of a group. Source: signalapp/Signal-Android, protowire/Groups.proto, `Member.Role`. */
export const ROLE_ADMIN = 2;
export const GROUP_ROLES: ReadonlyMap<number, Participant['role']> = new Map([
  [0, 'unknown'],
  [1, 'member'],
  [ROLE_ADMIN, 'admin'],
]);

/** `group_receipts.status`. Source: signalapp/Signal-Android, database/GroupReceiptTable. */
export const RECEIPT_STATES = { unknown: -1, undelivered: 0, delivered: 1, read: 2, viewed: 3, skipped: 4 } as const;

/** `call.type`, `call.direction`. Source: signalapp/Signal-Android, database/CallTable. */
export const CALL_TYPES = { audio: 0, video: 1, group: 3, adHoc: 4 } as const;
export const CALL_OUTGOING = 1;

/** `call.event`, of incoming calls. Of an outgoing one that was not accepted the value does not say who ended it. Source: as above. */
export const CALL_OUTCOMES: ReadonlyMap<number, Call['outcome']> = new Map([
  [0, 'unknown'], // ongoing
  [1, 'answered'],
  [2, 'unknown'], // not accepted
  [3, 'missed'],
  [4, 'unknown'], // deleted
  [5, 'unknown'], // generic group call
  [6, 'answered'], // joined
  [7, 'unknown'], // ringing
  [8, 'rejected'],
  [9, 'unknown'], // outgoing ring
  [10, 'missed'], // by a notification profile
]);
export const CALL_DELETED = 4;

/** `text/x-signal-plain` holds the rest of a long text. Source: signalapp/Signal-Android, util/MediaUtil. */
export const LONG_TEXT = 'text/x-signal-plain';
