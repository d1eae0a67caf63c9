import {
  countItems,
  getAccountActivity,
  readAccountHoldings,
  readSameAccounts,
  type AccountHoldings,
} from '../../case/index.ts';
import type {
  AccountActivity,
  Filter,
  LegalAlternative,
  LegalHolding,
  LegalLanguage,
  LegalService,
  LegalVerdict,
  LegalView,
  SameAccount,
} from '../../contract/index.ts';
import { CITATIONS, type CitationId } from './citations.ts';
import { ALTERNATIVES, DATA, ELEMENTS_CITATIONS, HOLDER_CITATIONS, ROUTES, type AlternativeId, type DataId, type Prospects, type RouteId } from './services.ts'; // prettier-ignore
import { wechatVerdict } from './wechat-or-weixin.ts';
import type { LegalWords } from './legal-words.ts';
import { legalWords } from './words.ts';

type CaseDb = Parameters<typeof getAccountActivity>[0];

/** An account with all that the case holds of it. */
export interface LegalFacts {
  readonly account: AccountActivity;
  readonly same: readonly SameAccount[];
  readonly holdings: AccountHoldings;
  readonly payments: number;
  readonly service: LegalService;
  readonly verdict: LegalVerdict | null;
}

/** Reads what the case holds of an account and which service it is of. Fails with `not-found`. */
export function readLegalFacts(db: CaseDb, account: number, filter: Filter, words: LegalWords): LegalFacts {
  const view = getAccountActivity(db, account, filter);
  const same = readSameAccounts(db, account);
  const holdings = readAccountHoldings(
    db,
    account,
    same.map((one) => one.account),
  );
  const verdict =
    view.service === 'wechat' && !isOfWecom(view)
      ? wechatVerdict({ identifier: view.identifier, phone: view.phone, stored: holdings.stored }, words)
      : null;
  return {
    account: view,
    same,
    holdings,
    // An event of this type tells what a message tells: it would be counted twice.
    payments: countItems(db, {
      senders: [account, ...same.map((one) => one.account)],
      types: ['payment'],
      classes: ['message'],
    }),
    service: serviceOf(view, verdict),
    verdict,
  };
}

/** Which service may hold what of an account, and what the case holds already, in words of the language. Fails with `not-found`. */
export function readLegal(db: CaseDb, account: number, filter: Filter, language: LegalLanguage): LegalView {
  const words = legalWords(language);
  const facts = readLegalFacts(db, account, filter, words);
  const { service, verdict } = facts;
  const data = rowsOf(DATA, service).map(([id, { prospect, citations }]) => ({ id, ...words.data[id as DataId], prospect, citations })); // prettier-ignore
  const routes = rowsOf(ROUTES, service).map(([id, { prospect, citations, draft }]) => ({
    id,
    ...words.route[id as RouteId],
    prospect,
    citations,
    draft: prospect === 'no' ? null : draft,
  }));
  const alternatives = alternativesOf(facts, words);
  const cited = new Set<string>([
    ...HOLDER_CITATIONS[service],
    ...[...data, ...routes, ...alternatives].flatMap(({ citations }) => citations),
    ...(service === 'other' ? [] : ELEMENTS_CITATIONS),
  ]);
  return {
    account: facts.account.id,
    name: facts.account.name,
    identifier: facts.account.identifier,
    service,
    notice: words.notice,
    holder: words.holder[service],
    holderReason: isOfWecom(facts.account) ? words.holderReason.openIm : words.holderReason.app(facts.holdings.source),
    holderCitations: HOLDER_CITATIONS[service],
    verdict,
    data,
    routes,
    elements: service === 'other' ? [] : words.elements,
    elementsCitations: service === 'other' ? [] : ELEMENTS_CITATIONS,
    alternatives,
    citations: CITATIONS.filter(({ id }) => cited.has(id)),
  };
}

