/** One row of a message's structured content: `type` and fields as the contract carries them. */
export type Detail = Readonly<Record<string, unknown>>;

/** A field's text; null where there is none, or an empty one. */
export function textIn(detail: Detail, key: string): string | null {
  const value = detail[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberIn(detail: Detail, key: string): number | null {
  const value = detail[key];
  return typeof value === 'number' ? value : null;
}

/** A field's time, in ms UTC; null where there is none. */
export function timeIn(detail: Detail, key: string): number | null {
  const value = detail[key];
  if (typeof value !== 'object' || value === null || !('utcMs' in value)) return null;
  return typeof value.utcMs === 'number' ? value.utcMs : null;
}

/** The texts in a field that is a list. */
export function textsIn(detail: Detail, key: string): readonly string[] {
  const value = detail[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
