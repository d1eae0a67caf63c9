import { MenuItem } from '@blueprintjs/core';
import { Omnibar, type ItemRendererProps } from '@blueprintjs/select';
import { useState, type MouseEventHandler, type ReactNode } from 'react';
import { ask, useEngine } from '../engine/use-engine.ts';
import { client } from '../engine/client.ts';
import { rememberJob } from '../engine/jobs.ts';
import { useMessages } from '../messages/index.ts';
import { languages } from '../messages/languages.ts';
import { chooseLanguage, LANGUAGE_CHOICES } from '../state/language.ts';
import { go, goView, keyOfView, VIEW_NAMES } from '../state/location.ts';
import { choosePictures, PICTURES } from '../state/pictures.ts';
import { chooseTheme, THEMES } from '../state/theme.ts';
import { plainVisible } from '../text/visible.ts';

interface Command {
  readonly id: string;
  readonly group: string;
  readonly text: string;
  readonly keys: string;
  readonly run: () => void;
}

/** Every action and every conversation by name, on Ctrl+K. */
export function Palette(props: {
  readonly isOpen: boolean;
  readonly hasCase: boolean;
  readonly onCheat: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const [query, setQuery] = useState('');
  const named = useEngine(
    'conversation.page',
    props.isOpen && props.hasCase && query.trim() !== '' ? { name: query.trim(), limit: 8 } : null,
  );
  const saved = useEngine('filter.list', props.isOpen && props.hasCase ? {} : null);
  const commands: Command[] = [
    ...VIEW_NAMES.filter((name) => props.hasCase || name === 'start').map((name) => ({
      id: name,
      group: m.palette.go,
      text: m.views[name],
      keys: keyOfView(name),
      run: () => {
        goView(name);
      },
    })),
    ...THEMES.map((theme) => ({
      id: `theme-${theme}`,
      group: m.palette.theme,
      text: m.theme[theme],
      keys: '',
      run: () => {
        chooseTheme(theme);
      },
    })),
    ...LANGUAGE_CHOICES.map((name) => ({
      id: `language-${name}`,
      group: m.palette.language,
      text: name === 'system' ? m.language.system : languages[name].name,
      keys: '',
      run: () => {
        chooseLanguage(name);
      },
    })),
    ...PICTURES.map((pictures) => ({
      id: `pictures-${pictures}`,
      group: m.media.pictures,
      text: m.media.picturesAs[pictures],
      keys: pictures === 'blurred' ? 'H' : '',
      run: () => {
        choosePictures(pictures);
      },
    })),
    { id: 'cheat', group: '', text: m.palette.cheat, keys: '?', run: props.onCheat },
    ...(props.hasCase ? caseCommands() : []),
    ...(saved.data ?? []).map((one) => ({
      id: `filter-${one.id}`,
      group: m.palette.filter,
      text: plainVisible(one.name),
      keys: '',
      run: () => {
        go({ filter: one.filter });
      },
    })),
    ...(named.data?.rows ?? []).map((row) => ({
      id: `conversation-${row.id}`,
      group: m.palette.conversation,
      text: plainVisible(row.title),
      keys: m.counts.messages(row.messages),
      run: () => {
        goView('conversations', { conversation: row.id });
      },
    })),
  ];

  function caseCommands(): readonly Command[] {
    return [
      {
        id: 'clear-filter',
        group: '',
        text: m.palette.clearFilter,
        keys: 'Shift F',
        run: () => {
          go({ filter: {} });
        },
      },
      {
        id: 'add-filter',
        group: '',
        text: m.palette.addFilter,
        keys: 'F',
        run: () => {
          pressLater('filter');
        },
      },
      {
        id: 'saved-filters',
        group: '',
        text: m.palette.savedFilters,
        keys: 'S',
        run: () => {
          pressLater('saved-filters');
        },
      },
      {
        id: 'verify-case',
        group: '',
        text: m.palette.verifyCase,
        keys: '',
        run: () => {
          goView('exhibits');
          void ask('verify.case', { records: 'sample' }).then(rememberJob);
        },
      },
      {
        id: 'read-sources',
        group: '',
        text: m.palette.readSources,
        keys: '',
        run: () => {
          goView('sources');
          void ask('source.ingest', {}).then(rememberJob);
        },
      },
      { id: 'close-case', group: '', text: m.palette.closeCase, keys: '', run: () => void closeCase() },
    ];
  }

  const wanted = query.trim().toLowerCase();
  return (
    <Omnibar<Command>
      isOpen={props.isOpen}
      onClose={props.onClose}
      items={commands}
      query={query}
      onQueryChange={setQuery}
      itemListPredicate={(_text, items) =>
        items.filter(
          (item) => item.id.startsWith('conversation-') || `${item.group} ${item.text}`.toLowerCase().includes(wanted),
        )
      }
      itemRenderer={(command, itemProps) => <CommandItem key={command.id} command={command} {...itemProps} />}
      itemsEqual="id"
      noResults={<MenuItem disabled roleStructure="listoption" text={m.palette.none} />}
      onItemSelect={(command) => {
        props.onClose();
        setQuery('');
        command.run();
      }}
      inputProps={{ placeholder: m.palette.placeholder, 'aria-label': m.palette.placeholder }}
      overlayProps={{ usePortal: true }}
      resetOnSelect
    />
  );
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

/** Presses a button once the palette is gone; goes to a view with a filter bar where there is none. */
function pressLater(name: string): void {
  if (document.querySelector(`[data-focus=${name}]`) === null) goView('timeline');
  setTimeout(() => {
    document.querySelector<HTMLElement>(`[data-focus=${name}]`)?.click();
  }, 250);
}

/** Closes the case and goes to the start view. */
export async function closeCase(): Promise<void> {
  await ask('case.close', {});
  client.clear();
  goView('start', { filter: {}, record: null });
  await client.invalidateQueries();
}
