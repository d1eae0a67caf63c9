import type { Buckets } from '../../../src-main/contract/index.ts';
import { showCount } from '../../time/units.ts';
import { bucketMs, type Span } from './span.ts';
import { ticksOf } from './ticks.ts';

const AXIS_PX = 22;
const TOP_PX = 14;
const SERIES_COLOURS = 8;

/** The class that carries a series' colour, for legend and canvas alike. */
export function seriesColour(index: number): string {
  return `series-${index % SERIES_COLOURS}`;
}

/** Draws stacked bars, the time axis and the brush. */
export function drawDensity(
  canvas: HTMLCanvasElement,
  what: {
    readonly buckets: Buckets;
    readonly span: Span;
    readonly zone: string;
    readonly width: number;
    readonly height: number;
    readonly brush: { readonly from: number; readonly to: number } | null;
  },
): void {
  const { buckets, span, width, height, brush } = what;
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = `11px ${style.fontFamily}`;

  const xOf = (ms: number): number => ((ms - span.fromMs) / (span.toMs - span.fromMs)) * width;
  const floor = height - AXIS_PX;
  pen.fillStyle = colour('--line');
  pen.fillRect(0, floor, width, 1);
  for (const tick of ticksOf(span, what.zone, width / 110)) {
    const x = Math.round(xOf(tick.ms));
    const isWhole = x + 3 + pen.measureText(tick.label).width < width;
    pen.fillStyle = colour('--line-faint');
    pen.fillRect(x, TOP_PX, 1, floor - TOP_PX);
    pen.fillStyle = colour('--ink-muted');
    if (isWhole) pen.fillText(tick.label, x + 3, height - 7);
  }

  const sums = buckets.starts.map((_, index) => buckets.series.reduce((sum, one) => sum + (one.counts[index] ?? 0), 0));
  const length = bucketMs(buckets);
  let most = 1;
  buckets.starts.forEach((start, index) => {
    if (start + length > span.fromMs && start < span.toMs) most = Math.max(most, sums[index] ?? 0);
  });
  buckets.starts.forEach((start, index) => {
    const left = xOf(start);
    const right = xOf(start + length);
    if (right < 0 || left > width) return;
    let y = floor;
    buckets.series.forEach((series, number) => {
      const count = series.counts[index] ?? 0;
      if (count === 0) return;
      const tall = Math.max(1, (count / most) * (floor - TOP_PX));
      pen.fillStyle = colour(`--${seriesColour(number)}`);
      pen.fillRect(left, y - tall, Math.max(1, right - left - (right - left > 4 ? 1 : 0)), tall);
      y -= tall;
    });
  });
  pen.fillStyle = colour('--ink-muted');
  pen.fillText(showCount(most), 3, 11);
  if (brush !== null) {
    pen.fillStyle = colour('--brush');
    pen.fillRect(Math.min(brush.from, brush.to), 0, Math.abs(brush.to - brush.from), floor);
  }
}
