export { CaseFailure } from './case-failure.ts';
export { createCase, openCase, type CaseAccess, type CaseFile, type NewCase } from './case-file.ts';
export { addReport, caseZone, listReports, readCaseInfo, setCaseZone } from './case-info.ts';
export { appendCustody, readCustody, verifyCustody, type CustodyAction, type CustodyCheck } from './custody.ts';
export * from './exhibits.ts';
export * from './sources.ts';
export { CaseWriter, type RecordContext, type Written } from './writer/case-writer.ts';
export type { Finished, FinishSteps } from './writer/finish.ts';
export { SourceIndex, WHOLE_BATCH } from './search/index-source.ts';
export type { RecordRanges } from './writer/locators.ts';
export type { AttachmentContent } from './writer/write-parts.ts';
export { pageAccounts, readAccounts } from './queries/accounts.ts';
export { getAttachment, type AttachmentLocation } from './queries/attachments.ts';
export {
  getConversation,
  pageConversations,
  readParticipants,
  type ConversationOrder,
} from './queries/conversations.ts';
export { pageCustody } from './queries/custody-page.ts';
export { pageIssues, type IssueFilter } from './queries/issues.ts';
export { readItemViews } from './queries/item-views.ts';
export { countItems, getItem, pageItemIds, pageItems, readReceipts, streamItemIds } from './queries/items.ts';
export { readOrigins } from './queries/origins.ts';
export { LocatorReader, readProvenance, type KeptLocator, type KeptProvenance } from './queries/provenance.ts';
export { countRecorded, streamRecorded, type Recorded, type RecordedValue } from './queries/recorded.ts';
export { pageSearch } from './queries/search.ts';
export { compileFilter, UNDATED_MS, type ItemFilter } from './filter.ts';
export { countBySender, readConversationEnds, readLooseCalls, readOwners, type ConversationEnds, type SenderCount } from './queries/count-by-sender.ts'; // prettier-ignore
export { countByTime, type CountedBy, type TimeCount, type TimeGrid } from './queries/count-by-time.ts';
export { accountNames, type AccountName } from './queries/names.ts';
