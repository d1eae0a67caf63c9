/** Points by the square that they lie in, so that the one under the pointer is found among few. */
export interface NodeGrid {
  readonly cells: ReadonlyMap<number, readonly number[]>;
  readonly side: number;
}

const STRIDE = 65_536;
const HALF = 32_768;

/** Puts points, x and y by turns, into squares of which each holds about one. */
export function nodeGrid(positions: Float64Array): NodeGrid {
  let [least, most] = [Infinity, -Infinity];
  for (const value of positions) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const count = positions.length / 2;
  const side = Math.max(1e-6, (most - least) / Math.max(1, Math.ceil(Math.sqrt(count))));
  const cells = new Map<number, number[]>();
  for (let node = 0; node < count; node += 1) {
    const key = keyOf(Math.floor((positions[node * 2] ?? 0) / side), Math.floor((positions[node * 2 + 1] ?? 0) / side));
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [node]);
    else cell.push(node);
  }
  return { cells, side };
}

/** Points within a distance of a place, in no order. */
export function* nodesNear(grid: NodeGrid, x: number, y: number, distance: number): IterableIterator<number> {
  const at = (value: number): number => Math.floor(value / grid.side);
  for (let column = at(x - distance); column <= at(x + distance); column += 1)
    for (let row = at(y - distance); row <= at(y + distance); row += 1) yield* grid.cells.get(keyOf(column, row)) ?? [];
}

function keyOf(column: number, row: number): number {
  return (column + HALF) * STRIDE + row + HALF;
}
