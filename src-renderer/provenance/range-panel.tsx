import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { RangeView } from '../../src-main/contract/index.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { HashValue } from '../components/hash-value.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { HexTable } from './hex-table.tsx';

const MOST_SHOWN = 4096;

/** One run of bytes: where it lies, its hash, the command that prints the same hash, and the bytes. */
export function RangePanel({ range }: { readonly range: RangeView }): ReactNode {
  const m = useMessages();
  const [isOpen, setOpen] = useState(false);
  const hex = useEngine(
    'item.hex',
    isOpen ? { sha256: range.file, offset: range.offset, length: Math.min(range.length, MOST_SHOWN) } : null,
  );
  return (
    <div className="range">
      <div className="numeric">
        {m.provenance.offset} <strong>{range.offset}</strong> · {m.provenance.length} <strong>{range.length}</strong> ·{' '}
        {m.provenance.page} {range.page} <span className="muted">{m.provenance.inFile[range.in]}</span>
      </div>
      <HashValue hash={range.sha256} label={m.provenance.ranges} />
      <div className="command-line">
        <code>{range.command}</code>
        <CopyButton text={range.command} label={m.provenance.command} />
      </div>
      <Button
        size="small"
        aria-expanded={isOpen}
        text={isOpen ? m.provenance.hideHex : m.provenance.showHex}
        onClick={() => {
          setOpen(!isOpen);
        }}
      />
      {hex.error !== null && <FailureNote error={hex.error} />}
      {isOpen && hex.data !== undefined && <HexTable view={hex.data} />}
    </div>
  );
}
