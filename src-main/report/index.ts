export { removeUnfinishedReport } from './bag/bag-writer.ts';
export { verifyReport } from './bag/verify-bag.ts';
export { checkExhibits } from './lines-again/check-exhibits.ts';
export { checkLines, type LinesChecked } from './lines-again/check-lines.ts';
export { setVolume, type VolumeRequest, type WrittenPdf } from './pdf/set-volume.ts';
export { writeHits } from './hits/write-hits.ts';
export { planOf, ReportRefused, type VolumeSetter } from './report-request.ts';
export { previewReport } from './preview-report.ts';
export { writeReport, writeReportFrom } from './write-report.ts';
