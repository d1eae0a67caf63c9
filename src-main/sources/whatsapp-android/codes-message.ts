import type { Message, MessageType } from '../../model/index.ts';

/**
 * `message.message_type`, in the legacy schema `messages.media_wa_type`. Origin: sepinf-inc/IPED (Message type table of
 * its WhatsApp extractor), KnugiHK/WhatsApp-Chat-Exporter, akhil-dara/WAInsight, frozenspider/chat-history-manager-rust;
 * 0, 7, 16, 15 also in its published dump; 0, 1, 3 observed in real databases. One tool alone: 62, 88, 94, 64 as
 * revoked by an administrator in IPED. Tools differ on 23 (product or invite), 81, 103: see CONFLICTING_TYPES.
 */
export const MESSAGE_TYPES: Readonly<Record<number, MessageType>> = {
  0: 'text',
  1: 'image',
  2: 'audio',
  3: 'video',
  4: 'contact',
  5: 'location',
  7: 'system',
  8: 'call',
  9: 'document',
  10: 'call',
  11: 'undecrypted',
  13: 'gif',
  14: 'contact',
  15: 'revoked',
  16: 'live-location',
  20: 'sticker',
  24: 'invite',
  25: 'business',
  26: 'business',
  27: 'business',
  28: 'business',
  32: 'business',
  36: 'system',
  42: 'image',
  43: 'video',
  44: 'business',
  45: 'business',
  46: 'business',
  49: 'business',
  55: 'business',
  56: 'system',
  57: 'business',
  62: 'business',
  64: 'revoked',
  66: 'poll',
  82: 'voice',
  88: 'system',
  90: 'call',
  92: 'event',
  94: 'invite',
  99: 'album',
  106: 'poll',
  112: 'system',
  116: 'system',
};

/** Codes that published tools read differently; the message keeps the type `unknown` and its stored code. */
export const CONFLICTING_TYPES: Readonly<Record<number, string>> = {
  23: 'product in one published tool, group invite in another',
  81: 'video note in one published tool, text with media in another',
  103: 'status mention in one published tool, quote with media in another',
};

/** Types whose media vanish after being seen once (KnugiHK, WAInsight). */
export const VIEW_ONCE_TYPES: ReadonlySet<number> = new Set([42, 43, 82]);

/** Deleted for everyone: by its author, or by an administrator (IPED, KnugiHK). */
export const REVOKED_TYPES: ReadonlySet<number> = new Set([15, 64]);

/** `message.status` of what was sent from this account. 0, 4, 5, 13 in IPED, KnugiHK and a written guide; 8 in the guide. */
export const STATUS_SENT: Readonly<Record<number, Message['status']>> = {
  0: 'pending',
  4: 'sent',
  5: 'delivered',
  8: 'played',
  13: 'read',
};

/** `message.status` of what was received. Same origins; 10 = a voice message played on this device. */
export const STATUS_RECEIVED: Readonly<Record<number, Message['status']>> = { 0: 'received', 10: 'played', 13: 'read' };

/** Status codes that say nothing of delivery: system rows (6), unset (-1), and 12, whose meaning is unconfirmed. */
export const STATUS_WITHOUT_MEANING: ReadonlySet<number> = new Set([-1, 6, 12]);

/** `message_view_once_media.state` (WAInsight alone); carried as words beside the stored code. */
export const VIEW_ONCE_STATES: Readonly<Record<number, string>> = { 0: 'not opened', 1: 'opened', 2: 'expired' };
