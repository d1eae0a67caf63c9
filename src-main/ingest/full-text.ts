/** Makes the full-text index of a source while it is read, in another thread. */
export interface FullText {
  /** More items are committed. */
  committed(): void;
  /** All items are committed, and what belongs to them is joined to them. */
  joined(): void;
  /** Waits until the index is complete and on the disk. Rejects when making it failed, or when `signal` aborts. */
  complete(signal: AbortSignal): Promise<void>;
  /** Ends the work where it stands and waits until the index is let go. */
  stop(): Promise<void>;
}
