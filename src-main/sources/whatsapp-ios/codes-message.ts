import type { Message, MessageType } from '../../model/index.ts';

/**
 * `ZWAMESSAGE.ZMESSAGETYPE`. 0, 1, 5, 6, 10: observed in the public iOS 15 image (iLEAPP test data, commit 423798f). The
 * others: published in the readers of IPED (ExtractorIOS.java), iLEAPP (whatsApp.py) and SwiftWABackupAPI; 46 to 59 by one
 * of them only. Business codes are messages whose words may lie in the payload (business.ts). 66 is left out: IPED calls it an association of
 * messages, KnugiHK/WhatsApp-Chat-Exporter (pull request 199) the notice of a vote, so its rows stay unknown.
 */
export const MESSAGE_TYPES: ReadonlyMap<number, MessageType> = new Map([
  [0, 'text'],
  [1, 'image'],
  [2, 'video'],
  [3, 'audio'], // `voice` where ZMEDIAORIGIN says so
  [4, 'contact'],
  [5, 'location'],
  [6, 'system'],
  [7, 'text'], // a text with a link preview
  [8, 'document'],
  [10, 'system'],
  [11, 'gif'],
  [12, 'undecrypted'],
  [14, 'revoked'],
  [15, 'sticker'],
  [19, 'business'],
  [20, 'business'],
  [23, 'business'],
  [24, 'business'],
  [25, 'business'],
  [26, 'business'],
  [27, 'invite'],
  [28, 'system'], // default disappearing timer
  [30, 'business'],
  [31, 'business'],
  [32, 'business'],
  [34, 'business'],
  [38, 'image'],
  [39, 'video'],
  [41, 'business'],
  [42, 'business'],
  [46, 'poll'],
  [53, 'voice'],
  [54, 'video-note'],
  [55, 'system'], // channel event
  [59, 'call'],
]);

export const TYPE = {
  text: 0,
  contact: 4,
  location: 5,
  groupEvent: 6,
  link: 7,
  document: 8,
  event: 10,
  revoked: 14,
  timer: 28,
  poll: 46,
  channelEvent: 55,
} as const;

/** Types that a recipient may open once. Published: IPED issue 2692, and its ExtractorIOS.java. */
export const VIEW_ONCE_TYPES: ReadonlySet<number> = new Set([38, 39, 53]);

/** `ZWAMEDIAITEM.ZMEDIAORIGIN` of audio recorded in the app. Published by one reader: 51 of 52 rows, each an .opus file. */
export const MEDIA_ORIGIN_RECORDED = 1;

/** `ZWAMESSAGE.ZFLAGS` when forwarded. Published: iLEAPP whatsApp.py. */
export const FLAGS_FORWARDED = 0x180;

/** `ZMESSAGESTATUS` of the owner's messages. Published: IPED ExtractorIOS.java (1, 6, 8, 9), watoi (5). 8 also observed. */
export const OUTGOING_STATUS: ReadonlyMap<number, NonNullable<Message['status']>> = new Map([
  [0, 'pending'],
  [1, 'sent'],
  [5, 'sent'],
  [6, 'delivered'],
  [8, 'read'],
  [9, 'failed'],
]);
