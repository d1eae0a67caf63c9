import { writeFileSync } from 'node:fs';
import { writeGraph } from '../../../api/index.ts';
import { choice, positiveInteger, text } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { classOption, filterOptions, readFilter } from '../filter-arguments.ts';
import { consultCase } from '../open-case.ts';

export const graphCommand: Command = {
  name: 'graph',
  summary: 'Writes who wrote with whom: accounts and groups as nodes, messages and calls as edges.',
  positionals: ['CASE'],
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'graphml, gexf or csv; csv when not given' },
    out: { type: 'string', value: 'FILE', help: 'a new file; standard output when not given' },
    'min-messages': { type: 'string', value: 'N', help: 'leaves out edges with fewer messages' },
    ...filterOptions,
    ...classOption,
  },
  notes: ['A group is a node of its own: an edge joins an account with the group it wrote in.'],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const format = choice(input, 'format', ['graphml', 'gexf', 'csv']) ?? 'csv';
    const info = await consultCase(input, terminal);
    const filter = await readFilter(input, terminal, info.zone);
    const minMessages = positiveInteger(input, 'min-messages');
    const graph = await client.call('graph.get', { filter, ...(minMessages === null ? {} : { minMessages }) });
    const written = json ? JSON.stringify(graph) : writeGraph(graph, format);
    const out = text(input, 'out');
    if (out === null) await output.line(written.replace(/\r?\n$/u, ''));
    else writeFileSync(out, written, { flag: 'wx' });
    return EXIT.done;
  },
};
