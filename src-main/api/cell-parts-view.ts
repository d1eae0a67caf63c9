import type { HexView } from '../contract/index.ts';
import type { ByteRange } from '../model/index.ts';
import type { CellPart } from '../sqlite/index.ts';

export type PartView = HexView['parts'][number];

/**
 * The parts of a cell that lie in one of its byte ranges, in the order of their bytes: payload size, rowid, header size,
 * the column types as one part, and each column that has bytes. A value that goes on in an overflow page is a part there.
 */
export function partsIn(parts: readonly CellPart[], range: ByteRange): readonly PartView[] {
  const views: { name: string; offset: number; length: number }[] = [];
  for (const part of parts) {
    const name = part.role === 'serial-type' ? 'column types' : part.name;
    for (const run of part.ranges) {
      if (run.file !== range.file || run.in !== range.in) continue;
      const from = Math.max(run.offset, range.offset);
      const to = Math.min(run.offset + run.length, range.offset + range.length);
      if (from >= to) continue;
      const last = views.at(-1);
      if (part.role === 'serial-type' && last?.name === name && last.offset + last.length === from) {
        last.length = to - last.offset;
      } else views.push({ name, offset: from, length: to - from });
    }
  }
  return views;
}
