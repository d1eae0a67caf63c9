import { useEffect } from 'react';
import { go, goView, here, VIEW_NAMES } from '../state/location.ts';
import { turnPictures } from '../state/pictures.ts';

/** True where keys are text: letters must not act there. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
  );
}

/** The shortcuts that work everywhere; those of lists live with the lists. */
export function useShortcuts(open: (dialog: 'palette' | 'cheat') => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const isControl = event.ctrlKey || event.metaKey;
      if (isControl && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('palette');
        return;
      }
      if (event.key === 'Escape' && here().record !== null && document.querySelector('.bp6-overlay-open') === null) {
        go({ record: null });
        return;
      }
      if (isControl || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role=dialog]') !== null) return;
      const digit = /^Digit(\d)$/u.exec(event.code)?.[1];
      const view = digit === undefined ? undefined : VIEW_NAMES[digit === '0' ? 9 : Number(digit) - 1];
      if (view !== undefined && event.key === digit) goView(view);
      else if (event.key === 'c') goView('start');
      else if (event.key === '?') open('cheat');
      else if (event.key === 'h') turnPictures();
      else if (event.key === '/') goView('search');
      else if (event.key === 'f') document.querySelector<HTMLElement>('[data-focus=filter]')?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [open]);
}
