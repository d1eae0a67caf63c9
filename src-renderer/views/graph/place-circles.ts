/** A point of a layout, in its units. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Circle extends Point {
  readonly radius: number;
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Places that are tried around a point before the circle goes to the edge of all. */
const MOST_TRIES = 4000;

/**
 * Places circles one by one, none over another: each as near to where it wants to be as there is room. Give the largest
 * first. `wantedAt` is asked in order and sees the centres of those before; `stretch` makes the whole wider than high.
 */
export function placeCircles(
  radii: readonly number[],
  wantedAt: (index: number, placed: readonly Point[]) => Point,
  { gap, stretch }: { readonly gap: number; readonly stretch: number },
): readonly Point[] {
  const largest = radii.reduce((most, radius) => Math.max(most, radius), 0);
  const taken = new CircleGrid(Math.max(1e-6, Math.min(largest, (radii.at(Math.floor(radii.length / 2)) ?? 1) * 2) + gap)); // prettier-ignore
  const placed: Point[] = [];
  let reach = 0;
  radii.forEach((radius, index) => {
    const circle = freePlace(wantedAt(index, placed), radius + gap / 2, stretch, taken) ?? {
      x: (reach + radius + gap) * stretch * Math.cos(index * GOLDEN_ANGLE),
      y: (reach + radius + gap) * Math.sin(index * GOLDEN_ANGLE),
      radius: radius + gap / 2,
    };
    taken.add(circle);
    placed.push({ x: circle.x, y: circle.y });
    reach = Math.max(reach, Math.hypot(circle.x / stretch, circle.y) + radius + gap);
  });
  return placed;
}

/** The nearest of points spread evenly around where the circle wants to be; null where none of them is free. */
function freePlace(wanted: Point, radius: number, stretch: number, taken: CircleGrid): Circle | null {
  const step = radius * 0.45;
  for (let at = 0; at < MOST_TRIES; at += 1) {
    const away = step * Math.sqrt(at);
    const circle = {
      x: wanted.x + away * stretch * Math.cos(at * GOLDEN_ANGLE),
      y: wanted.y + away * Math.sin(at * GOLDEN_ANGLE),
      radius,
    };
    if (!taken.meets(circle)) return circle;
  }
  return null;
}

/** Circles by the squares that they touch. */
class CircleGrid {
  readonly #cells = new Map<string, Circle[]>();
  readonly #side: number;

  constructor(side: number) {
    this.#side = side;
  }

  add(circle: Circle): void {
    for (const key of this.#squaresOf(circle)) {
      const cell = this.#cells.get(key);
      if (cell === undefined) this.#cells.set(key, [circle]);
      else cell.push(circle);
    }
  }

  meets(circle: Circle): boolean {
    for (const key of this.#squaresOf(circle))
      for (const { x, y, radius } of this.#cells.get(key) ?? [])
        if ((x - circle.x) ** 2 + (y - circle.y) ** 2 < (radius + circle.radius) ** 2) return true;
    return false;
  }

  *#squaresOf({ x, y, radius }: Circle): IterableIterator<string> {
    const at = (value: number): number => Math.floor(value / this.#side);
    for (let column = at(x - radius); column <= at(x + radius); column += 1)
      for (let row = at(y - radius); row <= at(y + radius); row += 1) yield `${column} ${row}`;
  }
}
