import { setImmediate } from 'node:timers/promises';
import type { Issue } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { Pace } from '../pace.ts';
import type { OpenEvent, OpenRequest } from './opener.ts';
import { rest, SignalBackupContent } from './signal-backup-content.ts';
import { SignalFrames, type FrameFault } from './signal-backup-frames.ts';
import type { SignalBackupHeader } from './signal-backup-header.ts';
import type { SignalBackupKeys } from './signal-backup-key.ts';
import { SignalResync } from './signal-backup-resync.ts';

/** A backup whose passphrase fits. */
export interface OpenedBackup {
  readonly header: SignalBackupHeader;
  readonly keys: SignalBackupKeys;
}

/** Lets others have their turn some twenty times a second; throws the signal's reason. */
export function turns(signal: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - last < 40) return;
    await setImmediate();
    last = performance.now();
  };
}

/** Reads the frames of a backup to its end and lists what they give; gives what was counted. */
export async function* readSignalBackup(
  request: OpenRequest,
  source: ByteSource,
  { header, keys }: OpenedBackup,
): AsyncGenerator<OpenEvent, Readonly<Record<string, string>>> {
  const frames = new SignalFrames(source, header, keys);
  const resync = new SignalResync(source, header, keys);
  const pace = new Pace(source.sizeBytes, request.signal);
  const content = new SignalBackupContent(request, frames, pace);
  let damaged = 0;
  try {
    while (!content.isEnded) {
      const frame = frames.next();
      if (typeof frame !== 'string') {
        pace.doneBytes = frames.at;
        if (pace.isDue) yield await rest(pace);
        yield* content.take(frame);
        continue;
      }
      if (frame === 'over') break;
      const { soundTo, counter } = frames;
      const found = await resync.find(soundTo + 1, source.sizeBytes, counter, turns(request.signal));
      yield* content.tally.list(damageOf(request, frames, frame, found?.offset ?? null), 'damage');
      if (found === null) break;
      damaged += found.offset - soundTo;
      frames.resume(found.offset, found.counter);
    }
    if (!content.isEnded) yield archiveIssue('error', 'archive-damaged', request.lock.file.path, NO_END);
    else if (frames.at < source.sizeBytes) yield archiveIssue('warning', 'archive-damaged', request.lock.file.path, `${source.sizeBytes - frames.at} bytes follow the frame that ends the backup; they are not read.`); // prettier-ignore
    const counts = yield* content.finish();
    return { frames: String(frames.frames), ...(damaged > 0 && { damagedBytes: String(damaged) }), ...counts };
  } finally {
    content.store.discard();
  }
}

const NO_END =
  'The frame that ends a backup was not met: the file is cut short or damaged, and what came after is not in it. What was read before is listed.';

function damageOf({ lock }: OpenRequest, frames: SignalFrames, fault: FrameFault, resumed: number | null): Issue {
  const { soundTo, at } = frames;
  const detail =
    resumed !== null
      ? `The bytes from ${soundTo} to ${resumed} are not authentic: what the frames in them held is lost. Reading goes on behind them.`
      : fault === 'cut'
        ? `The frame that begins at byte ${at} states more bytes than the file holds, and none behind it is authentic: the backup is cut short or damaged there.`
        : `The frame at byte ${at} is not authentic, and none behind it is: the backup is damaged from there on.`;
  return archiveIssue('error', 'archive-damaged', lock.file.path, detail);
}
