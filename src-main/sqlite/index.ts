export * from './case-db.ts';
export * from './evidence-db.ts';
export * from './evidence-unreadable.ts';
export { openEvidence } from './open-evidence.ts';
export * from './sql.ts';
export * from './working-copy.ts';
