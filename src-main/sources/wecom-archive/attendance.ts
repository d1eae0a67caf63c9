import type { EventType, Issue } from '../../model/index.ts';
import { companyEvent, linesOf, placeOf, secondsOf } from './company-event.ts';
import type { CompanyEvent, Entry } from './company-event.ts';
import { exportIssue } from '../export-issue.ts';

/**
 * Words of `checkin_type`: at the start of work, at its end, outside. Source: documentation of `checkin/getcheckindata`
 * (`developer.work.weixin.qq.com/document/path/90262`), as carried by binarywang/WxJava@3e48dc7, `WxCpCheckinData.java`.
 */
const KINDS: ReadonlySet<string> = new Set(['上班打卡', '下班打卡', '外出打卡']);

/** The word of `exception_type` by which an entry says that nobody checked in. Source: the same. */
const NOT_CHECKED_IN = '未打卡';

/** Words of `exception_type`, several parted by semicolons: time, place, not checked in, Wi-Fi, another device. Source: the same. */
const EXCEPTIONS: ReadonlySet<string> = new Set(['时间异常', '地点异常', NOT_CHECKED_IN, 'wifi异常', '非常用设备']);

/**
 * An entry of attendance. One that says `未打卡` is an entry of what did not take place: it has a type of its own, and no source says
 * what its `checkin_time` then is. `lat` and `lng` are degrees times a million in the datum of Chinese maps (GCJ-02), some hundred
 * metres off others: they are carried as stored and not made a place.
 */
export function attendanceOf(entry: Entry): CompanyEvent {
  const { fields } = entry;
  const said = wordsIn(fields.peek('exception_type'));
  const isMissed = said.includes(NOT_CHECKED_IN);
  const isKnown = said.every((one) => EXCEPTIONS.has(one));
  const type: EventType = isMissed ? 'no-check-in' : 'attendance';
  const userid = fields.text('userid');
  const own = secondsOf(fields, 'checkin_time', isMissed || !isKnown ? 'unexplained' : 'checked');
  const times = [own, secondsOf(fields, 'sch_checkin_time', 'scheduled')];
  const body = linesOf(wordOf(entry, 'checkin_type'), wordOf(entry, 'exception_type'), wordOf(entry, 'notes'));
  const place = [fields.text('location_title'), fields.text('location_detail')].filter((one) => one !== null);
  const stored = { ...(place.length === 0 ? {} : { place: place.join(', ') }), ...fields.rest('') };
  return companyEvent(entry, { type, actor: userid, others: [], times, body, stored, issues: doubtsOf(entry, said) });
}

function wordOf({ fields }: Entry, name: string): string | null {
  const value = fields.peek(name);
  return typeof value === 'string' ? value : null;
}

/** Words parted by semicolons, of either width. */
function wordsIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(/[;；]/u).map((one) => one.trim()).filter((one) => one !== '') : []; // prettier-ignore
}

/** Unknown words of one entry that are told; the entry as stored has them all. */
const MOST_WORDS = 8;

function unknownWords(entry: Entry, said: readonly string[]): readonly string[] {
  const kinds = wordsIn(entry.fields.peek('checkin_type')).filter((one) => !KINDS.has(one));
  const all = new Set([...kinds, ...said.filter((one) => !EXCEPTIONS.has(one))]);
  return [...all].slice(0, MOST_WORDS);
}

function doubtsOf(entry: Entry, said: readonly string[]): readonly Issue[] {
  const { file } = entry;
  return unknownWords(entry, said).map((word) => exportIssue(file, placeOf(entry), 'warning', 'unknown-code', word, 'A word of attendance that is not known; it is kept as stored, and whether somebody checked in is not told by it.')); // prettier-ignore
}
