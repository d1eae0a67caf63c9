import { create } from 'zustand';

/** Failures of work that no part of the screen waits for; told in the window's corner until they are put away. */
export const useUntold = create<{ readonly failures: readonly { readonly id: number; readonly error: unknown }[] }>(
  () => ({ failures: [] }),
);

/** As many as are shown at once; older ones make room. */
const MOST = 3;
let given = 0;

/** Starts something whose answer nothing on the screen shows, and tells its failure. */
export function start(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'AbortError') return;
    given += 1;
    const id = given;
    useUntold.setState(({ failures }) => ({ failures: [...failures, { id, error }].slice(-MOST) }));
  });
}

/** Puts a failure away. */
export function putAway(id: number): void {
  useUntold.setState(({ failures }) => ({ failures: failures.filter((one) => one.id !== id) }));
}
