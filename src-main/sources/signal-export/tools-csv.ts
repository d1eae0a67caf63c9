import type { Stored } from '../../model/index.ts';
import { csvRows, LONGEST_ROW_BYTES } from '../csv-rows.ts';
import type { CsvRow } from '../csv-rows.ts';
import { JsonFields } from '../json-fields.ts';
import { BY_MARK } from './form.ts';
import type { Form, Piece } from './form.ts';
import { said } from './said.ts';
import type { CallStated, PersonStated, Said } from './said.ts';
import { msStated } from './times.ts';

/*
 * The table `message` of Signal for Android as CSV: its columns in the first record, NULL as an empty cell. Source: bepaald/signalbackup-tools
 * at 28768462b62337d7dd3036f6c6b7eeee297d7026, signalbackup/exportcsv.cc, and for the bits of `type` msgtypes/msgtypes.h.
 */
const NEEDED = ['_id', 'thread_id', 'type', 'body', 'date_sent', 'date_received'];
const SENDERS = ['from_recipient_id', 'recipient_id'];

export const toolsCsv: Form = {
  variant: 'backup-tools-csv',
  label: 'Signal, exported by signalbackup-tools',
  asksZone: false,
  asksOwner: false,
  claim: BY_MARK,
  folderEach: false,
  ending: /\.csv$/iu,
  recognises(_name, head) {
    const columns = (/^[^\r\n]*/u.exec(head)?.[0] ?? '').split(',');
    return NEEDED.every((one) => columns.includes(one)) && SENDERS.some((one) => columns.includes(one));
  },
  async *pieces(bytes, _about, ending) {
    let names: readonly string[] | null = null;
    for await (const rows of csvRows(bytes)) {
      const pieces: Piece[] = [];
      for (const row of rows) {
        const isCut = row.length > LONGEST_ROW_BYTES;
        if (!row.isWhole && !isCut) ending.isWhole = false;
        const place = { offset: row.offset, length: row.length, decodable: row.decodable, isCut };
        if (names === null) {
          names = row.cells;
          pieces.push({ ...place, what: { passed: 'names of the columns' } });
        } else pieces.push({ ...place, what: isEmpty(row) ? { passed: 'empty line' } : whatIn(row, names) });
      }
      yield pieces;
    }
  },
};

function isEmpty({ cells }: CsvRow): boolean {
  return cells.length === 1 && cells[0]?.trim() === '';
}

/** A row of fewer cells than the table has columns is cut or damaged. */
function whatIn({ cells }: CsvRow, names: readonly string[]): Said | null {
  if (cells.length < names.length) return null;
  const value = Object.create(null) as Record<string, Stored>;
  for (const [index, cell] of cells.entries()) {
    const name = names[index];
    value[name === undefined || name === '' || name in value ? `column ${index + 1}` : name] = cell;
  }
  return saidIn(new JsonFields(value));
}

const BASE = 0x1fn;
const INBOX = 20n;
const DRAFT = 27n;
const OUTGOING: ReadonlySet<bigint> = new Set([21n, 22n, 23n, 24n, 25n, 26n]);
/** Changes of keys, of groups and timers, and the end of a session. */
const LINE_BITS = 0xff00n | 0x10000n | 0x20000n | 0x40000n | 0x400000n;
const SPECIAL = 0xf00000000n;
const PAYMENT = 0x300000000n;
const FIRST_LINE = 0x400000000n;
/** Base types of calls. Of those that were not missed the type does not say whether anybody took them. */
const CALLS: ReadonlyMap<bigint, readonly [direction: Said['direction'], call: CallStated]> = new Map([
  [1n, ['incoming', { video: false, group: false, outcome: 'unknown', words: '1' }]],
  [2n, ['outgoing', { video: false, group: false, outcome: 'unknown', words: '2' }]],
  [3n, ['incoming', { video: false, group: false, outcome: 'missed', words: '3' }]],
  [8n, ['incoming', { video: true, group: false, outcome: 'missed', words: '8' }]],
  [10n, ['incoming', { video: true, group: false, outcome: 'unknown', words: '10' }]],
  [11n, ['outgoing', { video: true, group: false, outcome: 'unknown', words: '11' }]],
  [12n, ['unknown', { video: null, group: true, outcome: 'unknown', words: '12' }]],
]);
/** Other base types below that of what came in are lines of the app. */
const MOST_LINES = 19n;

