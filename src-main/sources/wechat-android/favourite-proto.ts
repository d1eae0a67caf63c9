import { integerOf, readProtobuf, type ProtobufField } from '../../evidence/decode/protobuf.ts';
import type { XmlElement } from '../../evidence/decode/xml-tree.ts';

/** Fields of a message by number: the name that the client's own XML gives each, what stands in one, and which are attributes. */
type Shape = Readonly<Record<number, string | { readonly name: string; readonly shape: Shape } | { readonly attribute: string } | { readonly real: string }>>; // prettier-ignore

// Numbers: FavProtoItem and the classes that it holds in bitren/wxwork@33a5ee0 (`com/tencent/mm/protocal/protobuf`), which read each
// field by number; the names of elements are those of its parsers, which make XML of the same fields.
const SOURCE: Shape = { 1: { attribute: 'sourcetype' }, 2: 'fromusr', 3: 'tousr', 4: { attribute: 'sourceid' }, 5: 'realchatname', 6: 'createtime', 7: 'msgid', 8: 'eventid', 9: 'appid', 10: 'link', 12: 'brandid' }; // prettier-ignore
const PLACE: Shape = { 1: { real: 'lng' }, 2: { real: 'lat' }, 3: 'scale', 4: 'label', 5: 'poiname' };
const PAGE: Shape = { 1: 'pagetitle', 2: 'pagedesc', 3: 'clean_url', 4: 'pagethumb_url' };
const BESIDE: Shape = { 1: { name: 'dataitemsource', shape: SOURCE }, 2: { name: 'locitem', shape: PLACE }, 3: { name: 'weburlitem', shape: PAGE } }; // prettier-ignore
const ITEM: Shape = {
  1: 'datatitle', 2: 'datadesc', 3: 'cdn_thumburl', 4: 'cdn_thumbkey', 7: 'cdn_dataurl', 8: 'cdn_datakey', 10: 'duration',
  11: 'stream_weburl', 12: 'stream_dataurl', 13: 'stream_lowbandurl', 14: 'dataext', 15: { attribute: 'datatype' }, 16: 'datafmt',
  17: 'fullmd5', 18: 'head256md5', 19: 'fullsize', 20: { attribute: 'dataid' }, 23: 'thumbfullmd5', 24: 'thumbhead256md5',
  25: 'thumbfullsize', 26: { attribute: 'datasourceid' }, 31: 'datasrctitle', 32: { name: '', shape: BESIDE }, 33: 'datasrcname',
  34: 'datasrctime', 36: { attribute: 'htmlid' }, 41: 'recordxml',
}; // prettier-ignore
const FAVOURITE: Shape = { 1: { name: 'source', shape: SOURCE }, 2: { name: 'dataitem', shape: ITEM }, 3: { name: 'locitem', shape: PLACE }, 4: { name: 'weburlitem', shape: PAGE }, 5: 'remark', 6: 'title', 7: 'desc', 8: 'remarktime', 11: 'edittime' }; // prettier-ignore

/**
 * A favourite that the app packs, as the XML that it would write of it; null where the bytes are no such message or are cut off.
 * `isWhole` is false where a part of it is.
 */
export function favouriteTree(bytes: Uint8Array): { readonly root: XmlElement; readonly isWhole: boolean } | null {
  const damaged: string[] = [];
  const { children, attributes } = elementOf('favitem', bytes, FAVOURITE, damaged) ?? {
    children: null,
    attributes: null,
  };
  if (children === null) return null;
  const items = children.filter(({ name }) => name === 'dataitem');
  const others = children.filter(({ name }) => name !== 'dataitem');
  const list = { name: 'datalist', attributes: new Map<string, string>(), children: items, text: '' };
  const root = { name: 'favitem', attributes, children: items.length === 0 ? others : [...others, list], text: '' };
  return { root, isWhole: damaged.length === 0 };
}

/** Tags of a favourite: those that the owner gave it in field 2, those that the app proposes in 1 (FavTagList of the same). */
export function favouriteTags(bytes: Uint8Array): readonly (readonly [proposed: boolean, tag: string])[] | null {
  const { fields, damage } = readProtobuf(bytes);
  if (damage !== null) return null;
  return fields.flatMap(({ number, value }) =>
    (number === 1 || number === 2) && value.wire === 'bytes' && value.bytes.length > 0
      ? [[number === 1, words(value.bytes)] as const]
      : [],
  );
}

function elementOf(name: string, bytes: Uint8Array, shape: Shape, damaged: string[]): XmlElement | null {
  const { fields, damage } = readProtobuf(bytes);
  if (damage !== null) return null;
  const attributes = new Map<string, string>();
  const children: XmlElement[] = [];
  for (const field of fields) {
    const known = shape[field.number];
    if (known === undefined) continue;
    if (typeof known === 'object' && 'shape' in known) {
      const inner =
        field.value.wire === 'bytes' ? elementOf(known.name, field.value.bytes, known.shape, damaged) : null;
      // Fields of a message without a name of its own in the XML stand in the element around it.
      if (inner === null) damaged.push(known.name);
      else children.push(...(known.name === '' ? inner.children : [inner]));
      continue;
    }
    const text = typeof known === 'object' && 'real' in known ? realOf(field) : textIn(field);
    if (text === null || text === '') continue;
    if (typeof known === 'object' && 'attribute' in known) attributes.set(known.attribute, text);
    else children.push({ name: typeof known === 'string' ? known : known.real, attributes: new Map(), children: [], text }); // prettier-ignore
  }
  return { name, attributes, children, text: '' };
}

function textIn(field: ProtobufField): string | null {
  if (field.value.wire === 'bytes') return words(field.value.bytes);
  const number = integerOf(field);
  return number === null || number === 0n ? null : String(number);
}

function realOf({ value }: ProtobufField): string | null {
  if (value.wire !== 'fixed64') return null;
  const real = new DataView(value.bytes.buffer, value.bytes.byteOffset, 8).getFloat64(0, true);
  return Number.isFinite(real) ? String(real) : null;
}

function words(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
