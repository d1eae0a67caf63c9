export { verifyReport } from './bag/verify-bag.ts';
export type { ReportInput } from './report-input.ts';
export { planOf, ReportRefused, type ReportPlan, type ReportProgress, type ReportRun } from './report-request.ts';
export { writeReport, writeReportFrom } from './write-report.ts';
