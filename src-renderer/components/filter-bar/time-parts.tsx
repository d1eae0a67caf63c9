import { Button } from '@blueprintjs/core';
import { CalendarIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { TextField } from '../field.tsx';
import { drop } from './chips.ts';
import { DayCalendar } from './day-calendar.tsx';
import { readMoment, writeMoment } from './moments.ts';
import { togglePart, withList } from './toggle-part.ts';

/** From and to, by day or by the second, on the clock of the case's zone. */
export function SpanPart({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const [from, setFrom] = useState(filter.fromMs === undefined ? '' : writeMoment(filter.fromMs, zone, 'from'));
  const [to, setTo] = useState(filter.toMs === undefined ? '' : writeMoment(filter.toMs, zone, 'to'));
  const fromMs = readMoment(from, zone, 'from');
  const toMs = readMoment(to, zone, 'to');
  const isBadFrom = from.trim() !== '' && fromMs === null;
  const isBadTo = to.trim() !== '' && toMs === null;
  const isBackwards = fromMs !== null && toMs !== null && toMs <= fromMs;
  const problemOfTo = isBadTo ? m.filter.badTime : isBackwards ? m.filter.order : undefined;
  const isBad = isBadFrom || problemOfTo !== undefined;
  const [isOpen, setOpen] = useState(false);
  return (
    <fieldset>
      <legend>
        {m.filter.time} <span className="muted">{m.filter.clock(zone)}</span>
      </legend>
      <form
        className="filter-span"
        onSubmit={(event) => {
          event.preventDefault();
          if (isBad) return;
          const edges = { ...(fromMs === null ? {} : { fromMs }), ...(toMs === null ? {} : { toMs }) };
          go({ filter: { ...drop(filter, 'fromMs', 'toMs'), ...edges } });
        }}
      >
        <TextField
          label={m.filter.from}
          value={from}
          onValue={setFrom}
          problem={isBadFrom ? m.filter.badTime : undefined}
        />
        <TextField label={m.filter.to} value={to} onValue={setTo} problem={problemOfTo} />
        <div className="row">
          <Button type="submit" size="small" text={m.general.apply} disabled={isBad} />
          <Button
            size="small"
            variant="minimal"
            icon={<CalendarIcon size={12} />}
            text={m.filter.calendar.title}
            aria-expanded={isOpen}
            onClick={() => {
              setOpen(!isOpen);
            }}
          />
        </div>
        {isOpen && (
          <DayCalendar
            filter={filter}
            span={daysOf(from, to)}
            onSpan={([first, last]) => {
              setFrom(first);
              setTo(last);
            }}
          />
        )}
      </form>
    </fieldset>
  );
}

/** The days that the two fields begin with; null while neither is one. */
function daysOf(from: string, to: string): readonly [string, string] | null {
  const day = /^\d{4}-\d{2}-\d{2}/u;
  const first = day.exec(from.trim())?.[0];
  const last = day.exec(to.trim())?.[0] ?? first;
  const span = [first ?? last, last] as const;
  return span[0] === undefined || span[1] === undefined ? null : [span[0], span[1]];
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const NIGHT = [22, 23, 0, 1, 2, 3, 4, 5];
const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** Days of the week and hours of the day, each a key that is in or out. */
export function ClockPart({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  return (
    <fieldset className="two-wide">
      <legend>{m.filter.weekdays}</legend>
      <div className="key-row" role="group" aria-label={m.filter.weekdays}>
        {DAYS.map((day) => (
          <Key
            key={day}
            text={m.words.weekdays[day - 1] ?? String(day)}
            label={m.words.weekdays[day - 1] ?? String(day)}
            isOn={filter.weekdays?.includes(day) ?? false}
            onToggle={() => {
              go({ filter: togglePart(filter, 'weekdays', day) });
            }}
          />
        ))}
        <Button
          size="small"
          variant="minimal"
          text={m.filter.weekend}
          onClick={() => {
            go({ filter: withList(filter, 'weekdays', [6, 7]) });
          }}
        />
      </div>
      <div className="legend">{m.filter.hours}</div>
      <div className="key-row hours" role="group" aria-label={m.filter.hours}>
        {HOURS.map((hour) => (
          <Key
            key={hour}
            text={String(hour).padStart(2, '0')}
            label={m.words.hour(hour)}
            isOn={filter.hours?.includes(hour) ?? false}
            onToggle={() => {
              go({ filter: togglePart(filter, 'hours', hour) });
            }}
          />
        ))}
        <Button
          size="small"
          variant="minimal"
          text={m.filter.nights}
          onClick={() => {
            go({ filter: withList(filter, 'hours', NIGHT) });
          }}
        />
      </div>
    </fieldset>
  );
}

function Key(props: {
  readonly text: string;
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="key"
      aria-pressed={props.isOn}
      aria-label={props.label}
      title={props.label}
      onClick={props.onToggle}
    >
      {props.text}
    </button>
  );
}
