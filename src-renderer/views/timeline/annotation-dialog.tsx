import { Button, Checkbox, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { TextField } from '../../components/field.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { wholeMs, type Span } from './span.ts';

/** Names an instant or a span; kept in the case and in its custody log. */
export function AnnotationDialog(props: {
  /** From and to; an instant where both are the same. */
  readonly span: Span;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const add = useAction('annotation.add');
  const span = wholeMs(props.span);
  const isPoint = props.span.fromMs === props.span.toMs;
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [isInstant, setInstant] = useState(isPoint);
  const save = (): void => {
    if (name.trim() === '') return;
    const text = note.trim() === '' ? {} : { note: note.trim() };
    add.mutate(
      { name: name.trim(), ...text, fromMs: span.fromMs, toMs: isInstant ? null : span.toMs },
      { onSuccess: props.onClose },
    );
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={m.timeline.nameTitle} className="annotation-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <DialogBody>
          <p className="numeric">
            <TimeText ms={span.fromMs} />
            {!isInstant && (
              <>
                {' – '}
                <TimeText ms={span.toMs} />
              </>
            )}
          </p>
          <TextField label={m.timeline.nameField} value={name} onValue={setName} autoFocus />
          <TextField label={m.timeline.noteField} value={note} onValue={setNote} hint={m.general.optional} />
          {!isPoint && (
            <Checkbox
              label={m.timeline.instant}
              checked={isInstant}
              onChange={(event) => {
                setInstant(event.currentTarget.checked);
              }}
            />
          )}
          <p className="muted small">{m.timeline.nameNote}</p>
          {add.error !== null && <FailureNote error={add.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text={m.general.cancel} onClick={props.onClose} />
              <Button
                type="submit"
                intent="primary"
                text={m.timeline.keep}
                disabled={name.trim() === '' || add.isPending}
              />
            </>
          }
        />
      </form>
    </Dialog>
  );
}
