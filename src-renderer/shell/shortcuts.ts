import { useEffect } from 'react';
import { go, here } from '../state/location.ts';
import { EVERYWHERE_KEYS } from './everywhere-keys.ts';

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
      const meant = EVERYWHERE_KEYS.find((one) => one.isMeant(event));
      if (meant === undefined) return;
      meant.run(event, open);
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [open]);
}
