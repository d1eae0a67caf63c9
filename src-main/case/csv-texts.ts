/** Fewer cells make no record of the exports that are read: words with commas are no columns. */
const LEAST_CELLS = 5;

/** The cells of a record of CSV, with quotes taken away and doubled ones made single; none of a run that is no such record. */
export function csvTexts(run: string): readonly string[] {
  const cells = [...run.replace(/\n$/u, '').matchAll(CELLS)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''); // prettier-ignore
  return cells.length < LEAST_CELLS || run.startsWith('{') ? [] : cells;
}

const CELLS = /(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/gu;
