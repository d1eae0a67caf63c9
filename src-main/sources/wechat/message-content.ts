import { attributeOf, elementAt, readXmlTree, textAt } from '../../evidence/decode/xml-tree.ts';
import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import { readAppMessage } from './app-message.ts';
import { contentKindOf, type ContentKind } from './codes-message.ts';
import { readCall } from './call-message.ts';
import { readImage, readSticker, readVideo, readVoice } from './media-message.ts';
import type { RowMedia } from './row-media.ts';
import { said, systemLine } from './said.ts';
import type { Said } from './said.ts';
import { readTemplate } from './system-message.ts';
import { leavesOf } from './xml-leaves.ts';

/** What a message of this type says. An unknown type, and content that is not what the type says, keep the row. */
export function readContent(type: number | null, text: string, media: RowMedia): Said {
  const kind = type === null ? null : contentKindOf(type);
  switch (kind) {
    case 'text':
      return said('text', text);
    case 'notice':
      // Some versions keep in this type what others keep in that of templates.
      if (text.trimStart().startsWith('<sysmsg')) return withXml('system', text, readTemplate);
      return { ...said('system', text), system: systemLine(String(type)) };
    case 'image':
      return readImage(text, media);
    case 'voice':
      return readVoice(text, media);
    case 'video':
      return readVideo(text, media);
    case 'sticker':
      return readSticker(text, media);
    case 'call':
    case 'call-notice':
      return readCall(text, kind);
    case 'app':
      return withXml('text', text, (root) => readAppMessage(root, media));
    case 'template':
      return withXml('system', text, readTemplate);
    case 'card':
      return withXml('contact', text, readCard);
    case 'location':
      return withXml('location', text, readLocation);
    case 'live-location':
      return { ...said('live-location', words(text)) };
    case 'mail':
      return withXml('business', text, (root) => ({
        ...said('business', textAt(root, 'pushmail', 'content', 'subject')),
        details: [{ type: 'other', name: 'mail', values: leavesOf(root) }],
      }));
    case 'friend-request':
      return withXml('system', text, (root) => ({
        ...said('system', attributeOf(root, 'content')),
        system: systemLine(String(type), 'contact-notice'),
        details: [{ type: 'other', name: 'friend-request', values: leavesOf(root) }],
      }));
    case null:
      return { ...said('unknown', words(text)), unknown: { what: 'type', code: String(type) } };
  }
}

const SHELLS: Readonly<Partial<Record<ContentKind, Said['type']>>> = { text: 'text', image: 'image', voice: 'voice', video: 'video', sticker: 'sticker', call: 'call', card: 'contact', location: 'location' }; // prettier-ignore

/** A message whose content could not be unpacked, with the reason: of what its type says, as far as that needs no content. */
export function unreadContent(type: number | null, damage: string): Said {
  const kind = type === null ? null : contentKindOf(type);
  const unknown = kind === null ? { what: 'type', code: String(type) } : null;
  return { ...said(kind === null ? 'unknown' : (SHELLS[kind] ?? 'unknown')), unknown, damage };
}

/** Reads content that is XML; content that is none becomes a message of the type, with the reason. */
function withXml(type: Said['type'], text: string, read: (root: XmlElement) => Said): Said {
  try {
    return read(readXmlTree(text.trim()));
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    const system = type === 'system' ? systemLine('unreadable', 'unknown') : null;
    return { ...said(type), system, damage: error.message };
  }
}

function readCard(root: XmlElement): Said {
  const username = attributeOf(root, 'username');
  const name = attributeOf(root, 'nickname');
  const card = said('contact', name);
  if (username !== null) card.accounts.push(username);
  card.details.push({ type: 'other', name: 'card', values: leavesOf(root) });
  return card;
}

/** `x` is the latitude, `y` the longitude. ppwwyyxx/wechat-dump@be3009f. */
function readLocation(root: XmlElement): Said {
  const place = elementAt(root, 'location');
  const [latitude, longitude] = [degrees(attributeOf(place, 'x'), 90), degrees(attributeOf(place, 'y'), 180)];
  const name = attributeOf(place, 'poiname');
  const address = attributeOf(place, 'label');
  if (latitude === null || longitude === null)
    return { ...said('location', name ?? address), damage: 'it holds no coordinates on Earth', details: [{ type: 'other', name: 'location', values: leavesOf(root) }] }; // prettier-ignore
  const url = attributeOf(place, 'infourl');
  return { ...said('location'), details: [{ type: 'location', latitude, longitude, name, address, url, liveS: null }] };
}

function degrees(value: string | null, most: number): number | null {
  const number = value === null || !/^-?\d{1,3}(?:\.\d{1,20})?$/u.test(value) ? NaN : Number(value);
  return Math.abs(number) <= most ? number : null;
}

function words(text: string): string | null {
  return text === '' ? null : text;
}
