import { QueryClient } from '@tanstack/react-query';
import type { MethodName, Push } from '../../src-main/contract/index.ts';
import { transport } from '../transport/index.ts';
import { rememberJob } from './jobs.ts';

/** Engine answers held by the window; old pages are dropped after a minute, so that memory stays flat. */
export const client = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: Infinity, gcTime: 60_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});

const touched: Readonly<Record<Extract<Push, { push: 'case-changed' }>['what'], readonly MethodName[]>> = {
  case: ['case.info', 'case.recent', 'item.page', 'timeline.buckets', 'overview.get', 'custody.page', 'custody.check'],
  exhibits: [
    'case.info',
    'exhibit.list',
    'source.list',
    'issue.page',
    'issue.groups',
    'issue.tables',
    'custody.page',
    'custody.check',
  ],
  sources: [
    'case.info',
    'source.list',
    'source.ledger',
    'issue.page',
    'issue.groups',
    'issue.tables',
    'overview.get',
    'custody.page',
    'custody.check',
  ],
  items: [
    'case.info',
    'source.list',
    'source.ledger',
    'issue.page',
    'issue.groups',
    'issue.tables',
    'account.page',
    'account.list',
    'account.get',
    'call.page',
    'call.totals',
    'conversation.page',
    'conversation.get',
    'item.page',
    'item.get',
    'item.receipts',
    'item.provenance',
    'search.page',
    'search.terms',
    'media.page',
    'media.get',
    'timeline.buckets',
    'overview.get',
    'graph.get',
    'custody.page',
    'custody.check',
  ],
  searches: ['search.list', 'custody.page'],
  annotations: ['annotation.list', 'custody.page', 'custody.check'],
  filters: ['filter.list', 'custody.page', 'custody.check'],
  reports: ['report.list', 'custody.page', 'custody.check'],
  marks: [
    'conversation.page',
    'timeline.buckets',
    'overview.get',
    'graph.get',
    'account.list',
    'account.get',
    'call.page',
    'call.totals',
    'media.page',
    'search.terms',
    'tag.list',
    'note.list',
    'mark.unfound',
    'review.progress',
    'item.page',
    'item.get',
    'search.page',
    'custody.page',
    'custody.check',
  ],
};

/** Keeps answers fresh: every push drops what it makes stale. */
export function followPushes(): () => void {
  return transport.onPush((push) => {
    if (push.push === 'job') {
      rememberJob(push.job);
      return;
    }
    for (const method of touched[push.what]) void client.invalidateQueries({ queryKey: [method] });
  });
}
