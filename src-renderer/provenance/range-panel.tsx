import type { ReactNode } from 'react';
import type { RangeView } from '../../src-main/contract/index.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { HashValue } from '../components/hash-value.tsx';
import { useMessages } from '../messages/index.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { HexToggle } from './hex-toggle.tsx';

/** One run of bytes: where it lies (with the file where it is not the one that was named), its hash, the command that prints the same hash, and the bytes. */
export function RangePanel(props: { readonly range: RangeView; readonly item: number | null }): ReactNode {
  const m = useMessages();
  const { range } = props;
  return (
    <div className="range">
      <div className="numeric">
        {m.provenance.offset} <strong>{range.offset}</strong> · {m.provenance.length} <strong>{range.length}</strong>
        {range.page > 0 && (
          <>
            {' '}
            · {m.provenance.page} {range.page} <span className="muted">{m.provenance.inFile[range.in]}</span>
          </>
        )}
      </div>
      {range.in !== 'main' && <EvidenceText text={range.path} className="mono small" />}
      <HashValue hash={range.sha256} label={m.provenance.ranges} />
      <div className="command-line">
        <code>{range.command}</code>
        <CopyButton text={range.command} label={m.provenance.command} />
      </div>
      <HexToggle file={range.file} offset={range.offset} length={range.length} item={props.item} />
    </div>
  );
}
