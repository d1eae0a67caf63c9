import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Where a command writes. Lines wait for a slow reader, so that listing a million rows stays flat in memory. */
export interface Output {
  /** A line on standard output; the caller has made evidence text safe. */
  line(text: string): Promise<void>;
  /** One JSON value on a line of its own. */
  json(value: unknown): Promise<void>;
  /** A line on standard error. */
  note(text: string): void;
  /** Replaces the progress line; does nothing where standard error is no terminal. */
  progress(text: string): void;
  /** True once the reader of standard output has gone. */
  readonly closed: boolean;
}

export interface OutputStreams {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
}

const CLEAR_LINE = '\r\u001B[2K';
/** Text is handed to the stream in pieces of this many characters: one write a line costs more than the line. */
const PIECE = 65_536;

export function createOutput(streams: OutputStreams): Output & { flush(): Promise<void> } {
  let closed = false;
  let isProgressShown = false;
  let held = '';
  streams.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });

  async function flush(): Promise<void> {
    if (held === '' || closed) return;
    const text = held;
    held = '';
    if (streams.stdout.write(text)) return;
    const ended = new AbortController();
    const { signal } = ended;
    await Promise.race([once(streams.stdout, 'drain', { signal }), once(streams.stdout, 'close', { signal })]);
    ended.abort(); // takes the listeners of the other away, which would be one more each time
  }

  async function line(text: string): Promise<void> {
    held += `${text}\n`;
    if (held.length >= PIECE) await flush();
  }

  function clearProgress(): void {
    if (isProgressShown) streams.stderr.write(CLEAR_LINE);
    isProgressShown = false;
  }

  return {
    line,
    json: (value) => line(JSON.stringify(value, plainNumber)),
    note(text) {
      clearProgress();
      streams.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (streams.stderr.isTTY !== true) return;
      const width = (streams.stderr.columns ?? 80) - 1;
      streams.stderr.write(`${CLEAR_LINE}${text.slice(0, width)}`);
      isProgressShown = true;
    },
    get closed() {
      return closed;
    },
    async flush() {
      clearProgress();
      await flush();
    },
  };
}

/** JSON has no large integers: they are written as decimal digits in a string. */
function plainNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
