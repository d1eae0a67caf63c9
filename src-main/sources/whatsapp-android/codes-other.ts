import type { Call, Participant } from '../../model/index.ts';

/**
 * `call_log.call_result`. 2, 3, 4, 5 agree in KnugiHK/WhatsApp-Chat-Exporter, IPED and WAInsight. Tools differ on 0
 * (cancelled or connected) and 7 (busy or cancelled), 8 is in one alone: these stay `unknown` unless the duration is
 * above zero, which by itself shows a connected call.
 */
const CALL_RESULTS: Readonly<Record<number, Call['outcome']>> = {
  2: 'missed',
  3: 'unavailable',
  4: 'rejected',
  5: 'answered',
};

/** Codes met in published tools without an agreed meaning. */
const CALL_RESULTS_UNSETTLED: ReadonlySet<number> = new Set([0, 1, 6, 7, 8]);

/** The outcome of a call; `isKnown` is false for a code that no source in our notes names. */
export function callOutcome(
  result: number | null,
  durationS: number | null,
): { readonly outcome: Call['outcome']; readonly isKnown: boolean } {
  if (durationS !== null && durationS > 0) return { outcome: 'answered', isKnown: true };
  const outcome = result === null ? undefined : CALL_RESULTS[result];
  return {
    outcome: outcome ?? 'unknown',
    isKnown: outcome !== undefined || result === null || CALL_RESULTS_UNSETTLED.has(result),
  };
}

/** `group_participant_user.rank` (IPED, KnugiHK, WAInsight). */
export const RANKS: Readonly<Record<number, Participant['role']>> = { 0: 'member', 1: 'admin', 2: 'owner' };

/**
 * `message_add_on.message_add_on_type` (WAInsight; 56 and 79 also in KnugiHK; 68, 74 and 79 in the app's own queries). Rows
 * are told apart by their detail table first; 67 for votes is unconfirmed.
 */
export const ADD_ON_TYPES: Readonly<Record<number, string>> = {
  56: 'reaction',
  67: 'poll vote',
  68: 'keep',
  74: 'edit',
  79: 'pin',
};

/**
 * `message_association.association_type` of a picture in an album: MEDIA_ALBUM of the app's protocol definition, published in
 * whatsapp protocol buffers of open clients. The other numbers tie covers, better copies and status parts to a message.
 */
export const ALBUM_ASSOCIATION = 1;
