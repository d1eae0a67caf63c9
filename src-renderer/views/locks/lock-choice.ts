/** What the view shows: its list with a chosen lock, or the keys. */
export interface LockChoice {
  readonly part: 'files' | 'keys';
  readonly lock: number | null;
}

/** Reads the view's own part of the address: `keys`, or the number of a lock. */
export function readLockChoice(own: string | null): LockChoice {
  if (own === 'keys') return { part: 'keys', lock: null };
  return { part: 'files', lock: own !== null && /^[1-9]\d{0,14}$/u.test(own) ? Number(own) : null };
}

/** Writes what the view shows into its own part of the address. */
export function writeLockChoice({ part, lock }: LockChoice): string | null {
  return part === 'keys' ? 'keys' : lock === null ? null : String(lock);
}
