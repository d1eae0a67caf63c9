import type { Params, PlacePage, PlaceView } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { readAttachments } from '../queries/item-parts.ts';
import { readItemViews } from '../queries/item-views.ts';
import { idList } from '../queries/names.ts';
import { TimeForms } from '../time-forms.ts';
import { cutKeyPage } from '../queries/page.ts';
import { placesUnder, sortedPlaces, type PlaceRequest } from './place-list.ts';
import { partOfPlace, placeTable, useOf, type SentContent } from './place-table.ts';

/** Places that the filter lets through, in the order asked for. */
export function pagePlaces(db: CaseDb, { at, limit, sort, descending, ...request }: Params<'place.page'>): PlacePage {
  if (at !== undefined && 'timeMs' in at) throw new CaseFailure('bad-parameters', { subject: 'timeMs' });
  const table = placeTable(db);
  const rows = sortedPlaces(db, request, sort ?? 'time', descending === true);
  const list = { ids: rows.map((row) => table.ids[row] ?? 0), withheld: table.withheld, notBefore: () => -1 };
  const { ids, ...page } = cutKeyPage(list, at, limit);
  return { ...page, rows: readPlaces(db, ids) };
}

/** So many places of the list by time, from a position on, and how many there are. */
export function listPlaces(
  db: CaseDb,
  request: PlaceRequest,
  from: number,
  limit: number,
): { readonly places: readonly PlaceView[]; readonly total: number } {
  const { ids } = placeTable(db);
  const rows = placesUnder(db, request);
  return { places: readPlaces(db, Array.from(rows.subarray(from, from + limit), (row) => ids[row] ?? 0)), total: rows.length }; // prettier-ignore
}

interface Sent {
  readonly id: number;
  readonly item: number;
  readonly content: string;
}

interface Stated {
  readonly id: number;
  readonly item: number;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly altitudeM: number | null;
  readonly saidBy: string;
  readonly stored: string;
  readonly time: string | null;
}

/** Whole views in the order of `places`; unknown ones are left out. */
function readPlaces(db: CaseDb, places: readonly number[]): readonly PlaceView[] {
  const parts = (kind: 'message' | 'file'): readonly number[] =>
    places.flatMap((place) => (partOfPlace(place).kind === kind ? partOfPlace(place).part : []));
  const sent = db.all<Sent>(sql`SELECT id, item, content FROM detail
    WHERE id IN (${idList(parts('message'))}) AND type = 'location' AND item IS NOT NULL`);
  const stated = db.all<Stated>(sql`SELECT attachment.id, item, latitude, longitude, altitude_m AS altitudeM,
      said_by AS saidBy, media_position.stored, time FROM attachment JOIN media_position ON media_position.file = content
    WHERE attachment.id IN (${idList(parts('file'))}) AND said_by IS NOT NULL AND item IS NOT NULL`);
  const sentOf = new Map(sent.map((row) => [row.id, row]));
  const statedOf = new Map(stated.map((row) => [row.id, row]));
  const items = new Map(readItemViews(db, [...new Set([...sent, ...stated].map(({ item }) => item))]).map((item) => [item.id, item])); // prettier-ignore
  const files = new Map(readAttachments(db, sql`attachment.id IN (${idList(statedOf.keys())})`).map(({ view }) => [view.id, view])); // prettier-ignore
  const forms = new TimeForms(db);
  return places.flatMap((place): readonly PlaceView[] => {
    const { kind, part } = partOfPlace(place);
    if (kind === 'message') {
      const row = sentOf.get(part);
      const item = row === undefined ? undefined : items.get(row.item);
      if (row === undefined || item === undefined) return [];
      const { latitude, longitude, name, address, url, liveS, role, time } = JSON.parse(row.content) as SentContent;
      const ownTime = forms.decode(time ?? null);
      const where = { latitude, longitude };
      return [{ place, kind, item, use: useOf(where), ...where, name, address, url, liveS, role: role ?? 'sent', ownTime, file: null }]; // prettier-ignore
    }
    const row = statedOf.get(part);
    const item = row === undefined ? undefined : items.get(row.item);
    const attachment = files.get(part);
    if (row === undefined || item === undefined || attachment === undefined) return [];
    const { latitude, longitude, altitudeM, saidBy, stored, time } = row;
    const where = { latitude, longitude };
    const file = { attachment, saidBy, stored, time, altitudeM };
    return [{ place, kind, item, use: useOf(where), ...where, name: null, address: null, url: null, liveS: null, role: 'sent', ownTime: null, file }]; // prettier-ignore
  });
}
