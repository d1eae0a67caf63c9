/** Places that the examiner gave to nodes, by node id; in the units of the layout. */
export type Pins = Readonly<Record<string, readonly [x: number, y: number]>>;

/** The places kept on this machine for a case; none where nothing readable is kept. */
export function readPins(caseId: string): Pins {
  const text = window.localStorage.getItem(keyOf(caseId));
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, place]) => isPlace(place)));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export function keepPins(caseId: string, pins: Pins): void {
  if (Object.keys(pins).length === 0) window.localStorage.removeItem(keyOf(caseId));
  else window.localStorage.setItem(keyOf(caseId), JSON.stringify(pins));
}

function keyOf(caseId: string): string {
  return `affiant.graph-pins.${caseId}`;
}

function isPlace(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((number) => Number.isFinite(number));
}

/** The layout with pinned nodes where they were put. */
export function withPins(positions: Float64Array, at: ReadonlyMap<string, number>, pins: Pins): Float64Array {
  const moved = Float64Array.from(positions);
  for (const [id, [x, y]] of Object.entries(pins)) {
    const node = at.get(id);
    if (node === undefined) continue;
    moved[node * 2] = x;
    moved[node * 2 + 1] = y;
  }
  return moved;
}
