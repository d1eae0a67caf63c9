import { Button, Checkbox, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { TextField } from '../../components/field.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import { rememberJob } from '../../engine/jobs.ts';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';

/** Path, reference and hashes of a new exhibit. */
export function AddExhibit(props: { readonly path: string; readonly onClose: () => void }): ReactNode {
  const m = useMessages();
  const add = useAction('exhibit.add');
  const [path, setPath] = useState(props.path);
  const [reference, setReference] = useState('');
  const [hashes, setHashes] = useState<readonly ('sha1' | 'md5')[]>([]);
  const [isTried, setTried] = useState(false);
  const problem = (value: string, label: string): string | undefined =>
    isTried && value.trim() === '' ? `${label} ${m.start.required}` : undefined;
  const submit = (): void => {
    setTried(true);
    if (path.trim() === '' || reference.trim() === '') return;
    add.mutate(
      { path, reference: reference.trim(), ...(hashes.length === 0 ? {} : { hashes: [...hashes] }) },
      {
        onSuccess: (job) => {
          rememberJob(job);
          props.onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen title={m.exhibits.addTitle} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <DialogBody>
          <TextField
            label={m.general.path}
            value={path}
            onValue={setPath}
            problem={problem(path, m.general.path)}
            action={
              <>
                <PathButton kind="folder" text={m.exhibits.folder} onPath={setPath} />
                <PathButton kind="file" text={m.exhibits.file} onPath={setPath} />
              </>
            }
          />
          <TextField
            label={m.exhibits.reference}
            value={reference}
            onValue={setReference}
            hint={m.exhibits.referenceHint}
            problem={problem(reference, m.exhibits.reference)}
          />
          <fieldset>
            <legend>{m.exhibits.hashes}</legend>
            {(['sha1', 'md5'] as const).map((name) => (
              <Checkbox
                key={name}
                inline
                label={name === 'sha1' ? 'SHA-1' : 'MD5'}
                checked={hashes.includes(name)}
                onChange={() => {
                  setHashes((before) =>
                    before.includes(name) ? before.filter((other) => other !== name) : [...before, name],
                  );
                }}
              />
            ))}
          </fieldset>
          {add.error !== null && <FailureNote error={add.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button size="small" text={m.general.cancel} onClick={props.onClose} />
              <Button type="submit" size="small" intent="primary" text={m.exhibits.start} loading={add.isPending} />
            </>
          }
        />
      </form>
    </Dialog>
  );
}
