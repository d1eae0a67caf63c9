import type { Failure, JobView, Params, Push } from '../contract/index.ts';
import type { VolumeRequest, WrittenPdf } from '../report/index.ts';
import type { OpenedSecret, SilkSamples } from '../evidence/index.ts';
import type { SampleExhibit } from './desk.ts';
import type { KeyInHand } from './key-in-hand.ts';

/** What a job worker is started with: plain data, so that it crosses threads. */
export type JobRequest = JobSetting & {
  /** What opening locked files gave, by the lock's number. */
  readonly secrets: readonly (readonly [number, OpenedSecret])[];
} & (
    | { readonly job: 'intake'; readonly params: Params<'exhibit.add'> }
    | { readonly job: 'ingest'; readonly params: Params<'source.ingest'> }
    | { readonly job: 'report'; readonly params: Params<'report.create'> }
    | { readonly job: 'export'; readonly params: Params<'search.export'> }
    | { readonly job: 'verify'; readonly params: Params<'verify.case'> }
    | { readonly job: 'positions' }
    | { readonly job: 'find-locks' }
    | { readonly job: 'unlock'; readonly lock: number; readonly key: KeyInHand }
    | { readonly job: 'sample'; readonly exhibits: readonly SampleExhibit[] }
  );

/** What the thread that makes a source's full-text index beside its reading is started with. */
export type FullTextRequest = JobSetting & { readonly job: 'full-text'; readonly source: number };

/** What the thread that sets a volume of a report's PDF is started with. */
export interface PdfRequest extends VolumeRequest {
  readonly job: 'pdf';
}

/** From that thread: the volume. */
export type PdfMessage = WrittenPdf;

/** What the thread that decodes one voice is started with. */
export interface SilkRequest {
  readonly job: 'silk';
  readonly packets: readonly Uint8Array[];
}

/** From that thread. */
export type SilkMessage = SilkSamples;

/** From the reading thread to the indexing one. */
export interface FullTextCommand {
  readonly command: 'committed' | 'joined' | 'stop';
}

/** From the indexing thread: the index is complete. */
export interface FullTextMessage {
  readonly message: 'complete';
}

export interface JobSetting {
  readonly casePath: string;
  readonly appDir: string;
}

/** From the engine to a worker. */
export interface JobCommand {
  readonly command: 'cancel';
}

/** What a key opened, for the engine to hold in memory. `key` is its number in the key ring. */
export interface Held {
  readonly lock: number;
  readonly key: number;
  readonly secret: OpenedSecret | null;
}

/** From a worker to the engine; `ended` is the last. */
export type JobMessage =
  | {
      readonly message: 'progress';
      readonly phase: string;
      readonly done: number;
      readonly total: number | null;
      readonly unit: JobView['unit'];
    }
  | { readonly message: 'changed'; readonly what: Extract<Push, { push: 'case-changed' }>['what'] }
  | { readonly message: 'held'; readonly held: Held }
  | { readonly message: 'ended'; readonly outcome: WorkerOutcome };

export type WorkerOutcome =
  | { readonly state: 'done'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'cancelled'; readonly result: Readonly<Record<string, unknown>> };
