import { readCaseInfo, type CaseFile } from '../../case/index.ts';
import type { Params } from '../../contract/index.ts';
import { readLegal, readLegalFacts, type LegalFacts } from './read-legal.ts';
import type { DraftWords } from './legal-words.ts';
import { legalWords } from './words.ts';

/**
 * The text of a request for the examiner to edit: filled in from the case, with a mark in brackets wherever something
 * is to be added. Fails with `not-found`.
 */
export function draftRequest(
  file: CaseFile,
  { account, filter, language, draft, data }: Params<'legal.draft'>,
): string {
  const words = legalWords(language);
  const facts = readLegalFacts(file.db, account, filter, words);
  const { data: rows, holder } = readLegal(file.db, account, filter, language);
  const info = readCaseInfo(file);
  const w = words.draft;
  const gap = (what: string = w.toFill): string => `[${what}]`;
  const asked = rows.filter(({ id, prospect }) => (data === undefined ? prospect !== 'no' : data.includes(id)));
  const authority = [info.authority.kind, info.authority.reference].filter((part) => part !== '').join(', ');
  const list = (lines: readonly string[]): string => (lines.length === 0 ? `- ${gap()}` : lines.map((line) => `- ${line}`).join('\n')); // prettier-ignore
  return [
    w.head,
    w.title[draft].toUpperCase(),
    [
      `${w.authority}: ${info.authority.issuer === '' ? gap() : info.authority.issuer}`,
      `${w.officer}: ${info.examiner}, ${gap()}`,
      `${w.contact}: ${gap()}`,
      `${w.reference}: ${info.number}`,
      `${w.addressee}: ${holder} ${gap(w.addresseeNote)}`,
    ].join('\n'),
    w.asks[draft],
    `${w.account}\n${list(accountLines(facts, w))}`,
    `${w.period}: ${periodOf(facts, filter, w)}`,
    `${w.data}\n${list(asked.map(({ what }) => what))}`,
    `${w.basis}: ${authority === '' ? gap() : authority}, ${gap(w.basisNote)}`,
    `${w.facts[draft]}: ${gap()}`,
    `${w.attached}: ${gap()}`,
  ].join('\n\n') + '\n'; // prettier-ignore
}

/** Evidence on a line of its own: characters that break lines, hide or turn text are written as `\\u{…}`. */
function visible(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
}

function accountLines({ account, holdings }: LegalFacts, w: DraftWords): readonly string[] {
  const linked = account.links.map(({ identifier }) => visible(identifier));
  const phones = new Set([account.phone, ...holdings.stored.filter(({ name }) => name.endsWith('(bound-mobile)')).map(({ value }) => value)]); // prettier-ignore
  phones.delete(null);
  return [
    `${w.service}: ${account.service}`,
    `${w.identifier}: ${visible(account.identifier)}`,
    ...(phones.size === 0 ? [] : [`${w.telephone}: ${[...phones].map((one) => visible(one ?? '')).join(', ')}`]),
    ...(linked.length === 0 ? [] : [`${w.linked}: ${linked.join(', ')}`]),
    ...(account.names.length === 0 ? [] : [`${w.names}: ${[...new Set(account.names.map(({ name }) => visible(name)))].join(', ')}`]), // prettier-ignore
  ];
}

/** The period of the filter, else that of the account's messages; a clock without a zone tells no instant. */
function periodOf({ account }: LegalFacts, { fromMs, toMs }: Params<'legal.draft'>['filter'], w: DraftWords): string {
  const own = account.isZoneless ? [null, null] : [account.firstMs, account.lastMs];
  const ends = [fromMs ?? own[0] ?? null, toMs ?? own[1] ?? null];
  const text = (ms: number | null): string => (ms === null ? `[${w.toFill}]` : new Date(ms).toISOString());
  return `${w.from} ${text(ends[0] ?? null)} ${w.to} ${text(ends[1] ?? null)}`;
}
