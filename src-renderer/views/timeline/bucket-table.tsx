import { useState, type ReactNode } from 'react';
import type { Buckets } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { fullTime } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import { visibleBuckets, type ChartPicture } from './chart-frame.ts';
import type { ChartSeries } from './chart-series.ts';
import type { Span } from './span.ts';

const MOST_ROWS = 1000;

/** The chart's own figures as a table, for those who cannot see it: each bar of the span shown, calls and deletions beside it. */
export function BucketTable(props: {
  readonly buckets: Buckets;
  readonly series: readonly ChartSeries[];
  readonly marks: Buckets | null;
  readonly strips: ChartPicture['strips'];
  readonly span: Span;
}): ReactNode {
  const m = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="chart-table"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>{m.timeline.buckets}</summary>
      {isOpen && <Rows {...props} />}
    </details>
  );
}

function Rows({ buckets, series, marks, strips, span }: Parameters<typeof BucketTable>[0]): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { from, to } = visibleBuckets(buckets, span);
  const indexes = Array.from({ length: Math.min(MOST_ROWS, to - from) }, (_, at) => from + at);
  const markAt = new Map(marks?.starts.map((start, index) => [start, index]));
  const marked = strips.map(({ name, label }) => ({
    label,
    counts: marks?.series.find((one) => one.name === name)?.counts,
  }));
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={m.timeline.buckets}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{m.timeline.bucketStart}</th>
            {series.map(({ name }, at) => (
              <th key={at} scope="col" className="numeric">
                <bdi>{name}</bdi>
              </th>
            ))}
            {marked.map(({ label }) => (
              <th key={label} scope="col" className="numeric">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indexes.map((index) => {
            const start = buckets.starts[index] ?? 0;
            const mark = markAt.get(start);
            return (
              <tr key={start}>
                <th scope="row" className="numeric">
                  {fullTime(start, zone)}
                </th>
                {series.map(({ counts }, at) => (
                  <td key={at} className="numeric">
                    {showCount(counts[index] ?? 0)}
                  </td>
                ))}
                {marked.map(({ label, counts }) => (
                  <td key={label} className="numeric">
                    {mark === undefined ? '' : showCount(counts?.[mark] ?? 0)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {to - from > MOST_ROWS && <p className="muted small">{m.timeline.bucketsHeld(MOST_ROWS, to - from)}</p>}
    </div>
  );
}
