import { Fragment, useState, type ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { countCharacters, startOf } from './start-of.ts';
import { splitHidden } from './visible.ts';

const SHOWN_AT_ONCE = 20_000;

/** A part of the text to mark: start and length in UTF-16 units. */
export interface Mark {
  readonly start: number;
  readonly length: number;
}

/** Text from evidence: never markup, isolated in direction, hidden characters shown by their code. */
export function EvidenceText(props: {
  readonly text: string;
  readonly marks?: readonly Mark[];
  readonly className?: string;
}): ReactNode {
  const { text, marks = [], className } = props;
  const m = useMessages();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? text : startOf(text, SHOWN_AT_ONCE);
  return (
    <bdi className={className === undefined ? 'evidence' : `evidence ${className}`} dir="auto">
      {cut(shown, marks).map((part, index) =>
        part.isMarked ? (
          <mark key={index}>
            <Runs text={part.text} />
          </mark>
        ) : (
          <Runs key={index} text={part.text} />
        ),
      )}
      {shown.length < text.length && (
        <button
          type="button"
          className="link-button more-text"
          onClick={() => {
            setWhole(true);
          }}
        >
          {m.general.more(countCharacters(text) - countCharacters(shown))}
        </button>
      )}
    </bdi>
  );
}

function Runs({ text }: { readonly text: string }): ReactNode {
  const m = useMessages();
  return splitHidden(text).map((run, index) =>
    run.kind === 'plain' ? (
      <Fragment key={index}>{run.text}</Fragment>
    ) : (
      <span key={index} className="hidden-character" title={m.text.control(run.code, m.text.names[run.name])}>
        {run.code}
      </span>
    ),
  );
}

function cut(text: string, marks: readonly Mark[]): readonly { readonly text: string; readonly isMarked: boolean }[] {
  const parts: { text: string; isMarked: boolean }[] = [];
  let end = 0;
  for (const { start, length } of [...marks].sort((a, b) => a.start - b.start)) {
    const from = Math.max(start, end);
    const to = Math.min(start + length, text.length);
    if (to <= from) continue;
    if (from > end) parts.push({ text: text.slice(end, from), isMarked: false });
    parts.push({ text: text.slice(from, to), isMarked: true });
    end = to;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMarked: false });
  return parts;
}
