import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocatorReader } from '../case/index.ts';
import type { HexView, Params, Reply } from '../contract/index.ts';
import type { ByteRange } from '../model/index.ts';
import { done, fail } from './answer.ts';
import { partsIn, type PartView } from './cell-parts-view.ts';
import { readSlice } from './file-bytes.ts';
import type { Session } from './session.ts';

/** Bytes of a working copy. Fails with `not-found` for a file that the case holds no copy of. */
export function hexView(session: Session, { sha256, offset, length, item }: Params<'item.hex'>): Reply<HexView> {
  const path = join(session.file.workDir, sha256);
  if (!existsSync(path)) return fail('not-found', { subject: `working copy ${sha256}` });
  const { bytes } = readSlice(path, offset, length);
  const parts = item === undefined ? [] : partsOf(session, item, { file: sha256, offset, length: bytes.length });
  return done({ offset, bytes: bytes.toString('base64'), parts });
}

/** Parts of those of the item's rows that have bytes in the window. */
function partsOf(
  { file, shelf }: Session,
  item: number,
  window: Pick<ByteRange, 'file' | 'offset' | 'length'>,
): readonly PartView[] {
  const end = window.offset + window.length;
  const locators = new LocatorReader(file.db).read([item]).get(item) ?? [];
  return locators.flatMap(({ locator, ranges }) => {
    const range = ranges.find(
      (one) => one.file === window.file && one.offset < end && window.offset < one.offset + one.length,
    );
    if (range === undefined) return [];
    const reading = shelf.find(locator, ranges);
    const parts = reading === null ? null : shelf.parts(locator, reading);
    return partsIn(parts ?? [], { ...range, offset: window.offset, length: window.length });
  });
}
