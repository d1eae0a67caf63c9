import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import type { Result, SourceView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { fullTime, showTime } from '../../time/format.ts';
import { stepName } from '../timeline/step-name.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { fillBuckets } from './fill-buckets.ts';
import { Marks, type MarkData } from './marks.tsx';
import type { OpenMessages } from './open-messages.ts';
import { SERIES_COLOURS, StackedBars } from './stacked-bars.tsx';
import { useWidth } from './use-width.ts';

/** Messages over time, each bar cut in the case's zone and stacked by source. */
export function OverTime(props: {
  readonly time: UseQueryResult<Result<'timeline.buckets'>>;
  readonly sources: readonly SourceView[];
  readonly open: OpenMessages;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const [element, width] = useWidth();
  const { data, error } = props.time;
  const pieces = useMemo(() => (data === undefined ? [] : fillBuckets(data, zone)), [data, zone]);
  if (error !== null) return <FailureNote error={error} />;
  if (data === undefined) return null;
  const nameOf = (id: string): string => {
    const source = props.sources.find((one) => String(one.id) === id);
    return source === undefined ? `#${id}` : `${source.exhibitReference} ${engineWords(source.label, m)}`;
  };
  const own = data.series.map(({ name, counts }) => ({ ids: [Number(name)], name: nameOf(name), counts }));
  const named = new Set(own.flatMap(({ ids }) => ids));
  const others = props.sources.flatMap(({ id }) => (named.has(id) ? [] : [id]));
  const rest = data.others === null ? [] : [{ ids: others, name: m.timeline.others(data.others.names), counts: data.others.counts }]; // prettier-ignore
  const series = [...own, ...rest];
  const colourOf = (y: number): string => (y < own.length ? `series-${y % SERIES_COLOURS}` : 'series-rest');
  const tickOf = (ms: number): string => {
    const { date, time } = showTime(ms, zone);
    if (data.unit === 'year') return date.slice(0, 4);
    if (data.unit === 'month') return date.slice(0, 7);
    return data.step < 86_400_000 ? `${date} ${time.slice(0, 5)}` : date;
  };
  const countOf = (counts: readonly number[], index: number | null): number =>
    index === null ? 0 : (counts[index] ?? 0);
  const marks: MarkData[] = series.flatMap(({ ids, name, counts }, y) =>
    pieces.flatMap(({ fromMs, toMs, index }, x) => {
      const count = countOf(counts, index);
      if (count === 0) return [];
      const label = `${fullTime(fromMs, zone)} – ${fullTime(toMs, zone)}, ${plainVisible(name)}: ${m.counts.messages(count)}`;
      return [{ x, y, label, open: () => { props.open({ sources: ids, fromMs, toMs }); } }]; // prettier-ignore
    }),
  );
  const markAt = new Map(marks.map((mark) => [`${mark.x}:${mark.y}`, mark]));
  const notes = [
    m.timeline.step(stepName(data, m)),
    m.overview.inZone(zone),
    ...(data.undated > 0 ? [m.overview.undated(data.undated)] : []),
  ];
  return (
    <ChartPanel
      title={m.overview.overTime}
      note={notes.join(' · ')}
      className="time-panel"
      empty={m.overview.noTimes}
      table={{
        heads: [`${m.overview.fromTime} (${zone})`, `${m.overview.fromTime} (UTC)`, ...series.map(({ name }) => name)],
        rows: pieces
          .map((piece, x) => ({ ...piece, x }))
          .filter(({ index }) => index !== null)
          .map(({ fromMs, index, x }) => [
            { value: fullTime(fromMs, zone) },
            { value: new Date(fromMs).toISOString() },
            ...series.map(({ counts }, y) => {
              const mark = markAt.get(`${x}:${y}`);
              return {
                value: countOf(counts, index),
                ...(mark !== undefined && { label: mark.label, open: mark.open }),
              };
            }),
          ]),
      }}
    >
      <div ref={element}>
        <Marks label={m.overview.overTime} marks={marks}>
          {width > 0 && (
            <StackedBars
              width={width}
              ticks={pieces.map(({ fromMs }) => tickOf(fromMs))}
              stacks={pieces.map(({ index }) => series.map(({ counts }) => countOf(counts, index)))}
              colourOf={colourOf}
            />
          )}
        </Marks>
        <ul className="row legend">
          {series.map(({ ids, name }, y) => (
            <li key={y} className="legend-item">
              <span className={`swatch ${colourOf(y)}`} />{' '}
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  props.open({ sources: ids });
                }}
              >
                <bdi>{plainVisible(name)}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </ChartPanel>
  );
}
