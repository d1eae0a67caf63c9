const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  laquo: '«',
  raquo: '»',
};

/**
 * Text with references by number and the few names resolved that machines write. Any other name stays as it is written; a number that is
 * no character becomes the replacement character, as the HTML standard has it.
 */
export function decodeHtmlReferences(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,7})|#(\d{1,8})|(amp|lt|gt|quot|apos|nbsp|laquo|raquo));/giu,
    (all, hex, decimal, name) => {
      if (typeof name === 'string') return NAMED[name] ?? all;
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
      const isCharacter = code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : '\uFFFD';
    },
  );
}
