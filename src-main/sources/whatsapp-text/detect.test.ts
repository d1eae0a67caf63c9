import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { treeOf } from '../../evidence/index.ts';
import { readExport } from './fixture-read.ts';
import { whatsappText } from './index.ts';

const LINE = '12/03/2022, 21:14 - Alice: Hello\n';
const folder = mkdtempSync(join(tmpdir(), 'whatsapp-text-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

it('tells exports of one exhibit apart by title, file name or path', async () => {
  const root = write('labels', {
    'WhatsApp Chat with Alice.txt': LINE,
    'family.txt': LINE,
    'work.txt': LINE,
    'a/_chat.txt': LINE,
    'b/_chat.txt': LINE,
    'empty.txt': '',
  });
  const work = mkdtempSync(join(folder, 'work-'));
  const tree = await treeOf(root, work);
  const labels = (await whatsappText.detect(tree)).map(({ label }) =>
    label.replace('WhatsApp exported conversation', ''),
  );
  tree.close();
  expect(labels.sort()).toEqual([' (a/_chat.txt)', ' (b/_chat.txt)', ' (family.txt)', ' (work.txt)', ': Alice']);
});

it.each(['_chat.txt', 'WhatsApp Chat with Alice.txt', 'WhatsApp Chat - Alice/chat.txt'])(
  'an empty %s is found, and said to be empty',
  async (path) => {
    const { all, issues } = await readExport(write(`empty ${path.length}`, { [path]: '' }));
    expect(all.map(({ kind }) => kind)).toEqual(['issue', 'tally']);
    expect(issues).toMatchObject([{ severity: 'error', code: 'schema-unknown', where: path }]);
    expect(issues[0]?.detail).toContain('0 bytes');
  },
);
