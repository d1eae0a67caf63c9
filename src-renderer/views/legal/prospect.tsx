import type { ReactNode } from 'react';
import type { LegalProspect } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';

const LOOKS: Readonly<Record<LegalProspect, string>> = { possible: 'success', limited: 'warning', no: '', unknown: '' };

/** What a request has in prospect, in a word. */
export function Prospect({ is }: { readonly is: LegalProspect }): ReactNode {
  const m = useMessages();
  return <span className={`badge ${LOOKS[is]}`}>{m.legal.prospects[is]}</span>;
}
