import type { MethodName, Params, Push, Reply, Result } from '../../src-main/contract/index.ts';

/** What the examiner is asked to point at. */
export type PathKind = 'folder' | 'file' | 'new-folder';

/** The window's only way out: the contract's methods and pushes, and the few things a shell alone can do. */
export interface Transport {
  call<M extends MethodName>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Reply<Result<M>>>;
  /** Hands every push to `listener` until the returned function is called. */
  onPush(listener: (push: Push) => void): () => void;
  /** Address of an attachment's bytes for `<img>`, `<audio>` and `<video>`; the shell decides the type. */
  contentAddress(attachment: number, part: 'content' | 'thumbnail'): string;
  /** The system's own dialog; null where the shell has none, so that the window shows its picker. */
  readonly pickPath: ((kind: PathKind) => Promise<string | null>) | null;
  /** Shows a report's folder in the system's file manager; null where the shell cannot. */
  readonly showPath: ((path: string) => void) | null;
  /** Where a dropped file lies on disk; null where the shell does not say. */
  pathOfDropped(file: File): string | null;
}
