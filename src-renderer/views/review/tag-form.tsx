import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import { TAG_COLOURS, type TagView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { useCaseId } from '../../engine/use-case.ts';
import { useAction } from '../../engine/use-engine.ts';
import { rememberMade } from '../../marks/made-marks.ts';
import { useMessages } from '../../messages/index.ts';
import { showCount } from '../../time/units.ts';

const KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Makes a tag, changes it, or takes it away with all its marks, which can be undone. */
export function TagForm(props: {
  readonly tag: TagView | null;
  readonly taken: readonly TagView[];
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const { tag, taken, onClose } = props;
  const caseId = useCaseId();
  const isFree = (key: number): boolean => taken.every((other) => other.tag === tag?.tag || other.key !== key);
  const [name, setName] = useState(tag?.name ?? '');
  const [meaning, setMeaning] = useState(tag?.meaning ?? '');
  const [colour, setColour] = useState(
    tag?.colour ?? TAG_COLOURS.find((one) => taken.every((other) => other.colour !== one)) ?? 'grey',
  );
  const [key, setKey] = useState(String((tag === null ? KEYS.find(isFree) : tag.key) ?? ''));
  const [isLeaving, setLeaving] = useState(false);
  const create = useAction('tag.create');
  const change = useAction('tag.change');
  const remove = useAction('tag.remove');
  const error = create.error ?? change.error ?? remove.error;
  const keep = (): void => {
    const parts = { name, meaning, colour, key: key === '' ? null : Number(key) };
    if (tag === null) create.mutate(parts, { onSuccess: onClose });
    else change.mutate({ tag: tag.tag, ...parts }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={tag === null ? m.review.newTag : m.review.changeTag}>
      <DialogBody>
        <TextField label={m.review.name} value={name} onValue={setName} autoFocus />
        <TextField label={m.review.meaning} value={meaning} onValue={setMeaning} hint={m.review.meaningHint} />
        <div className="row">
          <SelectField
            label={m.review.colour}
            value={colour}
            choices={TAG_COLOURS.map((value) => ({ value, label: m.review.colours[value] }))}
            onValue={setColour}
          />
          <SelectField
            label={m.review.key}
            value={key}
            choices={[
              { value: '', label: m.review.noKey },
              ...KEYS.filter(isFree).map((value) => ({ value: String(value), label: String(value) })),
            ]}
            onValue={setKey}
          />
        </div>
        {isLeaving && tag !== null && <p role="alert">{m.review.removeTagText(showCount(tag.items + tag.unfound))}</p>}
        {error !== null && <FailureNote error={error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {tag !== null && (
              <Button
                intent="danger"
                variant={isLeaving ? 'solid' : 'minimal'}
                text={m.review.removeTag}
                onClick={() => {
                  if (!isLeaving) {
                    setLeaving(true);
                    return;
                  }
                  const asked = remove.mutateAsync({ tag: tag.tag });
                  rememberMade(caseId, asked);
                  asked.then(onClose, () => undefined); // shown above
                }}
              />
            )}
            <Button text={m.general.cancel} onClick={onClose} />
            <Button intent="primary" text={m.review.keep} disabled={name.trim() === ''} onClick={keep} />
          </>
        }
      />
    </Dialog>
  );
}
