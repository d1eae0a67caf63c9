import { Button } from '@blueprintjs/core';
import { useRef, useState, type ReactNode } from 'react';
import { tagSetSchema, type TagSet as TagsToTake, type TagView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { start } from '../../engine/untold.ts';
import { useCase } from '../../engine/use-case.ts';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { fileName, saveFile } from '../overview/save-chart.ts';

/** Longest file that is read as a set of tags: far beyond five hundred with meanings. */
const MOST_BYTES = 4_000_000;

/** Saves the tags of the case as a file that another case can take, without what carries them, and takes such a file. */
export function TagSet({ tags }: { readonly tags: readonly TagView[] }): ReactNode {
  const m = useMessages();
  const file = useRef<HTMLInputElement>(null);
  const info = useCase();
  const caseNumber = info === null || info === 'asking' ? '' : info.number;
  const take = useAction('tag.import');
  const [refused, setRefused] = useState<string | null>(null);
  const load = async (chosen: File): Promise<void> => {
    take.reset();
    setRefused(null);
    const set = chosen.size > MOST_BYTES ? null : parse(await chosen.text());
    if (set === null) setRefused(chosen.name);
    else take.mutate(set);
  };
  return (
    <div className="tag-set">
      <div className="row">
        {tags.length > 0 && (
          <Button
            size="small"
            variant="minimal"
            text={m.review.saveTags}
            title={m.review.saveTagsNote}
            onClick={() => {
              const set = { affiant: 'tags', version: 1, tags: tags.map(({ name, colour, key, meaning }) => ({ name, colour, key, meaning })) }; // prettier-ignore
              const content = `${JSON.stringify(set, null, 2)}\n`;
              saveFile(fileName(caseNumber, m.review.tags, 'json'), new Blob([content], { type: 'application/json' }));
            }}
          />
        )}
        <Button
          size="small"
          variant="minimal"
          text={m.review.loadTags}
          title={m.review.loadTagsNote}
          onClick={() => {
            file.current?.click();
          }}
        />
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={m.review.loadTags}
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files ?? [];
            if (chosen !== undefined) start(load(chosen));
            currentTarget.value = ''; // the same file can be chosen again
          }}
        />
      </div>
      {refused !== null && (
        <p className="problem" role="alert">
          {m.review.notATagSet(plainVisible(refused))}
        </p>
      )}
      {take.error !== null && <FailureNote error={take.error} />}
      {take.data !== undefined && (
        <p className="muted small" role="status">
          {m.review.tagsTaken(take.data.made, take.data.kept, take.data.withoutKey)}
        </p>
      )}
    </div>
  );
}

function parse(text: string): TagsToTake | null {
  try {
    return tagSetSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
