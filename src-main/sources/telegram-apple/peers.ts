import type { AccountName, Extracted, Stored } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { text } from '../stored-cells.ts';
import { readTime } from '../stored-times.ts';
import { scanKeys } from './key-table.ts';
import { kindOfPeer, peerOf } from './peer-id.ts';
import { readCell, restOf } from './postbox-cell.ts';
import type { Reading } from './reading.ts';

/** Keys to things on the service's servers, and pictures' places there: no part of who an account is. */
const SERVER_KEYS = ['ah', 'aht', 'mr.a', 'h'] as const;

const NAME_COLUMN = 't2.value';

/** `t2`: accounts, groups, channels and secret chats that the app knows, whether a conversation with them is held or not. */
export function* readPeers(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't2', ({ key, value, at }, out) => {
    const cell = readCell(value, at, 'value', out);
    const fields = cell.fields ?? new JsonFields({});
    const identifier = peerOf(key) ?? peerOf(fields.peek('i') as Stored | undefined);
    if (identifier === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', text(key), 'The row names nobody.'));
      return undefined;
    }
    const stated = peerOf(fields.peek('i') as Stored | undefined);
    if (stated !== null && stated !== identifier) {
      const detail = "The object is of another number than its row; the row's is used.";
      out.push(rowIssue('warning', 'undecodable-payload', at, 'value', stated, detail));
    }
    fields.leave('i', ...SERVER_KEYS);
    const kind = kindOfPeer(identifier);
    const title = fields.text('t');
    const bot = fields.peek('bi');
    const isBot = kind === 'user' && typeof bot === 'object' && bot !== null;
    if (isBot) reading.bots.add(identifier);
    const made = kind === 'chat' || kind === 'secret' ? readTime(fields.whole('d'), 'created', at, 'value', out, 'unix-s') : null; // prettier-ignore
    const account = kind === 'secret' ? peerOf(fields.peek('r') as Stored | undefined) : null;
    if (kind === 'secret') fields.leave('r');
    const type = kind === 'channel' ? channelType(fields) : kind === 'chat' ? 'group' : kind === 'secret' ? 'one-to-one' : 'unknown'; // prettier-ignore
    if (kind !== 'user') reading.facts.set(identifier, { type, title, created: made, account });
    const names = kind === 'user' ? namesOf([fields.text('fn'), fields.text('ln')]) : namesOf([title]);
    const timer = kind === 'secret' ? fields.whole('at') : null;
    const stored = { storedPeer: String(key), ...(cell.carried !== null && { value: cell.carried }), ...restOf(fields, 'value.') }; // prettier-ignore
    if (kind === 'secret') {
      // A secret chat is a conversation and nobody's account.
      reading.add(identifier, at, { disappearingS: timer !== null && timer > 0 ? timer : null }, stored);
      return undefined;
    }
    out.push(...reading.people.tell(identifier, names, at, stored, isBot ? 'bot' : undefined));
    return undefined;
  });
}

/** Kinds of channels. Source: TelegramMessenger/Telegram-iOS @0a6012c SyncCore_TelegramChannel.swift, TelegramChannelInfo. */
function channelType(fields: JsonFields): 'channel' | 'group' | 'unknown' {
  const kind = fields.whole('i.t');
  return kind === 0 ? 'channel' : kind === 1 ? 'group' : 'unknown';
}

function namesOf(parts: readonly (string | null)[]): readonly AccountName[] {
  const name = parts.filter((part) => part !== null).join(' ');
  return name === '' ? [] : [{ name, givenBy: 'app', column: NAME_COLUMN }];
}
