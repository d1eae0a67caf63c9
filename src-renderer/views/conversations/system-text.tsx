import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** A system line in our words, the stored code on hover. Names are isolated each, so that none can reorder the line. */
export function SystemText({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  const { system } = item;
  if (system === null) return null;
  const isolate = (text: string): string =>
    `\u2068${text.replaceAll(/[\u2066-\u2069\u202a-\u202e]/gu, '\ufffd')}\u2069`;
  const line = m.system[system.action](
    system.actor === null ? null : isolate(system.actor),
    system.affected.map(isolate).join(', '),
    system.before === null ? null : isolate(system.before),
    system.after === null ? null : isolate(system.after),
  );
  return (
    <span title={system.actionStored}>
      {line}
      {system.action === 'unknown' && (
        <>
          {' '}
          <EvidenceText text={system.actionStored} className="mono" />
        </>
      )}
    </span>
  );
}
