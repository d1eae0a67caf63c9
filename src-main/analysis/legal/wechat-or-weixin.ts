import type { LegalHint, LegalVerdict } from '../../contract/index.ts';
import type { LegalWords } from './legal-words.ts';

/** What is known of an account that may hint at the service. */
export interface WechatFacts {
  readonly identifier: string;
  readonly phone: string | null;
  /** Columns kept as stored, by name; those of interest end in `(registration-country)`, `(bound-mobile)`, `(province)`, `(city)`. */
  readonly stored: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Every hint that an account gives with its weight, and a verdict that never rests on one hint alone. Weights: dossier of
 * formats, "WeChat or Weixin? Classification hints in data".
 */
export function wechatVerdict(facts: WechatFacts, words: LegalWords): LegalVerdict {
  const hints = hintsOf(facts, words);
  const { is, reason } = judge(hints, words);
  return { is, title: words.verdict.title[is], reason, hints };
}

function judge(hints: readonly LegalHint[], { verdict }: LegalWords): Pick<LegalVerdict, 'is' | 'reason'> {
  const speaking = hints.filter(({ speaksFor }) => speaksFor !== null);
  const [first] = speaking;
  if (first === undefined || first.speaksFor === null) return { is: 'undetermined', reason: verdict.none };
  if (speaking.some(({ speaksFor }) => speaksFor !== first.speaksFor)) return { is: 'undetermined', reason: verdict.conflict }; // prettier-ignore
  if (speaking.length === 1) return { is: 'undetermined', reason: verdict.single };
  if (speaking.every(({ weight }) => weight === 'low')) return { is: 'undetermined', reason: verdict.weak };
  return { is: first.speaksFor, reason: verdict.agreed(speaking.length) };
}

function hintsOf({ identifier, phone, stored }: WechatFacts, { hint, reading }: LegalWords): readonly LegalHint[] {
  const hints: LegalHint[] = [];
  for (const { name, value } of stored) {
    const one = { value, storedIn: name };
    if (name.endsWith('(registration-country)') && value !== '') {
      const isMainland = value === 'CN';
      hints.push({ ...one, what: hint.registration, weight: 'high', speaksFor: isMainland ? 'weixin' : 'wechat', reading: isMainland ? reading.registrationMainland : reading.registrationElsewhere }); // prettier-ignore
    }
    if (name.endsWith('(bound-mobile)') && value !== '') hints.push({ ...one, what: hint.phone, ...phoneHint(value, reading) }); // prettier-ignore
    if ((name.endsWith('(province)') || name.endsWith('(city)')) && value !== '')
      hints.push({ ...one, what: hint.region, weight: 'low', speaksFor: null, reading: reading.region });
  }
  const isPhoneTold = hints.some(({ what }) => what === hint.phone);
  if (phone !== null && !isPhoneTold) hints.push({ what: hint.phone, value: phone, storedIn: hint.identifierOfRow, ...phoneHint(phone, reading) }); // prettier-ignore
  hints.push({ what: hint.identifier, value: identifier, storedIn: hint.identifierOfRow, weight: 'low', speaksFor: null, reading: reading.identifier }); // prettier-ignore
  return hints;
}

/** Only a number with its country code tells a country: eleven digits that begin with 1 are Chinese or North American. */
function phoneHint(
  number: string,
  reading: LegalWords['reading'],
): Pick<LegalHint, 'weight' | 'speaksFor' | 'reading'> {
  const digits = number.replaceAll(/[\s().-]/gu, '').replace(/^00/u, '+');
  if (/^\+?86\d{11}$/u.test(digits)) return { weight: 'medium', speaksFor: 'weixin', reading: reading.phoneMainland };
  if (/^\+[1-9]\d{6,14}$/u.test(digits)) return { weight: 'medium', speaksFor: 'wechat', reading: reading.phoneElsewhere }; // prettier-ignore
  return { weight: 'low', speaksFor: null, reading: reading.phoneUnclear };
}
