import type { Detail, Extracted, Key, RowLocator, Stored } from '../../model/index.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { live, rowNumber, type Reading } from './reading.ts';

/**
 * `PollVote.voteState`: 0 taken back, whose row stays; 1 given; 2 and 3 taken back and given on this device, and not sent yet. Stores before
 * the column hold given ones alone. Source: signalapp/Signal-iOS, Messages/Interactions/Polls/Records/PollVoteRecord.swift, VoteState, and
 * PollStore.swift (`owsPoll`), which shows 1 alone.
 */
const GIVEN = 1;

/** `Poll`, `PollOption`, `PollVote`. Source: signalapp/Signal-iOS, Messages/Interactions/Polls/Records @3871b91. When a vote was given is not stored; one that was taken back names no option. */
export function* readPolls(reading: Reading): Generator<Extracted> {
  const { options, votes, counts } = noted(reading);
  const polls = new Map<number, Key>();
  const table = new StoredTable(reading.db, 'Poll', { id: 'whole-number', interactionId: 'whole-number', allowsMultiSelect: 'flag' }); // prettier-ignore
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = rowNumber(at.rowid) ?? -1;
    const interaction = table.whole(row, 'interactionId');
    const message = reading.messageOf(interaction);
    if (message === null) {
      out.push(orphanEvent(table, row));
      return undefined;
    }
    polls.set(id, message);
    const several = table.flag(row, 'allowsMultiSelect');
    // The words of the message are the question.
    const question = reading.one('model_TSInteraction', 'body', 'id', interaction ?? -1);
    const choices = several === null ? null : several ? (counts.get(id) ?? 0) : 1;
    out.push({ kind: 'detail', key: `poll:${id}`, from: live(at), message, content: { type: 'poll', question: typeof question === 'string' ? question : null, choices, ends: null }, stored: table.rest(row) }); // prettier-ignore
    return undefined;
  });
  const ofOption = new StoredTable(reading.db, 'PollOption', { id: 'whole-number', pollId: 'whole-number', option: 'text', optionIndex: 'whole-number' }); // prettier-ignore
  yield* scanTable(reading.run, ofOption, (row, at, out) => {
    const message = polls.get(ofOption.whole(row, 'pollId') ?? -1);
    const name = ofOption.text(row, 'option') ?? '';
    if (message === undefined) {
      out.push(orphanEvent(ofOption, row, { body: name }));
      return undefined;
    }
    const position = ofOption.whole(row, 'optionIndex') ?? 0;
    const id = rowNumber(at.rowid) ?? -1;
    out.push({ kind: 'detail', key: `option:${id}`, from: live(at), message, content: { type: 'poll-option', position, name, votes: votes.get(id) ?? 0 }, stored: ofOption.rest(row) }); // prettier-ignore
    return undefined;
  });
  yield* readVotes(reading, polls, options);
}

/** A vote for several options is several rows, one after another. */
interface Vote {
  readonly owner: string;
  readonly message: Key;
  readonly account: Key | null;
  readonly options: string[];
  readonly at: [RowLocator, ...RowLocator[]];
  readonly stored: Record<string, Stored>;
}

function* readVotes(reading: Reading, polls: ReadonlyMap<number, Key>, options: Options): Generator<Extracted> {
  const columns = { id: 'whole-number', optionId: 'whole-number', voteAuthorId: 'whole-number', voteState: 'whole-number' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'PollVote', columns);
  const open: { vote: Vote | null } = { vote: null };
  yield* scanTable(reading.run, table, (row, at, out) => {
    const option = options.get(table.whole(row, 'optionId') ?? -1);
    const message = option === undefined ? undefined : polls.get(option.poll);
    const voter = table.whole(row, 'voteAuthorId');
    const account = reading.see(voter === null ? null : (reading.recipients.get(voter) ?? null), at);
    if (message === undefined || option === undefined) {
      out.push(orphanEvent(table, row, { body: option?.name ?? null, accounts: account === null ? [] : [account] }));
      return undefined;
    }
    const state = table.has('voteState') ? (table.cell(row, 'voteState') ?? null) : GIVEN;
    const stored: Record<string, Stored> = { ...table.rest(row), ...(state !== GIVEN && { voteState: state }), ...(account === null && voter !== null && { voteAuthorId: voter }) }; // prettier-ignore
    const told = Object.entries(stored).map(([column, cell]) => `${column} ${String(cell)}`); // prettier-ignore
    const owner = `${option.poll} ${String(voter)} ${told.join()}`;
    if (open.vote?.owner !== owner) {
      if (open.vote !== null) out.push(voteRecord(open.vote));
      open.vote = { owner, message, account, options: [], at: [at], stored };
    } else open.vote.at.push(at);
    if (state === GIVEN) open.vote.options.push(option.name);
    else open.vote.stored[`option ${open.vote.at.length}`] = option.name;
    return undefined;
  });
  if (open.vote !== null) yield voteRecord(open.vote);
}

function voteRecord({ message, account, options, at, stored }: Vote): Detail {
  return { kind: 'detail', key: `vote:${String(at[0].rowid)}`, from: { at, state: 'live' }, message, content: { type: 'poll-vote', account, options, time: null }, stored }; // prettier-ignore
}

type Options = ReadonlyMap<number, { readonly poll: number; readonly name: string }>;

function noted(reading: Reading) {
  const options = new Map<number, { readonly poll: number; readonly name: string }>();
  const counts = new Map<number, number>();
  const votes = new Map<number, number>();
  for (const [id, poll, name] of reading.each('PollOption', 'id', 'pollId', 'option')) {
    if (typeof id !== 'number' || typeof poll !== 'number') continue;
    options.set(id, { poll, name: typeof name === 'string' ? name : String(id) });
    counts.set(poll, (counts.get(poll) ?? 0) + 1);
  }
  const state = reading.db.has('PollVote', 'voteState') ? ['voteState'] : [];
  for (const [option, given = GIVEN] of reading.each('PollVote', 'optionId', ...state))
    if (typeof option === 'number' && given === GIVEN) votes.set(option, (votes.get(option) ?? 0) + 1);
  return { options, votes, counts };
}
