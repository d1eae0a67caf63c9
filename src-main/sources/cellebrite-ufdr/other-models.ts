import type { Event, Extracted, TimeMeaning, Timestamp } from '../../model/index.ts';
import type { Context } from './context.ts';
import { modelIssue, provenanceOf, storedOf } from './context.ts';
import { modelsOf, textOf } from './model.ts';
import type { FieldValue, Model } from './model.ts';
import { partiesOf, partyKey, serviceOfModel } from './people.ts';
import { isSecret } from './secrets.ts';
import { timeOf } from './times.ts';

/** Fields of time by what they mean; any other is `seen`, under its own name among the stored values. */
const MEANINGS: Readonly<Record<string, TimeMeaning>> = {
  TimeStamp: 'seen',
  TimeCreated: 'created',
  TimeModified: 'changed',
  StartTime: 'started',
  EndTime: 'ended',
  StartDate: 'started',
  EndDate: 'ended',
};

const NONE: ReadonlySet<string> = new Set();

/** A model of a type without a form of its own: an event with its times and all of its values. */
export function* otherRecords(context: Context, model: Model): Generator<Extracted> {
  const service = serviceOfModel(model, null);
  const times: Timestamp[] = [];
  for (const [field, [value]] of model.fields) {
    if (value === undefined || !isTime(value)) continue;
    const time = timeOf(value, MEANINGS[field] ?? 'seen');
    if (time !== null) times.push(time);
    else
      yield modelIssue(context, model, 'warning', 'time-out-of-range', value.text, 'The time is not one of 2000 to 2100 written as ISO 8601; it is kept as stored.'); // prettier-ignore
  }
  const accounts = partiesOf(model, ...model.models.keys()).map((party) => partyKey(party, service));
  yield {
    kind: 'event',
    key: `model:${model.id}`,
    from: provenanceOf(context, model),
    type: model.type === 'Location' ? 'location' : 'unknown',
    conversation: null,
    actor: null,
    accounts: accounts.filter((key) => key !== null),
    direction: 'unknown',
    times,
    call: null,
    body: bodyOf(model),
    stored: storedOf(context, model, NONE),
  } satisfies Event;
}

function isTime(value: FieldValue): boolean {
  return value.format === 'TimeStampKnown' || value.format === 'DateTimeOnly' || value.shown !== null;
}

/** Words by which such a model is told from others: its first text of these. */
function bodyOf(model: Model): string | null {
  for (const field of ['Body', 'Title', 'Subject', 'Name', 'Value', 'Url', 'Description']) {
    const text = textOf(model, field);
    if (text !== null && !isSecret(model, field)) return text;
  }
  const [position] = modelsOf(model, 'Position');
  return textOf(position, 'PositionAddress') ?? textOf(position, 'Comment');
}
