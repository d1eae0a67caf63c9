import { useCallback, useState } from 'react';
import type { ConversationView, Filter } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { copyItems } from './copy-items.ts';
import { countPicks, toggled, withRange, type Picks } from './picks.ts';

/** The picked positions of one pane, and copying them. */
export interface PickedItems {
  readonly picks: Picks;
  readonly count: number;
  /** What became of the last copy. */
  readonly said: string;
  readonly error: Error | null;
  readonly toggle: (index: number) => void;
  /** Picks all from where the last pick was made, else from `fallback`, to a position. */
  readonly extend: (to: number, fallback: number) => void;
  readonly all: (total: number) => void;
  readonly clear: () => void;
  /** Copies what is picked; this one position where nothing is, or where it is named. */
  readonly copy: (index: number | null) => void;
}

export function usePicks(filter: Filter, about: ConversationView | undefined): PickedItems {
  const m = useMessages();
  const zone = useZone();
  const [picks, setPicks] = useState<Picks>([]);
  const [from, setFrom] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const [error, setError] = useState<Error | null>(null);
  const toggle = useCallback((index: number): void => {
    setPicks((before) => toggled(before, index));
    setFrom(index);
  }, []);
  return {
    picks,
    count: countPicks(picks),
    said,
    error,
    toggle,
    extend(to, fallback) {
      setFrom(from ?? fallback);
      setPicks(withRange(picks, from ?? fallback, to));
    },
    all(total) {
      setPicks([{ from: 0, to: total - 1 }]);
    },
    clear() {
      setPicks([]);
      setFrom(null);
      setSaid('');
    },
    copy(index) {
      const wanted = index === null ? picks : [{ from: index, to: index }];
      if (about === undefined || wanted.length === 0) return;
      setError(null);
      copyItems(filter, wanted, about, zone, m).then(
        (copied) => {
          setSaid(m.conversations.copied(copied, countPicks(wanted)));
        },
        (reason: unknown) => {
          setError(reason instanceof Error ? reason : new Error(String(reason)));
        },
      );
    },
  };
}
