import type { PressedKey } from './key-groups.ts';

let held: HTMLElement | null = null;

/** Remembers where the focus is, before the palette takes it. */
export function holdFocus(): void {
  held = document.activeElement instanceof HTMLElement ? document.activeElement : null;
}

/** Presses a key where the focus was before the palette, as if it had not been opened. */
export function pressKey(key: PressedKey): void {
  const target = held?.isConnected === true ? held : document.body;
  target.focus({ preventScroll: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }));
}

/** An open palette keeps the focus until it is taken off the screen. */
const LOOK_EVERY_MS = 40;

/** Does something once the palette is gone from the screen. */
export function afterPalette(work: () => void): void {
  setTimeout(() => {
    if (document.querySelector('.bp6-omnibar') === null) work();
    else afterPalette(work);
  }, LOOK_EVERY_MS);
}
