import { create } from 'zustand';

/** The columns of the timeline's table, in the order in which they first stand. */
export const COLUMNS = ['time', 'utc', 'sender', 'conversation', 'type', 'state', 'text'] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** Columns that the engine sorts by. */
export const SORTED = ['time', 'sender', 'conversation', 'type', 'state'] as const;

const KEY = 'affiant.timeline-columns';

interface ColumnLayout {
  readonly order: readonly ColumnName[];
  readonly hidden: readonly ColumnName[];
  /** Widths in px of columns that were made wider or narrower. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** Which columns stand where and how wide; kept on this machine. */
export const useColumnLayout = create<ColumnLayout>(() => readLayout(window.localStorage.getItem(KEY)));

/** Reads a kept layout; what is not understood is left out, and a column that it lacks comes last. */
export function readLayout(text: string | null): ColumnLayout {
  const kept = parse(text);
  const known = (names: unknown): readonly ColumnName[] =>
    Array.isArray(names) ? COLUMNS.filter((name) => names.includes(name)) : [];
  const order = Array.isArray(kept.order)
    ? [...new Set(kept.order)].filter((name): name is ColumnName => COLUMNS.some((column) => column === name))
    : [];
  const sizes = Object.entries(kept.sizes ?? {}).filter(
    ([name, size]) =>
      COLUMNS.some((column) => column === name) && typeof size === 'number' && size >= 40 && size <= 2000,
  );
  return {
    order: [...order, ...COLUMNS.filter((name) => !order.includes(name))],
    hidden: known(kept.hidden).filter((name) => name !== 'time'),
    sizes: Object.fromEntries(sizes),
  };
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Changes the layout and keeps it. */
export function changeLayout(change: Partial<ColumnLayout>): void {
  useColumnLayout.setState(change);
  window.localStorage.setItem(KEY, JSON.stringify(useColumnLayout.getState()));
}

/** Puts a column where another one stands. */
export function moveColumn(order: readonly ColumnName[], name: ColumnName, to: ColumnName): readonly ColumnName[] {
  const at = order.indexOf(to);
  const rest = order.filter((one) => one !== name);
  return [...rest.slice(0, at), name, ...rest.slice(at)];
}

/** Moves a column by one place; the same order at an end. */
export function stepColumn(order: readonly ColumnName[], name: ColumnName, by: -1 | 1): readonly ColumnName[] {
  const to = order[order.indexOf(name) + by];
  return to === undefined ? order : moveColumn(order, name, to);
}
