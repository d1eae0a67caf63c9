export { defaultAppDir } from './app-dir.ts';
export type { EngineOptions } from './desk.ts';
export { writeGraph } from '../analysis/index.ts';
export { createEngine, type Engine } from './engine.ts';
