import { expect, test, vi } from 'vitest';
import { en } from '../../src-renderer/messages/en.ts';
import { EVERYWHERE_KEYS } from '../../src-renderer/shell/everywhere-keys.ts';

// Choices that are kept on the machine are read as the modules load.
vi.hoisted(() => {
  vi.stubGlobal('window', { localStorage: { getItem: () => null } });
});

/** The event of a key as the cheat sheet writes it. */
function eventOf(keys: string): { readonly key: string; readonly code: string } {
  if (keys === '1 … 0') return { key: '1', code: 'Digit1' };
  if (keys.startsWith('Shift ')) return { key: keys.slice(6), code: `Key${keys.slice(6)}` };
  return { key: keys.toLowerCase(), code: /^[A-Z]$/u.test(keys) ? `Key${keys}` : 'Slash' };
}

test.each(EVERYWHERE_KEYS.map((one) => [one.keys, one] as const))('%s is meant by its own key alone', (keys, one) => {
  const event = eventOf(keys);
  expect(EVERYWHERE_KEYS.filter((other) => other.isMeant(event))).toEqual([one]);
  expect(one.text(en.shortcuts)).not.toBe('');
});
