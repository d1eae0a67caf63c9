import { userInfo } from 'node:os';
import { createEngine, defaultAppDir, type Engine, type EngineOptions } from '../api/index.ts';

/** Starts the engine as every window shell uses it. `jobWorker` is where the shell's build put `job-worker`. */
export function startEngine(options: Pick<EngineOptions, 'jobWorker' | 'writeSample'>): Engine {
  return createEngine({
    appDir: defaultAppDir(process.env),
    clock: Date.now,
    actor: userInfo().username,
    looksAhead: true,
    ...options,
  });
}
