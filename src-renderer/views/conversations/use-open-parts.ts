import { useCallback, useState } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import type { OpenPart } from './item-actions.ts';

/** Which parts of which items are open, by item, and what shows or hides one. Outlives rows that leave the screen. */
export function useOpenParts(): readonly [
  open: ReadonlyMap<number, ReadonlySet<OpenPart>>,
  toggle: (item: ItemView, part: OpenPart) => void,
] {
  const [open, setOpen] = useState<ReadonlyMap<number, ReadonlySet<OpenPart>>>(new Map());
  const toggle = useCallback((item: ItemView, part: OpenPart): void => {
    setOpen((before) => {
      const parts = new Set(before.get(item.id));
      if (!parts.delete(part)) parts.add(part);
      return new Map(before).set(item.id, parts);
    });
  }, []);
  return [open, toggle];
}
