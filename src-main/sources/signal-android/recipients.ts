import type { AccountName, Extracted, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { live, type Party, type Reading } from './reading.ts';

/** Keys of profiles, of the app's synchronisation and of sending: no part of what was said, and some open what is sealed. */
const KEPT_OUT = [
  'profile_key', 'profile_key_credential', 'expiring_profile_key_credential', 'storage_service_id', 'storage_service_key',
  'storage_service_proto', 'storage_proto', 'unidentified_access_mode', 'sealed_sender_mode', 'extras',
] as const; // prettier-ignore

const COLUMNS = {
  aci: 'text',
  uuid: 'text',
  e164: 'text',
  phone: 'text',
  pni: 'text',
  username: 'text',
  email: 'text',
  group_id: 'text',
  distribution_list_id: 'whole-number',
  call_link_room_id: 'text',
} as const;

/** Columns that name somebody, with who gave the name. Older names of the same follow; the parts of a whole name come after it. */
const NAMES: readonly (readonly [givenBy: AccountName['givenBy'], whole: readonly string[], ...parts: (readonly string[])[]])[] = [
  ['owner', ['nickname_joined_name'], ['nickname_given_name'], ['nickname_family_name']],
  ['owner', ['system_joined_name', 'system_display_name'], ['system_given_name'], ['system_family_name']],
  ['self', ['profile_joined_name'], ['profile_given_name', 'signal_profile_name'], ['profile_family_name']],
]; // prettier-ignore
const NAME_COLUMNS = Object.fromEntries(
  NAMES.flatMap(([, ...columns]) => columns.flat()).map((name) => [name, 'text'] as const),
);

/** `recipient`: everybody and every group that the app knows. Account id, number identity, number and user name are accounts of their own. */
export function* readRecipients(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(
    reading.db,
    'recipient',
    { _id: 'whole-number', ...COLUMNS, ...NAME_COLUMNS },
    KEPT_OUT,
  );
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = table.whole(row, '_id') ?? (typeof at.rowid === 'number' ? at.rowid : null);
    const groupId = table.text(row, 'group_id');
    const list = table.whole(row, 'distribution_list_id') ?? 0;
    const callLink = table.text(row, 'call_link_room_id');
    const [first, ...others] = [...new Set(identifiersOf(table, row))];
    const isOther = first === undefined && (list > 0 || callLink !== null);
    const what: Party['what'] = groupId !== null ? 'group' : !isOther ? 'account' : list > 0 ? 'list' : 'call-link';
    const account = what === 'account' ? (first ?? `recipient ${String(at.rowid)}`) : null;
    const stored: Record<string, Stored> =
      what === 'account'
        ? {}
        : prefixed(table.all(row), typeof table.cell(row, 'group_id') === 'string' ? ['_id', 'group_id'] : ['_id']);
    if (id !== null) reading.parties.set(id, { account, what, groupId, stored, at });
    if (account === null) return undefined;
    const { names, parts } = namesOf(table, row);
    const marks = {
      ...(list > 0 && { distribution_list_id: list }),
      ...(callLink !== null && { call_link_room_id: callLink }),
    };
    reading.accounts.describe(account, at, names, prefixed({ ...parts, ...marks, ...table.rest(row) }, []));
    for (const other of others) {
      const [a, b] = [reading.accounts.see(account, at), reading.accounts.see(other, at)];
      out.push({
        kind: 'account-link',
        key: `recipient:${String(at.rowid)}:${b}`,
        from: live(at),
        a,
        b,
        method: 'recipient._id',
      });
    }
    return undefined;
  });
}

function identifiersOf(table: StoredTable, row: StoredRow): readonly string[] {
  const one = (...columns: readonly string[]): string | null =>
    columns.reduce<string | null>((found, column) => found ?? table.text(row, column), null);
  const all = [one('aci', 'uuid'), one('e164', 'phone'), one('pni'), one('username'), one('email')];
  return all.filter((identifier) => identifier !== null);
}

/** Whole names; their parts are carried where they do not make up the whole. */
function namesOf(table: StoredTable, row: StoredRow) {
  const names: AccountName[] = [];
  const parts: Record<string, Stored> = {};
  const first = (columns: readonly string[]) => {
    const column = columns.find((one) => table.text(row, one) !== null);
    return { column, text: column === undefined ? null : table.text(row, column) };
  };
  for (const [givenBy, wholeColumns, ...partColumns] of NAMES) {
    const whole = first(wholeColumns);
    const found = partColumns.map(first).filter(({ text }) => text !== null);
    const joined = found.map(({ text }) => text).join(' ');
    const name = whole.text ?? (joined === '' ? null : joined);
    const column = whole.column ?? found[0]?.column;
    if (name !== null && column !== undefined) names.push({ name, givenBy, column: `recipient.${column}` });
    if (joined === (whole.text ?? '')) continue;
    for (const part of found) if (part.column !== undefined) parts[part.column] = part.text;
  }
  return { names, parts };
}

function prefixed(columns: StoredColumns, without: readonly string[]): Record<string, Stored> {
  const kept = Object.entries(columns).filter(([column]) => !without.includes(column));
  return Object.fromEntries(kept.map(([column, cell]) => [`recipient.${column}`, cell]));
}
