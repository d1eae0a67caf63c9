import type { Extracted, Key, Locator, Provenance, StoredColumns, Timestamp } from '../../model/index.ts';
import { readTimestamp } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { bytesOf, integerOf } from './cells.ts';
import { isAccountJid } from './jid.ts';
import { orphanRow } from './orphan-row.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import type { ReceiptInfo, StoredReaction, StoredReceipt } from './receipt-info.ts';
import { readReceiptInfo } from './receipt-info.ts';
import { scanOf } from './table-scan.ts';

/** Field 7.2 names nobody: IPED reads it as the owner's reaction, iLEAPP (pull request 1963) leaves open whose it is. */
const OWN_REACTION = { 'how the account is known': 'inferred: ZRECEIPTINFO 7.2, which names no account' };

/** `ZWAMESSAGEINFO`: reactions, receipts and polls, which the app keeps in one payload a message. */
export function* readMessageInfo(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAMESSAGEINFO', ['ZMESSAGE', 'ZRECEIPTINFO']);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pkCell, messageCell, payload] = row;
    const pk = Number(pkCell);
    const bytes = bytesOf(payload);
    if (bytes === null && (payload === null || payload === undefined)) {
      scan.skip('row without a payload');
      continue;
    }
    const at = rowOf(db.file, scan.table, pk);
    const from = live(at);
    const messagePk = integerOf(messageCell);
    const info = bytes === null ? null : readReceiptInfo(bytes);
    if (info !== null && messagePk !== null && isEmpty(info)) {
      scan.skip('payload in which no reaction, receipt or poll is recognised');
      continue;
    }
    scan.used += 1;
    if (info === null || messagePk === null) {
      if (info === null)
        reading.issue(
          'warning',
          'undecodable-payload',
          from,
          'ZWAMESSAGEINFO.ZRECEIPTINFO',
          payload,
          'not a protocol-buffer message',
        );
      else
        reading.issue(
          'note',
          'orphan-row',
          from,
          'ZWAMESSAGEINFO.ZMESSAGE',
          messageCell,
          'receipts that name no message',
        );
      yield* reading.drain();
      yield orphanRow(scan, row);
      continue;
    }
    const message: Key = `message:${messagePk}`;
    // What nobody asked for is carried with the first record that the row makes.
    let left = scan.carriedOf(row);
    for (const [index, reaction] of info.reactions.entries()) {
      const account = accountOf(reading, reaction, at);
      const time = reading.unixMs(reaction.unixMs, 'reacted', from, 'ZWAMESSAGEINFO.ZRECEIPTINFO 7');
      yield* reading.accounts.drain();
      yield {
        kind: 'reaction',
        key: `reaction:${pk}:${index}`,
        from,
        message,
        account,
        emoji: reaction.emoji,
        count: reaction.count,
        time,
        ...(reaction.own || left !== undefined ? { stored: { ...left, ...(reaction.own && OWN_REACTION) } } : {}),
      };
      left = undefined;
    }
    for (const [index, receipt] of info.receipts.entries()) {
      yield* receiptOf(reading, receipt, { key: `receipt:${pk}:${index}`, message, from, left });
      left = undefined;
    }
    if (info.poll !== null) {
      yield {
        kind: 'detail',
        key: `poll:${pk}`,
        from,
        message,
        content: { type: 'poll', question: info.poll.question, choices: null, ends: null },
        ...(left !== undefined && { stored: left }),
      };
      for (const [position, name] of info.poll.options.entries()) {
        yield {
          kind: 'detail',
          key: `poll:${pk}:${position}`,
          from,
          message,
          content: { type: 'poll-option', position, name, votes: null },
        };
      }
    }
    if (scan.isWaiting) yield* scan.pending();
  }
  yield* scan.end();
}

function isEmpty(info: ReceiptInfo): boolean {
  return info.reactions.length === 0 && info.receipts.length === 0 && info.poll === null;
}

function accountOf(reading: Reading, reaction: StoredReaction, at: Locator): Key | null {
  if (reaction.own) return reading.owner === null ? null : reading.accounts.see(reading.owner, at);
  return reaction.jid !== null && isAccountJid(reaction.jid) ? reading.accounts.see(reaction.jid, at) : null;
}

function* receiptOf(
  reading: Reading,
  receipt: StoredReceipt,
  of: {
    readonly key: Key;
    readonly message: Key;
    readonly from: Provenance;
    readonly left: StoredColumns | undefined;
  },
): Generator<Extracted> {
  const { key, message, from, left } = of;
  const delivered = timeOf(receipt.base, receipt.delivered, 'delivered');
  const read = timeOf(receipt.base, receipt.read, 'read');
  if (delivered === null && read === null) {
    reading.issue(
      'note',
      'undecodable-payload',
      from,
      'ZWAMESSAGEINFO.ZRECEIPTINFO 2',
      receipt.recipient,
      'a receipt without a time that could be read',
    );
    return;
  }
  const account = receipt.jid === null ? null : reading.accounts.see(receipt.jid, from.at[0]);
  yield* reading.accounts.drain();
  yield {
    kind: 'receipt',
    key,
    from,
    message,
    account,
    delivered,
    read,
    played: null,
    stored: {
      ...left,
      'ZRECEIPTINFO 2.1 (recipient)': receipt.recipient,
      'how the times are known': 'inferred: field 3 plus the seconds in 2.4 and 2.5',
    },
  };
}

function timeOf(base: number | null, seconds: number | null, meaning: 'delivered' | 'read'): Timestamp | null {
  if (base === null || seconds === null) return null;
  const time = readTimestamp(base + seconds, 'unix-s', meaning);
  return time === null ? null : { ...time, stored: `${base} + ${seconds}` };
}
