import { useEffect } from 'react';
import type { Filter, FilterNow } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { go, here } from '../../state/location.ts';

const RENEWED = ['conversations', 'senders', 'accounts'] as const;
const NAMING = [...RENEWED, 'sources', 'exhibits', 'tags', 'withoutTags'] as const;
const NOTHING: FilterNow['unfound'] = {};

/**
 * Says what the filter in force names that is not in the case now. Where a source was read again, the address gets the new
 * numbers of the same conversations and accounts, in place: also one that back or forward leads to.
 */
export function useFilterNow(filter: Filter): {
  readonly unfound: FilterNow['unfound'];
  readonly error: Error | null;
} {
  const isNaming = NAMING.some((part) => filter[part] !== undefined);
  const { data, error } = useEngine('filter.resolve', isNaming ? { filter } : null);
  useEffect(() => {
    if (data === undefined || here().filter !== filter) return;
    const moved = RENEWED.filter((part) => JSON.stringify(data.filter[part]) !== JSON.stringify(filter[part]));
    if (moved.length === 0) return;
    go({ filter: { ...filter, ...Object.fromEntries(moved.map((part) => [part, data.filter[part]])) } }, true);
  }, [data, filter]);
  return { unfound: data?.unfound ?? NOTHING, error };
}
