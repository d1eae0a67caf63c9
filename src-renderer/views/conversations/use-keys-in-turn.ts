import { useCallback, useEffect, useState } from 'react';

/** So many keys wait at most; more are let go. */
const MOST_WAITING = 32;

/**
 * Takes keys. A key is acted on when `canAct` says so and those before it have been rendered: keys that are pressed while
 * the row they are meant for is still on its way reach that row and no other. Those that wait are dropped when the
 * pointer chooses a row.
 */
export function useKeysInTurn(
  canAct: (key: string) => boolean,
  act: (key: string) => void,
): { readonly press: (key: string) => void; readonly drop: () => void } {
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  useEffect(() => {
    const [key] = waiting;
    if (key === undefined || !canAct(key)) return;
    setWaiting((before) => before.slice(1));
    act(key);
  }, [waiting, canAct, act]);
  const press = useCallback((key: string) => {
    setWaiting((before) => (before.length < MOST_WAITING ? [...before, key] : before));
  }, []);
  const drop = useCallback(() => {
    setWaiting((before) => (before.length === 0 ? before : []));
  }, []);
  return { press, drop };
}
