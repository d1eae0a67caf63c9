export { verifyReport } from './bag/verify-bag.ts';
export { checkLines } from './from-case/check-lines.ts';
export { setVolume, type WrittenPdf } from './pdf/set-volume.ts';
export { planOf, ReportRefused, type VolumeSetter } from './report-request.ts';
export { writeReport, writeReportFrom } from './write-report.ts';
