import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Filter, TagView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField } from '../../components/field.tsx';
import { useCaseId } from '../../engine/use-case.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { rememberMade } from '../../marks/made-marks.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';

/** Sets a tag on all that the filter lets through, or takes it off, once the examiner has seen how many that are. */
export function TagAll(props: {
  readonly filter: Filter;
  readonly tags: readonly TagView[];
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const caseId = useCaseId();
  const [tag, setTag] = useState(String(props.tags[0]?.tag ?? ''));
  const counted = useEngine('item.page', { filter: props.filter, limit: 1 });
  const action = useAction('item.tag');
  const total = counted.data?.total ?? null;
  const name = plainVisible(props.tags.find((known) => String(known.tag) === tag)?.name ?? '');
  const run = (on: boolean): void => {
    if (total === null) return;
    rememberMade(caseId, action.mutateAsync({ tag: Number(tag), on, filter: props.filter, expected: total }));
  };
  const { data, error, isPending } = action;
  return (
    <Dialog isOpen onClose={props.onClose} title={m.review.tagAll}>
      <DialogBody>
        <p>{total === null ? m.general.loading : m.review.tagAllText(showCount(total))}</p>
        <SelectField
          label={m.review.tag}
          value={tag}
          choices={props.tags.map((known) => ({ value: String(known.tag), label: plainVisible(known.name) }))}
          onValue={setTag}
        />
        {error !== null && <FailureNote error={error} />}
        {data !== undefined && (
          <p role="status">{m.review.tagAllDone(showCount(data.changed), showCount(data.asked))}</p>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={data === undefined ? m.general.cancel : m.general.close} onClick={props.onClose} />
            <Button
              text={m.review.takeOffAll(name)}
              disabled={total === null || isPending}
              onClick={() => {
                run(false);
              }}
            />
            <Button
              intent="primary"
              text={m.review.setAll(name)}
              disabled={total === null || isPending}
              onClick={() => {
                run(true);
              }}
            />
          </>
        }
      />
    </Dialog>
  );
}
