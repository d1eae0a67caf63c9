import { Button } from '@blueprintjs/core';
import { useQueries } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { PlacesView } from '../../src-main/contract/index.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { ask } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { showCount } from '../time/units.ts';

/** Places of one record asked for at once: each is read again from the exhibit's copy. */
const STEP = 50;

interface Places extends Pick<PlacesView, 'locators' | 'stored' | 'issues'> {
  /** Says how many places are held back, and reads as many again. */
  readonly more: ReactNode;
}

/** The places of an item that have been asked for: those that came with its provenance, then more on demand. */
export function usePlaces(item: number, first: PlacesView | undefined): Places {
  const m = useMessages();
  const [asked, setAsked] = useState({ item, steps: 0 });
  const steps = asked.item === item ? asked.steps : 0;
  const begin = first?.locators.length ?? 0;
  const further = useQueries({
    queries: Array.from({ length: first === undefined ? 0 : steps }, (_, step) => {
      const params = { item, first: begin + step * STEP, limit: STEP };
      return {
        queryKey: ['item.places', params],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask('item.places', params, signal),
      };
    }),
  });
  // Up to the first that is still on the way: no place is shown out of its order.
  const waiting = further.findIndex(({ data }) => data === undefined);
  const come = (waiting === -1 ? further : further.slice(0, waiting)).flatMap(({ data }) => data ?? []);
  const all = first === undefined ? [] : [first, ...come];
  const locators = all.flatMap((page) => page.locators);
  const rest = (first?.places ?? 0) - locators.length;
  const error = further.find((page) => page.error !== null)?.error ?? null;
  return {
    locators,
    stored: Object.assign({}, ...all.map((page) => page.stored)) as PlacesView['stored'],
    issues: all.flatMap((page) => page.issues),
    more: (
      <>
        {error !== null && <FailureNote error={error} />}
        {rest > 0 && (
          <Button
            size="small"
            variant="minimal"
            className="more-button"
            loading={waiting !== -1 && error === null}
            text={m.general.andMore(showCount(rest))}
            onClick={() => {
              setAsked({ item, steps: steps + 1 });
            }}
          />
        )}
      </>
    ),
  };
}
