import type { Push, Reply } from '../../src-main/contract/index.ts';
import type { Transport } from './transport.ts';

/** The transport of the web shell: same origin, cookie, POST for calls, server-sent events for pushes. */
export function createWebTransport(): Transport {
  return {
    async call<T>(method: string, params: unknown, signal?: AbortSignal): Promise<Reply<T>> {
      const response = await fetch('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method, params }),
        ...(signal === undefined ? {} : { signal }),
      });
      if (!response.ok) return { ok: false, failure: { code: 'internal', detail: { status: response.status } } };
      return (await response.json()) as Reply<T>;
    },
    onPush(listener) {
      const events = new EventSource('/push');
      events.onmessage = (event: MessageEvent<string>) => {
        listener(JSON.parse(event.data) as Push);
      };
      return () => {
        events.close();
      };
    },
    contentAddress: (attachment, part) => `/content/${attachment}${part === 'thumbnail' ? '/thumbnail' : ''}`,
    pickPath: null,
    showPath: null,
    pathOfDropped: () => null,
  };
}
