import type { ReactNode } from 'react';
import type { Overview } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { showCount } from '../../time/units.ts';
import { ChartPanel } from './chart-panel.tsx';
import { Mark, Marks } from './marks.tsx';
import type { OpenMessages } from './open-messages.ts';
import { useWidth } from './use-width.ts';

const NAMES = 34;
const ROW = 22;
const HEAD = 18;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Messages by weekday and hour on the clock of the case's zone, the fuller the darker. */
export function WeekGrid(props: { readonly overview: Overview; readonly open: OpenMessages }): ReactNode {
  const m = useMessages();
  const [element, width] = useWidth();
  const { week, zone, undated, zoneless } = props.overview;
  const most = Math.max(1, ...week);
  const cell = Math.max(4, (width - NAMES) / 24);
  const notes = [
    m.overview.inZone(zone),
    ...(undated > 0 ? [m.overview.undated(undated)] : []),
    ...(zoneless.length > 0 ? [m.overview.zoneless(zoneless.length)] : []),
  ];
  const countAt = (day: number, hour: number): number => week[day * 24 + hour] ?? 0;
  const labelOf = (day: number, hour: number): string =>
    `${m.words.weekdays[day] ?? ''} ${m.words.hour(hour)}: ${m.counts.messages(countAt(day, hour))}`;
  const openAt = (day: number, hour: number) => (): void => {
    props.open({ weekdays: [day + 1], hours: [hour] });
  };
  const isEmpty = week.every((count) => count === 0);
  return (
    <ChartPanel
      title={m.overview.week}
      note={notes.join(' · ')}
      className="week-panel"
      empty={m.overview.noTimes}
      table={{
        heads: [m.overview.weekday, ...HOURS.map((hour) => String(hour).padStart(2, '0'))],
        rows: isEmpty
          ? []
          : m.words.weekdays.map((name, day) => [
              { value: name },
              ...HOURS.map((hour) => ({
                value: countAt(day, hour),
                ...(countAt(day, hour) > 0 && { label: labelOf(day, hour), open: openAt(day, hour) }),
              })),
            ]),
      }}
    >
      <div ref={element}>
        <Marks
          label={m.overview.week}
          marks={m.words.weekdays.flatMap((_, day) =>
            HOURS.filter((hour) => countAt(day, hour) > 0).map((hour) => ({
              x: hour,
              y: day,
              label: labelOf(day, hour),
              open: openAt(day, hour),
            })),
          )}
        >
          {width > 0 && (
            <svg className="week" width={width} height={HEAD + 7 * ROW}>
              {HOURS.filter((hour) => hour % 3 === 0).map((hour) => (
                <text key={hour} x={NAMES + hour * cell + 2} y={12}>
                  {String(hour).padStart(2, '0')}
                </text>
              ))}
              {m.words.weekdays.map((name, day) => (
                <text key={name} x={0} y={HEAD + day * ROW + 15}>
                  {name.slice(0, 3)}
                </text>
              ))}
              {m.words.weekdays.map((_, day) =>
                HOURS.map((hour) => (
                  <Mark key={`${day} ${hour}`} x={hour} y={day}>
                    <rect
                      className={countAt(day, hour) === 0 ? 'none' : 'some'}
                      x={NAMES + hour * cell + 1}
                      y={HEAD + day * ROW + 1}
                      width={cell - 2}
                      height={ROW - 2}
                      rx={2}
                      fillOpacity={countAt(day, hour) === 0 ? 1 : 0.15 + 0.85 * (countAt(day, hour) / most)}
                    />
                  </Mark>
                )),
              )}
            </svg>
          )}
        </Marks>
        <p className="muted small numeric">{m.overview.scale(showCount(Math.max(...week)))}</p>
      </div>
    </ChartPanel>
  );
}
