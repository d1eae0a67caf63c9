import type { Extracted } from '../../src-main/model/index.ts';

/** Fields that say where a record comes from and how it is called, which every record has of its own. */
const OF_EVERY_RECORD: ReadonlySet<string> = new Set(['kind', 'key', 'from', 'stored']);

/** Objects inside a record whose fields are looked at one by one. */
const NESTED: ReadonlySet<string> = new Set([
  'call',
  'system',
  'content',
  'deleted',
  'forwarded',
  'expires',
  'owner',
  'target',
]);

/**
 * Fields of records that hold one and the same value throughout a stream, by name, such as `message.starred`, with that value.
 * Details are told apart by their type.
 */
export function constantFields(stream: readonly Extracted[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const varied = new Set<string>();
  const see = (name: string, value: unknown): void => {
    if (varied.has(name)) return;
    const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
    const known = first.get(name);
    if (known === undefined) first.set(name, text);
    else if (known !== text) varied.add(name);
  };
  const walk = (prefix: string, object: object, isRecord: boolean): void => {
    for (const [field, value] of Object.entries(object) as [string, unknown][]) {
      if (isRecord ? OF_EVERY_RECORD.has(field) : field === 'type' && prefix.includes('.content ')) continue;
      const inner = NESTED.has(field) && typeof value === 'object' && value !== null ? value : null;
      if (field === 'content' && inner !== null && 'type' in inner)
        walk(`${prefix}.content ${String(inner.type)}`, inner, false);
      else {
        see(`${prefix}.${field}`, inner === null ? value : 'something');
        if (inner !== null) walk(`${prefix}.${field}`, inner, false);
      }
    }
  };
  for (const one of stream) if (one.kind !== 'issue' && one.kind !== 'tally') walk(one.kind, one, true);
  return new Map([...first].filter(([name]) => !varied.has(name)));
}
