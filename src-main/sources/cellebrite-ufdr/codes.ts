import type { Attachment, ConversationType, Message, Recovery, SystemAction } from '../../model/index.ts';

/**
 * Words of a report and what they stand for. Origin, where nothing else is said: values in ufed-model-chat.xml and
 * ufed-model-useraccount.xml of IPED's tests (sepinf-inc/IPED, commit ad1a8364).
 */

/** Apps that write to one service under several names. Any other app is a service of its own. */
const SERVICES: Readonly<Record<string, string>> = {
  whatsapp: 'whatsapp',
  'whatsapp business': 'whatsapp',
};

/** The service that an app belongs to, in lower case; `otherwise` for a model that names no app. */
export function serviceOf(source: string | null, otherwise: string): string {
  if (source === null) return otherwise;
  const name = source.trim().toLowerCase();
  return SERVICES[name] ?? name;
}

export const MESSAGE_STATUS: Readonly<Record<string, Message['status']>> = {
  Default: null,
  Unknown: null,
  Read: 'read',
  Unread: 'received',
  Sent: 'sent',
  Unsent: 'pending',
  Delivered: 'delivered', // inferred from the word
};

/** Origin: the list in IPED's UFEDChatParser; `Unknown` is decided by the identifier and the participants. */
export const CHAT_TYPES: Readonly<Record<string, ConversationType>> = {
  OneOnOne: 'one-to-one',
  Group: 'group',
  Broadcast: 'broadcast',
  Channel: 'channel',
};

/** What a line of activity says. `ParticipantJoined` is observed; the others are inferred from their words. */
export const ACTIVITIES: Readonly<Record<string, SystemAction>> = {
  ParticipantJoined: 'member-added',
  ParticipantAdded: 'member-added',
  ParticipantLeft: 'member-left',
  ParticipantRemoved: 'member-removed',
};

/** The identifier of the party that a system line comes from; written with either case of M. */
export function isSystemParty(identifier: string | null): boolean {
  return identifier !== null && /^system message$/iu.test(identifier.trim());
}

/** The kind of an attachment by its media type. */
export function attachmentType(mediaType: string | null): Attachment['type'] {
  const type = mediaType?.toLowerCase() ?? '';
  if (type.startsWith('image/gif')) return 'gif';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('audio/')) return 'audio';
  if (type.includes('vcard')) return 'contact';
  return type === '' ? 'other' : 'document';
}

const CONFIDENCE: Readonly<Record<string, Recovery['confidence']>> = { High: 'high', Medium: 'medium', Low: 'low' };

/** What is said of a model that the tool marks as deleted. */
export function deletedRecovery(confidence: string | null): Recovery {
  return {
    method: 'stated-by-tool',
    confidence: CONFIDENCE[confidence ?? ''] ?? 'low',
    otherwise:
      'The extracting tool marks the record as deleted and does not say how it was found: it may be a row that the app keeps and hides, or remains in unused space.',
  };
}

/** What is said of a model whose state the tool leaves open; it is never shown as live. */
export const UNSTATED_RECOVERY: Recovery = {
  method: 'state-open-in-tool',
  confidence: 'low',
  otherwise: 'The extracting tool does not say whether the record is deleted: the app may still show it.',
};
