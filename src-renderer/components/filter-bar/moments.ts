import { nextDay, showTime, startOfDay, offsetMs } from '../../time/format.ts';

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/u;

/**
 * The instant meant by `2024-03-05` or `2024-03-05 14:30` on a zone's clock; null for other text. A day as the `to` of a
 * span means its end.
 */
export function readMoment(text: string, zone: string, edge: 'from' | 'to'): number | null {
  const match = MOMENT.exec(text.trim());
  const day = match?.[1];
  if (match === null || day === undefined) return null;
  const start = startOfDay(day, zone);
  if (start === null) return null;
  if (match[2] === undefined) return edge === 'from' ? start : startOfDay(nextDay(day), zone);
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const wall = Date.parse(`${day}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000;
  return wall - offsetMs(wall - offsetMs(wall, zone), zone);
}

/** An edge of a span as it is typed: the day alone where the edge is that of a day, with the time otherwise. */
export function writeMoment(ms: number, zone: string, edge: 'from' | 'to'): string {
  const { date } = showTime(edge === 'from' ? ms : ms - 1, zone);
  if (readMoment(date, zone, edge) === ms) return date;
  const shown = showTime(ms, zone);
  return `${shown.date} ${shown.time}`;
}
