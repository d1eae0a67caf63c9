import type { Failure, Push } from '../contract/index.ts';
import type { Jobs } from './jobs.ts';
import type { Sessions } from './session.ts';

export interface EngineOptions {
  /** Folder for recent cases and the defect log; see `defaultAppDir`. */
  readonly appDir: string;
  /** Milliseconds UTC. */
  readonly clock: () => number;
  /** Address of `job-worker.ts`, or of what it was bundled into. */
  readonly jobWorker: URL;
  /** Who acts, as the custody log shall name them: the account of the operating system. */
  readonly actor: string;
  /** Writes the sample exhibits below a folder and names them; null where no fixtures are at hand. */
  readonly writeSample: ((folder: string) => Promise<readonly SampleExhibit[]>) | null;
  /** Whether what the views ask first is read ahead while nothing is asked: for windows, not for single commands. */
  readonly looksAhead?: boolean;
}

/** An exhibit of the sample case. */
export interface SampleExhibit {
  readonly path: string;
  readonly reference: string;
}

/** What handlers share besides the open case. */
export interface Desk extends EngineOptions {
  readonly jobs: Jobs;
  readonly push: (push: Push) => void;
  readonly sessions: Sessions;
  /** Logs a defect and gives the failure that names it; the floors' own failures are passed on. */
  readonly defect: (error: unknown, where: string) => Failure;
}
