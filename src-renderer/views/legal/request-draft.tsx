import { Button, Checkbox, TextArea } from '@blueprintjs/core';
import { CrossIcon, FloppyDiskIcon, ResetIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { Filter, LegalDraft, LegalView } from '../../../src-main/contract/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useCase } from '../../engine/use-case.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLanguage } from '../../state/language.ts';
import { fileName, saveFile } from '../overview/save-chart.ts';

/** A request filled in from the case, for the examiner to edit, copy and save; it is kept nowhere and sent nowhere. */
export function RequestDraft(props: {
  readonly view: LegalView;
  readonly filter: Filter;
  readonly draft: LegalDraft;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const language = useLanguage(({ shown }) => shown);
  const info = useCase();
  const { view, filter, draft } = props;
  const [data, setData] = useState(() => view.data.filter(({ prospect }) => prospect !== 'no').map(({ id }) => id));
  const request = { account: view.account, filter, language, draft, data };
  const { data: made, error } = useEngine('legal.draft', request);
  const [edited, setEdited] = useState<string | null>(null);
  const text = edited ?? made?.text ?? '';
  return (
    <section className="panel legal-draft" aria-label={m.legal.drafts[draft]}>
      <div className="row">
        <h3>{m.legal.drafts[draft]}</h3>
        <span className="spring" />
        {edited !== null && (
          <Button
            size="small"
            variant="minimal"
            icon={<ResetIcon size={14} />}
            text={m.legal.anew}
            title={m.legal.anewNote}
            onClick={() => {
              setEdited(null);
            }}
          />
        )}
        <CopyButton text={text} label={m.legal.copy} isNamed />
        <Button
          size="small"
          icon={<FloppyDiskIcon size={14} />}
          text={m.legal.save}
          disabled={text === ''}
          onClick={() => {
            const number = info === null || info === 'asking' ? '' : info.number;
            saveFile(fileName(number, m.legal.drafts[draft], 'txt'), new Blob([text], { type: 'text/plain' }));
          }}
        />
        <Button
          size="small"
          variant="minimal"
          icon={<CrossIcon size={14} />}
          aria-label={m.general.close}
          onClick={props.onClose}
        />
      </div>
      {error !== null && <FailureNote error={error} />}
      <fieldset className="legal-asked" disabled={edited !== null}>
        <legend>{edited === null ? m.legal.asked : m.legal.askedEdited}</legend>
        {view.data.map(({ id, what }) => (
          <Checkbox
            key={id}
            label={what}
            checked={data.includes(id)}
            onChange={({ currentTarget: { checked } }) => {
              setData(checked ? [...data, id] : data.filter((one) => one !== id));
            }}
          />
        ))}
      </fieldset>
      <TextArea
        fill
        aria-label={m.legal.drafts[draft]}
        rows={24}
        spellCheck={false}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setEdited(value);
        }}
      />
    </section>
  );
}
