import { Dialog, DialogBody } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { EVERYWHERE_KEYS } from './everywhere-keys.ts';

/** Every shortcut, on `?`. */
export function CheatSheet(props: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const m = useMessages();
  const s = m.shortcuts;
  const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [
      s.groups.everywhere,
      [
        ['Ctrl K', s.palette],
        ...EVERYWHERE_KEYS.map((one) => [one.keys, one.text(s)] as const),
        ['Del ← →', s.chips],
        ['Alt ← →', s.backForward],
        ['Esc', s.escape],
      ],
    ],
    [
      s.groups.lists,
      [
        ['↑ ↓  J K', s.move],
        ['Home End', s.ends],
        ['Enter', s.enter],
        ['P', s.provenance],
        ['F3', s.nextHit],
      ],
    ],
    [
      s.groups.marks,
      [
        ['1 … 9', m.review.shortcut],
        ['N', s.note],
        ['B', s.bookmark],
        ['Z', s.undo],
        ['U', s.nextUntagged],
      ],
    ],
    [
      s.groups.conversation,
      [
        ['Q', s.quote],
        ['⌫', s.quoteBack],
        ['R', s.receipts],
        ['X', s.reactions],
        ['E', s.versions],
        ['M', s.itemMenu],
        ['Space', s.pick],
        ['Shift ↑ ↓', s.range],
        ['Ctrl C', s.copy],
        ['Ctrl F', s.find],
        ['D', s.date],
      ],
    ],
    [
      s.groups.media,
      [
        ['← → ↑ ↓', s.cells],
        ['Enter', s.enlarge],
        ['M', s.toMessage],
      ],
    ],
    [
      s.groups.places,
      [
        ['← → ↑ ↓', s.moveMap],
        ['+ −', s.zoomMap],
        ['0', s.allPlaces],
        ['N', s.nextPlace],
        ['Ctrl C', s.copyPoint],
      ],
    ],
    [
      s.groups.timeline,
      [
        ['← →', s.pan],
        ['+ −', s.zoom],
        ['0', s.reset],
        ['Shift ← →', s.selectSpan],
        ['M', s.nameSpan],
      ],
    ],
  ];
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={m.palette.cheatTitle} className="cheat-sheet">
      <DialogBody>
        <div className="cheat-groups">
          {groups.map(([title, rows]) => (
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
