export * from './case-db.ts';
export { openCells } from './cell-finder.ts';
export * from './evidence-db.ts';
export * from './evidence-unreadable.ts';
export { openEvidence } from './open-evidence.ts';
export { inspectSchema } from './schema.ts';
export * from './sql.ts';
export * from './working-copy.ts';
