import type { KeyView } from '../contract/index.ts';
import type { GivenKey } from '../evidence/index.ts';

/** A key on its way to a job; it stays in memory. */
export interface KeyInHand {
  readonly form: GivenKey['form'];
  readonly bytes: Uint8Array;
  readonly fingerprint: string;
  readonly from: KeyView['from'];
}
