import { visible } from './visible.ts';

/** Opens so that spreadsheets read UTF-8. */
export const CSV_START = '\uFEFF';

type Cell = string | number | boolean | null;

/** Beginnings that spreadsheets take for a formula, the full-width forms included. */
const FORMULA = /^[\s']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/u;

/**
 * One line of a table by RFC 4180. Hidden characters are named; text that a spreadsheet would take for a formula gets a
 * leading apostrophe. The JSON Lines beside the table hold the text as stored.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const shown = visible(value);
  const safe = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
