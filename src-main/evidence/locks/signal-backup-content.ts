import { DiskFile, BLOCK_BYTES, type ByteSource } from '../byte-source.ts';
import { archiveIssue } from '../archive-entry.ts';
import { Digester } from '../hash.ts';
import type { Digests } from '../intake-event.ts';
import { Budget } from '../limits.ts';
import { DistinctPaths } from '../names/distinct-paths.ts';
import { safePath } from '../names/safe-path.ts';
import type { Pace } from '../pace.ts';
import { IssueTally } from './issue-tally.ts';
import type { OpenEvent, OpenRequest } from './opener.ts';
import type { PayloadEnd, SignalFrame, SignalFrames, SignalPayload } from './signal-backup-frames.ts';
import { readSignalMessage, type PayloadOf, type SignalMessage } from './signal-backup-messages.ts';
import { SignalBackupStore } from './signal-backup-store.ts';

/** Folders under which payloads are listed, each by the number of the row it belongs to, an avatar by that of its owner. */
const FOLDERS: Readonly<Record<PayloadOf, string>> = { attachment: 'attachments', sticker: 'stickers', avatar: 'avatars' }; // prettier-ignore

/** What to say of a payload by how it ended; the place in the backup is named so that it can be deciphered by hand. */
const METHODS: Readonly<Record<PayloadEnd, string>> = {
  whole: 'decrypted (AES-256-CTR, authenticated)',
  'not-authentic': 'decrypted (AES-256-CTR, authentication value differs)',
  cut: 'decrypted (AES-256-CTR, cut off by the end of the backup)',
};

/** Makes files of what the frames of a backup say: payloads as they come, and at its end what was gathered of the rest. */
export class SignalBackupContent {
  isEnded = false;
  payloads = 0;
  readonly store: SignalBackupStore;
  readonly tally = new IssueTally();
  readonly #request: OpenRequest;
  readonly #frames: SignalFrames;
  readonly #pace: Pace;
  readonly #paths = new DistinctPaths();
  readonly #budget: Budget;

  constructor(request: OpenRequest, frames: SignalFrames, pace: Pace) {
    this.#request = request;
    this.#frames = frames;
    this.#pace = pace;
    this.#budget = new Budget(request.limits);
    this.store = new SignalBackupStore(request);
  }

  /** Takes one frame, and the payload behind it. */
  async *take(frame: SignalFrame): AsyncGenerator<OpenEvent> {
    const message = readSignalMessage(frame.body);
    switch (message.is) {
      case 'payload':
        yield* this.#payload(message);
        return;
      case 'end':
        this.isEnded = true;
        return;
      case 'unknown':
        this.store.leaveOut({ frame: frame.number, offset: frame.offset, body: frame.body });
        return;
      default:
        this.store.take(message, frame);
    }
  }

  async *#payload({ of, name, statedBytes }: Extract<SignalMessage, { is: 'payload' }>): AsyncGenerator<OpenEvent> {
    const place: { payload: SignalPayload | null } = { payload: null };
    const digester = new Digester(this.#request.hashes);
    const blocks = this.#frames.payload(statedBytes, (payload) => (place.payload = payload));
    let next = blocks.next();
    for (; next.done !== true; next = blocks.next()) {
      digester.update(next.value);
      this.#pace.doneBytes += next.value.length;
      if (this.#pace.isDue) yield await rest(this.#pace);
    }
    const { payload } = place;
    if (payload === null) return;
    const safe = safePath(name).path.replaceAll('/', '_');
    const { path } = this.#paths.take(`${FOLDERS[of]}/${safe === '' ? '%' : safe}`);
    const where = `${this.#request.lock.file.path}!/${path}`;
    if (this.#budget.admit(payload.sizeBytes, payload.sizeBytes) !== null) {
      yield* this.tally.list(archiveIssue('error', 'size-limit', where, BEYOND), 'limit');
      return;
    }
    this.payloads += 1;
    if (next.value !== 'whole') yield* this.tally.list(archiveIssue('error', 'archive-damaged', where, doubtOf(next.value, payload.sizeBytes, statedBytes)), next.value); // prettier-ignore
    const { offset, sizeBytes, counter } = payload;
    yield {
      kind: 'file',
      path,
      ...digester.finish(),
      sizeBytes,
      modifiedMs: null,
      storedName: null,
      place: { in: 'sealed', within: this.#request.lock.file, args: [offset, counter].map(String) },
      method: `${METHODS[next.value]}: ${sizeBytes} bytes at byte ${offset}, counter ${counter}`,
    };
  }

  /** Closes what was gathered and lists it. Gives how many rows, tables and so on there were. */
  async *finish(): AsyncGenerator<OpenEvent, Readonly<Record<string, string>>> {
    const { path } = this.#request.lock.file;
    const hashed = (file: string) => this.#hash(file);
    yield* this.store.finish(hashed);
    yield* this.tally.rest(path);
    return { ...this.store.counts(), payloads: String(this.payloads) };
  }

  async *#hash(path: string): AsyncGenerator<OpenEvent, Digests & { readonly sizeBytes: number }> {
    const source: ByteSource = new DiskFile(path);
    try {
      const digester = new Digester(this.#request.hashes);
      const buffer = Buffer.allocUnsafe(BLOCK_BYTES);
      for (let at = 0; at < source.sizeBytes;) {
        const got = source.read(buffer, at);
        if (got === 0) break;
        digester.update(buffer.subarray(0, got));
        at += got;
        if (this.#pace.isDue) yield await rest(this.#pace);
      }
      const { sizeBytes } = digester;
      return { ...digester.finish(), sizeBytes };
    } finally {
      source.close();
    }
  }
}

const BEYOND = 'The file is beyond the limits on entries and bytes and is not listed. They can be raised.';

function doubtOf(end: Exclude<PayloadEnd, 'whole'>, sizeBytes: number, statedBytes: number): string {
  return end === 'cut'
    ? `The backup ends inside this file: ${sizeBytes} of its ${statedBytes} bytes are there, and nothing authenticates them.`
    : 'The authentication value of this file does not hold: its bytes were changed, or its length is stated wrongly. They are listed as they come out.';
}

/** Lets others have their turn, and says how far it is. */
export async function rest(pace: Pace): Promise<OpenEvent> {
  await pace.rest();
  return { kind: 'progress', doneBytes: pace.doneBytes, totalBytes: pace.totalBytes };
}
