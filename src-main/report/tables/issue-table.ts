import type { IssueView } from '../../contract/index.ts';
import type { BagFile, BagWriter } from '../bag/bag-writer.ts';
import { CSV_START, csvLine } from '../text/csv.ts';

const HEAD = ['id', 'severity', 'code', 'exhibit', 'source', 'where', 'detail', 'stored', 'places'];

/** `issues.csv`, written while the issues are counted: reading them a second time would double what they cost. */
export class IssueTable {
  readonly #bag: BagWriter;
  readonly #file: BagFile;

  constructor(bag: BagWriter) {
    this.#bag = bag;
    this.#file = bag.open('issues.csv');
    this.#file.write(CSV_START + csvLine(HEAD));
  }

  add(issue: IssueView): void {
    const { id, severity, code, exhibit, source, where, detail, stored } = issue;
    const places = issue.at.map(placeOf).join('; ');
    this.#file.write(csvLine([id, severity, code, exhibit, source, where, detail, stored, places]));
  }

  close(): void {
    this.#bag.close(this.#file);
  }
}

function placeOf(at: IssueView['at'][number]): string {
  switch (at.kind) {
    case 'row':
      return `${at.file} ${at.table} ${String(at.rowid ?? at.key ?? '')}`;
    case 'bytes':
      return `${at.file} ${at.offset}+${at.length}`;
    case 'node':
      return `${at.file} ${at.path}`;
  }
}
