import type { CaseInfo } from '../../src-main/contract/index.ts';
import { useEngine } from './use-engine.ts';

/** The open case: null while none is open, `asking` before the first answer. */
export function useCase(): CaseInfo | null | 'asking' {
  const { data, error, isPending } = useEngine('case.info', {});
  if (error !== null) return null;
  return isPending ? 'asking' : data;
}

/** The zone of the open case; UTC while none is open. */
export function useZone(): string {
  const info = useCase();
  return info === null || info === 'asking' ? 'UTC' : info.zone;
}
