import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import { drawnVisible, plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { ChartPanel } from './chart-panel.tsx';
import { Mark, Marks } from './marks.tsx';
import { useWidth } from './use-width.ts';

const ROW = 24;
const LETTER = 7.2;

/** One bar: a name, maybe with what tells it from another of the same name, and an exact count. */
export interface Bar {
  readonly key: string;
  readonly name: string;
  readonly aside?: string;
  readonly count: number;
  readonly className?: string;
  readonly open: () => void;
}

/** Counts as bars, one below the other, in the order given. */
export function RankedBars(props: {
  readonly title: string;
  readonly note: string;
  readonly empty: string;
  readonly className?: string;
  /** Heads of the columns of name and count. */
  readonly heads: readonly [name: string, count: string];
  readonly bars: readonly Bar[];
  readonly unit: (count: number) => string;
}): ReactNode {
  const m = useMessages();
  const [element, width] = useWidth();
  const { bars, heads } = props;
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const digits = showCount(most).length * 7.5 + 10;
  const nameWidth = Math.min(230, Math.max(110, width * 0.46));
  const room = Math.max(10, width - nameWidth - digits - 8);
  const labelOf = ({ name, aside, count }: Bar): string =>
    `${plainVisible(name)}${aside === undefined ? '' : ` (${plainVisible(aside)})`}: ${props.unit(count)}`;
  const hasAside = bars.some(({ aside }) => aside !== undefined);
  return (
    <ChartPanel
      title={props.title}
      note={props.note}
      empty={props.empty}
      className={props.className ?? ''}
      table={{
        heads: [heads[0], ...(hasAside ? [m.overview.from] : []), heads[1]],
        rows: bars.map((bar) => [
          { value: bar.name },
          ...(hasAside ? [{ value: bar.aside ?? '' }] : []),
          { value: bar.count, label: labelOf(bar), open: bar.open },
        ]),
      }}
    >
      <div ref={element}>
        <Marks label={props.title} marks={bars.map((bar, y) => ({ x: 0, y, label: labelOf(bar), open: bar.open }))}>
          {width > 0 && (
            <svg className="ranked" width={width} height={Math.max(1, bars.length) * ROW}>
              {bars.map((bar, y) => (
                <g key={bar.key} transform={`translate(0 ${y * ROW})`} className={bar.className ?? ''}>
                  <Mark x={0} y={y}>
                    <rect className="ground" width={width} height={ROW} fillOpacity={0} />
                    <rect
                      className="bar"
                      x={nameWidth}
                      y={6}
                      height={12}
                      width={Math.max(1, (room * bar.count) / most)}
                      rx={2}
                    />{' '}
                    {/* prettier-ignore */}
                  </Mark>
                  <text x={0} y={16} className="name" aria-hidden="true">
                    {cut(drawnVisible(bar.name), (nameWidth - 8) / LETTER, bar.aside?.length ?? 0)}
                    {bar.aside !== undefined && (
                      <tspan className="aside" dx={6}>
                        {drawnVisible(bar.aside)}
                      </tspan>
                    )}
                  </text>
                  <text x={width} y={16} textAnchor="end" className="count" aria-hidden="true">
                    {showCount(bar.count)}
                  </text>
                </g>
              ))}
            </svg>
          )}
        </Marks>
      </div>
    </ChartPanel>
  );
}

/** A name that fits beside what follows it, cut between letters as people see them. */
function cut(name: string, room: number, after: number): string {
  const letters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
  const widthOf = (letter: string): number => (/[\u1100-\uffff]|[^\0-\uffff]/u.test(letter) ? 1.9 : 1);
  let left = room - (after === 0 ? 0 : after + 1);
  const shown: string[] = [];
  for (const letter of letters) {
    left -= widthOf(letter);
    if (left < 0) return `${shown.join('').trimEnd()}…`;
    shown.push(letter);
  }
  return name;
}
