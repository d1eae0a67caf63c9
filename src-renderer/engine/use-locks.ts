import type { LockList, LockView } from '../../src-main/contract/index.ts';
import { useEngine } from './use-engine.ts';

/** Locked files of the open case; undefined before the first answer. */
export function useLocks(hasCase = true): LockList | undefined {
  return useEngine('lock.list', hasCase ? {} : null).data;
}

/** True for a file that waits for a key: locked, or opened before and in need of its key again. */
export function waitsForKey({ state, wants }: LockView): boolean {
  return state !== 'opened' && wants.length > 0;
}
