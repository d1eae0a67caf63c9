import { createContext, use } from 'react';
import type { CaseInfo } from '../../src-main/contract/index.ts';
import { useEngine } from './use-engine.ts';

/** The open case: null while none is open, `asking` before the first answer. */
export type OpenCase = CaseInfo | null | 'asking';

/** Handed down from the frame of the window: each time on the screen needs the case's zone, and a list has hundreds. */
export const OpenCaseContext = createContext<OpenCase>('asking');

export function useCase(): OpenCase {
  return use(OpenCaseContext);
}

/** Asks for the open case; for the frame of the window, which hands it down. */
export function useAskedCase(): OpenCase {
  const { data, error, isFetched } = useEngine('case.info', {});
  if (error !== null) return null;
  if (data !== undefined) return data;
  // Asked anew after a failure, it is still no case: `asking` would unmount the view that waits for an answer.
  return isFetched ? null : 'asking';
}

/** The open case's own id; null while none is open. */
export function useCaseId(): string | null {
  const info = useCase();
  return info === null || info === 'asking' ? null : info.id;
}

/** Where a case is entered: its overview, or its exhibits while nothing has been read. */
export function firstView(info: CaseInfo): 'overview' | 'exhibits' {
  return info.counts.messages + info.counts.events > 0 ? 'overview' : 'exhibits';
}

/** The zone of the open case; UTC while none is open. */
export function useZone(): string {
  const info = useCase();
  return info === null || info === 'asking' ? 'UTC' : info.zone;
}
