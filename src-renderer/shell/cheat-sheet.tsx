import { Dialog, DialogBody } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { keyGroups } from './key-groups.ts';

/** Every shortcut, on `?`. */
export function CheatSheet(props: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const m = useMessages();
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={m.palette.cheatTitle} className="cheat-sheet">
      <DialogBody>
        <div className="cheat-groups">
          {keyGroups(m).map(({ title, rows }) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {rows.map(([keys, text]) => (
                  <div key={keys}>
                    <dt>
                      <kbd>{keys}</kbd>
                    </dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogBody>
    </Dialog>
  );
}
