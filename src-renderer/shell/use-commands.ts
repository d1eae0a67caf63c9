import { useQueries } from '@tanstack/react-query';
import { rememberJob } from '../engine/jobs.ts';
import { start } from '../engine/untold.ts';
import { ask, useEngine } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { languages } from '../messages/languages.ts';
import type { Messages } from '../messages/en.ts';
import { chooseLanguage, LANGUAGE_CHOICES } from '../state/language.ts';
import { go, goView, here, keyOfView, VIEW_NAMES, type ViewName } from '../state/location.ts';
import { choosePictures, PICTURES } from '../state/pictures.ts';
import { useRecent } from '../state/recent.ts';
import { chooseTheme, THEMES } from '../state/theme.ts';
import { plainVisible } from '../text/visible.ts';
import { closeCase } from './close-case.ts';
import { keyGroups, keyOf } from './key-groups.ts';
import { pageActions } from './page-actions.ts';
import { afterPalette, pressKey } from './press-key.ts';

/** Something the palette does by name. */
export interface Command {
  readonly id: string;
  readonly group: string;
  readonly text: string;
  readonly keys: string;
  /** The engine found it by the query, though it may say otherwise. */
  readonly isFound?: true;
  readonly run: () => void;
}

/**
 * What the palette offers, the most useful first: what was used last, views, kept filters, what the screen offers, what is
 * done in other views, choices. `query` looks for conversations by name.
 */
export function useCommands(isOpen: boolean, hasCase: boolean, query: string, onCheat: () => void): readonly Command[] {
  const m = useMessages();
  const wanted = query.trim();
  const recent = useRecent();
  const named = useEngine('conversation.page', isOpen && hasCase && wanted !== '' ? { name: wanted, limit: 8 } : null);
  const saved = useEngine('filter.list', isOpen && hasCase ? {} : null);
  const used = useQueries({
    queries: (isOpen && hasCase ? recent.conversations : []).map((conversation) => ({
      queryKey: ['conversation.get', { conversation }],
      queryFn: () => ask('conversation.get', { conversation }),
    })),
  });
  if (!isOpen) return [];
  const conversations = [
    ...used.flatMap(({ data }) => (data === undefined ? [] : [data.conversation])),
    ...(named.data?.rows ?? []),
  ].filter(({ id }, at, all) => all.findIndex((other) => other.id === id) === at);
  const all: readonly Command[] = [
    ...conversations.map(({ id, title, messages }) => ({
      id: `conversation-${id}`,
      group: m.palette.conversation,
      text: plainVisible(title),
      keys: m.counts.messages(messages),
      ...(named.data?.rows.some((row) => row.id === id) === true && { isFound: true as const }),
      run: () => {
        goView('conversations', { conversation: id });
      },
    })),
    ...VIEW_NAMES.filter((name) => hasCase || name === 'start').map((name) => viewCommand(name, m)),
    ...(saved.data ?? []).map((one) => ({
      id: `filter-${one.id}`,
      group: m.palette.filter,
      text: plainVisible(one.name),
      keys: one.unfound > 0 ? m.filter.unfound(one.unfound, one.named) : '',
      run: () => {
        go({ filter: one.filter });
      },
    })),
    ...screenCommands(m),
    ...(hasCase ? caseCommands(m) : []),
    ...startCommands(m),
    { id: 'cheat', group: '', text: m.palette.cheat, keys: '?', run: onCheat },
    ...choices(m),
  ];
  const last = recent.commands.flatMap((id) => all.filter((one) => one.id === id));
  return [...last, ...all.filter((one) => !last.includes(one))];
}

function viewCommand(name: ViewName, m: Messages): Command {
  return {
    id: name,
    group: m.palette.go,
    text: m.views[name],
    keys: keyOfView(name),
    run: () => {
      goView(name);
    },
  };
}

/** The actions on the screen, and those that a key stands for where the focus was. */
function screenCommands(m: Messages): readonly Command[] {
  const { view } = here();
  const groups = keyGroups(m).filter(({ views }) => views?.includes(view) === true);
  return [
    ...pageActions().map(({ name, press }) => ({
      id: `press-${name}`,
      group: m.views[view],
      text: name,
      keys: '',
      run: () => {
        afterPalette(press);
      },
    })),
    ...groups.flatMap(({ title, rows }) =>
      rows.flatMap(([keys, text]) => {
        const key = keyOf(keys);
        if (key === null) return [];
        const run = (): void => {
          afterPalette(() => {
            pressKey(key);
          });
        };
        return [{ id: `key-${title}-${keys}`, group: title, text, keys, run }];
      }),
    ),
  ];
}

function caseCommands(m: Messages): readonly Command[] {
  const plain = (id: string, text: string, keys: string, run: () => void): Command => ({ id, group: '', text, keys, run }); // prettier-ignore
  return [
    plain('clear-filter', m.palette.clearFilter, 'Shift F', () => {
      go({ filter: {} });
    }),
    plain('add-filter', m.palette.addFilter, 'F', () => {
      pressLater('filter');
    }),
    plain('saved-filters', m.palette.savedFilters, 'S', () => {
      pressLater('saved-filters');
    }),
    plain('keyword-list', m.palette.keywordList, '', () => {
      goView('search', { own: 'terms' });
    }),
    plain('regex', m.palette.regex, '', () => {
      goView('search', { own: 'regex' });
    }),
    plain('write-report', m.palette.writeReport, '', () => {
      goView('report');
    }),
    plain('verify-report', m.palette.verifyReport, '', () => {
      goView('report');
    }),
    plain('add-exhibit', m.palette.addExhibit, '', () => {
      goView('exhibits');
    }),
    plain('verify-case', m.palette.verifyCase, '', () => {
      goView('exhibits');
      start(ask('verify.case', { records: 'sample' }).then(rememberJob));
    }),
    plain('read-sources', m.palette.readSources, '', () => {
      goView('sources');
      start(ask('source.ingest', {}).then(rememberJob));
    }),
    plain('export-custody', m.palette.exportCustody, '', () => {
      goView('custody');
    }),
    plain('close-case', m.palette.closeCase, '', () => {
      start(closeCase());
    }),
  ];
}

function startCommands(m: Messages): readonly Command[] {
  const run = (): void => {
    goView('start');
  };
  return [m.start.newCase, m.start.openCase, m.start.sample].map((text) => ({ id: `start-${text}`, group: m.views.start, text, keys: '', run })); // prettier-ignore
}

function choices(m: Messages): readonly Command[] {
  return [
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
  ];
}

/** Presses a button once the palette is gone; goes to a view with a filter bar where there is none. */
function pressLater(name: string): void {
  if (document.querySelector(`[data-focus=${name}]`) === null) goView('timeline');
  afterPalette(() => {
    document.querySelector<HTMLElement>(`[data-focus=${name}]`)?.click();
  });
}