/** WeChat's form of a contact who uses WeCom. Source: dossier of formats, identifiers. */
function isOfWecom({ service, identifier }: AccountActivity): boolean {
  return service === 'wecom' || (service === 'wechat' && identifier.endsWith('@openim'));
}

function serviceOf(account: AccountActivity, verdict: LegalVerdict | null): LegalService {
  if (isOfWecom(account)) return 'wecom';
  if (verdict !== null) return verdict.is === 'undetermined' ? 'wechat-or-weixin' : verdict.is;
  return account.service === 'whatsapp' ? 'whatsapp' : 'other';
}

/** The entries of a table that say something of the service, in the table's order. */
function rowsOf<Entry extends { readonly prospects: Prospects }>(
  table: Readonly<Record<string, Entry>>,
  service: LegalService,
) {
  return Object.entries(table).flatMap(([id, entry]) => {
    const prospects: Prospects = entry.prospects;
    const prospect = prospects[service];
    return prospect === undefined ? [] : [[id, { ...entry, prospect }] as const];
  });
}

const MOST_HOLDINGS = 20;

/** Every way that needs no provider; those of which the case holds something first, the most direct first. */
function alternativesOf(facts: LegalFacts, words: LegalWords): readonly LegalAlternative[] {
  const all = ALTERNATIVES.map((id) => {
    const holdings = HELD[id](facts, words);
    const inAll = id === 'counterparties' ? facts.holdings.counterpartiesInAll : holdings.length;
    const citations: readonly CitationId[] = ['wechat-guide'];
    return { id, ...words.alternative[id], citations, holdings: holdings.slice(0, MOST_HOLDINGS), more: inAll - Math.min(holdings.length, MOST_HOLDINGS) }; // prettier-ignore
  });
  return [...all.filter(({ holdings }) => holdings.length > 0), ...all.filter(({ holdings }) => holdings.length === 0)];
}

const nowhere = { account: null, source: null, conversation: null };

const HELD: Readonly<Record<AlternativeId, (facts: LegalFacts, words: LegalWords) => readonly LegalHolding[]>> = {
  'own-device': ({ holdings }, words) => devices(holdings.ownDevices, words),
  'other-devices': ({ holdings }, words) => devices(holdings.otherDevices, words),
  counterparties: ({ holdings }, { holding }) =>
    holdings.counterparties.map(({ account, name, identifier, conversation, messages, isDeviceHeld }) => ({
      ...nowhere,
      account,
      conversation,
      says: holding.counterparty(messages, isDeviceHeld),
      value: name === identifier ? name : `${name} (${identifier})`,
    })),
  identifiers: ({ account, holdings }, { holding }) => [
    ...(account.phone === null ? [] : [{ ...nowhere, says: holding.phone, value: account.phone }]),
    ...account.links.map((link) => ({ ...nowhere, account: link.account, says: holding.link(link.method), value: link.identifier })), // prettier-ignore
    ...holdings.stored
      .filter(({ name, value }) => LINKING.test(name) && value !== '')
      .map(({ name, value }) => ({ ...nowhere, says: holding.stored(name), value })),
  ],
  payments: ({ account, payments }, { holding }) =>
    payments === 0 ? [] : [{ ...nowhere, account: account.id, says: holding.payments(payments), value: '' }],
  public: ({ account }, { holding }) =>
    account.names.map(({ name, column }) => ({ ...nowhere, says: holding.name(column), value: name })),
};

/** Columns that hold an identifier of another service. */
const LINKING = /\((?:bound-mobile|bound-qq|e-mail|alias)\)$|\.(?:alias|phone|mobile|mobile_phone|e164|email|qq|unionid)$/iu; // prettier-ignore

function devices(list: AccountHoldings['ownDevices'], { holding }: LegalWords): readonly LegalHolding[] {
  return list.map(({ source, label, exhibit, messages }) => ({
    ...nowhere,
    source,
    says: holding.device(exhibit, messages),
    value: label,
  }));
}
