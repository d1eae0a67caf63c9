import type { Messages } from '../messages/en.ts';
import type { ViewName } from '../state/location.ts';
import { EVERYWHERE_KEYS } from './everywhere-keys.ts';

/** Shortcuts that belong together, as the cheat sheet shows them. */
export interface KeyGroup {
  readonly title: string;
  /** The views that they work in; null for each. */
  readonly views: readonly ViewName[] | null;
  readonly rows: readonly (readonly [keys: string, text: string])[];
}

/** Every shortcut of the window: the cheat sheet lists them, the palette offers those that one key stands for. */
export function keyGroups(m: Messages): readonly KeyGroup[] {
  const s = m.shortcuts;
  return [
    {
      title: s.groups.everywhere,
      views: null,
      rows: [
        ['Ctrl K', s.palette],
        ...EVERYWHERE_KEYS.map((one) => [one.keys, one.text(s)] as const),
        ['Del ← →', s.chips],
        ['Alt ← →', s.backForward],
        ['Esc', s.escape],
      ],
    },
    {
      title: s.groups.lists,
      views: ['conversations', 'timeline', 'search', 'calls', 'accounts', 'media', 'review', 'issues', 'locks'],
      rows: [
        ['↑ ↓  J K', s.move],
        ['Home End', s.ends],
        ['Enter', s.enter],
        ['P', s.provenance],
        ['F3', s.nextHit],
      ],
    },
    {
      title: s.groups.marks,
      views: ['conversations', 'timeline', 'search', 'review', 'media', 'calls'],
      rows: [
        ['1 … 9', m.review.shortcut],
        ['N', s.note],
        ['B', s.bookmark],
        ['Z', s.undo],
        ['U', s.nextUntagged],
      ],
    },
    {
      title: s.groups.conversation,
      views: ['conversations'],
      rows: [
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
    },
    {
      title: s.groups.media,
      views: ['media'],
      rows: [
        ['← → ↑ ↓', s.cells],
        ['Enter', s.enlarge],
        ['M', s.toMessage],
      ],
    },
    {
      title: s.groups.places,
      views: ['places'],
      rows: [
        ['← → ↑ ↓', s.moveMap],
        ['+ −', s.zoomMap],
        ['0', s.allPlaces],
        ['N', s.nextPlace],
        ['Ctrl C', s.copyPoint],
      ],
    },
    {
      title: s.groups.timeline,
      views: ['timeline'],
      rows: [
        ['← →', s.pan],
        ['+ −', s.zoom],
        ['0', s.reset],
        ['Shift ← →', s.selectSpan],
        ['M', s.nameSpan],
      ],
    },
  ];
}

/** A key that can be pressed for the examiner. */
export type PressedKey = Pick<KeyboardEventInit, 'key' | 'code' | 'ctrlKey'>;

const NAMED: Readonly<Record<string, PressedKey>> = {
  Enter: { key: 'Enter' },
  F3: { key: 'F3' },
  Space: { key: ' ', code: 'Space' },
  '⌫': { key: 'Backspace' },
};

/** The one key that a row of the sheet stands for; null where it names several, or one that moves or closes something. */
export function keyOf(keys: string): PressedKey | null {
  const named = NAMED[keys];
  if (named !== undefined) return named;
  const [, control, letter = ''] = /^(Ctrl )?([A-Z0-9])$/u.exec(keys) ?? [];
  if (letter === '') return null;
  const code = /\d/u.test(letter) ? `Digit${letter}` : `Key${letter}`;
  return { key: letter.toLowerCase(), code, ctrlKey: control !== undefined };
}
