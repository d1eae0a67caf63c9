import { pbkdf2 } from 'node:crypto';
import type { OpenRequest } from './opener.ts';

/** Derives 32 bytes by PBKDF2. */
export type Derive = (password: Uint8Array, salt: Uint8Array, rounds: number, hash: string) => Promise<Buffer>;

/** From this number of rounds on a derivation can take longer than others should wait for a word. */
const SLOW_ROUNDS = 100_000;

/**
 * Derivations for one opening, made by the pool of threads, so that this thread goes on answering. Rejects with the signal's
 * reason as soon as it is cancelled; what the pool has begun then ends for nobody, as it cannot be interrupted.
 */
export function deriverFor({ signal, onDeriving }: Partial<Pick<OpenRequest, 'signal' | 'onDeriving'>>): Derive {
  return (password, salt, rounds, hash) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (rounds >= SLOW_ROUNDS) onDeriving?.();
      const cancel = (): void => {
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      pbkdf2(password, salt, rounds, 32, hash, (error, key) => {
        signal?.removeEventListener('abort', cancel);
        if (error === null) resolve(key);
        else reject(error);
      });
    });
}
