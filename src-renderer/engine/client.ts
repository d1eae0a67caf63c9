import { QueryClient } from '@tanstack/react-query';
import { transport } from '../transport/index.ts';
import { hasEnded, rememberJob } from './jobs.ts';
import { staleBy, type Cause } from './stale.ts';

/** Engine answers held by the window; old pages are dropped after a minute, so that memory stays flat. */
export const client = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: Infinity, gcTime: 60_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});

/** Keeps answers fresh: every push drops what it makes stale. */
export function followPushes(): () => void {
  return transport.onPush((push) => {
    if (push.push === 'case-changed') {
      dropStale(push.what);
      return;
    }
    rememberJob(push.job);
    // What a job enters into the custody log at its end comes after everything else it changes.
    if (hasEnded(push.job)) dropStale('job');
  });
}

function dropStale(cause: Cause): void {
  for (const method of staleBy(cause)) void client.invalidateQueries({ queryKey: [method] });
}
