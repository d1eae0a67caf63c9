import { isUtf8 } from 'node:buffer';

/** Fewer cells make no record of the exports that are read: words with commas are no columns. */
const LEAST_CELLS = 5;

const GB18030 = new TextDecoder('gb18030');

/**
 * The cells of a record of CSV, with quotes taken away and doubled ones made single, and line ends as line feeds; none of bytes that are no
 * such record. Bytes that are no UTF-8 are read as GB 18030, as the parser reads them. Takes time and memory that grow with the bytes.
 */
export function csvTexts(bytes: Buffer): readonly string[] {
  const run = (isUtf8(bytes) ? bytes.toString('utf8') : GB18030.decode(bytes)).replaceAll('\r\n', '\n');
  if (run.startsWith('{')) return [];
  const end = run.endsWith('\n') ? run.length - 1 : run.length;
  const cells: string[] = [];
  for (let at = 0; at <= end;) {
    const [quoted, behind] = run[at] === '"' ? quotedFrom(run, at + 1, end) : ['', at];
    const comma = run.indexOf(',', behind);
    const stop = comma === -1 ? end : Math.min(comma, end);
    // What stands between a closing quote and the next comma belongs to the cell.
    cells.push(quoted + run.slice(behind, stop));
    at = stop + 1;
  }
  return cells.length < LEAST_CELLS ? [] : cells;
}

/** The text up to the quote that closes it, and where it goes on; up to the end where none does. */
function quotedFrom(run: string, from: number, end: number): readonly [text: string, behind: number] {
  const parts: string[] = [];
  for (let at = from; ;) {
    const quote = run.indexOf('"', at);
    if (quote === -1 || quote >= end) return [[...parts, run.slice(at, end)].join(''), end];
    parts.push(run.slice(at, quote));
    if (run[quote + 1] !== '"') return [parts.join(''), quote + 1];
    parts.push('"');
    at = quote + 2;
  }
}
