import { create } from 'zustand';

/** What was last used in this window, the latest first; kept while it is open, and of one case. */
export interface Recent {
  readonly caseId: string | null;
  readonly commands: readonly string[];
  readonly conversations: readonly number[];
}

const MOST = 5;
const nothing: Recent = { caseId: null, commands: [], conversations: [] };

export const useRecent = create<Recent>(() => nothing);

/** Ids of one case mean nothing in the next. */
export function recentOf(caseId: string | null): void {
  useRecent.setState((state) => (state.caseId === caseId ? state : { ...nothing, caseId }));
}

export function usedCommand(id: string): void {
  useRecent.setState(({ commands }) => ({ commands: latest(commands, id) }));
}

export function usedConversation(id: number): void {
  useRecent.setState(({ conversations }) => ({ conversations: latest(conversations, id) }));
}

/** The list with `one` first, each once. */
export function latest<T>(list: readonly T[], one: T): readonly T[] {
  return [one, ...list.filter((other) => other !== one)].slice(0, MOST);
}
