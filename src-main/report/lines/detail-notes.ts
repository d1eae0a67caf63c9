import { data, joined, type Phrase } from './phrase.ts';
import { printTime } from '../text/time.ts';

const DEEPEST = 4;

/** Structured content (places, polls, contacts, links) as `name: value` phrases, one note a detail. */
export function detailNotes(details: readonly Readonly<Record<string, unknown>>[], zone: string): readonly Phrase[] {
  return details.map((detail) => {
    const { type, ...rest } = detail;
    // What no kind of detail fits carries the name of its table and the columns: that says more than `other`.
    if (type === 'other' && typeof rest.name === 'string' && typeof rest.values === 'object') {
      return [data(rest.name), ': ', ...valueOf(rest.values, zone, 0)];
    }
    const pairs = Object.entries(rest)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]): Phrase => [data(name), ': ', ...valueOf(value, zone, 0)]);
    return [typeof type === 'string' ? data(type) : '', ': ', ...joined(pairs, ' · ')];
  });
}

function valueOf(value: unknown, zone: string, depth: number): Phrase {
  if (typeof value === 'string') return [data(value)];
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return [String(value)];
  if (value === null || value === undefined) return ['–'];
  if (depth >= DEEPEST) return ['…'];
  if (Array.isArray(value))
    return joined(
      value.map((part) => valueOf(part, zone, depth + 1)),
      ', ',
    );
  if (typeof value !== 'object') return ['–'];
  if (isTime(value)) {
    const { local, utc } = printTime(value.utcMs, zone, value.zone);
    return [utc === null ? local : `${local} (${utc})`];
  }
  const pairs = Object.entries(value).map(([name, inner]): Phrase => [
    data(name),
    ' ',
    ...valueOf(inner, zone, depth + 1),
  ]);
  return joined(pairs, ', ');
}

function isTime(value: object): value is { readonly utcMs: number; readonly zone: 'utc' | 'stated' | 'unstated' } {
  return (
    'utcMs' in value &&
    typeof value.utcMs === 'number' &&
    'zone' in value &&
    (value.zone === 'utc' || value.zone === 'stated' || value.zone === 'unstated')
  );
}
