import { create } from 'zustand';

/** The item whose notes are open over the window, and what has the focus again once they close; null: none are open. */
export const useNoteTarget = create<{ readonly item: number | null; readonly from: HTMLElement | null }>(() => ({
  item: null,
  from: null,
}));

/** Opens the notes on an item. */
export function openNotes(item: number): void {
  const { activeElement } = document;
  useNoteTarget.setState({ item, from: activeElement instanceof HTMLElement ? activeElement : null });
}

/** Closes the notes. */
export function closeNotes(): void {
  useNoteTarget.setState({ item: null });
}
