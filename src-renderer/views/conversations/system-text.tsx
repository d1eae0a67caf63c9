import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useBounded } from '../../components/use-bounded.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOf } from '../../text/start-of.ts';

/** Persons that a line names at once; a group begins with as many as a thousand. */
const MOST_AFFECTED = 30;
/** Of one name, in UTF-16 units; the whole of it stands in the accounts. */
const MOST_OF_NAME = 120;

/** A system line in our words, the stored code on hover. Names are isolated each, so that none can reorder the line. */
export function SystemText({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  const { system } = item;
  const affected = useBounded(system?.affected ?? [], MOST_AFFECTED);
  if (system === null) return null;
  const isolate = (text: string): string =>
    `\u2068${text.replaceAll(/[\u2066-\u2069\u202a-\u202e]/gu, '\ufffd')}\u2069`;
  const named = (name: string): string =>
    isolate(startOf(name, MOST_OF_NAME)) + (name.length > MOST_OF_NAME ? '…' : '');
  const line = m.system[system.action](
    system.actor === null ? null : named(system.actor),
    affected.shown.map(named).join(', '),
    system.before === null ? null : isolate(system.before),
    system.after === null ? null : isolate(system.after),
  );
  return (
    <span title={system.actionStored}>
      {line} {affected.more}
      {system.action === 'unknown' && (
        <>
          {' '}
          <EvidenceText text={system.actionStored} className="mono" />
        </>
      )}
    </span>
  );
}
