import type { Push, Reply } from '../../contract/index.ts';

/** What the main process sends to the engine's process. */
export type EngineCommand =
  | { readonly command: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly command: 'close' };

/** What the engine's process sends back. */
export type EngineMessage =
  | { readonly message: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly message: 'push'; readonly push: Push }
  | { readonly message: 'closed' };

/** Names of the channels between window and main process. */
export const CHANNEL = {
  call: 'affiant:call',
  push: 'affiant:push',
  pick: 'affiant:pick',
  show: 'affiant:show',
} as const;
