import { NOT_LIVE, SYSTEM, type Side } from './compare-side.ts';

/** Pairs and what was left over, by positions in the sides. */
export interface Matches {
  /** By position in A: the position in B, or -1. */
  readonly pairOf: Int32Array;
  /** By position in A: which rule matched it, 0 for none. */
  readonly ruleOf: Uint8Array;
  /** By position in A: bits of what differs. */
  readonly differs: Uint8Array;
  readonly onlyB: readonly number[];
}

export const RULES = ['identifier', 'content', 'place'] as const;
/** Bits of `differs`, in the order of the contract's fields. */
const IDENTIFIER = 1;
const CONVERSATION = 2;
const SENDER = 4;
const TIME = 8;
const TEXT = 16;
const STATE = 32;

/** Candidates of one key that are looked at for the best one. */
const MOST_LOOKED_AT = 8;

/**
 * Matches messages of two sources one to one: by the shared identifier; of the rest, those with the same conversation or sender, time
 * and text; of the rest, those at the same place of a conversation that differ in text or in time. Takes time in proportion to their number.
 */
export function matchMessages(a: Side, b: Side): Matches {
  const count = a.ids.length;
  const pairOf = new Int32Array(count).fill(-1);
  const ruleOf = new Uint8Array(count);
  const taken = new Uint8Array(b.ids.length);
  const rounds: readonly { readonly rule: number; readonly key: KeyOf }[] = [
    { rule: 1, key: ({ serverIds }, at) => (serverIds[at] === 0 ? null : (serverIds[at] ?? null)) },
    { rule: 2, key: byContent },
    { rule: 2, key: byPlaceAndText },
    { rule: 3, key: byPlaceAndTime },
    { rule: 3, key: bySayingAlone },
  ];
  for (const { rule, key } of rounds) {
    const index = indexOf(b, key, taken);
    for (let at = 0; at < count; at += 1) {
      if (pairOf[at] !== -1) continue;
      const wanted = key(a, at);
      const list = wanted === null ? undefined : index.get(wanted);
      if (list === undefined) continue;
      const found = best(a, at, b, list, taken, rule);
      if (found === -1) continue;
      taken[found] = 1;
      pairOf[at] = found;
      ruleOf[at] = rule;
    }
  }
  const differs = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) {
    const other = pairOf[at] ?? -1;
    if (other !== -1) differs[at] = differencesOf(a, at, b, other);
  }
  const onlyB: number[] = [];
  for (let at = 0; at < b.ids.length; at += 1) if (taken[at] === 0) onlyB.push(at);
  return { pairOf, ruleOf, differs, onlyB };
}

interface Waiting {
  readonly positions: number[];
  /** Those before are taken. */
  next: number;
}

type KeyOf = (side: Side, at: number) => string | number | null;

function indexOf(side: Side, key: KeyOf, taken: Uint8Array): Map<string | number, Waiting> {
  const index = new Map<string | number, Waiting>();
  for (let at = 0; at < side.ids.length; at += 1) {
    if (taken[at] === 1) continue;
    const name = key(side, at);
    if (name === null) continue;
    const list = index.get(name);
    if (list === undefined) index.set(name, { positions: [at], next: 0 });
    else list.positions.push(at);
  }
  return index;
}

/** Of the first free candidates the one that differs least; -1 for none. */
function best(a: Side, at: number, b: Side, list: Waiting, taken: Uint8Array, rule: number): number {
  while (list.next < list.positions.length && taken[list.positions[list.next] ?? 0] === 1) list.next += 1;
  let found = -1;
  let least = 99;
  for (let n = list.next; n < Math.min(list.positions.length, list.next + MOST_LOOKED_AT); n += 1) {
    const candidate = list.positions[n] ?? -1;
    if (candidate === -1 || taken[candidate] === 1) continue;
    const differences = differencesOf(a, at, b, candidate);
    // Without the same words, two identifiers that differ are two messages.
    if ((differences & IDENTIFIER) !== 0 && (rule === 3 || a.texts[at] === 0)) continue;
    const differing = bits(differences);
    if (differing < least) {
      least = differing;
      found = candidate;
    }
  }
  return found;
}

function second(time: number | undefined): number | null {
  return time === undefined || Number.isNaN(time) ? null : Math.floor(time / 1000);
}

function byContent(side: Side, at: number): string | null {
  const time = second(side.times[at]);
  const text = side.texts[at] ?? 0;
  return time === null || text === 0 ? null : `${time} ${text} ${side.senders[at] ?? 0}`;
}

function byPlaceAndText(side: Side, at: number): string | null {
  const time = second(side.times[at]);
  const conversation = side.conversations[at] ?? 0;
  return time === null || conversation === 0 ? null : `${time} ${side.texts[at] ?? 0} ${conversation}`;
}

function byPlaceAndTime(side: Side, at: number): string | null {
  const time = second(side.times[at]);
  const conversation = side.conversations[at] ?? 0;
  return time === null || conversation === 0 ? null : `${time} ${conversation} ${side.senders[at] ?? 0}`;
}

function bySayingAlone(side: Side, at: number): string | null {
  const text = side.texts[at] ?? 0;
  const conversation = side.conversations[at] ?? 0;
  return text === 0 || conversation === 0 ? null : `${text} ${conversation} ${side.senders[at] ?? 0}`;
}

/** A field is compared where both sources have it; of text, also where one alone has it, but for lines of the app itself. */
function differencesOf(a: Side, at: number, b: Side, other: number): number {
  const both = (one: number | undefined, two: number | undefined): boolean => one !== 0 && two !== 0 && one !== two;
  let mask = 0;
  if (both(a.serverIds[at], b.serverIds[other])) mask += IDENTIFIER;
  if (both(a.conversations[at], b.conversations[other])) mask += CONVERSATION;
  if (both(a.senders[at], b.senders[other])) mask += SENDER;
  if (differInTime(a.times[at] ?? NaN, b.times[other] ?? NaN)) mask += TIME;
  const flags = (a.flags[at] ?? 0) | (b.flags[other] ?? 0);
  if ((flags & SYSTEM) === 0 && a.texts[at] !== b.texts[other]) mask += TEXT;
  if (((a.flags[at] ?? 0) & NOT_LIVE) !== ((b.flags[other] ?? 0) & NOT_LIVE)) mask += STATE;
  return mask;
}

/** Times are the same when they are, or when one holds whole seconds and the other lies within that second. */
function differInTime(one: number, two: number): boolean {
  if (Number.isNaN(one) || Number.isNaN(two) || one === two) return false;
  const isWhole = one % 1000 === 0 || two % 1000 === 0;
  return !isWhole || Math.floor(one / 1000) !== Math.floor(two / 1000);
}

function bits(mask: number): number {
  let count = 0;
  for (let left = mask; left > 0; left >>= 1) count += left & 1;
  return count;
}
