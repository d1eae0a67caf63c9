import type { Push, Reply } from '../../contract/index.ts';
import type { EngineCommand, EngineMessage } from './engine-message.ts';

/** The part of a utility process that the client needs. */
export interface EnginePort {
  postMessage(message: EngineCommand): void;
  on(event: 'message', listener: (message: EngineMessage) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

/** Speaks to the engine's process: replies are matched by number; when it ends, what is open is answered. */
export interface EngineClient {
  call(method: string, params: unknown): Promise<Reply<unknown>>;
  onPush(listener: (push: Push) => void): () => void;
  /** Resolves when the engine has let go of its case, or has ended. */
  close(): Promise<void>;
}

export function createEngineClient(port: EnginePort): EngineClient {
  const waiting = new Map<number, (reply: Reply<unknown>) => void>();
  const listeners = new Set<(push: Push) => void>();
  const closed = Promise.withResolvers<undefined>();
  let hasEnded = false;
  let last = 0;

  port.on('message', (message) => {
    switch (message.message) {
      case 'reply': {
        const answer = waiting.get(message.id);
        waiting.delete(message.id);
        answer?.(message.reply);
        break;
      }
      case 'push':
        for (const listener of listeners) listener(message.push);
        break;
      case 'closed':
        closed.resolve(undefined);
        break;
    }
  });
  port.on('exit', (code) => {
    hasEnded = true;
    for (const answer of waiting.values()) answer(ended(code));
    waiting.clear();
    closed.resolve(undefined);
  });

  return {
    call(method, params) {
      if (hasEnded) return Promise.resolve(ended(0));
      last += 1;
      const id = last;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        port.postMessage({ command: 'call', id, method, params });
      });
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (!hasEnded) port.postMessage({ command: 'close' });
      await closed.promise;
    },
  };
}

function ended(code: number): Reply<never> {
  return { ok: false, failure: { code: 'internal', detail: { subject: 'engine process ended', exit: code } } };
}
