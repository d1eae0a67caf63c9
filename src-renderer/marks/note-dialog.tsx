import { Dialog, DialogBody } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { closeNotes, useNoteTarget } from './note-target.ts';
import { Notes } from './notes.tsx';

/** The notes on one item, over any list of items. When it closes, the focus goes back to the list. */
export function NoteDialog(): ReactNode {
  const m = useMessages();
  const { item, from } = useNoteTarget();
  return (
    <Dialog
      isOpen={item !== null}
      onClose={closeNotes}
      onClosed={() => {
        from?.focus({ preventScroll: true });
      }}
      shouldReturnFocusOnClose={false}
      transitionDuration={0}
      title={m.review.notes}
      className="note-dialog"
    >
      <DialogBody>{item !== null && <Notes key={item} item={item} isFocused onLeave={closeNotes} />}</DialogBody>
    </Dialog>
  );
}
