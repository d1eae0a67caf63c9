import type { Messages } from '../../messages/en.ts';
import { fullTime } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import { bucketAt } from './bucket-window.ts';
import { endsOf, type ChartPicture } from './chart-frame.ts';

const MOST_NAMED = 4;

/** What lies under the pointer: the span of the bar, its count, its largest series, calls and deletions. */
export function hoverText(picture: ChartPicture, index: number, m: Messages): string {
  const { buckets, series, marks, strips, zone } = picture;
  const start = buckets.starts[index] ?? 0;
  const end = endsOf(buckets)[index] ?? start;
  const parts = series
    .map(({ name, counts }) => ({ name, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const named = parts.slice(0, MOST_NAMED).map(({ name, count }) => `${name} ${showCount(count)}`);
  const markAt = marks === null ? null : bucketAt(marks.starts, endsOf(marks), start);
  const marked = strips.flatMap(({ name, label }) => {
    const count = markAt === null ? 0 : (marks?.series.find((one) => one.name === name)?.counts[markAt] ?? 0);
    return count === 0 ? [] : [`${label} ${showCount(count)}`];
  });
  const said = [
    `${fullTime(start, zone)} – ${fullTime(end, zone)}`,
    m.counts.items(total),
    ...(series.length > 1 ? named : []),
    ...(parts.length > MOST_NAMED ? ['…'] : []),
    ...marked,
  ];
  return said.join(' · ');
}
