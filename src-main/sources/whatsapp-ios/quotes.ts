import type { Extracted, Key, Provenance, Quote, Recovery, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integerOf } from './cells.ts';
import { isAccountJid } from './jid.ts';
import type { Metadata } from './metadata.ts';
import type { Reading } from './reading.ts';

const QUOTED: Recovery = {
  method: 'quoted-copy',
  confidence: 'high',
  otherwise:
    'The copy was made by the app of whoever replied; the original may have differed if it had been edited before.',
};

/**
 * The message that `ZPARENTMESSAGE` names, where it lies in the same session. Several readers take the column for the
 * message that a reply answers (SwiftWABackupAPI; a live test of a macOS database); the data model in `Z_MODELCACHE` calls
 * its inverse `childMessages`, with counts of deliveries, which fits the copies of a broadcast. A copy lies in another
 * session than its list, an answer does not; what lies elsewhere is carried with the message and called neither.
 */
export function parentOf(db: EvidenceDb, session: number | null, parent: number | null): Key | null {
  if (session === null || parent === null || !db.has('ZWAMESSAGE', 'ZCHATSESSION')) return null;
  for (const [of] of db.arrays('SELECT ZCHATSESSION FROM ZWAMESSAGE WHERE Z_PK = ?', parent))
    return integerOf(of) === session ? `message:${parent}` : null;
  return null;
}

/** True when an item's payload or its message's row says that another message is answered. */
export function isQuote(metadata: Metadata | null, parent: Key | null): boolean {
  return parent !== null || (metadata !== null && metadata.quotedId !== null);
}

/** The copy of the answered message, and its words as recovered text where the original was taken back. */
export function* quoteOf(
  reading: Reading,
  of: { readonly key: Key; readonly message: Key; readonly from: Provenance },
  metadata: Metadata | null,
  parent: Key | null,
  stored?: StoredColumns,
): Generator<Extracted> {
  if (!isQuote(metadata, parent)) return;
  const serverId = metadata?.quotedId ?? null;
  const sender = metadata?.quotedSender ?? null;
  const chat = metadata?.quotedChat ?? null;
  const quote: Quote = {
    kind: 'quote',
    ...of,
    target: { key: parent, serverId },
    sender: sender !== null && isAccountJid(sender) ? reading.accounts.see(sender, of.from.at[0]) : null,
    time: null,
    type: metadata?.quoted?.type ?? 'unknown',
    body: metadata?.quoted?.body ?? null,
    ...((chat !== null || stored !== undefined) && {
      stored: { ...stored, ...(chat !== null && { 'ZMETADATA 7 (quoted conversation)': chat }) },
    }),
  };
  yield* reading.accounts.drain();
  yield quote;
  const revoked = serverId === null ? undefined : reading.revoked.get(serverId);
  if (revoked === undefined || quote.body === null) return;
  yield {
    kind: 'version',
    key: `quoted-text:${of.key}`,
    from: { at: of.from.at, state: 'recovered', recovery: QUOTED },
    message: revoked,
    role: 'deleted-text',
    body: quote.body,
    time: null,
    verbatim: true,
  };
}
