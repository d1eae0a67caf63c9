import type { ReactNode } from 'react';
import { TimeText } from '../../components/time-text.tsx';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showSize } from '../../time/units.ts';

/** What a locked file says of itself, or how it was opened: names in words where they are known, else as stored. */
export function FactRows({ facts }: { readonly facts: Readonly<Record<string, string>> }): ReactNode {
  const m = useMessages();
  return Object.entries(facts).map(([name, value]) => <FactRow key={name} name={name} value={value} m={m} />);
}

function FactRow({
  name,
  value,
  m,
}: {
  readonly name: string;
  readonly value: string;
  readonly m: Messages;
}): ReactNode {
  const known = m.locks.factNames[name];
  return (
    <>
      <dt>{known ?? <EvidenceText text={name} className="mono" />}</dt>
      <dd>{valueOf(name, value, m)}</dd>
    </>
  );
}

function valueOf(name: string, value: string, m: Messages): ReactNode {
  const said = m.locks.factValues[`${name}=${value}`];
  if (said !== undefined) return said;
  if (value === 'true' || value === 'false') return value === 'true' ? m.general.yes : m.general.no;
  if (/bytes$/iu.test(name) && /^\d{1,15}$/u.test(value)) return `${showSize(Number(value))} (${value} B)`;
  const ms = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? <EvidenceText text={value} /> : <TimeText ms={ms} />;
}
