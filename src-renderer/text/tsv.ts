import type { ItemView } from '../../src-main/contract/index.ts';
import type { Messages } from '../messages/en.ts';
import { fullTime, showTime } from '../time/format.ts';

/** Beginnings that spreadsheets take for a formula, the full-width forms included. */
const FORMULA = /^[\s']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

/**
 * Rows as tab-separated text for a spreadsheet, each on one line. Tabs and line ends within a cell become spaces; a cell that a
 * spreadsheet would read as a formula gets an apostrophe first.
 */
export function tsvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(plainCell).join('\t')}\n`).join('');
}

/** An item's time in the zone and in UTC; a wall clock without a zone says so and has no UTC. */
export function timeCells(
  { timeMs, timeZone }: Pick<ItemView, 'timeMs' | 'timeZone'>,
  zone: string,
  m: Messages,
): { readonly local: string; readonly utc: string } {
  if (timeMs === null) return { local: '', utc: '' };
  if (timeZone !== 'unstated') return { local: fullTime(timeMs, zone), utc: new Date(timeMs).toISOString() };
  const { date, time } = showTime(timeMs, 'UTC');
  return { local: `${date} ${time} (${m.zone.unstated})`, utc: '' };
}

function plainCell(text: string): string {
  const line = text.replaceAll(/[\t\r\n\u2028\u2029]+/gu, ' ');
  return FORMULA.test(line) ? `'${line}` : line;
}
