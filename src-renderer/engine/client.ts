import { QueryClient } from '@tanstack/react-query';

/** Engine answers held by the window; old pages are dropped after a minute, so that memory stays flat. */
export const client = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: Infinity, gcTime: 60_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
