import { expect, it } from 'vitest';
import { placeLabels } from './place-labels.ts';

const label = (x: number, y: number, width = 60) => ({ text: `${x},${y}`, x, y, radius: 8, width });

it('puts a label right of its node where there is room', () => {
  expect(placeLabels([label(100, 100)], 600)).toEqual([{ text: '100,100', x: 112, y: 100 }]);
});

it('takes another side at the edge and beside a neighbour', () => {
  expect(placeLabels([label(570, 100)], 600)[0]).toMatchObject({ x: 498 });
  const [first, second] = placeLabels([label(100, 100), label(130, 100)], 600);
  expect(first).toMatchObject({ x: 28 });
  expect(second).toMatchObject({ x: 142 });
});

it('never lays a label over a node or another label, and leaves out what has no room', () => {
  const labels = Array.from({ length: 400 }, (_, index) =>
    label(40 + (index % 20) * 26, 40 + Math.floor(index / 20) * 26),
  );
  const placed = placeLabels(labels, 600).flatMap((place) => (place === null ? [] : [place]));
  expect(placed.length).toBeGreaterThan(0);
  expect(placed.length).toBeLessThan(labels.length);
  for (const one of placed) {
    for (const other of placed) {
      const isApart = Math.abs(one.y - other.y) >= 15 || Math.abs(one.x - other.x) >= 60;
      expect(one === other || isApart).toBe(true);
    }
  }
});
