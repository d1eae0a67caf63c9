import { useState, type ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { showCount } from '../time/units.ts';
import { useRowTab } from './row-tab.ts';

/** As many as are shown at once of what belongs to one record; a record may hold tens of thousands. */
const STEP = 200;

/** The first rows of a list without a bound, and the button that says how many are held back and shows as many again. */
export function useBounded<T>(
  rows: readonly T[],
  step = STEP,
): { readonly shown: readonly T[]; readonly more: ReactNode } {
  const m = useMessages();
  const tab = useRowTab();
  const [most, setMost] = useState(step);
  const rest = rows.length - most;
  return {
    shown: rest > 0 ? rows.slice(0, most) : rows,
    more:
      rest > 0 ? (
        <button
          type="button"
          className="link-button more-button"
          tabIndex={tab}
          onClick={() => {
            setMost(most + step);
          }}
        >
          {m.general.andMore(showCount(rest))}
        </button>
      ) : null,
  };
}
