import { Button, PopoverNext } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import { client } from '../../engine/client.ts';
import { rememberJob, useJobs } from '../../engine/jobs.ts';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { showCount } from '../../time/units.ts';

/** Keeping a search by name, and writing its hits to a file. */
export function SearchTools(props: { readonly filter: Filter; readonly terms: readonly string[] }): ReactNode {
  const m = useMessages();
  return (
    <>
      <PopoverNext placement="bottom-end" content={<SaveForm {...props} />}>
        <Button size="small" text={m.search.save} />
      </PopoverNext>
      <PopoverNext placement="bottom-end" content={<ExportForm {...props} />}>
        <Button size="small" text={m.search.export} />
      </PopoverNext>
    </>
  );
}

interface Asked {
  readonly filter: Filter;
  readonly terms: readonly string[];
}

const withTerms = (terms: readonly string[]): { terms?: string[] } => (terms.length > 0 ? { terms: [...terms] } : {});

function SaveForm({ filter, terms }: Asked): ReactNode {
  const m = useMessages();
  const [name, setName] = useState('');
  const save = useAction('search.save');
  return (
    <form
      className="popover-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        save.mutate(
          { name: name.trim(), filter, ...withTerms(terms) },
          { onSuccess: () => void client.invalidateQueries({ queryKey: ['search.list'] }) },
        );
      }}
    >
      <TextField label={m.search.saveName} value={name} onValue={setName} autoFocus hint={m.search.saveHint} />
      {save.error !== null && <FailureNote error={save.error} />}
      {save.data !== undefined && <p role="status">{m.search.saved(save.data.name, showCount(save.data.hits))}</p>}
      <Button type="submit" size="small" intent="primary" text={m.search.save} loading={save.isPending} />
    </form>
  );
}

const FORMATS = ['csv', 'tsv', 'jsonl'] as const;

function ExportForm({ filter, terms }: Asked): ReactNode {
  const m = useMessages();
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('csv');
  const [folder, setFolder] = useState('');
  const [name, setName] = useState('hits');
  const write = useAction('search.export');
  const job = useJobs(({ byId }) => (write.data === undefined ? undefined : byId.get(write.data.id)));
  const isReady = folder.trim() !== '' && /^[^/\\]+$/u.test(name.trim());
  return (
    <form
      className="popover-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        const out = `${folder.trim().replace(/[/\\]$/u, '')}/${name.trim()}.${format}`;
        write.mutate({ filter, format, out, ...withTerms(terms) }, { onSuccess: rememberJob });
      }}
    >
      <TextField
        label={m.search.exportFolder}
        value={folder}
        onValue={setFolder}
        hint={m.search.exportHint}
        action={<PathButton kind="folder" text={`${m.general.choose} …`} onPath={setFolder} />}
      />
      <TextField label={m.search.exportName} value={name} onValue={setName} />
      <SelectField
        label={m.search.exportFormat}
        value={format}
        choices={FORMATS.map((value) => ({ value, label: m.search.formats[value] }))}
        onValue={setFormat}
      />
      {write.error !== null && <FailureNote error={write.error} />}
      {job?.state === 'done' && <p role="status">{m.search.exported(showCount(Number(job.result?.hits)), String(job.result?.path))}</p>}
      <Button type="submit" size="small" intent="primary" text={m.search.export} disabled={!isReady} loading={write.isPending} />
    </form>
  );
} // prettier-ignore
