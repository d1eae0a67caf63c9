import { existsSync } from 'node:fs';
import { CaseFailure } from '../case/index.ts';
import type { ExhibitView } from '../contract/index.ts';

/** Fails with `exhibit-missing` when nothing lies at the path from which the exhibit was read. */
export function checkPresent(exhibit: ExhibitView): void {
  if (!existsSync(exhibit.path)) throw new CaseFailure('exhibit-missing', { subject: exhibit.path });
}
