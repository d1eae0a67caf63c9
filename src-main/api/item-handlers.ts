import {
  getConversation,
  getItem,
  getMedia,
  mapPlaces,
  pageAccountList,
  pageAccounts,
  pageCalls,
  pageConversations,
  pageCustody,
  countTableIssues,
  groupIssues,
  pageIssues,
  pageItems,
  pageMedia,
  pagePlaces,
  pageSearch,
  readCallTotals,
  readOrigins,
  readOverview,
  readPlacePath,
  readPlaceTotals,
  readReceipts,
} from '../case/index.ts';
import { cutGraph, readBuckets, readGraph, writeGraph, writePlaces } from '../analysis/index.ts';
import { accountDetail } from './account-detail.ts';
import { done, type CaseHandlers } from './answer.ts';
import { readAttachmentSlice } from './attachment-slice.ts';
import type { Desk } from './desk.ts';
import { hexView } from './hex-view.ts';
import { readMediaFacts } from './media-facts.ts';
import { placesView, provenanceView } from './provenance-view.ts';
import type { Session } from './session.ts';

type Methods =
  | 'issue.page'
  | 'issue.groups'
  | 'issue.tables'
  | 'account.page'
  | 'account.list'
  | 'account.get'
  | 'call.page'
  | 'call.totals'
  | 'place.page'
  | 'place.totals'
  | 'place.map'
  | 'place.path'
  | 'place.write'
  | 'conversation.page'
  | 'conversation.get'
  | 'item.page'
  | 'item.get'
  | 'item.receipts'
  | 'item.origins'
  | 'item.provenance'
  | 'item.places'
  | 'item.hex'
  | 'attachment.read'
  | 'media.page'
  | 'media.get'
  | 'media.facts'
  | 'search.page'
  | 'timeline.buckets'
  | 'overview.get'
  | 'graph.get'
  | 'graph.write'
  | 'custody.page';

/** What was read into the case: conversations, items, and where they come from. */
export const itemHandlers = (desk: Desk): CaseHandlers<Session, Methods> => ({
  'issue.page': ({ file }, { at, limit, ...filter }) => done(pageIssues(file.db, filter, at, limit)),
  'issue.groups': ({ file }, { by, limit, ...filter }) => done(groupIssues(file.db, filter, by, limit)),
  'issue.tables': ({ file }, { source }) => done(countTableIssues(file.db, source)),
  'account.page': ({ file }, { at, limit, ...wanted }) => done(pageAccounts(file.db, wanted, at, limit)),
  'account.list': ({ file }, { at, limit, ...wish }) => done(pageAccountList(file.db, wish, at, limit)),
  'account.get': (session, { account, filter }) => done(accountDetail(session, account, filter)),
  'call.page': ({ file }, { filter, at, limit, ...order }) => done(pageCalls(file.db, filter, order, at, limit)),
  'call.totals': ({ file }, { filter }) => done(readCallTotals(file.db, filter)),
  'place.page': ({ file }, request) => done(pagePlaces(file.db, request)),
  'place.totals': ({ file }, request) => done(readPlaceTotals(file.db, request)),
  'place.map': ({ file }, request) => done(mapPlaces(file.db, request)),
  'place.path': ({ file }, { account, ...request }) => done(readPlacePath(file.db, account, request)),
  'place.write': ({ file }, request) => done(writePlaces(file, request)),
  'conversation.page': ({ file }, { filter, at, limit, ...order }) =>
    done(pageConversations(file.db, filter, order, at, limit)),
  'conversation.get': ({ file }, { conversation }) => done(getConversation(file.db, conversation)),
  'item.page': ({ file }, { filter, order, at, limit }) => done(pageItems(file.db, filter, at, limit, order)),
  'item.get': ({ file }, { item }) => done(getItem(file.db, item)),
  'item.receipts': ({ file }, { item }) => {
    getItem(file.db, item);
    return done(readReceipts(file.db, item));
  },
  'item.origins': ({ file }, { items }) => done(readOrigins(file.db, items)),
  'item.provenance': (session, { item }) => done(provenanceView(session, item)),
  'item.places': (session, { item, first, limit }) => done(placesView(session, item, first, limit)),
  'item.hex': (session, wanted) => hexView(session, wanted),
  'attachment.read': (session, wanted) => readAttachmentSlice(desk, session, wanted),
  'media.page': ({ file }, request) => done(pageMedia(file.db, request)),
  'media.get': ({ file }, { attachment }) => done(getMedia(file.db, attachment)),
  'media.facts': (session, { attachment }) => readMediaFacts(desk, session, attachment),
  'search.page': ({ file }, { filter, at, limit }) => done(pageSearch(file.db, filter, at, limit)),
  'timeline.buckets': ({ file }, request) => done(readBuckets(file, request)),
  'overview.get': ({ file }, { filter, top }) => done(readOverview(file.db, filter, top)),
  'graph.get': ({ file }, request) => done(readGraph(file, request)),
  'graph.write'({ file }, { format, nodes, ...request }) {
    const graph = readGraph(file, request);
    return done({ text: writeGraph(nodes === undefined ? graph : cutGraph(graph, nodes), format) });
  },
  'custody.page': ({ file }, { at, limit, ...filter }) => done(pageCustody(file.db, filter, at, limit)),
});
