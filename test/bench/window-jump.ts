import type { Page } from '@playwright/test';

interface Jump {
  readonly way: 'open' | 'date' | 'end' | 'start' | 'bar';
  /** A day as ms for `date`, a share of the scroll bar for `bar`. */
  readonly value: number;
}

/** Opens the first conversation of the list, or jumps in the open one; ms until what is meant is painted. */
export function timeJump(page: Page, way: Jump['way'], value: number): Promise<number> {
  const jump: Jump = { way, value };
  return page.evaluate(timeUntilShown, jump);
}

/**
 * Runs in the page: does what an examiner would do, and gives the ms until the rows meant are on the screen with what they
 * hold, painted.
 */
async function timeUntilShown(jump: {
  readonly way: 'open' | 'date' | 'end' | 'start' | 'bar';
  readonly value: number;
}) {
  const feed = (): HTMLElement | null => document.querySelector('[role=feed]');
  const marked = (): string => document.querySelector('.message-row.active')?.getAttribute('aria-posinset') ?? '';
  const before = marked();
  const { way, value } = jump;
  const press = (key: string): void => {
    const row = feed()?.querySelector<HTMLElement>('[role=article][tabindex="0"]');
    row?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };
  const start = performance.now();
  if (way === 'open') document.querySelector<HTMLElement>('.conversation-list [role=option]')?.click();
  else if (way === 'end') press('End');
  else if (way === 'start') press('Home');
  else if (way === 'bar') {
    const bar = feed();
    if (bar !== null) bar.scrollTop = value * (bar.scrollHeight - bar.clientHeight);
  } else {
    const input = document.querySelector<HTMLInputElement>('[data-focus=date]');
    const day = new Date(value).toISOString().slice(0, 10);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, day);
    input?.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
    input?.form?.requestSubmit();
  }
  const isShown = (): boolean => {
    const view = feed();
    if (view === null) return false;
    const { top, bottom } = view.getBoundingClientRect();
    const rows = [...view.querySelectorAll('[role=article]')].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined || rows.some((row) => row.querySelector('.placeholder') !== null))
      return false;
    const place = (row: Element): number => Number(row.getAttribute('aria-posinset'));
    const total = Number(first.getAttribute('aria-setsize'));
    if (way === 'open' || way === 'end') return place(last) === total;
    if (way === 'start') return place(first) === 1;
    if (way === 'bar') return place(first) <= value * total + 100 && place(last) >= value * total - 100;
    return marked() !== before && place(first) <= Number(marked()) && place(last) >= Number(marked());
  };
  while (!isShown()) {
    if (performance.now() - start > 20_000) throw new Error(`${way} ${value}: not shown`);
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}
