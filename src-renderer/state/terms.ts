import { create } from 'zustand';

/** The keyword list at hand: one query a line, as typed or loaded. Outlives the search view. */
export const useTerms = create<{ readonly text: string; readonly asked: readonly string[] }>(() => ({
  text: '',
  asked: [],
}));

/** The terms of a list: each line that holds anything, once. */
export function termsOf(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))];
}
