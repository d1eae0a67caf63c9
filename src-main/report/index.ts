export { verifyReport } from './bag/verify-bag.ts';
export { checkLines } from './from-case/check-lines.ts';
export { planOf, ReportRefused } from './report-request.ts';
export { writeReport, writeReportFrom } from './write-report.ts';
