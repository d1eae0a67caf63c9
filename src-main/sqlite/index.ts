export * from './case-db.ts';
export { decodeLoneCell, headerEncoding } from './cell-alone.ts';
export { openCells } from './cell-finder.ts';
export {
  cellParts,
  openCellReader,
  type CellPart,
  type CellReader,
  type DecodedRow,
  type RowName,
} from './cell-parts.ts';
export { compareLog } from './compare-log.ts';
export * from './evidence-db.ts';
export * from './evidence-unreadable.ts';
export { logFaults } from './log-faults.ts';
export { openEvidence } from './open-evidence.ts';
export { isRunning, passingName, removePassing } from './passing-name.ts';
export { RebuiltDb, TextBytes, type RebuiltValue } from './rebuilt-db.ts';
export { readRowKey, writeRowKey } from './row-key.ts';
export { inspectSchema } from './schema.ts';
export * from './sql.ts';
export { isMachineFault } from './sqlite-failure.ts';
export { unusedAreas, type UnusedArea } from './unused-areas.ts';
export { WalChecksum } from './wal-checksum.ts';
export * from './working-copy.ts';
