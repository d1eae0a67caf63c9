/** Words that claim more than records show. */
export const REFUSED =
  /\b(?:all|every|complete|completely|proves?|proven|always|never|certain|certainly|authentic|guarantees?)\b/iu;

/** What a program prints by mistake: a missing value, or a number beside the wrong form of its word. */
const BROKEN = /\b(?:undefined|NaN)\b|\[object|(?<![\d.,:+-])1 (?:\p{Ll}+ )?(?:\p{Ll}+[^s\P{Ll}]s)\b(?! \d)/u;

/** Lines of a page as a reader sees them, without what comes from evidence: that may say anything. */
export function ownLines(page: string): readonly string[] {
  return page
    .replaceAll(/<style>[\s\S]*?<\/style>/gu, '')
    .replaceAll(/<bdi dir=auto>[\s\S]*?<\/bdi>|<div class=b dir=auto>[\s\S]*?<\/div>/gu, '«»')
    .split(/<[^>]+>|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Lines that overstate, or that hold a value printed by mistake. */
export function badLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => REFUSED.test(line) || BROKEN.test(line) || line === 'null');
}