function saidIn(row: JsonFields): Said {
  const written = row.text('type');
  const type = written !== null && /^\d{1,19}$/u.test(written) ? BigInt(written) : null;
  const base = type === null ? -1n : type & BASE;
  const call = CALLS.get(base) ?? null;
  const isLine =
    type !== null &&
    call === null &&
    ((type & LINE_BITS) !== 0n || (type & SPECIAL) >= FIRST_LINE || base <= MOST_LINES);
  const isSaid = !isLine && (base === INBOX || base === DRAFT || OUTGOING.has(base));
  const direction =
    call?.[0] ?? (isLine ? 'unknown' : base === INBOX ? 'incoming' : OUTGOING.has(base) ? 'outgoing' : 'unknown');
  const from = recipientOf(row.text('from_recipient_id'));
  // In older tables the one column names the other account, whoever wrote.
  const other = recipientOf(row.text('recipient_id'));
  const sender = from ?? (direction === 'incoming' ? other : null);
  const isDeleted = row.text('remote_deleted') === '1' || /^[1-9]\d*$/u.test(row.text('deleted_by') ?? '');
  const body = row.text('body');
  const isShown = isSaid && !isDeleted;
  const thread = row.text('thread_id') ?? '';
  const expiresMs = Number(row.text('expires_in') ?? '');
  const [sent, received, server] = [row.text('date_sent'), row.text('date_received'), row.text('date_server')];
  const times = (
    [
      [sent, 'sent'],
      [received, 'received'],
      [server, 'server'],
    ] as const
  ).flatMap(([text, meaning]) => {
    const stated = msStated(text);
    return stated === null || stated.text === '0' ? [] : [{ stated, meaning }];
  });
  const quoted = row.text('quote_body');
  const quotedAt = msStated(row.text('quote_id'));
  const author = recipientOf(row.text('quote_author'));
  const hasQuote = quoted !== null || (quotedAt !== null && quotedAt.text !== '0');
  return said({
    room: { identifier: `thread ${thread}`, title: null, type: 'unknown', partner: null },
    sender: isLine ? null : sender,
    direction,
    times,
    timeStored: sent ?? received,
    type: isDeleted ? 'revoked' : call !== null ? 'call' : isLine ? 'system' : type !== null && (type & SPECIAL) === PAYMENT ? 'payment' : !isSaid || body === null ? 'unknown' : 'text', // prettier-ignore
    typeStored: written ?? '',
    isKnown: call !== null || isLine || isSaid,
    body: isShown ? body : null,
    isDeleted,
    viewOnce: row.text('view_once') === '1',
    expiresS: Number.isSafeInteger(expiresMs) && expiresMs > 0 ? Math.round(expiresMs / 1000) : null,
    system: isLine ? 'app-notice' : null,
    quote: hasQuote ? { serverId: null, sender: author, time: quotedAt, body: quoted, stored: {} } : null,
    call: call?.[1] ?? null,
    stored: { ...(!isShown && body !== null && { body }), ...(isLine && from !== null && { from_recipient_id: from.identifier }), ...row.rest('') }, // prettier-ignore
  });
}

/** A recipient by its number in another table, which this file does not hold. */
function recipientOf(number: string | null): PersonStated | null {
  return number === null || !/^[1-9]\d*$/u.test(number) ? null : { identifier: `recipient ${number}`, isName: false, names: [] }; // prettier-ignore
}
