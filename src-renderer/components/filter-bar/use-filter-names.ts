import { useQueries } from '@tanstack/react-query';
import type { Filter } from '../../../src-main/contract/index.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import type { FilterNames } from './chips.ts';

const MOST_NAMED = 50;

/** Looks up the names of what the filter refers to by number; the number stands until the name has come. */
export function useFilterNames(filter: Filter): FilterNames {
  const m = useMessages();
  const sources = useEngine('source.list', filter.sources === undefined ? null : {});
  const exhibits = useEngine('exhibit.list', filter.exhibits === undefined ? null : {});
  const isTagAsked = filter.tags !== undefined || filter.withoutTags !== undefined;
  const tags = useEngine('tag.list', isTagAsked ? {} : null);
  const conversations = useQueries({
    queries: (filter.conversations ?? []).slice(0, MOST_NAMED).map((conversation) => ({
      queryKey: ['conversation.get', { conversation }],
      queryFn: () => ask('conversation.get', { conversation }),
    })),
  });
  const wanted = [...(filter.senders ?? []), ...(filter.accounts ?? [])].slice(0, MOST_NAMED);
  const accounts = useQueries({
    queries: wanted.map((account) => ({
      queryKey: ['account.page', { at: { item: account }, limit: 1 }],
      queryFn: () => ask('account.page', { at: { item: account }, limit: 1 }),
    })),
  });
  const number = (id: number): string => `#${id}`;
  return {
    conversation: (id) =>
      plainVisible(
        conversations.find((found) => found.data?.conversation.id === id)?.data?.conversation.title ?? number(id),
      ),
    account: (id) =>
      plainVisible(
        accounts.flatMap((found) => found.data?.rows ?? []).find((row) => row.id === id)?.name ?? number(id),
      ),
    source(id) {
      const source = sources.data?.find((row) => row.id === id);
      return source === undefined
        ? number(id)
        : plainVisible(`${source.exhibitReference} ${engineWords(source.label, m)}`);
    },
    exhibit: (id) => plainVisible(exhibits.data?.find((row) => row.id === id)?.reference ?? number(id)),
    tag: (id) => plainVisible(tags.data?.find(({ tag }) => tag === id)?.name ?? number(id)),
  };
}
