import type { LegalDraft, LegalProspect, LegalService } from '../../contract/index.ts';
import type { CitationId } from './citations.ts';

/** The prospect by service; services that are not named have no such row. */
export type Prospects = Readonly<Partial<Record<LegalService, LegalProspect>>>;

interface Entry {
  readonly prospects: Prospects;
  readonly citations: readonly CitationId[];
}

const wechat = (one: LegalProspect, weixin: LegalProspect): Prospects => ({
  wechat: one,
  weixin,
  'wechat-or-weixin': one === weixin ? one : 'unknown',
});

/** Kinds of data that a service may hold, each with where the statement is taken from. The words are in `LegalWords`. */
export const DATA = {
  'wechat-registration': { prospects: wechat('possible', 'no'), citations: ['wechat-guide'] },
  'wechat-metadata': { prospects: wechat('limited', 'no'), citations: ['wechat-guide'] },
  'wechat-content': { prospects: wechat('no', 'no'), citations: ['wechat-guide', 'wechat-help', 'wechat-policy'] },
  'wechat-favourites': { prospects: wechat('unknown', 'no'), citations: ['wechat-help', 'wechat-guide'] },
  'wechat-payments': { prospects: wechat('no', 'no'), citations: ['wechat-guide'] },
  'wecom-company': { prospects: { wecom: 'possible' }, citations: ['wecom-guidelines'] },
  'wecom-chats': { prospects: { wecom: 'limited' }, citations: ['wecom-guidelines'] },
  'wecom-registration': { prospects: { wecom: 'unknown' }, citations: ['wecom-guidelines'] },
  'wecom-devices': { prospects: { wecom: 'unknown' }, citations: ['wecom-guidelines'] },
  'whatsapp-content': { prospects: { whatsapp: 'no' }, citations: ['whatsapp-security', 'whatsapp-requests'] },
  'whatsapp-subscriber': { prospects: { whatsapp: 'possible' }, citations: ['whatsapp-guidelines'] },
  'whatsapp-blocked': { prospects: { whatsapp: 'possible' }, citations: ['whatsapp-guidelines'] },
} as const satisfies Readonly<Record<string, Entry>>;

export type DataId = keyof typeof DATA;

/** Ways to ask, with the request that each needs. */
export const ROUTES = {
  'wechat-preserve': { prospects: wechat('possible', 'no'), citations: ['wechat-guide'], draft: 'preserve' },
  'wechat-emergency': { prospects: wechat('limited', 'no'), citations: ['wechat-guide'], draft: 'emergency' },
  'wechat-process': { prospects: wechat('limited', 'no'), citations: ['wechat-guide', 'wechat-policy'], draft: 'process' },
  'wechat-mutual': { prospects: wechat('limited', 'limited'), citations: ['wechat-guide'], draft: 'mutual-assistance' },
  'wecom-company': { prospects: { wecom: 'possible' }, citations: ['wecom-guidelines'], draft: 'company' },
  'wecom-operator': { prospects: { wecom: 'unknown' }, citations: ['wecom-guidelines'], draft: 'mutual-assistance' },
  'whatsapp-process': { prospects: { whatsapp: 'possible' }, citations: ['whatsapp-guidelines'], draft: 'process' },
  'whatsapp-emergency': { prospects: { whatsapp: 'limited' }, citations: ['whatsapp-guidelines'], draft: 'emergency' },
  'whatsapp-mutual': { prospects: { whatsapp: 'limited' }, citations: ['whatsapp-guidelines', 'whatsapp-requests'], draft: 'mutual-assistance' },
} as const satisfies Readonly<Record<string, Entry & { readonly draft: LegalDraft }>>; // prettier-ignore

export type RouteId = keyof typeof ROUTES;

/** Where it is taken from who holds the accounts of a service. */
export const HOLDER_CITATIONS: Readonly<Record<LegalService, readonly CitationId[]>> = {
  wechat: ['wechat-guide'],
  weixin: ['wechat-guide'],
  'wechat-or-weixin': ['wechat-guide'],
  wecom: ['wecom-guidelines'],
  whatsapp: ['whatsapp-security'],
  other: [],
};

/** Where it is taken from what a request should name, and which other ways there are. */
export const ELEMENTS_CITATIONS: readonly CitationId[] = ['wechat-guide'];

/** Ways that need no provider, the most direct first. Source: the guide's list of alternatives. */
export const ALTERNATIVES = ['own-device', 'other-devices', 'counterparties', 'identifiers', 'payments', 'public'] as const; // prettier-ignore

export type AlternativeId = (typeof ALTERNATIVES)[number];
