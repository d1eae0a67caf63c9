import { useEffect, useState } from 'react';

/** So many keys wait at most; more are let go. */
const MOST_WAITING = 32;

/**
 * Gives the function that takes keys. A key is acted on when `canAct` says so and those before it have been rendered: keys
 * that are pressed while the row they are meant for is still on its way reach that row and no other.
 */
export function useKeysInTurn(canAct: (key: string) => boolean, act: (key: string) => void): (key: string) => void {
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  useEffect(() => {
    const [key] = waiting;
    if (key === undefined || !canAct(key)) return;
    setWaiting((before) => before.slice(1));
    act(key);
  }, [waiting, canAct, act]);
  return (key) => {
    setWaiting((before) => (before.length < MOST_WAITING ? [...before, key] : before));
  };
}
