import { decodeReferences } from '../../evidence/decode/xml-references.ts';
import type { Stored } from '../../model/index.ts';
import { BY_STAND_IN } from './form.ts';
import type { Form, Piece } from './form.ts';
import { byIdentifier, byName, fileStated, kindOf, said, typeOfMedia, typeOfMessage } from './said.ts';
import type { FileStated, PersonStated, RoomStated, Said } from './said.ts';
import { msStated } from './times.ts';
import { XmlElements } from './xml-elements.ts';

/*
 * Texts in the form of “SMS Backup & Restore”, as Signal for Android wrote them until 2018 and as signalbackup-tools writes them out of
 * a backup. Sources: signalapp/Signal-Android at eb456ef2b0d11e3ca84a2d4ccd8f3237a2a4054d, database/XmlBackup.java, and at
 * 10314d051c9bb756d48a6ecc62e327655b88c982, database/PlaintextBackupExporter.java; bepaald/signalbackup-tools at
 * 28768462b62337d7dd3036f6c6b7eeee297d7026, signalbackup/exportxml.cc.
 */
const OF_APP = /<!-- File Created By (?:Signal|TextSecure) -->/u;
const OWN_NAME = /^(?:Signal|TextSecure)PlaintextBackup\.xml$/u;
/** The order of attributes by which the tool's file differs from those of others. */
const OF_TOOL =
  /<smses count="\d+">\s*(?:<sms protocol="[^"]*" address="[^"]*" contact_name="[^"]*" date="\d+" readable_date="|<mms msg_box="\d+" date="\d+" date_sent="\d+" seen=")/u;

export const appXml: Form = {
  variant: 'app-xml',
  label: 'Signal, plaintext backup of the app',
  recognises: (name, head) => (OF_APP.test(head) || OWN_NAME.test(name)) && head.includes('<smses'),
  ...shared(),
};

export const toolsXml: Form = {
  variant: 'backup-tools-xml',
  label: 'Signal, exported by signalbackup-tools',
  recognises: (_name, head) => OF_TOOL.test(head),
  ...shared(),
};

function shared(): Omit<Form, 'variant' | 'label' | 'recognises'> {
  return {
    asksZone: false,
    asksOwner: false,
    claim: BY_STAND_IN,
    folderEach: false,
    ending: /\.xml$/iu,
    async *pieces(bytes, _about, ending) {
      const elements = new XmlElements();
      for await (const some of elements.read(bytes))
        yield some.map(({ text, dataBytes, ...place }): Piece => ({ ...place, what: saidIn(text, dataBytes) }));
      ending.isWhole = elements.isWhole;
      ending.hasStrays = !elements.isSound;
    },
  };
}

type Attributes = ReadonlyMap<string, string>;

const TAG = /<(\/?)([\w:]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*\/?>/gu;
const ATTRIBUTE = /([\w:.-]+)="([^"<]*)"/gu;

/** Tags in their order; null where something else than tags and white space stands there. */
function tagsIn(text: string): readonly { readonly name: string; readonly values: Attributes }[] | null {
  const tags: { readonly name: string; readonly values: Attributes }[] = [];
  let end = 0;
  for (const found of text.matchAll(TAG)) {
    if (text.slice(end, found.index).trim() !== '') return null;
    end = found.index + found[0].length;
    const [, close, name = '', list = ''] = found;
    const values = new Map<string, string>();
    for (const [, key = '', value = ''] of list.matchAll(ATTRIBUTE)) if (!values.has(key)) values.set(key, decodeReferences(value)); // prettier-ignore
    if (close === '') tags.push({ name, values });
  }
  return text.slice(end).trim() === '' ? tags : null;
}

function saidIn(text: string, dataBytes: number): Said | null {
  const tags = tagsIn(text);
  const [first, ...inner] = tags ?? [];
  if (first?.name === 'sms') return smsIn(first.values);
  return first?.name === 'mms' ? mmsIn(first.values, inner, dataBytes) : null;
}

/** Writers put `null` where they have no value. */
function valueOf(values: Attributes, name: string): string | null {
  const value = values.get(name);
  return value === undefined || value === '' || value === 'null' ? null : value;
}

/** What of the attributes no field takes. */
function restOf(values: Attributes, taken: readonly string[]): Record<string, Stored> {
  const kept = [...values].filter(([name, value]) => !taken.includes(name) && value !== '' && value !== 'null' && value !== '0'); // prettier-ignore
  return Object.fromEntries(kept);
}

/** 1 received, 2 sent; 3 draft, 4 to be sent, 5 failed, 6 waiting, of which the tool writes some for other kinds. */
const RECEIVED = '1';
const OUTGOING: ReadonlySet<string> = new Set(['2', '4', '5', '6', '7']);
const KNOWN: ReadonlySet<string> = new Set([RECEIVED, '3', ...OUTGOING]);

