import type { Fields } from './protobuf-fields.ts';
import { bytesField, fieldsOf, integerField, messageField, messageFields, textField } from './protobuf-fields.ts';

export interface StoredReaction {
  /** Null where the payload names nobody: field 7.2, the owner's own by all that is known. */
  readonly jid: string | null;
  readonly own: boolean;
  /** Null: withdrawn. */
  readonly emoji: string | null;
  readonly count: number;
  readonly unixMs: number | null;
}

export interface StoredReceipt {
  readonly jid: string | null;
  /** The recipient as stored, in hexadecimal. */
  readonly recipient: string;
  /** Seconds since 1970 and the seconds after them, as stored. */
  readonly base: number | null;
  readonly delivered: number | null;
  readonly read: number | null;
}

/** What `ZWAMESSAGEINFO.ZRECEIPTINFO` says of its message. */
export interface ReceiptInfo {
  readonly reactions: readonly StoredReaction[];
  readonly receipts: readonly StoredReceipt[];
  readonly poll: { readonly question: string; readonly options: readonly string[] } | null;
}

/**
 * Reads the payload; null when it is not a protocol-buffer message.
 * 7.2 (owner's reaction), 2.1 (packed number): observed in the public iOS 15 image. 7.1, 7.3.1: published (iLEAPP pull
 * request 1963; IPED ExtractorIOS.java reads 7.2 as the owner's). 8: published by one reader. 3, 2.4, 2.5 as the time of
 * dispatch and the seconds until delivery and reading: inferred from the image, where they fit the replies that followed.
 */
export function readReceiptInfo(bytes: Uint8Array): ReceiptInfo | null {
  const fields = fieldsOf(bytes);
  if (fields === null) return null;
  return { reactions: reactionsOf(fields), receipts: receiptsOf(fields), poll: pollOf(fields) };
}

function reactionsOf(fields: Fields): readonly StoredReaction[] {
  const found: StoredReaction[] = [];
  for (const group of messageFields(fields, 7)) {
    for (const reaction of messageFields(group, 1)) {
      const jid = textField(reaction, 2);
      const emoji = textField(reaction, 3);
      if (jid?.includes('@') === true && emoji !== null)
        found.push({ jid, own: false, emoji: emoji || null, count: 1, unixMs: integerField(reaction, 4) });
    }
    for (const reaction of messageFields(group, 2)) {
      const emoji = textField(reaction, 2);
      if (emoji !== null)
        found.push({ jid: null, own: true, emoji: emoji || null, count: 1, unixMs: integerField(reaction, 3) });
    }
    for (const tally of messageFields(group, 3).flatMap((part) => messageFields(part, 1))) {
      const emoji = textField(tally, 1);
      const count = integerField(tally, 2);
      if (emoji !== null && emoji !== '' && count !== null)
        found.push({ jid: null, own: false, emoji, count, unixMs: null });
    }
  }
  return found;
}

function receiptsOf(fields: Fields): readonly StoredReceipt[] {
  const base = integerField(fields, 3);
  const found: StoredReceipt[] = [];
  for (const receipt of messageFields(fields, 2)) {
    const recipient = bytesField(receipt, 1);
    const delivered = integerField(receipt, 4);
    const read = integerField(receipt, 5);
    if (recipient === null || (delivered === null && read === null)) continue;
    found.push({ jid: unpack(recipient), recipient: Buffer.from(recipient).toString('hex'), base, delivered, read });
  }
  return found;
}

function pollOf(fields: Fields): ReceiptInfo['poll'] {
  const poll = messageField(fields, 8);
  const question = poll === null ? null : textField(poll, 2);
  if (poll === null || question === null) return null;
  return {
    question,
    options: messageFields(poll, 3)
      .map((option) => textField(option, 1))
      .filter((name) => name !== null),
  };
}

/** A mark whose low seven bits are 1, then two decimal digits a byte; an `f` fills up an odd number. Null: another form. */
function unpack(recipient: Uint8Array): string | null {
  if (((recipient[0] ?? 0) & 0x7f) !== 1) return null;
  const digits = Buffer.from(recipient.subarray(1)).toString('hex');
  return /^[1-9]\d{5,19}f?$/.test(digits) ? `${digits.replace('f', '')}@s.whatsapp.net` : null;
}
