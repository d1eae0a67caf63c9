/** What the legal-process view is answered with: general information on which service may hold what of an account, and what the case itself holds. */
import { z } from 'zod';
import { filterSchema } from './filter.ts';
import { id, method } from './method.ts';

export const LEGAL_LANGUAGES = ['en', 'zh'] as const;

export type LegalLanguage = (typeof LEGAL_LANGUAGES)[number];

/** What a request is for. `company`: to the company whose accounts they are. */
export const LEGAL_DRAFTS = ['preserve', 'emergency', 'process', 'mutual-assistance', 'company'] as const;

export type LegalDraft = (typeof LEGAL_DRAFTS)[number];

/** Services that something is said of. WeChat and Weixin are one app and two services: `wechat-or-weixin` where the case does not say which. */
export type LegalService = 'wechat' | 'weixin' | 'wechat-or-weixin' | 'wecom' | 'whatsapp' | 'other';

/** Whether a request for it has a prospect, as the cited document puts it. */
export type LegalProspect = 'possible' | 'limited' | 'no' | 'unknown';

/** A document that a statement is taken from. */
export interface LegalCitation {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  /** As the document states it; null where it states none. */
  readonly dated: string | null;
}

/** A value of the case that speaks for one of the two services. */
export interface LegalHint {
  readonly what: string;
  /** As stored. */
  readonly value: string;
  /** The table, row and column, or the identifier, that it stands in. */
  readonly storedIn: string;
  readonly weight: 'high' | 'medium' | 'low';
  /** What it speaks for; null where it speaks for neither. */
  readonly speaksFor: 'weixin' | 'wechat' | null;
  readonly reading: string;
}

export interface LegalVerdict {
  readonly is: 'weixin' | 'wechat' | 'undetermined';
  readonly title: string;
  readonly reason: string;
  readonly hints: readonly LegalHint[];
}

export interface LegalData {
  readonly id: string;
  readonly what: string;
  readonly where: string;
  readonly prospect: LegalProspect;
  readonly says: string;
  readonly citations: readonly string[];
}

export interface LegalRoute {
  readonly id: string;
  readonly title: string;
  readonly prospect: LegalProspect;
  readonly says: string;
  readonly citations: readonly string[];
  /** The request that can be drafted for it. */
  readonly draft: LegalDraft | null;
}

/** Something that this case holds, with where the window can go for it. */
export interface LegalHolding {
  /** In words of the report's language; `value` is evidence. */
  readonly says: string;
  readonly value: string;
  readonly account: number | null;
  readonly source: number | null;
  readonly conversation: number | null;
}

/** A way that needs no provider. `holdings` are what the case has of it: those with some come first. */
export interface LegalAlternative {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly citations: readonly string[];
  readonly holdings: readonly LegalHolding[];
  /** Holdings that are not listed. */
  readonly more: number;
}

export interface LegalView {
  readonly account: number;
  readonly name: string;
  readonly identifier: string;
  readonly service: LegalService;
  /** That this is general information and no legal advice, and of which day. */
  readonly notice: string;
  readonly holder: string;
  readonly holderReason: string;
  readonly holderCitations: readonly string[];
  /** Null for services that are no WeChat. */
  readonly verdict: LegalVerdict | null;
  readonly data: readonly LegalData[];
  readonly routes: readonly LegalRoute[];
  /** What a request should name. */
  readonly elements: readonly string[];
  readonly elementsCitations: readonly string[];
  readonly alternatives: readonly LegalAlternative[];
  /** Those cited above. */
  readonly citations: readonly LegalCitation[];
}

const language = z.enum(LEGAL_LANGUAGES);

/** Nothing is sent: answers and drafts are made from the case and from documents that lie in the product. */
export const legalMethods = {
  'legal.account': method<LegalView>()(z.strictObject({ account: id, filter: filterSchema, language })),
  /** The text of a request for the examiner to edit; `data` are ids of the data asked for, all that has a prospect where absent. */
  'legal.draft': method<{ readonly text: string }>()(
    z.strictObject({
      account: id,
      filter: filterSchema,
      language,
      draft: z.enum(LEGAL_DRAFTS),
      data: z.array(z.string().max(60)).max(50).optional(),
    }),
  ),
} as const;
