import { drawnVisible } from '../../text/visible.ts';
import { AXIS_PX, clip, type Brush, type ChartFrame, type ChartPicture } from './chart-frame.ts';

const FLAG_PX = 15;
const LETTERS = 28;

/** Spans as bands and instants as lines, each with a flag that carries its name where there is room. */
export function drawAnnotations({ pen, colour, x }: Brush, picture: ChartPicture, frame: ChartFrame): void {
  const { annotations, span, width } = picture;
  const floor = frame.height - AXIS_PX;
  let free = -Infinity;
  for (const { name, fromMs, toMs } of annotations) {
    if (fromMs >= span.toMs || (toMs ?? fromMs + 1) <= span.fromMs) continue;
    const left = Math.max(0, x(fromMs));
    const right = toMs === null ? left : Math.min(width, x(toMs));
    pen.fillStyle = colour('--annotation-ground');
    if (toMs !== null) pen.fillRect(left, FLAG_PX, Math.max(2, right - left), floor - FLAG_PX);
    pen.fillStyle = colour('--annotation');
    if (fromMs >= span.fromMs) pen.fillRect(left, 2, 1.5, floor - 2);
    if (toMs !== null && toMs <= span.toMs) pen.fillRect(right - 1, FLAG_PX, 1, floor - FLAG_PX);
    const text = clip(drawnVisible(name), LETTERS);
    const wide = pen.measureText(text).width + 10;
    const at = Math.min(left, Math.max(0, width - wide));
    if (at < free) continue;
    free = at + wide + 2;
    pen.fillRect(at, 1, wide, FLAG_PX);
    pen.fillStyle = colour('--annotation-ink');
    pen.fillText(text, at + 5, 12);
  }
}
