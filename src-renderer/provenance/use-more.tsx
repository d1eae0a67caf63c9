import { Button } from '@blueprintjs/core';
import { useQueries } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Params, Result } from '../../src-main/contract/index.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { ask } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { showCount } from '../time/units.ts';

/** What of a record has been asked for beyond what came with it, in its order. */
interface More<Page> {
  readonly pages: readonly Page[];
  /** Says how many rows are held back, and asks for the next page. */
  readonly more: (rest: number) => ReactNode;
}

/** Asks for further pages of what belongs to one record, each on demand. */
export function useMore<Method extends 'item.places' | 'issue.page'>(
  item: number,
  method: Method,
  step: (step: number) => Params<Method>,
): More<Result<Method>> {
  const m = useMessages();
  const [asked, setAsked] = useState({ item, steps: 0 });
  const steps = asked.item === item ? asked.steps : 0;
  const further = useQueries({
    queries: Array.from({ length: steps }, (_, index) => {
      const params = step(index);
      return {
        queryKey: [method, params],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask(method, params, signal),
      };
    }),
  });
  // Up to the first that is still on the way: nothing is shown out of its order.
  const waiting = further.findIndex(({ data }) => data === undefined);
  const error = further.find((page) => page.error !== null)?.error ?? null;
  return {
    pages: (waiting === -1 ? further : further.slice(0, waiting)).flatMap(({ data }) =>
      data === undefined ? [] : [data],
    ),
    more: (rest) => (
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
