import { drawnVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { drawAnnotations } from './draw-annotations.ts';
import { AXIS_PX, STRIP_PX, clip, frameOf, seriesColour, visibleBuckets, type Brush, type ChartFrame, type ChartPicture } from './chart-frame.ts'; // prettier-ignore
import { ticksOf } from './ticks.ts';

/** Draws the axis, bars or lanes, strips of calls and deletions, annotations, selection and cursor. */
export function drawDensity(canvas: HTMLCanvasElement, picture: ChartPicture): void {
  const { span, width } = picture;
  const frame = frameOf(picture);
  const pen = preparePen(canvas, width, frame.height);
  if (pen === null) return;
  const style = getComputedStyle(canvas);
  const known = new Map<string, string>();
  const colour = (name: string): string => {
    const value = known.get(name) ?? style.getPropertyValue(name).trim();
    known.set(name, value);
    return value;
  };
  const perMs = width / (span.toMs - span.fromMs);
  const brush: Brush = { pen, colour, x: (ms) => (ms - span.fromMs) * perMs };
  pen.font = `11px ${style.fontFamily}`;
  drawAxis(brush, picture, frame);
  if (picture.isLanes) drawLanes(brush, picture, frame);
  else drawStacks(brush, picture, frame);
  drawStrips(brush, picture, frame);
  drawAnnotations(brush, picture, frame);
  drawOverlay(brush, picture, frame);
}

function preparePen(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.globalAlpha = 1;
  return pen;
}

function drawAxis({ pen, colour, x }: Brush, { span, zone, width }: ChartPicture, frame: ChartFrame): void {
  const line = frame.height - AXIS_PX;
  for (const tick of ticksOf(span, zone, width / 110)) {
    const at = Math.round(x(tick.ms));
    pen.fillStyle = colour('--line-faint');
    pen.fillRect(at, frame.top, 1, line - frame.top);
    pen.fillStyle = colour('--ink-muted');
    if (at + 3 + pen.measureText(tick.label).width < width) pen.fillText(tick.label, at + 3, frame.height - 7);
  }
  pen.fillStyle = colour('--line');
  pen.fillRect(0, frame.floor, width, 1);
  pen.fillRect(0, line, width, 1);
}

function drawStacks({ pen, colour, x }: Brush, picture: ChartPicture, frame: ChartFrame): void {
  const { buckets, series, span, hover } = picture;
  const { from, to, ends } = visibleBuckets(buckets, span);
  let most = 1;
  for (let index = from; index < to; index += 1) {
    let sum = 0;
    for (const { counts } of series) sum += counts[index] ?? 0;
    most = Math.max(most, sum);
  }
  const tall = (frame.floor - frame.top) / most;
  const base = new Float64Array(to - from).fill(frame.floor);
  for (const { counts, colour: number } of series) {
    pen.fillStyle = colour(`--${seriesColour(number)}`);
    for (let index = from; index < to; index += 1) {
      const count = counts[index] ?? 0;
      if (count === 0) continue;
      const left = x(buckets.starts[index] ?? 0);
      const wide = x(ends[index] ?? 0) - left;
      const below = base[index - from] ?? 0;
      const y = Math.max(frame.top, below - Math.max(1, count * tall));
      pen.fillRect(left, y, Math.max(1, wide - (wide > 4 ? 1 : 0)), below - y);
      base[index - from] = y;
    }
  }
  if (hover !== null && hover >= from && hover < to) {
    const left = x(buckets.starts[hover] ?? 0);
    pen.fillStyle = colour('--brush');
    pen.fillRect(left, frame.top, Math.max(1, x(ends[hover] ?? 0) - left), frame.floor - frame.top);
  }
  pen.fillStyle = colour('--ink-muted');
  pen.fillText(showCount(most), 3, frame.top - 3);
}

/** A row for each series, darker where more lies; each row by its own most, which stands at its end. */
function drawLanes({ pen, colour, x }: Brush, picture: ChartPicture, frame: ChartFrame): void {
  const { buckets, series, span, width } = picture;
  const { from, to, ends } = visibleBuckets(buckets, span);
  const row = (frame.floor - frame.top) / Math.max(1, series.length);
  series.forEach(({ counts, colour: number, name }, lane) => {
    const y = frame.top + lane * row;
    let most = 0;
    for (let index = from; index < to; index += 1) most = Math.max(most, counts[index] ?? 0);
    pen.fillStyle = colour(`--${seriesColour(number)}`);
    for (let index = from; index < to; index += 1) {
      const count = counts[index] ?? 0;
      if (count === 0) continue;
      const left = x(buckets.starts[index] ?? 0);
      pen.globalAlpha = 0.3 + 0.7 * Math.sqrt(count / most);
      const height = Math.max(2, (row - 5) * Math.sqrt(count / most));
      pen.fillRect(left, y + row - 2 - height, Math.max(1.5, x(ends[index] ?? 0) - left), height);
    }
    pen.globalAlpha = 1;
    pen.fillStyle = colour('--line-faint');
    pen.fillRect(0, y + row - 1, width, 1);
    label(pen, colour, clip(name, 34), 4, y + 12, 'start', '--ink');
    label(pen, colour, showCount(most), width - 4, y + 12, 'end', '--ink');
  });
}

/** Ticks where calls and deletions lie: thick enough to be seen whatever the zoom. */
function drawStrips({ pen, colour, x }: Brush, picture: ChartPicture, frame: ChartFrame): void {
  const { marks, span, strips } = picture;
  strips.forEach(({ name, label: text }, row) => {
    const y = frame.strips + row * STRIP_PX;
    const series = marks?.series.find((one) => one.name === name);
    if (marks !== null && series !== undefined) {
      const { from, to, ends } = visibleBuckets(marks, span);
      pen.fillStyle = colour(name === 'call' ? '--mark-call' : '--mark-deleted');
      for (let index = from; index < to; index += 1) {
        if ((series.counts[index] ?? 0) === 0) continue;
        const left = x(marks.starts[index] ?? 0);
        pen.fillRect(left, y + 2, Math.max(2, x(ends[index] ?? 0) - left), STRIP_PX - 4);
      }
    }
    label(pen, colour, text, 4, y + STRIP_PX - 3, 'start');
  });
}

/** Text on a ground of its own, so that it is read over bars. */
function label(
  pen: CanvasRenderingContext2D,
  colour: Brush['colour'],
  text: string,
  x: number,
  y: number,
  align: 'start' | 'end',
  ink = '--ink-muted',
): void {
  pen.textAlign = align === 'start' ? 'left' : 'right';
  pen.lineWidth = 4;
  pen.lineJoin = 'round';
  pen.strokeStyle = colour('--surface');
  const drawn = drawnVisible(text);
  pen.strokeText(drawn, x, y);
  pen.fillStyle = colour(ink);
  pen.fillText(drawn, x, y);
  pen.textAlign = 'left';
}

function drawOverlay({ pen, colour, x }: Brush, picture: ChartPicture, frame: ChartFrame): void {
  const { selection, cursorMs, width } = picture;
  const floor = frame.height - AXIS_PX;
  if (selection !== null) {
    const left = x(selection.fromMs);
    const right = x(selection.toMs);
    pen.fillStyle = colour('--brush');
    pen.fillRect(left, 0, Math.max(1, right - left), floor);
    pen.fillStyle = colour('--accent');
    pen.fillRect(left, 0, 1, floor);
    pen.fillRect(right, 0, 1, floor);
  }
  if (cursorMs === null) return;
  const at = x(cursorMs);
  if (at < 0 || at > width) return;
  pen.fillStyle = colour('--accent');
  pen.fillRect(Math.round(at), 0, 1.5, floor);
}
