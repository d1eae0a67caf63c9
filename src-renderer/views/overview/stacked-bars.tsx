import type { ReactNode } from 'react';
import { showCount } from '../../time/units.ts';
import { Mark } from './marks.tsx';
import { countTicks, placeTicks } from './ticks.ts';

const HEIGHT = 190;
const HEAD = 6;
const FOOT = 24;
const SCALE = 52;
const PLOT = HEIGHT - HEAD - FOOT;
const GAP = 1;

/** Colours that the theme has for series. */
export const SERIES_COLOURS = 8;

/** Bars of stacked counts, one of each series a bar, over a scale of whole counts. */
export function StackedBars(props: {
  readonly width: number;
  /** What stands below each bar, where there is room. */
  readonly ticks: readonly string[];
  /** Counts by bar, then by series. */
  readonly stacks: readonly (readonly number[])[];
  /** The class with the colour of a series. */
  readonly colourOf: (series: number) => string;
}): ReactNode {
  const { width, ticks, stacks } = props;
  const most = stacks.reduce((max, counts) => Math.max(max, sum(counts)), 0);
  const scale = countTicks(most);
  const top = scale.at(-1) ?? 1;
  const room = Math.max(1, width - SCALE - 2);
  const bar = room / Math.max(1, stacks.length);
  const heightOf = (count: number): number => (PLOT * count) / top;
  return (
    <svg className="over-time" width={width} height={HEIGHT}>
      {scale.map((count) => (
        <text key={count} x={SCALE - 8} y={HEAD + PLOT - heightOf(count) + 4} textAnchor="end" className="tick">
          {showCount(count)}
        </text>
      ))}
      <line className="axis" x1={SCALE} x2={SCALE + room} y1={HEAD + PLOT + 0.5} y2={HEAD + PLOT + 0.5} />
      {placeTicks(ticks, bar).map(({ index, x, anchor }) => (
        <text key={index} x={SCALE + x} y={HEIGHT - 7} textAnchor={anchor} className="tick">
          {ticks[index]}
        </text>
      ))}
      {stacks.map((counts, x) =>
        counts.map(
          (count, y) =>
            count > 0 && (
              <Mark key={`${x}:${y}`} x={x} y={y}>
                <rect
                  className={props.colourOf(y)}
                  x={SCALE + x * bar + GAP / 2}
                  y={HEAD + PLOT - heightOf(sum(counts.slice(0, y + 1)))}
                  width={Math.max(1, bar - GAP)}
                  height={heightOf(count)}
                />
              </Mark>
            ),
        ),
      )}
    </svg>
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
