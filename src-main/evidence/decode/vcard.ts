/** One contact card. */
export interface Vcard {
  /** The formatted name (`FN`), else the parts of `N` in speaking order; null when the card has neither. */
  readonly name: string | null;
  readonly phones: readonly VcardPhone[];
  readonly emails: readonly string[];
  readonly organisation: string | null;
}

interface VcardPhone {
  /** As stored. */
  readonly number: string;
  /** WhatsApp's own identifier of the account, in digits (`waid` parameter); null when the card has none. */
  readonly waid: string | null;
}

const MOST_CARDS = 1000;

/**
 * Reads the cards in a text, versions 2.1 to 4.0: folded lines, groups (`item1.TEL`), quoted-printable values of 2.1. Properties not
 * named here are left to whoever shows the stored text. Sources: RFC 6350, RFC 2426, vCard 2.1 (versit consortium).
 */
export function readVcards(text: string): readonly Vcard[] {
  const cards: Vcard[] = [];
  let lines: string[] | null = null;
  for (const line of unfold(text)) {
    if (/^BEGIN:VCARD\s*$/i.test(line)) lines = [];
    else if (/^END:VCARD\s*$/i.test(line)) {
      if (lines !== null) cards.push(readCard(lines));
      lines = null;
      if (cards.length === MOST_CARDS) break;
    } else lines?.push(line);
  }
  return cards;
}

/** Joins continued lines: those that start with a space or tab, and after `=` in quoted-printable values. */
function unfold(text: string): readonly string[] {
  const lines: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const last = lines.at(-1);
    if (last !== undefined && /^[ \t]/.test(line)) lines[lines.length - 1] = last + line.slice(1);
    else if (last?.endsWith('=') === true && /QUOTED-PRINTABLE/i.test(last))
      lines[lines.length - 1] = last.slice(0, -1) + line;
    else lines.push(line);
  }
  return lines;
}

function readCard(lines: readonly string[]): Vcard {
  let formatted: string | null = null;
  let parts: string | null = null;
  let organisation: string | null = null;
  const phones: VcardPhone[] = [];
  const emails: string[] = [];
  for (const line of lines) {
    const property = readProperty(line);
    if (property === null) continue;
    const value = unescape(property.value);
    if (property.name === 'FN') formatted ??= value.trim() === '' ? null : value.trim();
    else if (property.name === 'N') parts ??= spokenName(property.value);
    else if (property.name === 'ORG') organisation ??= fields(property.value).filter(Boolean).join(', ') || null;
    else if (property.name === 'EMAIL') emails.push(value.trim());
    else if (property.name === 'TEL')
      phones.push({ number: value.trim().replace(/^tel:/i, ''), waid: property.parameters.get('WAID') ?? null });
  }
  return { name: formatted ?? parts, phones, emails, organisation };
}

function readProperty(
  line: string,
): { readonly name: string; readonly parameters: ReadonlyMap<string, string>; readonly value: string } | null {
  const colon = endOfParameters(line);
  if (colon === -1) return null;
  const [head = '', ...rest] = line.slice(0, colon).split(';');
  const parameters = new Map(
    rest.map((parameter) => {
      const equals = parameter.indexOf('=');
      return equals === -1
        ? ([parameter.toUpperCase(), ''] as const)
        : ([parameter.slice(0, equals).toUpperCase(), parameter.slice(equals + 1).replaceAll('"', '')] as const);
    }),
  );
  const quoted = parameters.has('QUOTED-PRINTABLE') || /^QUOTED-PRINTABLE$/i.test(parameters.get('ENCODING') ?? '');
  const value = line.slice(colon + 1);
  return {
    name: head.slice(head.lastIndexOf('.') + 1).toUpperCase(),
    parameters,
    value: quoted ? quotedPrintable(value) : value,
  };
}

/** The first colon outside quotes. */
function endOfParameters(line: string): number {
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] === '"') quoted = !quoted;
    else if (line[i] === ':' && !quoted) return i;
  }
  return -1;
}

/** `N` holds family name; given name; further names; prefixes; suffixes. */
function spokenName(value: string): string | null {
  const [family, given, further, prefix, suffix] = fields(value);
  const name = [prefix, given, further, family, suffix].filter((part) => part !== undefined && part !== '').join(' ');
  return name === '' ? null : name;
}

/** Values apart at semicolons that no backslash escapes. */
function fields(value: string): readonly string[] {
  return value.split(/(?<!\\);/).map((part) => unescape(part).trim());
}

function unescape(value: string): string {
  return value.replaceAll(/\\([\\;,:nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char));
}

/** Bytes as UTF-8 where they are; otherwise one character a byte. */
function quotedPrintable(value: string): string {
  const bytes = Buffer.from(
    value.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return bytes.toString('latin1');
    throw error;
  }
}
