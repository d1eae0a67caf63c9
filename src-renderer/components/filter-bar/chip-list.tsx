import { CrossIcon } from '@blueprintjs/icons';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import type { Chip } from './chips.ts';

/** The filter in force, part by part. One stop of the Tab key; arrows move among the parts, Delete takes one off. */
export function ChipList({ chips }: { readonly chips: readonly Chip[] }): ReactNode {
  const m = useMessages();
  const list = useRef<HTMLUListElement>(null);
  /** Where the focus goes once the part that held it is gone. */
  const next = useRef<number | null>(null);
  const focus = (index: number): void => {
    const buttons = list.current?.querySelectorAll('button') ?? [];
    const found = buttons[Math.min(index, buttons.length - 1)];
    if (found === undefined) document.querySelector<HTMLElement>('[data-focus=filter]')?.focus();
    else found.focus();
  };
  useEffect(() => {
    if (next.current === null) return;
    focus(next.current);
    next.current = null;
  }, [chips]);
  const remove = (chip: Chip, index: number): void => {
    next.current = index;
    go({ filter: chip.without });
  };
  const onKey = (event: KeyboardEvent, chip: Chip, index: number): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') remove(chip, index);
    else if (event.key === 'ArrowRight') focus(index + 1);
    else if (event.key === 'ArrowLeft') focus(Math.max(0, index - 1));
    else return;
    event.preventDefault();
  };
  const said = chips.map((chip) => {
    const note = chip.isUnfound ? ` (${m.filter.notInCase})` : '';
    return { chip, text: `${chip.label} ${chip.value}${note}` };
  });
  return (
    <ul ref={list} className="chips" aria-label={m.filter.chips}>
      {said.map(({ chip, text }, index) => (
        <li key={chip.id} className="chip" title={text}>
          <span className="muted">{chip.label}</span> <bdi>{chip.value}</bdi>
          {chip.isUnfound && <span className="badge warning">{m.filter.notInCase}</span>}
          <button
            type="button"
            tabIndex={index === 0 ? 0 : -1}
            aria-label={m.filter.remove(text)}
            onKeyDown={(event) => {
              onKey(event, chip, index);
            }}
            onClick={() => {
              remove(chip, index);
            }}
          >
            <CrossIcon size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}
