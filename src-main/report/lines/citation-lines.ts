import type { Citation } from '../report-input.ts';
import { words } from '../words.ts';
import type { CitedFiles } from './cited-files.ts';
import { data, type Phrase } from './phrase.ts';
import type { PrintedLine } from './printed-line.ts';

const LARGEST_LIST = 6;
const SHOWN_HASH_DIGITS = 16;

/** Where a line was read, one phrase a place, and how many further places messages.jsonl holds. */
export function citationLines(
  citations: readonly Citation[],
  files: CitedFiles,
): Pick<PrintedLine, 'citations' | 'further'> {
  const printed = citations.slice(0, LARGEST_LIST).map((citation) => placeOf(citation, files));
  return { citations: printed, further: citations.length - printed.length };
}

function placeOf(citation: Citation, files: CitedFiles): Phrase {
  const { locator, exhibit, path } = citation;
  const mark = files.mark(locator.file, exhibit, path);
  const head: Phrase = [`${citation.gives} · ${mark} · `];
  switch (locator.kind) {
    case 'row': {
      const row = locator.rowid === null ? data(locator.key ?? '') : String(locator.rowid);
      return [...head, data(locator.table), ` ${words.row} `, row, ...rangesOf(citation, files)];
    }
    case 'bytes':
      return [...head, `${words.bytes} ${locator.offset}+${locator.length}`, ...rangesOf(citation, files)];
    case 'node':
      return [...head, `${words.node} `, data(locator.path), ...rangesOf(citation, files)];
  }
}

// `bytes 8192+210` means offset 8192, length 210: what `dd` or any hex editor takes.
function rangesOf(citation: Citation, files: CitedFiles): Phrase {
  return citation.ranges.flatMap((range) => {
    const log = range.in === 'main' ? '' : ` ${words.logFile} ${files.mark(range.file, citation.exhibit, range.path)}`;
    const hash = range.sha256 === null ? '' : `, sha256 ${range.sha256.slice(0, SHOWN_HASH_DIGITS)}…`;
    return [` · ${words.page} ${range.page}, ${words.bytes} ${range.offset}+${range.length}${log}${hash}`];
  });
}