/** Stands for the account whose messages the file marks as sent: it names none. */
const SELF: PersonStated = { identifier: 'self', isName: false, names: [] };

function directionOf(type: string): Said['direction'] {
  return type === RECEIVED ? 'incoming' : OUTGOING.has(type) ? 'outgoing' : 'unknown';
}

function smsIn(values: Attributes): Said {
  const type = values.get('type') ?? '';
  const direction = directionOf(type);
  const person = personOf(valueOf(values, 'address'), valueOf(values, 'contact_name'));
  const time = msStated(values.get('date') ?? '');
  const body = values.get('body') ?? '';
  return said({
    room: {
      identifier: person?.identifier ?? 'none',
      title: valueOf(values, 'contact_name'),
      type: 'unknown',
      partner: person,
    },
    sender: direction === 'incoming' ? person : direction === 'outgoing' ? SELF : null,
    direction,
    times: time === null ? [] : [{ stated: time, meaning: direction === 'incoming' ? 'received' : 'sent' }],
    timeStored: values.get('date') ?? null,
    type: body === '' ? 'unknown' : 'text',
    typeStored: type,
    isKnown: KNOWN.has(type),
    body: body === '' ? null : body,
    stored: restOf(values, ['address', 'contact_name', 'date', 'type', 'body', 'readable_date']),
  });
}

function personOf(address: string | null, name: string | null): PersonStated | null {
  if (address === null) return byName(name, 'contact_name');
  return kindOf(address) === null ? { identifier: address, isName: false, names: byName(name, 'contact_name')?.names ?? [] } : byIdentifier(address, name, 'contact_name'); // prettier-ignore
}

/** Of an address of a message with parts: the one that sent it. */
const FROM = '137';

function mmsIn(
  values: Attributes,
  inner: readonly { readonly name: string; readonly values: Attributes }[],
  dataBytes: number,
): Said {
  // prettier-ignore
  const type = values.get('msg_box') ?? '';
  const direction = directionOf(type);
  const addresses = inner.filter(({ name }) => name === 'addr').map((one) => one.values);
  const parts = inner.filter(({ name }) => name === 'part').map((one) => one.values);
  const isText = (part: Attributes): boolean =>
    part.get('ct') === 'text/plain' && part.has('text') && !part.has('data');
  const body = parts.filter(isText).map((part) => part.get('text') ?? '').join(''); // prettier-ignore
  const files = parts.filter((part) => !isText(part)).map(fileOf);
  const room = roomOf(values, addresses);
  const from = addresses.filter((one) => one.get('type') === FROM).map((one) => one.get('address') ?? '');
  const [only, ...others] = from;
  const sender = direction === 'outgoing' ? SELF : direction === 'incoming' && only !== undefined && others.length === 0 ? (room.partner?.identifier === only ? room.partner : byIdentifier(only, null, '')) : null; // prettier-ignore
  const time = msStated(values.get('date') ?? '');
  const left = dataBytes > 0 ? { 'bytes of data': dataBytes } : {};
  return said({
    room,
    sender,
    direction,
    times: time === null ? [] : [{ stated: time, meaning: direction === 'incoming' ? 'received' : 'sent' }],
    timeStored: values.get('date') ?? null,
    type: typeOfMessage(body === '' ? null : body, files),
    typeStored: type,
    isKnown: KNOWN.has(type),
    body: body === '' ? null : body,
    files,
    stored: { ...restOf(values, ['address', 'contact_name', 'date', 'msg_box', 'readable_date']), ...left },
  });
}

/** The members of a group stand in one address, with a stroke between. */
function roomOf(values: Attributes, addresses: readonly Attributes[]): RoomStated {
  const address = valueOf(values, 'address');
  const title = valueOf(values, 'contact_name');
  if (address?.includes('~') !== true && addresses.length < 2) {
    const partner = personOf(address, title);
    return { identifier: address ?? 'none', title, type: 'unknown', partner };
  }
  const members = addresses.flatMap((one) => {
    const person = byIdentifier(valueOf(one, 'address'), null, '');
    return person === null ? [] : [{ person, role: 'unknown' as const }];
  });
  // Groups of the same people share their addresses, and their title tells them apart.
  return { identifier: `${address ?? 'none'}${title === null ? '' : ` (${title})`}`, title, type: 'group', partner: null, members }; // prettier-ignore
}

function fileOf(part: Attributes): FileStated {
  const mediaType = valueOf(part, 'ct');
  const name = valueOf(part, 'name') ?? valueOf(part, 'fn') ?? valueOf(part, 'cl');
  return fileStated({ type: typeOfMedia(mediaType), mediaType, name, stored: restOf(part, ['ct', 'name', 'data']) });
}
