import type { VolumeRequest, WrittenPdf } from './pdf/set-volume.ts';
import {
  REPORT_PARTS,
  type Failure,
  type FailureCode,
  type Filter,
  type Params,
  type ReportOrder,
  type ReportPart,
} from '../contract/index.ts';

/** What the examiner asks for, with what was left open filled in. */
export interface ReportPlan {
  /** A folder that does not exist yet, or is empty. */
  readonly out: string;
  readonly filter: Filter;
  readonly title: string | null;
  /** Printed as the report's time, milliseconds UTC; also the date of its files' metadata. */
  readonly clockMs: number;
  readonly pdf: boolean;
  /** Copies present attachments into the package. */
  readonly media: boolean;
  /** Prints the examiner's tags and notes. */
  readonly marks: boolean;
  /** Prints the times that the examiner named. */
  readonly annotations: boolean;
  /** Prints general information on legal process for the owners of devices. */
  readonly legal: boolean;
  readonly order: ReportOrder;
  /** In the order of the contract, each once. */
  readonly leaveOut: readonly ReportPart[];
}

export interface ReportProgress {
  readonly phase: 'lines' | 'media' | 'pdf' | 'tables' | 'hashes';
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'rows' | 'pages' | 'files';
}

/** Sets volumes of the PDF somewhere else than in this thread; the bytes are the same. */
export interface VolumeSetter {
  /** Volumes set at a time, at least 1. */
  readonly atOnce: number;
  /** As `setVolume`; rejects with the signal's reason when it aborts. */
  set(volume: VolumeRequest, signal: AbortSignal | undefined): Promise<WrittenPdf>;
}

export interface ReportRun {
  readonly signal?: AbortSignal;
  /** Volumes are set in this thread, one after the other, when absent. */
  readonly volumes?: VolumeSetter;
  progress?(progress: ReportProgress): void;
}

/** A report that was not written, as a Failure of the contract. Thrown, and turned into a reply by the api. */
export class ReportRefused extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, detail: Failure['detail']) {
    super(`${code} ${JSON.stringify(detail)}`);
    this.name = 'ReportRefused';
    this.failure = { code, detail };
  }
}

/** Fills in what a request leaves open; `nowMs` stands in for a clock that is not stated. Throws ReportRefused. */
export function planOf(request: Params<'report.create'>, nowMs: number): ReportPlan {
  const leaveOut = REPORT_PARTS.filter((part) => request.leaveOut?.includes(part) === true);
  return {
    out: request.out,
    filter: narrowed(request.filter ?? {}, leaveOut),
    title: request.title ?? null,
    clockMs: request.clock === undefined ? Math.floor(nowMs / 1000) * 1000 : readClock(request.clock),
    pdf: request.pdf ?? true,
    media: request.media ?? true,
    marks: request.marks ?? false,
    annotations: request.annotations ?? false,
    legal: request.legal ?? false,
    order: request.order ?? 'conversation',
    leaveOut,
  };
}

/** The filter without the kinds of line that are left out. */
function narrowed(filter: Filter, leaveOut: readonly ReportPart[]): Filter {
  const left = (['message', 'event'] as const).filter((one) => leaveOut.includes(`${one}s`));
  if (left.length === 0) return filter;
  return { ...filter, classes: (filter.classes ?? ['message', 'event']).filter((one) => !left.includes(one)) };
}

// A date and time without a zone would mean another instant on another machine, so it is refused.
const CLOCK = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/u;

function readClock(clock: string): number {
  const ms = CLOCK.test(clock) ? Date.parse(clock) : NaN;
  if (Number.isNaN(ms)) throw new ReportRefused('bad-parameters', { subject: 'clock', value: clock });
  return ms;
}
