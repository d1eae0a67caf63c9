import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { showCount } from '../time/units.ts';
import { HexTable } from './hex-table.tsx';

const MOST_SHOWN = 4096;

/** Bytes of a file on demand. `file` is its hash. */
export function HexToggle(props: {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  /** The item whose parts within the bytes are named; null where the bytes are of none. */
  readonly item: number | null;
}): ReactNode {
  const m = useMessages();
  const [isOpen, setOpen] = useState(false);
  const length = Math.max(1, Math.min(props.length, MOST_SHOWN));
  const hex = useEngine(
    'item.hex',
    isOpen
      ? { sha256: props.file, offset: props.offset, length, ...(props.item !== null && { item: props.item }) }
      : null,
  );
  return (
    <>
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
      {isOpen && props.length > length && (
        <p className="muted small">{m.provenance.hexCut(showCount(length), showCount(props.length))}</p>
      )}
    </>
  );
}
