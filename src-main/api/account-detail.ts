import { getAccountActivity, readAccountPlaces, readSameAccounts } from '../case/index.ts';
import type { AccountDetail, AccountView, Filter, LocatorView } from '../contract/index.ts';
import { RowReader } from './provenance-view.ts';
import type { Session } from './session.ts';

const MOST_PLACES = 40;

/** One account with the rows it was read from, read again from the working copies. Fails with `not-found`. */
export function accountDetail(session: Session, account: number, filter: Filter): AccountDetail {
  const { db } = session.file;
  const view = getAccountActivity(db, account, filter);
  const { places: kept, held } = readAccountPlaces(db, account, MOST_PLACES);
  const reader = new RowReader(session);
  const places = kept.map((place) => reader.view(place));
  return {
    account: view,
    same: readSameAccounts(db, account),
    places,
    placesHeld: held,
    placeOfName: view.names.map((name) => placeOf(name, places, held)),
  };
}

/**
 * The place that holds a name: the row whose column has that value; else the one row of the table, node of the path or
 * run of bytes, where there is only one that it can be.
 */
function placeOf(
  { name, column }: AccountView['names'][number],
  places: readonly LocatorView[],
  held: number,
): number | null {
  const dot = column.indexOf('.');
  const table = dot === -1 ? null : column.slice(0, dot);
  const field = column.slice(dot + 1);
  const among = [...places.entries()].filter(([, { locator }]) => {
    if (locator.kind === 'row') return locator.table === table;
    return locator.kind === 'node' ? locator.path.endsWith(column) : table === null;
  });
  const holds = among.find(([, { row }]) => row.some((cell) => cell.column === field && cell.value === name));
  const [only, second] = among;
  if (holds !== undefined) return holds[0];
  return only !== undefined && second === undefined && held === 0 ? only[0] : null;
}
