/** The cell that a key goes to in a grid of `count` cells, `columns` in a row (ARIA practice); null for other keys. */
export function nextCell(
  event: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  at: number | null,
  size: { readonly count: number; readonly columns: number; readonly page: number },
): number | null {
  const { count, columns, page } = size;
  if (count === 0 || event.altKey) return null;
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl && event.key !== 'Home' && event.key !== 'End') return null;
  const from = at ?? -1;
  const last = count - 1;
  const clamp = (cell: number): number => Math.min(last, Math.max(0, cell));
  // Up and down stay in the column; at an edge they stay where they are.
  const byRows = (rows: number): number => {
    if (at === null) return 0;
    const steps = rows < 0 ? Math.max(rows, -Math.floor(at / columns)) : Math.min(rows, Math.floor(last / columns) - Math.floor(at / columns)); // prettier-ignore
    return clamp(at + steps * columns);
  };
  switch (event.key) {
    case 'ArrowRight':
      return clamp(from + 1);
    case 'ArrowLeft':
      return clamp(from - 1);
    case 'ArrowDown':
      return byRows(1);
    case 'ArrowUp':
      return byRows(-1);
    case 'PageDown':
      return byRows(page);
    case 'PageUp':
      return byRows(-page);
    case 'Home':
      return isControl ? 0 : clamp(from - (Math.max(0, from) % columns));
    case 'End':
      return isControl ? last : clamp(Math.max(0, from) - (Math.max(0, from) % columns) + columns - 1);
    default:
      return null;
  }
}
