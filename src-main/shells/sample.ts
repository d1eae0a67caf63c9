import type { EngineOptions } from '../api/index.ts';

/** Writes the sample's exhibits; fixtures and parsers are loaded only then. */
export const writeSample: NonNullable<EngineOptions['writeSample']> = async (folder) =>
  (await import('../../fixtures/write-sample.ts')).writeSample(folder);
