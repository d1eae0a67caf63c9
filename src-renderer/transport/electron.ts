import type { Push, Reply } from '../../src-main/contract/index.ts';
import type { PathKind, Transport } from './transport.ts';

/** What the Electron preload puts on `window.affiant`. */
export interface Bridge {
  call(method: string, params: unknown): Promise<Reply<never>>;
  onPush(listener: (push: Push) => void): () => void;
  pickPath(kind: PathKind): Promise<string | null>;
  showPath(path: string): void;
  pathOfDropped(file: File): string;
}

/** The transport of the Electron shell. */
export function createElectronTransport(bridge: Bridge): Transport {
  return {
    call: (method, params) => bridge.call(method, params),
    onPush: (listener) => bridge.onPush(listener),
    contentAddress: (attachment, part) =>
      `affiant-content://media/${attachment}${part === 'thumbnail' ? '/thumbnail' : ''}`,
    pickPath: (kind) => bridge.pickPath(kind),
    showPath: (path) => {
      bridge.showPath(path);
    },
    pathOfDropped: (file) => bridge.pathOfDropped(file),
  };
}
