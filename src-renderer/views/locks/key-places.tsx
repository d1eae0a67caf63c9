import type { ReactNode } from 'react';
import type { LockKind } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';

/** Where a key of a kind of lock usually lies. */
export function KeyPlaces({ kind }: { readonly kind: LockKind }): ReactNode {
  const m = useMessages();
  return (
    <ul className="key-places">
      {m.locks.places[kind].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
