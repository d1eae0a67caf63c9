import { Button, TextArea } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { ItemView, NoteView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';

/** The notes on one item, and room for another. Ctrl+Enter keeps a note. */
export function Notes({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  const notes = useEngine('note.list', { item: item.id });
  const [draft, setDraft] = useState('');
  const [edited, setEdited] = useState<NoteView | null>(null);
  const add = useAction('note.add');
  const change = useAction('note.change');
  const remove = useAction('note.remove');
  const keep = (): void => {
    const text = draft.trim();
    if (text === '') return;
    const clear = {
      onSuccess: () => {
        setDraft('');
        setEdited(null);
      },
    };
    if (edited === null) add.mutate({ item: item.id, text }, clear);
    else change.mutate({ note: edited.id, text }, clear);
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
                  setEdited(note);
                  setDraft(note.text);
                }}
              >
                {m.review.edit}
              </button>
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  remove.mutate({ note: note.id });
                }}
              >
                {m.review.remove}
              </button>
            </div>
          </li>
        ))}
      </ul>
      <TextArea
        fill
        data-focus="note"
        value={draft}
        rows={3}
        maxLength={10_000}
        placeholder={m.review.notePlaceholder}
        aria-label={edited === null ? m.review.addNote : m.review.changeNote}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep();
          else if (event.key === 'Escape') {
            event.currentTarget.closest('.review')?.querySelector<HTMLElement>('.virtual-rows')?.focus();
          } else return;
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
