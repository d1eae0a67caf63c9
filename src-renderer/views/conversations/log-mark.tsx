import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';

/** That a row is seen only with, or only without, the database's write-ahead log. Nothing for the usual case. */
export function LogMark({ state }: { readonly state: ItemView['logState'] }): ReactNode {
  const m = useMessages();
  if (state === 'both') return null;
  return (
    <span className="badge warning" title={m.conversations.logStates[state]}>
      {m.words.logStates[state]}
    </span>
  );
}
