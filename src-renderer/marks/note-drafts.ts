import { create } from 'zustand';
import type { NoteView } from '../../src-main/contract/index.ts';

/** A note that is being written, and the one that it is to replace. */
interface Draft {
  readonly text: string;
  readonly edited: NoteView | null;
}

const EMPTY: Draft = { text: '', edited: null };

const useDrafts = create<{ readonly byPlace: ReadonlyMap<string, Draft> }>(() => ({ byPlace: new Map() }));

/** What is being written on an item of a case; it outlives the form, which goes with its dialog or with the next item. */
export function useNoteDraft(caseId: string | null, item: number): readonly [Draft, (draft: Draft | null) => void] {
  const place = `${caseId ?? ''} ${item}`;
  const draft = useDrafts(({ byPlace }) => byPlace.get(place)) ?? EMPTY;
  return [
    draft,
    (next) => {
      useDrafts.setState(({ byPlace }) => {
        const after = new Map(byPlace);
        after.delete(place);
        if (next !== null && (next.text !== '' || next.edited !== null)) after.set(place, next);
        return { byPlace: after };
      });
    },
  ];
}
