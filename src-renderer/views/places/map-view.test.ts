import { describe, expect, it } from 'vitest';
import { coordinatesOf } from './coordinates.ts';
import { walkRing, type Ring } from './land.ts';
import { askedOfView, boxOfView, groupAt, holdView, inPicture, onEarth, onMap, scaleBar, viewOfBox, zoomView } from './map-view.ts'; // prettier-ignore
import { readPlaceChoice, writePlaceChoice } from './place-choice.ts';

const size = { width: 800, height: 400 };
const hamburg = { west: 9.9, south: 53.5, east: 10.1, north: 53.6 };

describe('the view of the map', () => {
  it('has a box of degrees whole in it', () => {
    const seen = boxOfView(viewOfBox(hamburg, size), size);
    expect(seen.west).toBeLessThan(hamburg.west);
    expect(seen.east).toBeGreaterThan(hamburg.east);
    expect(seen.south).toBeLessThan(hamburg.south);
    expect(seen.north).toBeGreaterThan(hamburg.north);
  });

  it('keeps the place under the pointer while it zooms', () => {
    const view = viewOfBox(hamburg, size);
    const at = onMap(53.55, 9.95);
    const [x, y] = inPicture(view, size, at.x, at.y);
    const [nearX, nearY] = inPicture(zoomView(view, size, 3, x, y), size, at.x, at.y);
    expect([nearX, nearY]).toEqual([expect.closeTo(x, 6), expect.closeTo(y, 6)]);
  });

  it('never leaves the map, however far it is moved or zoomed', () => {
    const far = holdView({ x: 7, y: -3, scale: 1e30 }, size);
    expect(far.x).toBeLessThan(1);
    expect(far.y).toBeGreaterThan(0);
    expect(holdView({ x: 0, y: 0, scale: 1 }, size)).toMatchObject({ x: 0.5 });
  });

  it('turns degrees to the square and back', () => {
    for (const [latitude, longitude] of [[0, 0], [-33.85, 151.2], [84.9, -180], [-84.9, 180]] as const) {
      const { x, y } = onMap(latitude, longitude);
      const back = onEarth(x, y);
      expect(back.latitude).toBeCloseTo(latitude, 9);
      expect(back.longitude).toBeCloseTo(longitude, 9);
    }
  }); // prettier-ignore

  it('asks the same question while it is moved a little, and one that holds all that is seen', () => {
    const view = viewOfBox(hamburg, size);
    const asked = askedOfView(view, size);
    expect(askedOfView({ ...view, x: view.x + 0.01 / view.scale }, size)).toEqual(asked);
    const seen = boxOfView(view, size);
    expect(asked.box?.west).toBeLessThanOrEqual(seen.west);
    expect(asked.box?.north).toBeGreaterThanOrEqual(seen.north);
    expect(askedOfView(viewOfBox({ west: -179, south: -60, east: 179, north: 70 }, size), size).box).toBeUndefined();
  });

  it('measures: a degree of latitude is some 111 km', () => {
    const view = viewOfBox({ west: 0, south: -0.5, east: 0.1, north: 0.5 }, size);
    const bar = scaleBar(view, 200);
    const degreePx = inPicture(view, size, 0, onMap(0, 0).y)[1] - inPicture(view, size, 0, onMap(1, 0).y)[1];
    expect((bar.metres / bar.px) * degreePx).toBeCloseTo(111_319, -3);
    expect(String(bar.metres)).toMatch(/^[125]0*$/u);
  });

  it('finds the group that is nearest to the pointer', () => {
    const view = viewOfBox(hamburg, size);
    const map = { places: [2, 4], latitudes: [53.55, 53.55], longitudes: [9.95, 10.05], counts: [1, 7], accounts: [1, 0], stated: [0, 0], same: [1, 1] as const, boxes: [], leftPlaces: 0, leftGroups: 0, bounds: null }; // prettier-ignore
    const at = onMap(53.55, 10.05);
    const [x, y] = inPicture(view, size, at.x, at.y);
    expect(groupAt(map, view, size, x + 4, y)).toBe(1);
    expect(groupAt(map, view, size, x + 60, y)).toBeNull();
  });
});

/** An outline through these points, in px. */
function ring(...points: readonly (readonly [number, number])[]): Ring {
  return { points: Float64Array.from(points.flat()), left: 0, top: 0, right: 1, bottom: 1 };
}

describe('an outline', () => {
  const walk = (outline: Ring): (readonly [number, number])[] => {
    const drawn: (readonly [number, number])[] = [];
    walkRing(outline, (x, y) => [x, y], size, (x, y) => drawn.push([x, y])); // prettier-ignore
    return drawn;
  };

  it('is thinned where it is not seen', () => {
    const beside = Array.from({ length: 50 }, (_, at) => [2000 + at * 10, at * 5] as const);
    expect(walk(ring([100, 100], ...beside, [100, 300])).length).toBeLessThan(6);
  });

  it('goes around the corner of the picture and never through it', () => {
    const around = [[1500, 200], [1500, 100], [1500, -900], [1400, -900], [400, -900], [300, -900]] as const; // prettier-ignore
    const drawn = walk(ring([400, 200], ...around, [400, 200]));
    expect(drawn.some(([x, y]) => x > 820 && y < -20)).toBe(true);
  });
});

it('shows every digit of coordinates that is stored', () => {
  expect(coordinatesOf({ latitude: 53.54129999999999, longitude: -0.0877 })).toBe('53.54129999999999, -0.0877');
  expect(coordinatesOf({ latitude: 1e-7, longitude: 180 })).toBe('0.0000001, 180');
  expect(coordinatesOf({ latitude: null, longitude: 9 })).toBeNull();
});

it('keeps the choice of the view in its address', () => {
  const choice = { kind: 'file', sort: 'name', descending: true, path: 7 } as const;
  expect(readPlaceChoice(writePlaceChoice(choice))).toEqual(choice);
  expect(writePlaceChoice(readPlaceChoice('kind=x&sort=no&path=-1'))).toBeNull();
});
