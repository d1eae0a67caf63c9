import { listPlaces, listSources, readOrigins, type CaseFile } from '../case/index.ts';
import type { Params, PlaceView, Result } from '../contract/index.ts';
import { csvCell, plainCell, xmlText } from './cell-text.ts';

/** Places of one part of the text. */
const PART = 1000;

/** From the head of a table and the field's name to its cell. */
type Row = Readonly<Record<string, string | number | null>>;

/** A part of the places under the filter as a text: the head comes with the first, the end with the last. */
export function writePlaces(
  { db }: CaseFile,
  { format, from, ...request }: Params<'place.write'>,
): Result<'place.write'> {
  const { places, total } = listPlaces(db, request, from, PART);
  const sources = new Map(listSources(db).map((source) => [source.id, source]));
  const origins = new Map(
    readOrigins(db, [...new Set(places.map(({ item }) => item.id))]).map((one) => [one.item, one]),
  );
  const cells = places.map((place) => {
    const source = sources.get(place.item.source);
    const origin = origins.get(place.item.id);
    return rowOf(place, {
      exhibit: source?.exhibitReference ?? null,
      source: source?.label ?? null,
      file: origin?.path ?? null,
      file_sha256: origin?.sha256 ?? null,
      table: origin?.table ?? null,
      row: origin?.rowid ?? null,
    });
  });
  const next = from + PART < total ? from + PART : null;
  return { text: parts[format](cells, from === 0, next === null), next, total };
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
  csv: (rows, isFirst) => `${isFirst ? `\uFEFF${FIELDS.join(',')}\r\n` : ''}${rows.map((row) => `${FIELDS.map((name) => csvCell(row[name] ?? null)).join(',')}\r\n`).join('')}`, // prettier-ignore
  tsv: (rows, isFirst) => `${isFirst ? `${FIELDS.join('\t')}\n` : ''}${rows.map((row) => `${FIELDS.map((name) => plainCell(row[name] ?? null).replaceAll(/[\t\r\n\u2028\u2029]+/gu, ' ')).join('\t')}\n`).join('')}`, // prettier-ignore
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
    return value === null ? [] : [`<Data name="${name}"><value>${xmlText(String(value))}</value></Data>`];
  });
  const when = row.time_utc === null ? '' : `<TimeStamp><when>${String(row.time_utc)}</when></TimeStamp>`;
  const point = isPoint ? `<Point><coordinates>${String(row.longitude)},${String(row.latitude)}</coordinates></Point>` : ''; // prettier-ignore
  const name = xmlText(String(row.name ?? row.sender ?? row.item ?? ''));
  return `<Placemark><name>${name}</name>${when}<ExtendedData>${data.join('')}</ExtendedData>${point}</Placemark>\n`;
}
