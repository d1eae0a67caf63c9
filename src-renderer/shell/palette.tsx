import { MenuItem } from '@blueprintjs/core';
import { Omnibar, type ItemRendererProps } from '@blueprintjs/select';
import { useState, type MouseEventHandler, type ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { usedCommand } from '../state/recent.ts';
import { useCommands, type Command } from './use-commands.ts';

/** Every action and every conversation by name, on Ctrl+K; before anything is typed, what was used last and is most useful. */
export function Palette(props: {
  readonly isOpen: boolean;
  readonly hasCase: boolean;
  readonly onCheat: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const [query, setQuery] = useState('');
  const commands = useCommands(props.isOpen, props.hasCase, query, props.onCheat);
  const wanted = query.trim().toLowerCase().split(/\s+/u);
  return (
    <Omnibar<Command>
      isOpen={props.isOpen}
      onClose={props.onClose}
      items={[...commands]}
      query={query}
      onQueryChange={setQuery}
      initialContent={undefined}
      itemListPredicate={(_text, items) => items.filter((item) => isMeant(item, wanted))}
      itemRenderer={(command, itemProps) => <CommandItem key={command.id} command={command} {...itemProps} />}
      itemsEqual="id"
      noResults={<MenuItem disabled roleStructure="listoption" text={m.palette.none} />}
      onItemSelect={(command) => {
        props.onClose();
        setQuery('');
        usedCommand(command.id);
        command.run();
      }}
      inputProps={{ placeholder: m.palette.placeholder, 'aria-label': m.palette.placeholder }}
      overlayProps={{ usePortal: true }}
      resetOnSelect
    />
  );
}

/** Each word of the query is in the command's; conversations were looked for by the engine, by their people too. */
function isMeant({ isFound, group, text }: Command, words: readonly string[]): boolean {
  if (isFound === true) return true;
  const said = `${group} ${text}`.toLowerCase();
  return words.every((word) => said.includes(word));
}

function CommandItem(
  props: { readonly command: Command } & Pick<ItemRendererProps, 'modifiers' | 'ref'> & {
      readonly handleClick: MouseEventHandler<HTMLElement>;
    },
): ReactNode {
  const { command, modifiers } = props;
  return (
    <MenuItem
      roleStructure="listoption"
      active={modifiers.active}
      text={
        <span className="command">
          {command.group !== '' && <span className="muted">{command.group}</span>} <bdi>{command.text}</bdi>
        </span>
      }
      label={command.keys}
      onClick={props.handleClick}
    />
  );
}
