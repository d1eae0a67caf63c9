import type { Params, PlaceView, Result } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { readOrigins } from '../queries/origins.ts';
import { readPlaces } from './page-places.ts';
import { placesUnder } from './place-list.ts';
import { placeTable } from './place-table.ts';

/** Places of one part of the text. */
const PART = 1000;

/** From the head of a table and the field's name to its cell. */
type Row = Readonly<Record<string, string | number | null>>;

/** A part of the places under the filter as a text: the head comes with the first, the end with the last. */
export function writePlaces(db: CaseDb, { format, from, ...request }: Params<'place.write'>): Result<'place.write'> {
  const table = placeTable(db);
  const rows = placesUnder(db, request);
  const places = readPlaces(db, [...rows.subarray(from, from + PART)].map((row) => table.ids[row] ?? 0)); // prettier-ignore
  const exhibits = new Map(
    db
      .all<{ id: number; reference: string; label: string }>(
        sql`SELECT source.id, reference, label FROM source JOIN exhibit ON exhibit.id = source.exhibit`,
      )
      .map((source) => [source.id, source]),
  );
  const origins = new Map(
    readOrigins(db, [...new Set(places.map(({ item }) => item.id))]).map((one) => [one.item, one]),
  );
  const cells = places.map((place) => {
    const source = exhibits.get(place.item.source);
    const origin = origins.get(place.item.id);
    return rowOf(place, {
      exhibit: source?.reference ?? null,
      source: source?.label ?? null,
      file: origin?.path ?? null,
      file_sha256: origin?.sha256 ?? null,
      table: origin?.table ?? null,
      row: origin?.rowid ?? null,
    });
  });
  const next = from + PART < rows.length ? from + PART : null;
  return { text: parts[format](cells, from === 0, next === null), next, total: rows.length };
}

function rowOf(place: PlaceView, source: Row): Row {
  const { item, file, latitude, longitude } = place;
  const time = item.timeMs === null || item.timeZone === 'unstated' ? null : new Date(item.timeMs).toISOString();
  return {
    latitude,
    longitude,
    use: place.use,
    kind: place.kind,
    role: place.role,
    name: place.name,
    address: place.address,
    url: place.url,
    live_s: place.liveS,
    time_utc: time,
    time_stored: item.times[0]?.stored ?? null,
    own_time_utc: place.ownTime === null ? null : new Date(place.ownTime.utcMs).toISOString(),
    sender: item.sender?.name ?? null,
    sender_identifier: item.sender?.identifier ?? null,
    conversation: item.conversationTitle,
    state: item.state,
    said_by: file?.saidBy ?? null,
    position_stored: file?.stored ?? null,
    position_time: file?.time ?? null,
    altitude_m: file?.altitudeM ?? null,
    media_file: file?.attachment.contentPath ?? null,
    media_sha256: file?.attachment.sha256 ?? null,
    ...source,
    item: item.id,
  };
}

const FIELDS = ['latitude', 'longitude', 'use', 'kind', 'role', 'name', 'address', 'url', 'live_s', 'time_utc', 'time_stored', 'own_time_utc', 'sender', 'sender_identifier', 'conversation', 'state', 'said_by', 'position_stored', 'position_time', 'altitude_m', 'media_file', 'media_sha256', 'exhibit', 'source', 'file', 'file_sha256', 'table', 'row', 'item']; // prettier-ignore

type Part = (rows: readonly Row[], isFirst: boolean, isLast: boolean) => string;

const parts: Readonly<Record<Params<'place.write'>['format'], Part>> = {
  csv: (rows, isFirst) => `${isFirst ? `\uFEFF${FIELDS.join(',')}\r\n` : ''}${rows.map((row) => `${FIELDS.map((name) => quoted(row[name] ?? null)).join(',')}\r\n`).join('')}`, // prettier-ignore
  tsv: (rows, isFirst) => `${isFirst ? `${FIELDS.join('\t')}\n` : ''}${rows.map((row) => `${FIELDS.map((name) => plain(row[name] ?? null).replaceAll(/[\t\r\n\u2028\u2029]+/gu, ' ')).join('\t')}\n`).join('')}`, // prettier-ignore
  geojson(rows, isFirst, isLast) {
    const features = rows.map((row) => JSON.stringify(featureOf(row)));
    return `${isFirst ? '{"type":"FeatureCollection","features":[\n' : ',\n'}${features.join(',\n')}${isLast ? '\n]}\n' : ''}`;
  },
  kml(rows, isFirst, isLast) {
    const head = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n';
    return `${isFirst ? head : ''}${rows.map(placemark).join('')}${isLast ? '</Document></kml>\n' : ''}`;
  },
};

/** RFC 7946: longitude first; no geometry where a map cannot show the coordinates, which stand in the properties. */
function featureOf(row: Row): unknown {
  const isPoint = row.use === 'shown' || row.use === 'polar';
  const geometry = isPoint ? { type: 'Point', coordinates: [row.longitude, row.latitude] } : null;
  return { type: 'Feature', id: row.item, geometry, properties: row };
}

function placemark(row: Row): string {
  const isPoint = row.use === 'shown' || row.use === 'polar';
  const data = FIELDS.flatMap((name) => {
    const value = row[name] ?? null;
    return value === null ? [] : [`<Data name="${name}"><value>${escapeXml(String(value))}</value></Data>`];
  });
  const when = row.time_utc === null ? '' : `<TimeStamp><when>${String(row.time_utc)}</when></TimeStamp>`;
  const point = isPoint ? `<Point><coordinates>${String(row.longitude)},${String(row.latitude)}</coordinates></Point>` : ''; // prettier-ignore
  const name = escapeXml(String(row.name ?? row.sender ?? row.item ?? ''));
  return `<Placemark><name>${name}</name>${when}<ExtendedData>${data.join('')}</ExtendedData>${point}</Placemark>\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe; a number stays as it is. */
function plain(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  return /^[\s']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(value) ? `'${value}` : value;
}

function quoted(value: string | number | null): string {
  const text = plain(value);
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd'); // eslint-disable-line no-control-regex -- these are what is looked for
}
