export { CaseFailure } from './case-failure.ts';
export { createCase, openCase, type CaseFile } from './case-file.ts';
export { addReport, listReports, readCaseInfo, setCaseZone } from './case-info.ts';
export { caseZone } from './case-zone.ts';
export { addAnnotation, listAnnotations, removeAnnotation } from './annotations.ts';
export { appendCustody, lastCustody, readCustody, verifyCustody } from './custody.ts';
export * from './exhibits.ts';
export * from './locks.ts';
export * from './key-ring.ts';
export * from './ring-seal.ts';
export { filterNow } from './named-records.ts';
export { listSavedFilters, removeFilter, saveFilter } from './saved-filters.ts';
export * from './sources.ts';
export { CaseWriter, type RecordContext } from './writer/case-writer.ts';
export type { AttachmentContent } from './writer/write-parts.ts';
export { dropUnfinished } from './unfinished.ts';
export { dropSource } from './writer/clear-source.ts';
export type { Finished } from './writer/finish.ts';
export { SourceIndex, WHOLE_BATCH } from './search/index-source.ts';
export type { RecordRanges } from './writer/locators.ts';
export { getMedia, pageMedia } from './media/page-media.ts';
export { addMediaPositions, filesToRead, type MediaPosition } from './places/media-positions.ts';
export { mapPlaces, readPlacePath } from './places/map-places.ts';
export { listPlaces, pagePlaces } from './places/page-places.ts';
export { readPlaceTotals } from './places/place-totals.ts';
export { pageAccounts } from './queries/accounts.ts';
export { getAccountActivity, pageAccountList } from './queries/account-list.ts';
export { readAccountPlaces, readSameAccounts } from './queries/account-places.ts';
export { readAccountHoldings, type AccountHoldings } from './queries/account-holdings.ts';
export { pageCalls, readCallTotals } from './queries/call-list.ts';
export { getAttachment } from './queries/attachments.ts';
export { getConversation, pageConversations, readParticipantsOf } from './queries/conversations.ts';
export { custodyNames, pageCustody } from './queries/custody-page.ts';
export { groupIssues } from './queries/issue-groups.ts';
export { countOtherIssues, countTableIssues, pageIssues, streamIssuesOf } from './queries/issues.ts';
export { readItemViews } from './queries/item-views.ts';
export {
  countItems,
  getItem,
  itemIdsByConversation,
  pageItemIds,
  pageItems,
  readReceipts,
  streamItemIds,
} from './queries/items.ts';
export { readOrigins } from './queries/origins.ts';
export { type KeptLocator } from './queries/locator-rows.ts';
export { LocatorReader, readProvenance, type KeptProvenance } from './queries/provenance.ts';
export { compareValue, type Evidence } from './compare-record.ts';
export { compareSources } from './compare/compare-sources.ts';
export { countRecorded, streamRecorded, type Recorded } from './queries/recorded.ts';
export { pageSearch, readHits } from './queries/search.ts';
export { countTerms, itemsOfTerms } from './search/count-terms.ts';
export { getSavedSearch, listSavedSearches, removeSearch, rerunSearch, saveSearch, type SearchKeeper } from './search/saved-searches.ts'; // prettier-ignore
export { compileFilter } from './filter.ts';
export {
  countSenderGroups,
  readConversationEnds,
  readLooseCalls,
  readOwners,
  readSenderGroups,
  type ConversationEnds,
  type SenderGroups,
} from './queries/count-by-sender.ts';
export { viewsAhead } from './views-ahead.ts';
export { atOnce, type Steps } from './steps.ts';
export { caseStamp } from './search/case-stamp.ts';
export { countByTime } from './queries/count-by-time.ts';
export type { TimeCount } from './queries/time-counts.ts';
export { readOverview } from './queries/overview.ts';
export { accountNames, conversationTitles } from './queries/names.ts';
export { bookmarkItems, tagItems, undoMarks, type Hand } from './marks/change-marks.ts';
export { changeTag, createTag, importTags, listTags, removeTag } from './marks/tags.ts';
export { addNote, changeNote, listNotes, removeNote } from './marks/notes.ts';
export { listUnfound, readNoteTexts } from './marks/read-marks.ts';
export { nextUntagged, readProgress } from './marks/review.ts';
export { touchedItems } from './marks/touched-items.ts';
export { countWithheld } from './scope.ts';
