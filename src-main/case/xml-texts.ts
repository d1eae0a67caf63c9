const CDATA = '<![CDATA[';
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0', laquo: '«', raquo: '»',
}; // prettier-ignore

/** The texts between the tags of a run of XML, each whole: CDATA sections joined to what stands around them, the entities resolved that machines write in XML and HTML. */
export function* xmlTexts(run: string): Generator<string> {
  let text = '';
  for (let at = 0; at < run.length;) {
    const tag = run.indexOf('<', at);
    const end = tag === -1 ? run.length : tag;
    if (end > at) text += resolved(run.slice(at, end));
    if (tag === -1) break;
    if (run.startsWith(CDATA, tag)) {
      const close = run.indexOf(']]>', tag);
      const stop = close === -1 ? run.length : close;
      text += run.slice(tag + CDATA.length, stop);
      at = stop + 3;
    } else {
      if (text !== '') yield text;
      text = '';
      const close = run.indexOf('>', tag);
      at = close === -1 ? run.length : close + 1;
    }
  }
  if (text !== '') yield text;
}

/** The values of the attributes of a run of XML, entities resolved. */
export function* xmlValues(run: string): Generator<string> {
  for (const [, double, single] of run.matchAll(/=\s*(?:"([^"<]*)"|'([^'<]*)')/gu))
    yield resolved(double ?? single ?? '');
}

/** Two references to the halves of one character, as apps write them that take a text for its UTF-16. */
const HALVES = /&#(5[56]\d{3});&#(5[67]\d{3});/gu;

function resolved(text: string): string {
  if (!text.includes('&')) return text;
  const joined = text.replace(HALVES, (all, high, low) => {
    const pair = String.fromCharCode(Number(high), Number(low));
    return pair.isWellFormed() ? pair : all;
  });
  return joined.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp|laquo|raquo));/giu,
    (all, hex, decimal, name) => {
      if (typeof name === 'string') return NAMED[name] ?? all;
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
      return (code >= 0x20 || code === 9 || code === 10 || code === 13) &&
        code <= 0x10_ffff &&
        (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : all;
    },
  );
}
