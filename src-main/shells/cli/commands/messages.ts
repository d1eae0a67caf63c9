import type { Filter, ItemView, OriginView } from '../../../contract/index.ts';
import { isGiven, positiveInteger } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { filterOptions, readFilter } from '../filter-arguments.ts';
import { itemLine } from '../item-line.ts';
import { messageJson } from '../message-json.ts';
import { consultCase } from '../open-case.ts';
import { everyRow } from '../pages.ts';

export const messagesCommand: Command = {
  name: 'messages',
  summary: 'Lists messages: by time, or in the order of the app when one conversation is named.',
  positionals: ['CASE'],
  options: {
    ...filterOptions,
    limit: { type: 'string', value: 'N', help: 'at most this many' },
    count: { type: 'boolean', help: 'only how many there are' },
  },
  notes: ['Times without an offset are read in the zone of the case. docs/terminal.md lists the fields of --json.'],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const info = await consultCase(input, terminal);
    const filter: Filter = { ...(await readFilter(input, terminal, info.zone)), classes: ['message'] };
    if (isGiven(input, 'count')) {
      const { total, withheld } = await client.call('item.page', { filter, limit: 1 });
      await (json ? output.json({ total, withheld }) : output.line(String(total)));
      return EXIT.done;
    }
    const pages = everyRow<ItemView>(
      (at, limit) => client.call('item.page', { filter, ...(at === null ? {} : { at }), limit }),
      positiveInteger(input, 'limit'),
    );
    for await (const rows of pages) {
      if (output.closed) break;
      if (!json) {
        for (const row of rows) await output.line(itemLine(row, info.zone));
        continue;
      }
      const origins = await client.call('item.origins', { items: rows.map((row) => row.id) });
      const byItem = new Map<number, OriginView>(origins.map((origin) => [origin.item, origin]));
      for (const row of rows) await output.json(messageJson(row, byItem.get(row.id) ?? null));
    }
    return EXIT.done;
  },
};
