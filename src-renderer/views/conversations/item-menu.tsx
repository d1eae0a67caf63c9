import { ContextMenuPopover, Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import {
  DuplicateIcon,
  FilterIcon,
  GraphIcon,
  SelectionIcon,
  ShieldIcon,
  TimelineEventsIcon,
  UndoIcon,
} from '@blueprintjs/icons';
import { useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { goView, here } from '../../state/location.ts';

/** The item whose menu is open, and where on the screen. */
export interface MenuPlace {
  readonly item: ItemView;
  readonly index: number;
  readonly left: number;
  readonly top: number;
}

interface Choice {
  readonly key: string;
  readonly text: string;
  readonly icon: ReactElement;
  readonly run: () => void;
}

/** What can be done with one item, by pointer, arrows, or the letter that stands beside each. */
export function ItemMenu(props: {
  readonly place: MenuPlace | null;
  readonly isPicked: boolean;
  readonly onClose: () => void;
  readonly onCopy: (index: number) => void;
  readonly onPick: (index: number) => void;
  readonly onProvenance: (item: ItemView) => void;
  readonly onQuote: (item: ItemView) => void;
}): ReactNode {
  const m = useMessages();
  const list = useRef<HTMLDivElement>(null);
  const { place, onClose } = props;
  const groups = place === null ? [] : choicesOf(place, props, m);
  const run = (choice: Choice): void => {
    onClose();
    choice.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const choice = groups.flat().find(({ key }) => key.toLowerCase() === event.key.toLowerCase());
    if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'Enter' || event.key === ' ') items[at]?.click();
    else if (choice !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) run(choice);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ContextMenuPopover
      isOpen={place !== null}
      targetOffset={place === null ? undefined : { left: place.left, top: place.top }}
      transitionDuration={0}
      onClose={onClose}
      onOpened={() => {
        list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
      }}
      content={
        <div ref={list} onKeyDown={onKeyDown}>
          <Menu size="small" aria-label={m.itemMenu.title}>
            {groups.map((group, index) => [
              index > 0 && <MenuDivider key={`line ${group[0]?.key ?? ''}`} />,
              ...group.map((choice) => (
                <MenuItem
                  key={choice.key}
                  icon={choice.icon}
                  text={choice.text}
                  labelElement={<kbd>{choice.key}</kbd>}
                  onClick={() => {
                    run(choice);
                  }}
                />
              )),
            ])}
          </Menu>
        </div>
      }
    />
  );
}

function choicesOf(
  { item, index }: MenuPlace,
  props: Parameters<typeof ItemMenu>[0],
  m: ReturnType<typeof useMessages>,
): readonly (readonly Choice[])[] {
  const t = m.itemMenu;
  const { filter } = here();
  const { sender, conversation, timeMs } = item;
  const first: Choice[] = [
    { key: 'C', text: t.copy, icon: <DuplicateIcon size={14} />, run: () => { props.onCopy(index); } }, // prettier-ignore
    { key: 'A', text: props.isPicked ? t.unpick : t.pick, icon: <SelectionIcon size={14} />, run: () => { props.onPick(index); } }, // prettier-ignore
    { key: 'P', text: m.conversations.provenance, icon: <ShieldIcon size={14} />, run: () => { props.onProvenance(item); } }, // prettier-ignore
  ];
  if (item.quote !== null && item.quote.item !== null)
    first.push({ key: 'Q', text: m.conversations.quoteGo, icon: <UndoIcon size={14} />, run: () => { props.onQuote(item); } }); // prettier-ignore
  const elsewhere: Choice[] = [];
  if (timeMs !== null)
    elsewhere.push({
      key: 'T',
      text: t.timeline,
      icon: <TimelineEventsIcon size={14} />,
      run: () => {
        goView('timeline', { filter: { ...filter, ...hourAround(timeMs) }, item: item.id });
      },
    });
  if (sender !== null)
    elsewhere.push({
      key: 'G',
      text: t.graph,
      icon: <GraphIcon size={14} />,
      run: () => {
        goView('graph', { filter: { ...filter, accounts: [sender.account] } });
      },
    });
  const narrower: Choice[] = [];
  if (sender !== null)
    narrower.push({
      key: 'S',
      text: t.sender,
      icon: <FilterIcon size={14} />,
      run: () => {
        goView('conversations', { conversation, item: item.id, filter: { ...filter, senders: [sender.account] } });
      },
    });
  if (conversation !== null)
    narrower.push({
      key: 'F',
      text: t.conversation,
      icon: <FilterIcon size={14} />,
      run: () => {
        goView('conversations', { conversation, item: item.id, filter: { ...filter, conversations: [conversation] } });
      },
    });
  return [first, elsewhere, narrower].filter((group) => group.length > 0);
}

/** The hour before and after a time, as a part of the filter that is seen and taken away like any other. */
function hourAround(timeMs: number): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: timeMs - 3_600_000, toMs: timeMs + 3_600_001 };
}
