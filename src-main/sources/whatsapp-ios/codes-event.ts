import type { SystemAction } from '../../model/index.ts';

/**
 * `ZGROUPEVENTTYPE` where `ZMESSAGETYPE` is 6. 2 and 12: observed in the public iOS 15 image. The others: published in
 * readers of others (IPED ExtractorIOS.java and a table of group events that agrees with it); 13 by one of them only.
 * Other message types carry numbers in this column too, which mean nothing known and are not read.
 */
export const GROUP_EVENTS: ReadonlyMap<number, SystemAction> = new Map([
  [1, 'subject-changed'],
  [2, 'member-added'],
  [3, 'member-left'],
  [4, 'icon-changed'],
  [5, 'icon-changed'],
  [7, 'member-removed'],
  [9, 'number-changed'],
  [10, 'admin-added'],
  [11, 'admin-removed'],
  [12, 'group-created'],
  [13, 'community-changed'],
  [15, 'member-joined-by-link'],
  [17, 'description-changed'],
  [18, 'permission-changed'],
  [19, 'permission-changed'],
  [20, 'permission-changed'],
  [21, 'permission-changed'],
  [22, 'description-changed'],
  [23, 'member-joined-by-link'],
  [26, 'timer-changed'],
  [30, 'community-changed'],
  [31, 'community-changed'],
  [33, 'community-changed'],
  [39, 'community-changed'],
  [42, 'permission-changed'],
  [43, 'permission-changed'],
  [50, 'member-added'],
  [51, 'community-changed'],
  [56, 'subject-changed'],
  [57, 'community-changed'],
  [60, 'app-notice'],
  [61, 'community-changed'],
  [64, 'permission-changed'],
]);

/** `ZGROUPEVENTTYPE` where `ZMESSAGETYPE` is 10. 2: observed. The others: published (IPED ExtractorIOS.java and others). */
export const NOTICES: ReadonlyMap<number, SystemAction> = new Map([
  [1, 'call'],
  [2, 'encryption-notice'],
  [3, 'security-code-changed'],
  [4, 'call'],
  [5, 'number-changed'],
  [6, 'number-changed'],
  [21, 'call'],
  [22, 'call'],
  [25, 'business-notice'],
  [26, 'business-notice'],
  [29, 'business-notice'],
  [30, 'business-notice'],
  [34, 'blocked'],
  [35, 'unblocked'],
  [36, 'security-code-changed'],
  [38, 'business-notice'],
  [40, 'call'],
  [41, 'call'],
  [45, 'call'],
  [46, 'call'],
  [47, 'message-kept'],
  [51, 'privacy-changed'],
  [56, 'contact-notice'],
]);

/** `ZGROUPEVENTTYPE` where `ZMESSAGETYPE` is 55, events of a channel. Published. */
export const CHANNEL_EVENTS: ReadonlyMap<number, SystemAction> = new Map([
  [1, 'channel-created'],
  [4, 'privacy-changed'],
]);

/** Actions whose `ZTEXT` is the new value itself, not a list of identifiers. */
export const TEXT_IS_VALUE: ReadonlySet<SystemAction> = new Set([
  'subject-changed',
  'description-changed',
  'timer-changed',
  'group-created',
  'permission-changed',
  'channel-created',
]);
