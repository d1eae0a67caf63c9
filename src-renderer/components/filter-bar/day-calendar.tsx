import { Button } from '@blueprintjs/core';
import { ChevronLeftIcon, ChevronRightIcon, DoubleChevronLeftIcon, DoubleChevronRightIcon } from '@blueprintjs/icons';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { nextDay, shownDate, startOfDay } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import { FailureNote } from '../failure-note.tsx';
import { dayByKey, monthOf, monthsOn, pickDay, sheetOf } from './calendar-days.ts';
import { drop } from './chips.ts';

/** Enough for six weeks by day, also when a clock change makes one longer. */
const BUCKETS = 43;
/** So fine that the last one tells the month of the last item. */
const MOST_BUCKETS = 5000;

/** A month by month calendar that counts what the rest of the filter lets through on each day; two picks make a span. */
export function DayCalendar(props: {
  readonly filter: Filter;
  readonly span: readonly [string, string] | null;
  readonly onSpan: (span: readonly [string, string]) => void;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { span, onSpan } = props;
  const whole = useEngine('timeline.buckets', { filter: drop(props.filter, 'fromMs', 'toMs'), buckets: MOST_BUCKETS, by: 'none' }); // prettier-ignore
  const [chosen, setChosen] = useState<string | null>(null);
  const active = chosen ?? span?.[1] ?? (whole.data === undefined ? null : lastDay(whole.data.starts, zone));
  const days = active === null ? null : sheetOf(monthOf(active));
  const counts = useCounts(props.filter, days, zone);
  const grid = useRef<HTMLTableElement>(null);
  const isByKey = useRef(false);
  useEffect(() => {
    if (isByKey.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    isByKey.current = false;
  }, [active]);
  if (whole.error !== null) return <FailureNote error={whole.error} />;
  if (active === null || days === null) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = dayByKey(active, event);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    isByKey.current = true;
    setChosen(next);
  };
  const turn = (months: number) => (): void => {
    setChosen(monthsOn(active, months));
  };
  const title = new Intl.DateTimeFormat(m.locale, { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(Date.parse(`${monthOf(active)}-01T00:00:00Z`)); // prettier-ignore
  return (
    <div className="day-calendar">
      <div className="row">
        <Turn label={m.filter.calendar.yearBack} icon={<DoubleChevronLeftIcon size={12} />} onTurn={turn(-12)} />
        <Turn label={m.filter.calendar.monthBack} icon={<ChevronLeftIcon size={12} />} onTurn={turn(-1)} />
        <strong aria-live="polite">{title}</strong>
        <Turn label={m.filter.calendar.monthOn} icon={<ChevronRightIcon size={12} />} onTurn={turn(1)} />
        <Turn label={m.filter.calendar.yearOn} icon={<DoubleChevronRightIcon size={12} />} onTurn={turn(12)} />
      </div>
      {counts.error !== null && <FailureNote error={counts.error} />}
      <table ref={grid} role="grid" aria-label={title} aria-busy={counts.isAsked} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {m.words.weekdays.map((weekday, index) => (
              <th key={weekday} scope="col" abbr={weekday}>
                {m.filter.calendar.weekdays[index]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <Day
                  key={day}
                  day={day}
                  items={counts.of(day)}
                  isActive={day === active}
                  isOutside={monthOf(day) !== monthOf(active)}
                  isPicked={span !== null && day >= span[0] && day <= span[1]}
                  onPick={() => {
                    setChosen(day);
                    onSpan(pickDay(span, day));
                  }}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small">{m.filter.calendar.hint}</p>
    </div>
  );
}

/** The day on which the last bucket with an item begins; today where there is none. */
function lastDay(starts: readonly number[], zone: string): string {
  return shownDate(starts.at(-1) ?? Date.now(), zone);
}

function Day(props: {
  readonly day: string;
  /** Null while it is being counted. */
  readonly items: number | null;
  readonly isActive: boolean;
  readonly isOutside: boolean;
  readonly isPicked: boolean;
  readonly onPick: () => void;
}): ReactNode {
  const m = useMessages();
  const { day, items } = props;
  const date = new Intl.DateTimeFormat(m.locale, { timeZone: 'UTC', dateStyle: 'full' }).format(Date.parse(`${day}T00:00:00Z`)); // prettier-ignore
  const label = items === null ? date : `${date}: ${m.counts.items(items)}`;
  return (
    <td role="gridcell" aria-selected={props.isPicked} className={props.isOutside ? 'outside' : ''}>
      <button
        type="button"
        tabIndex={props.isActive ? 0 : -1}
        aria-label={label}
        title={label}
        className={items !== null && items > 0 ? 'has-items' : ''}
        onClick={props.onPick}
      >
        <span>{Number(day.slice(8))}</span>
        <small className="numeric">{items === null || items === 0 ? '\u00A0' : shortCount(items)}</small>
      </button>
    </td>
  );
}

/** At most four characters; the exact number is the cell's name. */
function shortCount(items: number): string {
  if (items < 10_000) return showCount(items).replaceAll(/[^\d]/gu, '');
  return items < 1_000_000 ? `${Math.floor(items / 1000)}k` : `${Math.floor(items / 1_000_000)}M`;
}

function Turn(props: {
  readonly label: string;
  readonly icon: React.JSX.Element;
  readonly onTurn: () => void;
}): ReactNode {
  return (
    <Button size="small" variant="minimal" icon={props.icon} aria-label={props.label} title={props.label} onClick={props.onTurn} />
  ); // prettier-ignore
}

/** How many items the filter without its span lets through on each day of a sheet. */
function useCounts(filter: Filter, weeks: readonly (readonly string[])[] | null, zone: string) {
  const first = weeks?.[0]?.[0];
  const last = weeks?.at(-1)?.at(-1);
  const fromMs = first === undefined ? null : startOfDay(first, zone);
  const toMs = last === undefined ? null : startOfDay(nextDay(last), zone);
  const counted = useEngine(
    'timeline.buckets',
    fromMs === null || toMs === null
      ? null
      : { filter: { ...drop(filter, 'fromMs', 'toMs'), fromMs, toMs }, fromMs, toMs, buckets: BUCKETS, by: 'none' },
  );
  const items = new Map<string, number>();
  counted.data?.starts.forEach((start, index) => {
    const sum = counted.data.series.reduce((all, series) => all + (series.counts[index] ?? 0), 0);
    items.set(shownDate(start, zone), sum);
  });
  return {
    error: counted.error,
    isAsked: counted.data === undefined,
    of: (day: string): number | null => (counted.data === undefined ? null : (items.get(day) ?? 0)),
  };
}
