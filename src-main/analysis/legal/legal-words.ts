import type { LegalDraft, LegalService, LegalVerdict } from '../../contract/index.ts';
import type { AlternativeId, DataId, RouteId } from './services.ts';

/** The words of the legal-process helper in one language; each statement keeps to the document cited beside it. */
export interface LegalWords {
  readonly notice: string;
  readonly holder: Readonly<Record<LegalService, string>>;
  /** Why an account is taken to be of a service; `from` is the source's label or the form of the identifier. */
  readonly holderReason: {
    readonly app: (source: string) => string;
    readonly openIm: string;
  };
  readonly verdict: {
    readonly title: Readonly<Record<LegalVerdict['is'], string>>;
    readonly agreed: (hints: number) => string;
    readonly none: string;
    readonly single: string;
    readonly weak: string;
    readonly conflict: string;
  };
  readonly hint: {
    readonly registration: string;
    readonly phone: string;
    readonly region: string;
    readonly identifier: string;
    readonly identifierOfRow: string;
  };
  readonly reading: {
    readonly registrationMainland: string;
    readonly registrationElsewhere: string;
    readonly phoneMainland: string;
    readonly phoneElsewhere: string;
    readonly phoneUnclear: string;
    readonly region: string;
    readonly identifier: string;
  };
  readonly data: Readonly<Record<DataId, { readonly what: string; readonly where: string; readonly says: string }>>;
  readonly route: Readonly<Record<RouteId, { readonly title: string; readonly says: string }>>;
  readonly elements: readonly string[];
  readonly alternative: Readonly<Record<AlternativeId, { readonly title: string; readonly says: string }>>;
  readonly holding: {
    readonly device: (exhibit: string, messages: number) => string;
    readonly counterparty: (messages: number, isDeviceHeld: boolean) => string;
    readonly link: (method: string) => string;
    readonly phone: string;
    readonly stored: (column: string) => string;
    readonly payments: (count: number) => string;
    readonly name: (column: string) => string;
  };
  readonly draft: DraftWords;
}

export interface DraftWords {
  readonly head: string;
  readonly title: Readonly<Record<LegalDraft, string>>;
  readonly asks: Readonly<Record<LegalDraft, string>>;
  readonly authority: string;
  readonly officer: string;
  readonly contact: string;
  readonly reference: string;
  readonly addressee: string;
  readonly addresseeNote: string;
  readonly account: string;
  readonly service: string;
  readonly identifier: string;
  readonly telephone: string;
  readonly linked: string;
  readonly names: string;
  readonly period: string;
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly basis: string;
  readonly basisNote: string;
  readonly facts: Readonly<Record<LegalDraft, string>>;
  readonly attached: string;
  readonly toFill: string;
}
