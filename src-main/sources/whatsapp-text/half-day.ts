/** Blanks that stand between a time and its half of the day; iOS 17 and Android 14 write U+202F. */
const BLANK = '[ \\u00A0\\u202F\\u2009]?';

/**
 * The two halves of the day as phones write them: Unicode CLDR 48, abbreviated day periods of the app's languages, read from
 * ICU 78.3; Chinese parts of the day beside morning and afternoon, and the English phrases, from the layouts that
 * whats_json and ChatLab carry. Dots and blanks inside are optional in matching.
 */
const BEFORE_NOON: readonly string[] = [
  'a.m.', 'a. m.', 'vm.', 'ጥዋት', 'ص', 'dop.', 'π.μ.', 'ق.ظ.', 'ap.', 'r.n.', 'de.', 'f.h.', '午前', '오전', 'тң', 'ກ່ອນທ່ຽງ', 'priešpiet', 'priekšp.',
  'претпл.', 'ү.ө.', 'PG', 'နံနက်', 'पूर्वाह्न', 'म.पू.', 'পূর্বাহ্ণ', 'غ.م.', 'පෙ.ව.', 'p.d.', 'fm', 'ÖÖ', 'дп', 'TO', 'SA', '上午', '凌晨', '清晨', '早上', 'ก่อนเที่ยง', 'пр.об.', 'vorm.',
  'לפנה״צ', 'in the morning',
]; // prettier-ignore
const AFTER_NOON: readonly string[] = [
  'p.m.', 'p. m.', 'nm.', 'ከሰዓት', 'م', 'odp.', 'μ.μ.', 'ب.ظ.', 'ip.', 'i.n.', 'du.', 'e.h.', '午後', '오후', 'тк', 'ຫຼັງທ່ຽງ', 'popiet', 'pēcp.',
  'попл.', 'ү.х.', 'PTG', 'ညနေ', 'अपराह्न', 'म.उ.', 'অপরাহ্ণ', 'غ.و.', 'ප.ව.', 'pop.', 'm.d.', 'em', 'ÖS', 'пп', 'TK', 'CH', '下午', '傍晚', '晚上', 'หลังเที่ยง', 'сл.об.', 'nachm.',
  'אחה״צ', 'in the afternoon', 'in the evening',
]; // prettier-ignore

/** Words that name a part of the day around noon or midnight, where the hour decides. */
const NOON: readonly string[] = ['中午', 'noon'];
const NIGHT: readonly string[] = ['at night', '半夜'];

const beforeNoon = keys(BEFORE_NOON);
const noon = keys(NOON);
const night = keys(NIGHT);

/** A pattern of every word for a half of the day, the longest first. Without groups. */
export const HALF = `(?:${[...BEFORE_NOON, ...AFTER_NOON, ...NOON, ...NIGHT]
  .flatMap((word) => [word, word.toLowerCase(), word.toUpperCase()])
  .filter((word, index, all) => all.indexOf(word) === index)
  .sort((a, b) => b.length - a.length)
  .map((word) => word.replace(/[ .]/gu, pattern))
  .join('|')})`;

/** The hour from 0 to 23; null when the clock has no such hour. `half` as stored, or undefined for a clock of 24 hours. */
export function toHour(hour: number, half: string | undefined): number | null {
  if (hour > 23) return null;
  if (half === undefined || hour > 12) return hour;
  const word = key(half);
  if (noon.has(word)) return hour >= 11 ? hour : hour + 12;
  if (night.has(word)) return hour >= 6 && hour < 12 ? hour + 12 : hour % 12;
  return beforeNoon.has(word) ? hour % 12 : (hour % 12) + 12;
}

function pattern(char: string): string {
  return char === ' ' ? BLANK : `\\.?${BLANK}`;
}

function key(word: string): string {
  return word.replace(/[.\s\u202F\u2009]/gu, '').toLowerCase();
}

function keys(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(key));
}
