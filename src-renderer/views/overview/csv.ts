/** Rows as RFC 4180 CSV; a cell of text that a spreadsheet would read as a formula gets an apostrophe first. */
export function asCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[\s\u200b-\u200f\ufeff]*[=+\-@\t\r|%]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
