import type { PlaceKind, PlaceTotals, PlaceUse } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { accountNames } from '../queries/names.ts';
import { placesUnder, type PlaceRequest } from './place-list.ts';
import { PLACE_KINDS, PLACE_USES, placeTable } from './place-table.ts';

/** Accounts that the totals name. */
const MOST_ACCOUNTS = 500;

/** What the filter lets through of places, counted whole. */
export function readPlaceTotals(db: CaseDb, request: PlaceRequest): PlaceTotals {
  const table = placeTable(db);
  const rows = placesUnder(db, request);
  const uses = new Uint32Array(PLACE_USES.length);
  const kinds = new Uint32Array(PLACE_KINDS.length);
  const states = new Uint32Array(3);
  const byAccount = new Map<number, number>();
  let named = 0;
  let live = 0;
  for (const row of rows) {
    add(uses, table.uses[row]);
    add(kinds, table.kinds[row]);
    add(states, table.states[row]);
    if (table.names[row] !== null) named += 1;
    live += table.live[row] ?? 0;
    const sender = table.senders[row] ?? 0;
    byAccount.set(sender, (byAccount.get(sender) ?? 0) + 1);
  }
  const unsent = byAccount.get(0) ?? 0;
  byAccount.delete(0);
  const most = [...byAccount].sort(([a, one], [b, other]) => other - one || a - b).slice(0, MOST_ACCOUNTS);
  const names = accountNames(db, most.map(([account]) => account)); // prettier-ignore
  const accounts = most.flatMap(([account, places]) => {
    const name = names.get(account);
    return name === undefined ? [] : [{ ...name, places }];
  });
  return {
    places: rows.length,
    all: table.ids.length,
    uses: Object.fromEntries(PLACE_USES.map((use, at) => [use, uses[at] ?? 0])) as Record<PlaceUse, number>,
    kinds: Object.fromEntries(PLACE_KINDS.map((kind, at) => [kind, kinds[at] ?? 0])) as Record<PlaceKind, number>,
    named,
    live,
    deleted: states[1] ?? 0,
    recovered: states[2] ?? 0,
    accounts,
    held: byAccount.size - accounts.length,
    unsent,
    files: table.files,
  };
}

function add(counts: Uint32Array, at: number | undefined): void {
  if (at !== undefined) counts[at] = (counts[at] ?? 0) + 1;
}
