import { expect, it } from 'vitest';
import { fillBuckets } from './fill-buckets.ts';

const at = (iso: string): number => Date.parse(iso);
const shown = (pieces: ReturnType<typeof fillBuckets>): readonly string[] =>
  pieces.map(({ fromMs, toMs, index }) => `${new Date(fromMs).toISOString()} ${new Date(toMs).toISOString()} ${index}`);

it('fills days over a change of the clock', () => {
  const starts = [at('2025-03-28T23:00:00Z'), at('2025-03-30T22:00:00Z')];
  expect(shown(fillBuckets({ unit: 'ms', step: 86_400_000, starts }, 'Europe/Berlin'))).toEqual([
    '2025-03-28T23:00:00.000Z 2025-03-29T23:00:00.000Z 0',
    '2025-03-29T23:00:00.000Z 2025-03-30T22:00:00.000Z null',
    '2025-03-30T22:00:00.000Z 2025-03-31T22:00:00.000Z 1',
  ]);
});

it('fills months, years and hours', () => {
  const months = [at('2024-11-30T18:30:00Z'), at('2025-01-31T18:30:00Z')];
  expect(shown(fillBuckets({ unit: 'month', step: 1, starts: months }, 'Asia/Kolkata'))).toEqual([
    '2024-11-30T18:30:00.000Z 2024-12-31T18:30:00.000Z 0',
    '2024-12-31T18:30:00.000Z 2025-01-31T18:30:00.000Z null',
    '2025-01-31T18:30:00.000Z 2025-02-28T18:30:00.000Z 1',
  ]);
  expect(fillBuckets({ unit: 'year', step: 1, starts: [at('2020-01-01T00:00:00Z')] }, 'UTC')[0]?.toMs).toBe(
    at('2021-01-01T00:00:00Z'),
  );
  expect(fillBuckets({ unit: 'ms', step: 3_600_000, starts: [0, 3 * 3_600_000] }, 'UTC').map((p) => p.index)).toEqual([
    0,
    null,
    null,
    1,
  ]);
});

it('leaves out no piece that holds something, however far apart', () => {
  const starts = [at('1970-01-01T00:00:00Z'), at('2400-01-01T00:00:00Z'), at('9000-01-01T00:00:00Z')];
  const pieces = fillBuckets({ unit: 'month', step: 1, starts }, 'UTC');
  expect(pieces.filter(({ index }) => index !== null).map(({ fromMs }) => fromMs)).toEqual(starts);
  expect(pieces.length).toBeLessThan(410);
});
