import type { Line } from './line.ts';
import type { Part } from './part.ts';
import { live } from './reading.ts';

/** Question and options, and of each voter what they chose. Votes have no times. */
export function readPoll({ reading, key, at, out }: Line, poll: Part): void {
  const options = poll.objects('options');
  const names = options.map((one) => one.text('option'));
  const several = poll.flag('allowMultiple') ?? false;
  const question = poll.text('question');
  const voters = new Map<string, { readonly chosen: string[]; readonly counts: number[] }>();
  const from = live(at);
  const message = key;
  for (const [position, option] of options.entries()) {
    const votes = option.objects('votes');
    const name = names[position] ?? String(position);
    for (const vote of votes) {
      const voter = vote.digits('voterId') ?? '0';
      const found = voters.get(voter) ?? { chosen: [], counts: [] };
      voters.set(voter, found);
      found.chosen.push(name);
      found.counts.push(vote.whole('voteCount') ?? 0);
    }
    out.push({ kind: 'detail', key: `option:${key}:${position}`, from, message, content: { type: 'poll-option', position, name, votes: votes.length }, stored: option.rest() }); // prettier-ignore
  }
  for (const [voter, { chosen, counts }] of voters) {
    const account = reading.accountOf(voter, at);
    const stored = { voteCounts: counts.join(', '), ...(account === null && { voterId: voter }) };
    out.push({ kind: 'detail', key: `vote:${key}:${voter}`, from, message, content: { type: 'poll-vote', account, options: chosen, time: null }, stored }); // prettier-ignore
  }
  const ended = poll.flag('hasEnded') === true;
  out.push({ kind: 'detail', key: `poll:${key}`, from, message, content: { type: 'poll', question, choices: several ? options.length : 1, ends: null }, ...(ended && { stored: { hasEnded: 'true' } }) }); // prettier-ignore
}
