import type { Detail, Extracted, Key, RowLocator, Stored, StoredColumns, Timestamp } from '../../model/index.ts';
import { count } from '../stored-cells.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { orphanEvent } from '../orphan-event.ts';
import { live, type Reading } from './reading.ts';

/** Which messages hold a poll. */
export function notePolls(reading: Reading): void {
  if (!reading.db.has('poll', 'message_id')) return;
  try {
    for (const [id] of reading.db.arrays('SELECT message_id FROM poll')) {
      const message = count(id);
      if (message !== null) reading.polls.add(message);
    }
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
}

/** `vote_state` of votes that are none: being given (2) and not sent yet, taken back (3), whose row stays. Source: signalapp/Signal-Android, polls/VoteState. */
const NOT_GIVEN: ReadonlySet<unknown> = new Set([2, 3]);

/** `poll`, `poll_option`, `poll_vote`. A vote that was taken back, or is not sent yet, names no option. */
export function* readPolls(reading: Reading): Generator<Extracted> {
  const polls = new Map<number, Key>();
  const table = new StoredTable(reading.db, 'poll', {
    _id: 'whole-number',
    message_id: 'whole-number',
    question: 'text',
    allow_multiple_votes: 'flag',
  });
  const options = optionsOf(reading);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = typeof at.rowid === 'number' ? at.rowid : -1;
    const message = reading.messageOf('message', table.whole(row, 'message_id'));
    polls.set(id, message);
    const several = table.flag(row, 'allow_multiple_votes');
    const choices = several === null ? null : several ? (options.count.get(id) ?? 0) : 1;
    out.push({ kind: 'detail', key: `poll:${id}`, from: live(at), message, content: { type: 'poll', question: table.text(row, 'question'), choices, ends: null }, stored: table.rest(row) }); // prettier-ignore
    return undefined;
  });
  const optionTable = new StoredTable(reading.db, 'poll_option', {
    _id: 'whole-number',
    poll_id: 'whole-number',
    option_text: 'text',
    option_order: 'whole-number',
  });
  yield* scanTable(reading.run, optionTable, (row, at, out) => {
    const message = polls.get(optionTable.whole(row, 'poll_id') ?? -1);
    const position = optionTable.whole(row, 'option_order') ?? 0;
    const name = optionTable.text(row, 'option_text') ?? '';
    if (message === undefined) {
      out.push(orphanEvent(optionTable, row, { body: name }));
      return undefined;
    }
    const id = typeof at.rowid === 'number' ? at.rowid : -1;
    out.push({ kind: 'detail', key: `option:${id}`, from: live(at), message, content: { type: 'poll-option', position, name, votes: options.votes.get(id) ?? 0 }, stored: optionTable.rest(row) }); // prettier-ignore
    return undefined;
  });
  yield* readVotes(reading, polls, options.names);
}

/** A vote for several options is several rows, one after another. */
interface Vote {
  readonly owner: string;
  readonly message: Key;
  readonly account: Key | null;
  readonly time: Timestamp | null;
  readonly options: string[];
  readonly at: [RowLocator, ...RowLocator[]];
  readonly stored: Record<string, Stored>;
}

function* readVotes(
  reading: Reading,
  polls: ReadonlyMap<number, Key>,
  names: ReadonlyMap<number, string>,
): Generator<Extracted> {
  const columns = { _id: 'whole-number', poll_id: 'whole-number', poll_option_id: 'whole-number', voter_id: 'whole-number', date_received: 'whole-number' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'poll_vote', columns);
  const open: { vote: Vote | null } = { vote: null };
  yield* scanTable(reading.run, table, (row, at, out) => {
    const [poll, voter, option] = [table.whole(row, 'poll_id'), table.whole(row, 'voter_id'), table.whole(row, 'poll_option_id')]; // prettier-ignore
    const message = polls.get(poll ?? -1);
    const isNotGiven = NOT_GIVEN.has(table.cell(row, 'vote_state'));
    const name = (option === null ? undefined : names.get(option)) ?? String(option);
    if (message === undefined) {
      out.push(orphanEvent(table, row, { body: option === null ? null : name }));
      return undefined;
    }
    const rest = table.rest(row);
    const owner = `${poll} ${voter} ${isNotGiven} ${told(rest)}`;
    if (open.vote?.owner !== owner) {
      if (open.vote !== null) out.push(voteRecord(open.vote));
      const account = reading.see(voter, at);
      const time = readTime(table.cell(row, 'date_received'), 'received', at, 'date_received', out);
      const stored = { ...rest, ...(account === null && voter !== null && { voter_id: voter }) };
      open.vote = { owner, message, account, time, options: [], at: [at], stored };
    } else open.vote.at.push(at);
    if (!isNotGiven) open.vote.options.push(name);
    else open.vote.stored[`option_text ${open.vote.at.length}`] = name;
    return undefined;
  });
  if (open.vote !== null) yield voteRecord(open.vote);
}

/** Rows that carry different values are votes of their own. */
function told(rest: StoredColumns): string {
  return Object.entries(rest)
    .map(([column, cell]) => `${column} ${String(cell)}`)
    .join();
}

function voteRecord({ message, account, time, options, at, stored }: Vote): Detail {
  const [first] = at;
  return {
    kind: 'detail',
    key: `vote:${String(first.rowid)}`,
    from: { at, state: 'live' },
    message,
    content: { type: 'poll-vote', account, options, time },
    stored,
  };
}

/** Names of options, and how many rows of votes name each. */
function optionsOf({ db }: Reading) {
  const names = new Map<number, string>();
  const perPoll = new Map<number, number>();
  const votes = new Map<number, number>();
  try {
    if (['poll_id', 'option_text'].every((column) => db.has('poll_option', column)))
      for (const [id, poll, text] of db.arrays('SELECT rowid, poll_id, option_text FROM poll_option')) {
        const [option, owner] = [count(id), count(poll)];
        if (option !== null && typeof text === 'string') names.set(option, text);
        if (owner !== null) perPoll.set(owner, (perPoll.get(owner) ?? 0) + 1);
      }
    if (db.has('poll_vote', 'poll_option_id'))
      for (const [id, state] of db.arrays(
        `SELECT poll_option_id, ${db.has('poll_vote', 'vote_state') ? 'vote_state' : 'NULL'} FROM poll_vote`,
      )) {
        const option = count(id);
        if (option !== null && !NOT_GIVEN.has(state)) votes.set(option, (votes.get(option) ?? 0) + 1);
      }
  } catch (error) {
    readErrorOf(error); // the reading of the tables says so
  }
  return { names, count: perPoll, votes };
}
