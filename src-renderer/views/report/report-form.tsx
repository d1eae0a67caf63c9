import { Button, Checkbox } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import { REPORT_ORDERS, REPORT_PARTS, type Params } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import { rememberJob } from '../../engine/jobs.ts';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { firstChoices, isEmpty, requestOf, type ReportChoices } from './report-choices.ts';
import { ReportPreview } from './report-preview.tsx';
import { ReportScope } from './report-scope.tsx';

const WITH = ['pdf', 'media', 'marks', 'annotations', 'legal'] as const;

/** What goes into a report, in which order and forms; its preview, and writing it. */
export function ReportForm(): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const create = useAction('report.create');
  const [kept, setChoices] = useState<ReportChoices>(() => firstChoices(filter));
  const [out, setOut] = useState('');
  const [isTried, setTried] = useState(false);
  const [preview, setPreview] = useState<Omit<Params<'report.preview'>, 'page'> | null>(null);
  // A filter that was cleared meanwhile is the whole case.
  const choices = kept.scope === 'filter' && isEmpty(filter) ? { ...kept, scope: 'whole' as const } : kept;
  const change = (part: Partial<ReportChoices>): void => {
    setChoices({ ...choices, ...part });
  };
  const request = requestOf(choices, filter);
  const submit = (): void => {
    setTried(true);
    if (out.trim() === '' || request === null) return;
    create.mutate({ out, pdf: choices.pdf, ...request }, { onSuccess: rememberJob });
  };
  return (
    <div className="report-panes">
      <form
        className="panel form"
        aria-label={m.report.write}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={m.report.titleField}
          value={choices.title}
          onValue={(title) => {
            change({ title });
          }}
        />
        <ReportScope choices={choices} filter={filter} onChange={change} />
        <SelectField
          label={m.report.order}
          value={choices.order}
          choices={REPORT_ORDERS.map((value) => ({ value, label: m.report.orders[value] }))}
          onValue={(order) => {
            change({ order });
          }}
        />
        <fieldset>
          <legend>{m.report.withIt}</legend>
          {WITH.map((part) => (
            <Checkbox
              key={part}
              inline
              label={m.report[part]}
              checked={choices[part]}
              onChange={() => {
                change({ [part]: !choices[part] });
              }}
            />
          ))}
        </fieldset>
        <fieldset>
          <legend>{m.report.parts}</legend>
          {REPORT_PARTS.map((part) => (
            <Checkbox
              key={part}
              inline
              label={m.report.partNames[part]}
              checked={!choices.leaveOut.includes(part)}
              onChange={() => {
                const rest = choices.leaveOut.filter((other) => other !== part);
                change({ leaveOut: rest.length === choices.leaveOut.length ? [...rest, part] : rest });
              }}
            />
          ))}
          {choices.leaveOut.length > 0 && <p className="muted">{m.report.leftOutNote}</p>}
        </fieldset>
        <TextField
          label={m.general.optionalField(m.report.clock)}
          value={choices.clock}
          onValue={(clock) => {
            change({ clock });
          }}
          hint={m.report.clockHint}
        />
        <TextField
          label={m.report.out}
          value={out}
          onValue={setOut}
          hint={m.report.outHint}
          problem={isTried && out.trim() === '' ? `${m.report.out} ${m.start.required}` : undefined}
          action={<PathButton kind="new-folder" text={`${m.general.choose} …`} onPath={setOut} />}
        />
        {create.error !== null && <FailureNote error={create.error} />}
        <div className="row">
          <Button
            type="submit"
            size="small"
            intent="primary"
            text={m.report.write}
            loading={create.isPending}
            disabled={request === null}
          />
          <Button
            size="small"
            text={preview === null ? m.report.showPreview : m.report.refreshPreview}
            disabled={request === null}
            onClick={() => {
              setPreview(request);
            }}
          />
        </div>
      </form>
      {preview !== null && <ReportPreview key={JSON.stringify(preview)} request={preview} />}
    </div>
  );
}
