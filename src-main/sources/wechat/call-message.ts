import { elementAt, readXmlTree, textAt } from '../../evidence/decode/xml-tree.ts';
import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import { wholeOf } from './media-message.ts';
import { said, systemLine } from './said.ts';
import type { Said } from './said.ts';

/** `room_type`: 0 a call with picture, 1 with sound alone. LifeArchiveProject/WeChatDataAnalysis@e85a09c, sjzar/chatlog@a638aa9. */
const ROOMS: ReadonlyMap<string | null, boolean> = new Map([['0', true], ['1', false]]); // prettier-ignore

/**
 * The bubble of a call (`voipmsg/VoIPBubbleMsg`) with the words that the app shows, or a notice of one. How a call ended is said in the
 * words alone, in the language of the phone, so that the outcome is told only where a length shows that it was answered.
 */
export function readCall(text: string, kind: 'call' | 'call-notice'): Said {
  const trimmed = text.trim();
  const notice = { ...said('call', trimmed === '' ? null : trimmed), system: systemLine(kind, 'call') };
  if (!trimmed.startsWith('<')) return kind === 'call-notice' || trimmed === '' ? notice : { ...notice, damage: 'it is not XML' }; // prettier-ignore
  try {
    const root = readXmlTree(trimmed);
    const bubble = root.name === 'VoIPBubbleMsg' ? root : elementAt(root, 'VoIPBubbleMsg');
    return bubble === null ? { ...notice, body: null, details: [{ type: 'other', name: 'call', values: leaves(root) }] } : readBubble(bubble); // prettier-ignore
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    return { ...notice, body: null, damage: error.message };
  }
}

function readBubble(bubble: XmlElement): Said {
  const words = textAt(bubble, 'msg');
  const duration = wholeOf(textAt(bubble, 'duration'));
  const seconds = duration === null || duration === 0 ? clockIn(words) : duration;
  return {
    ...said('call', words),
    system: systemLine('VoIPBubbleMsg', 'call'),
    call: {
      video: ROOMS.get(textAt(bubble, 'room_type')) ?? null,
      group: false,
      durationS: seconds,
      outcome: seconds === null ? 'unknown' : 'answered',
      outcomeStored: words ?? '',
    },
    details: [{ type: 'other', name: 'call', values: leaves(bubble) }],
  };
}

/** The length in the words of the bubble, such as `12:34`; null where they state none. */
function clockIn(words: string | null): number | null {
  const [, hours, minutes, seconds] = /(?:^|\D)(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$/u.exec(words ?? '') ?? [];
  if (minutes === undefined || seconds === undefined) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function leaves(element: XmlElement): Readonly<Record<string, string>> {
  return Object.fromEntries(element.children.flatMap(({ name, text }) => (text.trim() === '' ? [] : [[name, text.trim()]]))); // prettier-ignore
}
