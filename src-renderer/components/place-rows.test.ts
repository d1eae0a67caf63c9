import { describe, expect, it } from 'vitest';
import { blockTop, countedPx, isNarrow, listHeight, rowAt, rowOffset, spanAround, withSpare } from './place-rows.ts';

const SCREEN_PX = 600;

describe('place rows', () => {
  it('starts the list at its first row and ends it with its last, however long it is', () => {
    for (const count of [1, 30, 5000, 350_000, 5_000_000]) {
      const start = spanAround(0, 0, SCREEN_PX, count);
      expect([start.from, blockTop(start, count)]).toEqual([0, 0]);
      const end = spanAround(count - 1, 1, SCREEN_PX, count);
      expect([end.to, listHeight(end, 1234, count)]).toEqual([count - 1, 1234]);
      expect(countedPx(count) * count).toBeLessThanOrEqual(4_000_000);
    }
  });

  it('lays out enough rows around any place, and no more for a longer list', () => {
    for (const share of [0, 0.3, 1]) {
      const { from, to } = spanAround(170_000, share, SCREEN_PX, 350_000);
      expect(from).toBeLessThanOrEqual(170_000 - 10);
      expect(to).toBeGreaterThanOrEqual(170_000 + 10);
      expect(to - from).toBeLessThan(45);
    }
  });

  it('maps the way of the scroll bar onto the rows from the first to the last', () => {
    expect([-1, 0, 0.5, 1, 2].map((share) => rowAt(share, 350_001))).toEqual([0, 0, 175_000, 350_000, 350_000]);
  });

  it('shows the start of a row that is taller than the screen, at the end its end', () => {
    expect(rowOffset(0.5, SCREEN_PX, 100)).toBe(250);
    expect(rowOffset(0.5, SCREEN_PX, 900)).toBe(0);
    expect(rowOffset(1, SCREEN_PX, 900)).toBe(-300);
  });

  it('asks for more only near an edge that is not the end of the list', () => {
    const laidOut = withSpare({ from: 100, to: 108 }, 350_000);
    expect(laidOut).toEqual({ from: 90, to: 118 });
    expect(isNarrow(laidOut, { from: 95, to: 103 }, 350_000)).toBe(false);
    expect(isNarrow(laidOut, { from: 92, to: 100 }, 350_000)).toBe(true);
    expect(isNarrow(laidOut, { from: 109, to: 117 }, 350_000)).toBe(true);
    expect(isNarrow({ from: 0, to: 20 }, { from: 0, to: 8 }, 21)).toBe(false);
  });
});
