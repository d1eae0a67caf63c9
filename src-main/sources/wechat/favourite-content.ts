import { attributeOf, elementAt, textAt, type XmlElement } from '../../evidence/decode/xml-tree.ts';
import type { Detail } from '../../model/index.ts';
import { readDataItems, type DataItemSink } from './data-items.ts';
import { leavesOf } from './xml-leaves.ts';

/** A part of a favourite that has a file, or may have one. */
export interface FavouriteItem {
  /** Its number in the favourite, `2.1` for the first inside the second. */
  readonly place: string;
  readonly type: string | null;
  /** `dataid`, by which the app names it. */
  readonly id: string | null;
  readonly title: string | null;
  readonly format: string | null;
  readonly md5: string | null;
  readonly sizeBytes: number | null;
  /** Null where the item names no preview. */
  readonly preview: { readonly md5: string | null; readonly sizeBytes: number | null } | null;
  readonly hasFile: boolean;
}

/** What the XML of a favourite says. */
export interface FavouriteContent extends DataItemSink {
  readonly words: string | null;
  /** Whom and what it came from, as it says: accounts and groups. */
  readonly sources: readonly string[];
  readonly items: readonly FavouriteItem[];
  readonly tags: readonly string[];
  readonly stored: Readonly<Record<string, string>>;
}

/**
 * Reads `<favitem>`. Names of elements: FavProtoItemParser, FavSourceItemParser, FavDataItemParser, FavTagParser of the client in
 * bitren/wxwork@33a5ee0 (`com/tencent/mm/plugin/fav/api/parser`); the same on iOS and computers: P79N6A/pa_script@3e60490 (`apple_wechat.py`).
 */
export function readFavourite(root: XmlElement): FavouriteContent {
  const favourite = root.name === 'favitem' ? root : (elementAt(root, 'favitem') ?? root);
  const sink: DataItemSink = { details: placesAndLinks(favourite), damage: null };
  const items: FavouriteItem[] = [];
  let firstWords: string | null = null;
  readDataItems(sink, favourite, {
    name: 'favourite-item',
    visit: (item, place) => {
      firstWords ??= textAt(item, 'datadesc') ?? textAt(item, 'datatitle');
      const known = itemIn(item, place);
      if (known.hasFile || known.preview !== null) items.push(known);
    },
  });
  const words = [textAt(favourite, 'desc'), textAt(favourite, 'weburlitem', 'pagetitle'), textAt(favourite, 'title'),
    textAt(favourite, 'locitem', 'poiname'), textAt(favourite, 'locitem', 'label'), firstWords].find((one) => one !== null); // prettier-ignore
  const source = elementAt(favourite, 'source');
  const sources = ['fromusr', 'realchatname', 'tousr'].flatMap((name) => textAt(source, name) ?? []);
  const tags = elementAt(favourite, 'taglist')?.children.flatMap(({ text }) => (text.trim() === '' ? [] : text.trim())) ?? []; // prettier-ignore
  const rest = { ...favourite, children: favourite.children.filter(({ name }) => name !== 'datalist') };
  return { details: sink.details, damage: sink.damage, words: words ?? null, sources, items, tags, stored: leavesOf(rest) }; // prettier-ignore
}

function placesAndLinks(favourite: XmlElement): Detail['content'][] {
  const details: Detail['content'][] = [];
  const page = elementAt(favourite, 'weburlitem');
  const url = textAt(page, 'clean_url') ?? textAt(favourite, 'source', 'link');
  if (url !== null) details.push({ type: 'link', url, title: textAt(page, 'pagetitle') ?? textAt(favourite, 'title'), description: textAt(page, 'pagedesc') }); // prettier-ignore
  const place = elementAt(favourite, 'locitem');
  const [latitude, longitude] = [degrees(textAt(place, 'lat'), 90), degrees(textAt(place, 'lng'), 180)];
  // Both are zero where the favourite names no place.
  if (latitude !== null && longitude !== null && (latitude !== 0 || longitude !== 0))
    details.push({ type: 'location', latitude, longitude, name: textAt(place, 'poiname'), address: textAt(place, 'label'), url: null, liveS: null }); // prettier-ignore
  return details;
}

function degrees(text: string | null, most: number): number | null {
  if (text === null || !/^-?\d{1,3}(?:\.\d{1,20})?$/u.test(text)) return null;
  const value = Number(text);
  return Math.abs(value) <= most ? value : null;
}

function itemIn(item: XmlElement, place: string): FavouriteItem {
  const md5 = textAt(item, 'fullmd5');
  const sizeBytes = wholeIn(textAt(item, 'fullsize'));
  const thumb = { md5: textAt(item, 'thumbfullmd5'), sizeBytes: wholeIn(textAt(item, 'thumbfullsize')) };
  const hasPreview = thumb.md5 !== null || textAt(item, 'cdn_thumburl') !== null;
  return {
    place,
    type: attributeOf(item, 'datatype'),
    id: attributeOf(item, 'dataid'),
    title: textAt(item, 'datatitle'),
    format: textAt(item, 'datafmt'),
    md5,
    sizeBytes,
    preview: hasPreview ? thumb : null,
    hasFile: md5 !== null || textAt(item, 'cdn_dataurl') !== null,
  };
}

function wholeIn(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/u.test(text) && Number(text) > 0 ? Number(text) : null;
}
