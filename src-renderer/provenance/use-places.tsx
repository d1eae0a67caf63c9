import type { ReactNode } from 'react';
import type { PlacesView } from '../../src-main/contract/index.ts';
import { useMore } from './use-more.tsx';

/** Places of one record asked for at once: each is read again from the exhibit's copy. */
const STEP = 50;

interface Places extends Pick<PlacesView, 'locators' | 'stored' | 'issues'> {
  /** Says how many places are held back, and reads as many again. */
  readonly more: ReactNode;
}

/** The places of an item that have been asked for: those that came with its provenance, then more on demand. */
export function usePlaces(item: number, first: PlacesView | undefined): Places {
  const begin = first?.locators.length ?? 0;
  const { pages, more } = useMore(item, 'item.places', (step) => ({ item, first: begin + step * STEP, limit: STEP }));
  const all = first === undefined ? [] : [first, ...pages];
  const locators = all.flatMap((page) => page.locators);
  return {
    locators,
    stored: Object.assign({}, ...all.map((page) => page.stored)) as PlacesView['stored'],
    issues: all.flatMap((page) => page.issues),
    more: more((first?.places ?? 0) - locators.length),
  };
}
