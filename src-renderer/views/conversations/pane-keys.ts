import type { KeyboardEvent } from 'react';
import { nextIndex } from '../../components/virtual-rows.tsx';
import { isMarkKey } from '../../marks/use-marking.ts';
import { isTyping } from '../../shell/shortcuts.ts';
import type { OpenPart } from './item-actions.ts';

/** Keys that show or hide a part of the marked item. */
export const PART_KEYS: Readonly<Record<string, OpenPart>> = { r: 'receipts', x: 'reactions', e: 'versions' };
/** Keys that act on the marked item itself and wait until it is there. */
const ITEM_KEYS: readonly string[] = ['p', 'q', 'm', ...Object.keys(PART_KEYS)];
const MARK = 'mark ';

/** Whether what a key means acts on the marked item, which it waits for. */
export function waitsForItem(meant: string): boolean {
  return meant.startsWith(MARK) || ITEM_KEYS.includes(meant);
}

/**
 * What a key means among the messages: itself, `copy`, `all`, `range` and the way to move, or `mark` and the key that
 * marks. Null: nothing here. `d` goes to the date at once.
 */
export function keyMeant(event: KeyboardEvent): string | null {
  if (isTyping(event.target) || event.altKey) return null;
  if (isMarkKey(event)) return `${MARK}${event.key}`;
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl) {
    // Text that is selected by pointer is copied as ever.
    if (event.key === 'c') return document.getSelection()?.isCollapsed === false ? null : 'copy';
    return event.key === 'a' ? 'all' : null;
  }
  if (event.shiftKey && event.key === 'F10') return 'm';
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (nextIndex({ key }, 0, 1, 2) !== null) return event.shiftKey ? `range ${key}` : key;
  if (event.shiftKey) return null;
  if (key === 'ContextMenu') return 'm';
  if (key === 'Enter') return isRow(event.target) ? 'p' : null;
  if (key === ' ') return isRow(event.target) ? key : null;
  if (key === 'd') {
    event.currentTarget.closest('.thread')?.querySelector<HTMLElement>('[data-focus=date]')?.focus();
    event.preventDefault();
    return null;
  }
  return key === 'Backspace' || ITEM_KEYS.includes(key) ? key : null;
}

function isRow(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.getAttribute('role') === 'article';
}
