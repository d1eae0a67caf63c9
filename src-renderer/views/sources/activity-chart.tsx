import type { ReactNode } from 'react';
import { Bar, BarChart, Tooltip, XAxis } from 'recharts';
import { useZone } from '../../engine/use-case.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { shownDate } from '../../time/format.ts';

/** Items over time of one source; a glance, with the timeline for the rest. */
export function ActivityChart(props: { readonly source: number; readonly label: string }): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { data } = useEngine('timeline.buckets', { filter: { sources: [props.source] }, buckets: 60 });
  if (data === undefined || data.starts.length === 0) return null;
  const counts = data.series[0]?.counts ?? [];
  const bars = data.starts.map((start, index) => ({ day: shownDate(start, zone), count: counts[index] ?? 0 }));
  return (
    <figure className="activity" aria-label={`${props.label}: ${m.counts.items(data.total)}`}>
      <BarChart
        width={360}
        height={84}
        data={bars}
        margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <XAxis dataKey="day" tick={{ fontSize: 11 }} tickLine={false} interval="preserveStartEnd" minTickGap={60} />
        <Tooltip isAnimationActive={false} cursor={false} />
        <Bar dataKey="count" name={m.timeline.title} isAnimationActive={false} className="activity-bar" />
      </BarChart>
    </figure>
  );
}
