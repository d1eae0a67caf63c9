import { closeSync, openSync, writeSync } from 'node:fs';
import type { PlaceView } from '../../../contract/index.ts';
import { choice, text } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { classOption, filterOptions, readFilter } from '../filter-arguments.ts';
import { consultCase } from '../open-case.ts';
import { everyRow } from '../pages.ts';

export const placesCommand: Command = {
  name: 'places',
  summary: 'Writes the places of messages, and the positions that files of attachments state, by time.',
  positionals: ['CASE'],
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'tsv, csv, geojson or kml; tsv when not given' },
    kind: {
      type: 'string',
      value: 'KIND',
      help: 'only message (places in messages) or file (positions stated by files)',
    },
    out: { type: 'string', value: 'FILE', help: 'a new file; standard output when not given' },
    ...filterOptions,
    ...classOption,
  },
  notes: [
    'Coordinates are written as stored. Those that no map can show (0, 0, not on Earth, none) are written too and named.',
    'Positions stated by files are there once they were read, which the window does in its places view.',
  ],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const format = choice(input, 'format', ['tsv', 'csv', 'geojson', 'kml']) ?? 'tsv';
    const kind = choice(input, 'kind', ['message', 'file']);
    const info = await consultCase(input, terminal);
    const filter = await readFilter(input, terminal, info.zone);
    const request = { filter, ...(kind === null ? {} : { kind }) };
    if (json) {
      const pages = everyRow<PlaceView>((at, limit) =>
        client.call('place.page', { ...request, ...(at === null ? {} : { at }), limit }), null); // prettier-ignore
      for await (const rows of pages) for (const { item, ...place } of rows) if (!output.closed) await output.json({ ...place, item: item.id, sender: item.sender, timeMs: item.timeMs, timeZone: item.timeZone, conversation: item.conversation, conversationTitle: item.conversationTitle, source: item.source, state: item.state }); // prettier-ignore
      return EXIT.done;
    }
    const out = text(input, 'out');
    const file = out === null ? null : openSync(out, 'wx');
    try {
      for (let from: number | null = 0; from !== null && !output.closed;) {
        const part: { readonly text: string; readonly next: number | null } = await client.call('place.write', { ...request, format, from }); // prettier-ignore
        if (file !== null) writeSync(file, part.text);
        else if (part.text !== '') await output.line(part.text.replace(/\r?\n$/u, ''));
        from = part.next;
      }
    } finally {
      if (file !== null) closeSync(file);
    }
    return EXIT.done;
  },
};
