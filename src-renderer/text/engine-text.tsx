import { Fragment, type ReactNode } from 'react';
import type { Messages } from '../messages/en.ts';
import { translate, type SaidPart } from '../messages/engine-words.ts';
import { useMessages } from '../messages/index.ts';
import { EvidenceText } from './evidence-text.tsx';
import { plainVisible } from './visible.ts';

/**
 * A sentence of the engine in the language of the window, the values in it isolated as evidence; what the case keeps and
 * reports print is its title. Where the language has no such sentence, the English one, marked as English.
 */
export function EngineText({ text, className }: { readonly text: string; readonly className?: string }): ReactNode {
  const m = useMessages();
  const parts = translate(text, m);
  if (parts === null) {
    const shown = <EvidenceText text={text} {...(className === undefined ? {} : { className })} />;
    return m.engine === null ? shown : <span lang="en">{shown}</span>;
  }
  return (
    <span className={className} title={plainVisible(text)}>
      <SaidText parts={parts} />
    </span>
  );
}

/** Words of the language as they are, values as evidence. */
export function SaidText({ parts }: { readonly parts: readonly SaidPart[] }): ReactNode {
  return parts.map((part, at) =>
    part.kind === 'words' ? <Fragment key={at}>{part.text}</Fragment> : <EvidenceText key={at} text={part.text} />,
  );
}

/** The same as plain text, for titles, choices and labels. */
export function engineWords(text: string, m: Messages): string {
  const parts = translate(text, m);
  return parts === null ? plainVisible(text) : plainSaid(parts);
}

/** Words and values as plain text. */
export function plainSaid(parts: readonly SaidPart[]): string {
  return parts.map((part) => (part.kind === 'words' ? part.text : plainVisible(part.text))).join('');
}
