import type { Call } from '../../model/index.ts';

/**
 * `ZOUTCOME` of a call. 0, 1, 4: published (iLEAPP whatsApp.py); 2: published by one reader only. 0 says that the call
 * ended; whether anybody spoke is told by its duration.
 */
export const CALL_OUTCOMES: ReadonlyMap<number, Call['outcome'] | 'ended'> = new Map([
  [0, 'ended'],
  [1, 'missed'],
  [2, 'failed'],
  [4, 'rejected'],
]);
