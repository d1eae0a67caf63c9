import type { Messages } from '../messages/en.ts';
import { go, goView, VIEW_KEYS } from '../state/location.ts';
import { turnPictures } from '../state/pictures.ts';

/** A shortcut that works everywhere: the cheat sheet lists it, the window runs it, both from here. */
export interface EverywhereKey {
  /** As the cheat sheet shows it. */
  readonly keys: string;
  readonly text: (s: Messages['shortcuts']) => string;
  readonly isMeant: (event: Pick<KeyboardEvent, 'key' | 'code'>) => boolean;
  readonly run: (event: Pick<KeyboardEvent, 'code'>, open: (dialog: 'palette' | 'cheat') => void) => void;
}

const focus = (name: string): void => {
  document.querySelector<HTMLElement>(`[data-focus=${name}]`)?.focus();
};
const press = (name: string): void => {
  document.querySelector<HTMLElement>(`[data-focus=${name}]`)?.click();
};
const letter =
  (key: string) =>
  (event: Pick<KeyboardEvent, 'key'>): boolean =>
    event.key === key;
const isDigit = (code: string): boolean => /^Digit\d$/u.test(code);

/** Keys without Ctrl, where no text is typed and no dialog is open. */
export const EVERYWHERE_KEYS: readonly EverywhereKey[] = [
  {
    keys: '?',
    text: (s) => s.cheat,
    isMeant: letter('?'),
    run: (_event, open) => {
      open('cheat');
    },
  },
  {
    keys: '1 … 0',
    text: (s) => s.views,
    isMeant: ({ key, code }) => isDigit(code) && code === `Digit${key}`,
    run: ({ code }) => {
      const view = VIEW_KEYS[code.slice('Digit'.length)];
      if (view !== undefined) goView(view);
    },
  },
  {
    keys: 'A',
    text: (s) => s.accounts,
    isMeant: letter('a'),
    run: () => {
      goView('accounts');
    },
  },
  {
    keys: 'L',
    text: (s) => s.calls,
    isMeant: letter('l'),
    run: () => {
      goView('calls');
    },
  },
  {
    keys: 'W',
    text: (s) => s.places,
    isMeant: letter('w'),
    run: () => {
      goView('places');
    },
  },
  {
    keys: 'O',
    text: (s) => s.locks,
    isMeant: letter('o'),
    run: () => {
      goView('locks');
    },
  },
  {
    keys: 'T',
    text: (s) => s.review,
    isMeant: letter('t'),
    run: () => {
      goView('review');
    },
  },
  {
    keys: 'C',
    text: (s) => s.cases,
    isMeant: letter('c'),
    run: () => {
      goView('start');
    },
  },
  {
    keys: '/',
    text: (s) => s.search,
    isMeant: letter('/'),
    run: () => {
      goView('search');
    },
  },
  {
    keys: 'F',
    text: (s) => s.filter,
    isMeant: letter('f'),
    run: () => {
      focus('filter');
    },
  },
  {
    keys: 'S',
    text: (s) => s.savedFilters,
    isMeant: letter('s'),
    run: () => {
      press('saved-filters');
    },
  },
  {
    keys: 'Shift F',
    text: (s) => s.clearFilter,
    isMeant: letter('F'),
    run: () => {
      go({ filter: {} });
    },
  },
  {
    keys: 'H',
    text: (s) => s.pictures,
    isMeant: letter('h'),
    run: () => {
      turnPictures();
    },
  },
];
