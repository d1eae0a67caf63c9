import type { ItemView } from '../../../contract/index.ts';
import { choice, positiveInteger } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { classOption, filterOptions, readFilter } from '../filter-arguments.ts';
import { showInstant } from '../instants.ts';
import { itemLine } from '../item-line.ts';
import { messageJson } from '../message-json.ts';
import { consultCase } from '../open-case.ts';
import { everyRow } from '../pages.ts';
import { safeText } from '../safe-text.ts';

export const timelineCommand: Command = {
  name: 'timeline',
  summary: 'Lists messages and events of all sources by time, or counts them in buckets.',
  positionals: ['CASE'],
  options: {
    ...filterOptions,
    ...classOption,
    limit: { type: 'string', value: 'N', help: 'at most this many lines' },
    buckets: { type: 'string', value: 'N', help: 'counts in about N equal steps of time instead of lines' },
    by: {
      type: 'string',
      value: 'WHAT',
      help: 'series of the buckets: source, type, direction, state, conversation, sender, mark',
    },
  },
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const info = await consultCase(input, terminal);
    const filter = await readFilter(input, terminal, info.zone);
    const buckets = positiveInteger(input, 'buckets');
    if (buckets !== null) {
      const by =
        choice(input, 'by', ['source', 'type', 'direction', 'state', 'conversation', 'sender', 'mark']) ?? 'none';
      const counted = await client.call('timeline.buckets', { filter, buckets, by });
      if (json) await output.json(counted);
      else {
        for (const [index, startMs] of counted.starts.entries()) {
          const counts = counted.series.map(
            (series) => `${safeText(series.label ?? series.name)} ${series.counts[index] ?? 0}`,
          );
          if (counted.others !== null)
            counts.push(`${counted.others.names} others ${counted.others.counts[index] ?? 0}`);
          await output.line(`${showInstant(startMs, info.zone)}  ${counts.join('  ')}`);
        }
        await output.line(`total ${counted.total}, without a time ${counted.undated}`);
      }
      return EXIT.done;
    }
    const pages = everyRow<ItemView>(
      (at, limit) => client.call('item.page', { filter, ...(at === null ? {} : { at }), limit }),
      positiveInteger(input, 'limit'),
    );
    for await (const rows of pages) {
      if (output.closed) break;
      const origins = json ? await client.call('item.origins', { items: rows.map((row) => row.id) }) : [];
      const byItem = new Map(origins.map((origin) => [origin.item, origin]));
      for (const row of rows) {
        await (json
          ? output.json(messageJson(row, byItem.get(row.id) ?? null))
          : output.line(itemLine(row, info.zone)));
      }
    }
    return EXIT.done;
  },
};
