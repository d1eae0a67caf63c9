import { offsetMs, showTime } from '../../time/format.ts';
import type { Span } from './span.ts';

/** A mark on the time axis. */
export interface Tick {
  readonly ms: number;
  readonly label: string;
}

const STEPS_MS = [
  1000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 604_800_000,
] as const;

/** Round times in the zone, about `count` of them over the span. */
export function ticksOf(span: Span, zone: string, count: number): readonly Tick[] {
  const wanted = (span.toMs - span.fromMs) / count;
  const step = STEPS_MS.find((candidate) => candidate >= wanted);
  return step === undefined ? calendarTicks(span, zone, wanted) : evenTicks(span, zone, step);
}

function evenTicks(span: Span, zone: string, step: number): readonly Tick[] {
  const ticks: Tick[] = [];
  const shift = offsetMs(span.fromMs, zone);
  for (let ms = Math.ceil((span.fromMs + shift) / step) * step - shift; ms < span.toMs; ms += step) {
    const { date, time } = showTime(ms, zone);
    ticks.push({
      ms,
      label: step >= 86_400_000 || time === '00:00:00' ? date : step < 60_000 ? time : time.slice(0, 5),
    });
  }
  return ticks;
}

function calendarTicks(span: Span, zone: string, wanted: number): readonly Tick[] {
  const months = Math.max(1, Math.round(wanted / 2_629_800_000));
  const step = months <= 1 ? 1 : months <= 3 ? 3 : months <= 6 ? 6 : Math.ceil(months / 12) * 12;
  const [year = 2000] = showTime(span.fromMs, zone).date.split('-').map(Number);
  const ticks: Tick[] = [];
  for (let month = 0; ; month += step) {
    const wall = Date.UTC(year, month, 1);
    const ms = wall - offsetMs(wall, zone);
    if (ms >= span.toMs) return ticks;
    const name = new Date(wall).toISOString();
    if (ms >= span.fromMs) ticks.push({ ms, label: step >= 12 ? name.slice(0, 4) : name.slice(0, 7) });
  }
}
