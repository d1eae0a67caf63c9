import type { Extracted, Stored } from '../../model/index.ts';
import { wordsSent } from '../signal-sent-copy.ts';
import { readSideTable, type AccountOf, type SideTable } from '../signal-side-rows.ts';
import type { Reading } from './reading.ts';

/** Keys of call links, and what accounts are synchronised with. */
const LINK = { words: 'name', times: { expiration: 'expires', deletedAt: 'deleted' }, left: ['rootKey', 'adminKey', 'rootKeyString'] } as const satisfies Omit<SideTable, 'name'>; // prettier-ignore

/**
 * What the owner set up, and what was received and not yet worked on. Source: signalapp/Signal-Desktop, ts/sql/migrations 1010, 1140
 * and 1240 (call links), 1280 and 1320 (unprocessed), 1350 (notification profiles), 1440 (chat folders).
 */
const TABLES: readonly SideTable[] = [
  { name: 'callLinks', ...LINK },
  { name: 'defunctCallLinks', ...LINK },
  { name: 'chatFolders', words: 'name', times: { deletedAtTimestampMs: 'deleted' } },
  {
    name: 'notificationProfiles',
    words: 'name',
    times: { createdAtMs: 'created', deletedAtTimestampMs: 'deleted' },
  },
  {
    name: 'unprocessed',
    wordsIn: wordsReceived,
    times: { timestamp: 'sent', serverTimestamp: 'server', receivedAtDate: 'received' },
    accounts: ['sourceServiceId', 'sourceUuid', 'source'],
  },
  { name: 'storyReads', times: { storyReadDate: 'read' }, accounts: ['authorId'] },
];

/** Of an envelope that is opened already and waits for its turn. */
function wordsReceived(cell: (column: string) => Stored | undefined): string | null {
  const content = cell('content');
  return cell('isEncrypted') === 0 && content instanceof Uint8Array ? wordsSent(content) : null;
}

export function* readSideRows(reading: Reading): Generator<Extracted> {
  const accountOf: AccountOf = (cell, at, out) => {
    const account = typeof cell === 'string' && cell !== '' ? reading.see(cell, at) : null;
    out.push(...reading.accounts.drain());
    return account;
  };
  for (const side of TABLES) yield* readSideTable(reading.db, reading.run, side, accountOf);
}
