/** A member of JSON that names who sent: by words, not by a number of something that stands elsewhere. */
const SENDER_IN_JSON = /"\w*(?:from|sender|actor|author|talker)\w*"\s*:\s*"(?!\d*")/iu;
/** A record of CSV: no space behind its first comma, as behind that of a date in exported text. Its sender may be a column of another file. */
const RECORD = /^[^\s,]*,\S/u;
const SENDER_IN_PAGE = /class="(?:[^"]* )?from_name[ "]/u;

/** True for a run in which its sender must stand: what is not bytes of another kind than text, and has a place for it. */
export function namesSender(run: string): boolean {
  for (const character of run) if (character < '\t' || character === '\uFFFD') return false;
  if (/^\s*[{[]/u.test(run) && !/^\s*\[\d/u.test(run)) return SENDER_IN_JSON.test(run);
  if (RECORD.test(run)) return false;
  // Of what was sent, a text message in XML names whom it went to.
  if (/^<(?:sms|mms)\s/u.test(run)) return /^<[^>]*\s(?:type|msg_box)="1"/u.test(run);
  return !run.startsWith('<div') || SENDER_IN_PAGE.test(run);
}
