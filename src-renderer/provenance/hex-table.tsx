import type { ReactNode } from 'react';
import type { HexView } from '../../src-main/contract/index.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/index.ts';
import { EngineText, engineWords } from '../text/engine-text.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { plainVisible } from '../text/visible.ts';

const PER_LINE = 16;
const COLOURS = 8;

/** Bytes sixteen to a line, the parts of the cell coloured and named. */
export function HexTable({ view }: { readonly view: HexView }): ReactNode {
  const m = useMessages();
  const bytes = Uint8Array.from(atob(view.bytes), (letter) => letter.charCodeAt(0));
  const partAt = new Int16Array(bytes.length).fill(-1);
  view.parts.forEach((part, index) => {
    const from = Math.max(0, part.offset - view.offset);
    partAt.fill(index, from, Math.max(from, Math.min(bytes.length, part.offset - view.offset + part.length)));
  });
  const lines = Array.from({ length: Math.ceil(bytes.length / PER_LINE) }, (_, line) => line * PER_LINE);
  return (
    <>
      <div className="hex" role="region" tabIndex={0} aria-label={m.provenance.hex}>
        {lines.map((start) => (
          <div key={start} className="hex-line">
            <span className="muted">{(view.offset + start).toString(16).padStart(8, '0')}</span>
            <span>
              {runs(partAt, start, Math.min(start + PER_LINE, bytes.length)).map((run) => (
                <span
                  key={run.from}
                  className={classOf(run.part)}
                  title={partName(view.parts[run.part]?.name ?? '', m)}
                >
                  {Array.from(
                    bytes.subarray(run.from, run.to),
                    (byte) => `${byte.toString(16).padStart(2, '0')} `,
                  ).join('')}
                </span>
              ))}
            </span>
            <span>
              {runs(partAt, start, Math.min(start + PER_LINE, bytes.length)).map((run) => (
                <span key={run.from} className={classOf(run.part)}>
                  {Array.from(bytes.subarray(run.from, run.to), printable).join('')}
                </span>
              ))}
            </span>
          </div>
        ))}
      </div>
      {view.parts.length > 0 && (
        <ul className="hex-parts" aria-label={m.provenance.parts}>
          {view.parts.map((part, index) => (
            <li key={`${part.name} ${part.offset}`}>
              <span className={classOf(index)}>
                {part.name.includes(' ') ? (
                  <EngineText text={part.name} className="mono" />
                ) : (
                  <EvidenceText text={part.name} className="mono" />
                )}
              </span>{' '}
              <span className="muted numeric">
                {part.offset} + {part.length}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A part is named by a column of the database, or by the engine in more than one word. */
function partName(name: string, m: Messages): string {
  return name.includes(' ') ? engineWords(name, m) : plainVisible(name);
}

function runs(partAt: Int16Array, from: number, to: number): readonly { from: number; to: number; part: number }[] {
  const found: { from: number; to: number; part: number }[] = [];
  for (let index = from; index < to; index += 1) {
    const part = partAt[index] ?? -1;
    const last = found.at(-1);
    if (last?.part === part) last.to = index + 1;
    else found.push({ from: index, to: index + 1, part });
  }
  return found;
}

function classOf(part: number): string {
  return part < 0 ? '' : `part part-${part % COLOURS}`;
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
