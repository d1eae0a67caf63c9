import { create } from 'zustand';
import type { MarkChange } from '../../src-main/contract/index.ts';

/** A change of marks by its number in the custody log of its case. */
interface MadeMark {
  readonly caseId: string;
  readonly change: number;
}

/** Changes of marks made in this window and not taken back, the last one at the end; numbers of one case mean nothing in another. */
export const useMadeMarks = create<{ readonly made: readonly MadeMark[] }>(() => ({ made: [] }));

/** Keeps a change, so that it can be taken back; what changed nothing is not kept. */
export function rememberMade(caseId: string | null, { change }: Pick<MarkChange, 'change'>): void {
  if (caseId === null || change === null) return;
  useMadeMarks.setState(({ made }) => ({ made: [...made, { caseId, change }] }));
}

/** Drops a change that is being taken back. */
export function forgetMade(gone: MadeMark): void {
  useMadeMarks.setState(({ made }) => ({ made: made.filter((one) => one !== gone) }));
}
