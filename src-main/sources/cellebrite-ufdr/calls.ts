import type { Call, Direction, Event, Extracted } from '../../model/index.ts';
import type { Context } from './context.ts';
import { modelIssue, provenanceOf, storedOf } from './context.ts';
import { textOf, valueOf } from './model.ts';
import type { Model } from './model.ts';
import { isOwnerParty, partiesOf, partyKey, serviceOfModel } from './people.ts';
import { secondsOf, timeOf } from './times.ts';

const USED: ReadonlySet<string> = new Set(['TimeStamp', 'Duration', 'Parties']);

const VIDEO: ReadonlyMap<string, boolean> = new Map([['true', true], ['false', false]]); // prettier-ignore

/** Ends of calls, by the words that public readers of such reports list. */
const OUTCOMES: Readonly<Record<string, Call['outcome']>> = {
  Established: 'answered',
  Answered: 'answered', // inferred from the word
  Missed: 'missed',
  Rejected: 'rejected',
  Cancelled: 'cancelled',
};

const DIRECTIONS: Readonly<Record<string, Direction>> = { Incoming: 'incoming', Outgoing: 'outgoing' };

/** More than one party besides the owner; where no party of the service is marked as the owner, more than two parties. */
function isGroup({ people }: Context, service: string, parties: number, others: number): boolean {
  return others < parties || people.hasOwner(service) ? others > 1 : parties > 2;
}

/** A call as an event, with the parties that the tool names. */
export function* callRecords(context: Context, model: Model): Generator<Extracted> {
  const service = serviceOfModel(model, null);
  const parties = partiesOf(model, 'Parties', 'Party');
  const keys = parties.map((party) => partyKey(party, service));
  const from = parties.find((party) => textOf(party, 'Role') === 'From');
  const status = textOf(model, 'Status');
  // Older reports write the end of a call under `Type`.
  const type = textOf(model, 'Type');
  const outcome = OUTCOMES[status ?? ''] ?? OUTCOMES[type ?? ''] ?? 'unknown';
  const direction = DIRECTIONS[textOf(model, 'Direction') ?? ''] ?? DIRECTIONS[type ?? ''];
  const time = timeOf(valueOf(model, 'TimeStamp'), 'started');
  const others = keys.filter(
    (key, index) => key !== null && !isOwnerParty(parties[index]) && !context.people.isOwner(key),
  );
  yield {
    kind: 'event',
    key: `model:${model.id}`,
    from: provenanceOf(context, model),
    type: 'call',
    conversation: null,
    actor: partyKey(from, service),
    accounts: keys.filter((key) => key !== null),
    direction: direction ?? (isOwnerParty(from) ? 'outgoing' : 'unknown'),
    times: time === null ? [] : [time],
    call: {
      video: VIDEO.get(textOf(model, 'VideoCall')?.toLowerCase() ?? '') ?? null,
      group: isGroup(context, service, keys.length, others.length),
      durationS: secondsOf(textOf(model, 'Duration')),
      outcome,
      outcomeStored: status ?? type ?? '',
      message: null,
    },
    body: null,
    stored: storedOf(context, model, USED),
  } satisfies Event;
  if (outcome === 'unknown' && status !== null && status !== 'Unknown')
    yield modelIssue(context, model, 'note', 'unknown-code', status, 'An end of a call that is not known; it is kept as stored.'); // prettier-ignore
  if (time === null)
    yield modelIssue(context, model, 'warning', 'time-out-of-range', textOf(model, 'TimeStamp'), 'The time is not one of 2000 to 2100 written as ISO 8601; it is kept as stored.'); // prettier-ignore
}
