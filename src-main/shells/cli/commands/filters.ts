import type { SavedFilter } from '../../../contract/index.ts';
import { text } from '../arguments.ts';
import { EXIT, UsageError, type Command } from '../command.ts';
import { classOption, filterOptions, readFilter, savedFilterNamed, unfoundNote } from '../filter-arguments.ts';
import { consultCase, openCase } from '../open-case.ts';
import { safeText } from '../safe-text.ts';

export const filtersCommand: Command = {
  name: 'filters',
  summary: 'Lists the filters that are kept in the case, keeps one with a name, takes one off.',
  positionals: ['CASE'],
  options: {
    save: { type: 'string', value: 'NAME', help: 'keeps the filter that the other options describe; replaces one of that name' },
    remove: { type: 'string', value: 'NAME', help: 'takes a kept filter off the list' },
    ...filterOptions,
    ...classOption,
  }, // prettier-ignore
  notes: ['Commands that take a filter take a kept one as --filter NAME.'],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const name = text(input, 'save');
    const removed = text(input, 'remove');
    if (name !== null && removed !== null) throw new UsageError('--save and --remove cannot be given together');
    const info = await (name === null && removed === null ? consultCase : openCase)(input, terminal);
    const show = async (saved: SavedFilter): Promise<void> => {
      if (json) await output.json(saved);
      else await output.line([safeText(saved.name), JSON.stringify(saved.filter), ...unfoundNote(saved)].join('  '));
    };
    if (name !== null) {
      const filter = await readFilter(input, terminal, info.zone);
      if (Object.keys(filter).length === 0) throw new UsageError('--save needs a filter: at least one more option');
      await show(await client.call('filter.save', { name, filter }));
    } else if (removed !== null) {
      const saved = await savedFilterNamed(client, removed);
      await show(await client.call('filter.remove', { saved: saved.id }));
    } else for (const saved of await client.call('filter.list', {})) await show(saved);
    return EXIT.done;
  },
};
