/** A label to place beside its node; px of the canvas. */
export interface Label {
  readonly text: string;
  /** Centre of the node. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
  /** The name of what lies around its node: below it where there is room, and over nodes of lesser labels. */
  readonly isStrong?: boolean;
}

/** Where a label is drawn: its left end and its middle line. */
export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LINE_PX = 15;
const GAP_PX = 4;
/** Side of a square of the grid in which neighbours are looked for. */
const CELL_PX = 64;

/**
 * Places labels right of their node, else left, below or above, never over an earlier label, nor over a node unless they
 * are strong ones; null where there is no room. Give the weightiest first, strong ones before others.
 */
export function placeLabels(labels: readonly Label[], width: number): readonly (PlacedLabel | null)[] {
  const taken = new BoxGrid();
  const addNodes = (isStrong: boolean): void => {
    labels.forEach((label, owner) => {
      const { x, y, radius } = label;
      if ((label.isStrong === true) === isStrong)
        taken.add({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }, owner);
    });
  };
  const firstWeak = labels.findIndex(({ isStrong }) => isStrong !== true);
  addNodes(true);
  return labels.map((label, owner) => {
    if (owner === firstWeak) addNodes(false);
    for (const { x, y } of placesOf(label)) {
      const box = { left: x, right: x + label.width, top: y - LINE_PX / 2, bottom: y + LINE_PX / 2 };
      if (box.left < 2 || box.right > width - 2 || taken.meets(box, owner)) continue;
      taken.add(box, -1);
      return { text: label.text, x, y };
    }
    return null;
  });
}

function placesOf({ x, y, radius, width, isStrong }: Label): readonly { readonly x: number; readonly y: number }[] {
  const places = [
    { x: x + radius + GAP_PX, y },
    { x: x - radius - GAP_PX - width, y },
    { x: x - width / 2, y: y + radius + GAP_PX + LINE_PX / 2 },
    { x: x - width / 2, y: y - radius - GAP_PX - LINE_PX / 2 },
  ];
  return isStrong === true ? places.reverse().sort((a, b) => b.y - a.y) : places;
}

/** Boxes by the squares that they touch. */
class BoxGrid {
  readonly #cells = new Map<string, { readonly box: Box; readonly owner: number }[]>();

  add(box: Box, owner: number): void {
    for (const key of cellsOf(box)) {
      const cell = this.#cells.get(key);
      if (cell === undefined) this.#cells.set(key, [{ box, owner }]);
      else cell.push({ box, owner });
    }
  }

  /** True when a box of another owner lies under this one. */
  meets(box: Box, owner: number): boolean {
    return cellsOf(box).some((key) =>
      this.#cells
        .get(key)
        ?.some(
          (other) =>
            other.owner !== owner &&
            other.box.left < box.right &&
            box.left < other.box.right &&
            other.box.top < box.bottom &&
            box.top < other.box.bottom,
        ),
    );
  }
}

function cellsOf({ left, right, top, bottom }: Box): readonly string[] {
  const keys: string[] = [];
  for (let x = Math.floor(left / CELL_PX); x <= Math.floor(right / CELL_PX); x += 1)
    for (let y = Math.floor(top / CELL_PX); y <= Math.floor(bottom / CELL_PX); y += 1) keys.push(`${x} ${y}`);
  return keys;
}
