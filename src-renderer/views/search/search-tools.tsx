import { Button, PopoverNext } from '@blueprintjs/core';
import { useState, type Dispatch, type ReactNode, type SetStateAction } from 'react';
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
  // Kept here: what was entered outlives the form, which goes whenever it closes.
  const [to, setTo] = useState<Target>({ folder: '', name: 'hits', format: 'csv' });
  const write = useAction('search.export');
  return (
    <>
      <PopoverNext placement="bottom-end" content={<SaveForm {...props} />}>
        <Button size="small" text={m.search.save} />
      </PopoverNext>
      <PopoverNext placement="bottom-end" content={<ExportForm {...props} to={to} onTo={setTo} write={write} />}>
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

interface Target {
  readonly folder: string;
  readonly name: string;
  readonly format: (typeof FORMATS)[number];
}

function ExportForm(
  props: Asked & {
    readonly to: Target;
    readonly onTo: Dispatch<SetStateAction<Target>>;
    readonly write: ReturnType<typeof useAction<'search.export'>>;
  },
): ReactNode {
  const m = useMessages();
  const { filter, terms, onTo, write } = props;
  const { folder, name, format } = props.to;
  const set = <K extends keyof Target>(key: K) => (value: Target[K]): void => {
    onTo((before) => ({ ...before, [key]: value }));
  };
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
        onValue={set('folder')}
        hint={m.search.exportHint}
        action={<PathButton kind="folder" text={`${m.general.choose} …`} onPath={set('folder')} />}
      />
      <TextField label={m.search.exportName} value={name} onValue={set('name')} />
      <SelectField
        label={m.search.exportFormat}
        value={format}
        choices={FORMATS.map((value) => ({ value, label: m.search.formats[value] }))}
        onValue={set('format')}
      />
      {write.error !== null && <FailureNote error={write.error} />}
      {job?.state === 'done' && <p role="status">{m.search.exported(showCount(Number(job.result?.hits)), String(job.result?.path))}</p>}
      <Button type="submit" size="small" intent="primary" text={m.search.export} disabled={!isReady} loading={write.isPending} />
    </form>
  );
} // prettier-ignore
