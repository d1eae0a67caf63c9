import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Authority, CaseInfo } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';

const KINDS = [
  'warrant',
  'court-order',
  'consent',
  'statute',
  'employer',
  'training',
  'other',
] as const satisfies readonly Authority['kind'][];

/** Number, examiner, authority, folder: what a case starts with. */
export function NewCase(props: {
  readonly onDone: (info: CaseInfo) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const m = useMessages();
  const create = useAction('case.create');
  const [form, setForm] = useState({ path: '', number: '', examiner: '', reference: '', issuer: '', note: '' });
  const [kind, setKind] = useState<Authority['kind']>('warrant');
  const [isTried, setTried] = useState(false);
  const set = (key: keyof typeof form) => (value: string) => {
    setForm((before) => ({ ...before, [key]: value }));
  };
  const needed = (key: 'path' | 'number' | 'examiner' | 'reference', label: string): string | undefined =>
    isTried && form[key].trim() === '' ? `${label} ${m.start.required}` : undefined;
  const submit = (): void => {
    setTried(true);
    const { path, number, examiner, reference, issuer, note } = form;
    if ([path, number, examiner, reference].some((value) => value.trim() === '')) return;
    create.mutate(
      {
        path,
        number,
        examiner,
        authority: { kind, reference, issuer },
        ...(note.trim() === '' ? {} : { note }),
      },
      { onSuccess: props.onDone },
    );
  };
  return (
    <form
      className="panel form"
      aria-label={m.start.newCase}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2>{m.start.newCase}</h2>
      <TextField
        autoFocus
        label={m.start.number}
        value={form.number}
        onValue={set('number')}
        problem={needed('number', m.start.number)}
      />
      <TextField
        label={m.start.examiner}
        value={form.examiner}
        onValue={set('examiner')}
        problem={needed('examiner', m.start.examiner)}
      />
      <fieldset>
        <legend>{m.start.authority}</legend>
        <p className="muted">{m.start.whyAuthority}</p>
        <SelectField
          label={m.start.authorityKind}
          value={kind}
          onValue={setKind}
          choices={KINDS.map((value) => ({ value, label: m.start.authorityKinds[value] }))}
        />
        <TextField
          label={m.start.authorityReference}
          value={form.reference}
          onValue={set('reference')}
          problem={needed('reference', m.start.authorityReference)}
        />
        <TextField label={m.general.optionalField(m.start.issuer)} value={form.issuer} onValue={set('issuer')} />
      </fieldset>
      <TextField
        label={m.start.folder}
        value={form.path}
        onValue={set('path')}
        hint={m.start.folderHint}
        problem={needed('path', m.start.folder)}
        action={<PathButton kind="new-folder" text={`${m.general.choose} …`} onPath={set('path')} />}
      />
      <TextField label={m.general.optionalField(m.start.note)} value={form.note} onValue={set('note')} />
      {create.error !== null && <FailureNote error={create.error} />}
      <div className="row">
        <Button type="submit" intent="primary" size="small" text={m.start.create} loading={create.isPending} />
        <Button size="small" variant="minimal" text={m.general.cancel} onClick={props.onCancel} />
      </div>
    </form>
  );
}
