import { Button, Classes } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { TimeText } from '../components/time-text.tsx';
import { useCaseId } from '../engine/use-case.ts';
import { useAction, useEngine } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { plainVisible } from '../text/visible.ts';
import { rememberMade } from './made-marks.ts';
import { useNoteDraft } from './note-drafts.ts';

/** The notes on one item, and room for another. Ctrl+Enter keeps a note, Escape leaves for the list. */
export function Notes(props: {
  readonly item: number;
  /** How many there are, where that is known: none are not asked for. */
  readonly count?: number;
  readonly onLeave: () => void;
  /** Takes the focus as soon as it is there. */
  readonly isFocused?: boolean;
}): ReactNode {
  const m = useMessages();
  const { item } = props;
  const notes = useEngine('note.list', props.count === 0 ? null : { item });
  const caseId = useCaseId();
  const [{ text: draft, edited }, setDraft] = useNoteDraft(caseId, item);
  const add = useAction('note.add');
  const change = useAction('note.change');
  const remove = useAction('note.remove');
  const keep = (): void => {
    const text = draft.trim();
    if (text === '' || add.isPending || change.isPending) return;
    const asked = edited === null ? add.mutateAsync({ item, text }) : change.mutateAsync({ note: edited.id, text });
    rememberMade(caseId, asked);
    asked.then(
      () => {
        setDraft(null);
      },
      () => undefined, // shown below
    );
  };
  return (
    <section className="notes">
      <h2>{m.review.notes}</h2>
      {[notes.error, add.error, change.error, remove.error].map(
        (error, index) => error !== null && <FailureNote key={index} error={error} />,
      )}
      <ul>
        {notes.data?.map((note) => (
          <li key={note.id}>
            <p className="note-text">{plainVisible(note.text)}</p>
            <div className="row small muted note-foot">
              <bdi>{plainVisible(note.actor)}</bdi> <TimeText ms={note.atMs} />
              <span className="spring" />
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  setDraft({ text: note.text, edited: note });
                }}
              >
                {m.review.edit}
              </button>
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  rememberMade(caseId, remove.mutateAsync({ note: note.id }));
                }}
              >
                {m.review.remove}
              </button>
            </div>
          </li>
        ))}
      </ul>
      <textarea
        className={`${Classes.INPUT} ${Classes.TEXT_AREA} ${Classes.FILL}`}
        data-focus="note"
        autoFocus={props.isFocused === true}
        value={draft}
        rows={3}
        maxLength={10_000}
        placeholder={m.review.notePlaceholder}
        aria-label={edited === null ? m.review.addNote : m.review.changeNote}
        onChange={(event) => {
          setDraft({ text: event.currentTarget.value, edited });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep();
          else if (event.key === 'Escape') props.onLeave();
          else return;
          event.preventDefault();
        }}
      />
      <Button
        size="small"
        text={edited === null ? m.review.addNote : m.review.changeNote}
        disabled={draft.trim() === ''}
        onClick={keep}
      />
    </section>
  );
}
