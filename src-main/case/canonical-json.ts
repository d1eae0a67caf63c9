/**
 * JSON with one spelling: object keys sorted by UTF-16 code units, no white space, strings and numbers as
 * `JSON.stringify` writes them, absent properties left out. This is RFC 8785 for the values we write.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
    return `{${entries.join(',')}}`;
  }
  if (value === undefined) throw new Error('undefined has no canonical JSON');
  return JSON.stringify(value);
}
