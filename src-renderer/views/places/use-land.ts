import { useEffect, useState } from 'react';
import { detailFor, readLand, type Land } from './land.ts';

/** The outlines for a scale; those at hand are drawn until the finer ones are there. */
export function useLand(scale: number): { readonly land: Land | null; readonly error: Error | null } {
  const [land, setLand] = useState<Land | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const detail = detailFor(scale);
  useEffect(() => {
    let isGone = false;
    readLand(detail).then(
      (found) => {
        if (!isGone) setLand(found);
      },
      (reason: unknown) => {
        if (!isGone) setError(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
    return () => {
      isGone = true;
    };
  }, [detail]);
  return { land, error };
}
