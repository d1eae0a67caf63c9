import { readFileSync, writeFileSync } from 'node:fs';
import { tagSetSchema, type TagSet } from '../../../contract/index.ts';
import { text } from '../arguments.ts';
import { EXIT, UsageError, type Command } from '../command.ts';
import { consultCase, openCase } from '../open-case.ts';
import { safeText } from '../safe-text.ts';

export const tagsCommand: Command = {
  name: 'tags',
  summary: 'Lists the tags of the case, writes them as a set that another case can take, takes such a set.',
  positionals: ['CASE'],
  options: {
    out: { type: 'string', value: 'FILE', help: 'writes names, colours, keys and meanings to a new file (JSON)' },
    from: { type: 'string', value: 'FILE', help: 'makes the tags of such a file that the case does not have' },
  },
  notes: [
    'A tag whose name the case has stays as it is; one whose key is taken comes without a key. What carries a tag is not in the file.',
    'Tagged messages are written by messages, search and report with --tag NAME.',
  ],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const [out, from] = [text(input, 'out'), text(input, 'from')];
    if (out !== null && from !== null) throw new UsageError('--out and --from cannot be given together');
    await (from === null ? consultCase : openCase)(input, terminal);
    if (from !== null) {
      const taken = await client.call('tag.import', readSet(from));
      if (json) await output.json(taken);
      else
        await output.line(
          `${taken.made} made, ${taken.withoutKey} of them without their key; ${taken.kept} were there`,
        );
      return EXIT.done;
    }
    const tags = await client.call('tag.list', {});
    if (out !== null) {
      const set: TagSet = { affiant: 'tags', version: 1, tags: tags.map(({ name, colour, key, meaning }) => ({ name, colour, key, meaning })) }; // prettier-ignore
      writeFileSync(out, `${JSON.stringify(set, null, 2)}\n`, { flag: 'wx' });
    } else
      for (const tag of tags) {
        if (json) await output.json(tag);
        else await output.line([tag.key ?? '-', tag.colour, tag.items, safeText(tag.name), safeText(tag.meaning)].join('  ')); // prettier-ignore
      }
    return EXIT.done;
  },
};

function readSet(path: string): TagSet {
  const refuse = (): never => {
    throw new UsageError(`${path} is not a set of tags; write one with tags CASE --out FILE`);
  };
  try {
    return tagSetSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? refuse();
  } catch (error) {
    if (error instanceof SyntaxError) return refuse();
    if (error instanceof Error && 'code' in error) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}
