import { isZone } from '../model/index.ts';
import type { Run } from './parser.ts';

/** The zone that the examiner stated for an export whose times name none; null where nothing is stated, and where no zone is called so. */
export function statedZone({ answers: { zone = '' } }: Pick<Run, 'answers'>): string | null {
  return zone !== '' && isZone(zone) ? zone : null;
}
