const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The halves of a character beyond U+FFFF, each by its number, as apps write them that take a text for its UTF-16. */
const HALVES = /&#(5[56]\d{3});&#(5[67]\d{3});/gu;

/**
 * Text with the five entities of XML and references by number resolved. Any other reference, and one to a character that XML
 * forbids or that does not exist, stays as it is written; two that are the halves of one are that character.
 */
export function decodeReferences(text: string): string {
  return withoutHalves(text).replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/giu,
    (all, hex, decimal, name) => {
      if (typeof name === 'string') return NAMED[name] ?? all;
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
      return isAllowed(code) ? String.fromCodePoint(code) : all;
    },
  );
}

function withoutHalves(text: string): string {
  return text.replace(HALVES, (all, high, low) => {
    const pair = String.fromCharCode(Number(high), Number(low));
    return pair.isWellFormed() ? pair : all;
  });
}

/** The characters of XML 1.0, section 2.2. */
function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10_ffff);
}
