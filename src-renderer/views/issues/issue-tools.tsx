import { Button } from '@blueprintjs/core';
import { CrossIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { IssueGroup } from '../../../src-main/contract/index.ts';
import type { IssueSeverity } from '../../../src-main/model/index.ts';
import { SelectField } from '../../components/field.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { plainVisible } from '../../text/visible.ts';

const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly IssueSeverity[];

/** Which issues: by severity, by source, by a value of the work list; and the switch to that list. */
export function IssueTools(props: {
  readonly isWork: boolean;
  readonly onWork: (isWork: boolean) => void;
  readonly value: IssueGroup | null;
  readonly onValue: (value: IssueGroup | null) => void;
}): ReactNode {
  const m = useMessages();
  const { source, severity, code, table } = useLocation();
  const sources = useEngine('source.list', {});
  const { value } = props;
  return (
    <>
      {table !== null && (
        <span className="chip">
          <span className="muted">{m.issuesView.table}</span> <bdi>{plainVisible(table)}</bdi>
          <button
            type="button"
            aria-label={m.filter.remove(plainVisible(`${m.issuesView.table} ${table}`))}
            onClick={() => {
              go({ table: null });
            }}
          >
            <CrossIcon size={12} />
          </button>
        </span>
      )}
      {value !== null && (
        <span className="chip">
          <span className="muted">{plainVisible(value.where ?? '')}</span>{' '}
          <bdi>{plainVisible(value.stored ?? m.general.none)}</bdi>
          <button
            type="button"
            aria-label={m.filter.remove(plainVisible(`${value.where ?? ''} ${value.stored ?? m.general.none}`))}
            onClick={() => {
              props.onValue(null);
            }}
          >
            <CrossIcon size={12} />
          </button>
        </span>
      )}
      {!props.isWork && (
        <SelectField
          isInline
          label={m.issuesView.severities}
          value={severity ?? 'all'}
          choices={[
            { value: 'all', label: m.issuesView.each },
            ...SEVERITIES.map((name) => ({ value: name, label: m.words.severity[name] ?? name })),
          ]}
          onValue={(chosen) => {
            props.onValue(null);
            go({ severity: chosen === 'all' ? null : chosen, code: chosen === severity ? code : null });
          }}
        />
      )}
      <SelectField
        isInline
        label={m.issuesView.source}
        value={source === null ? 'all' : String(source)}
        choices={[
          { value: 'all', label: m.issuesView.each },
          ...(sources.data ?? []).map((one) => ({
            value: String(one.id),
            label: `${plainVisible(one.exhibitReference)} · ${engineWords(one.label, m)}`,
          })),
        ]}
        onValue={(chosen) => {
          props.onValue(null);
          go({ source: chosen === 'all' ? null : Number(chosen) });
        }}
      />
      <Button
        size="small"
        active={props.isWork}
        aria-pressed={props.isWork}
        text={m.issuesView.work}
        title={m.issuesView.workLead}
        onClick={() => {
          props.onWork(!props.isWork);
        }}
      />
    </>
  );
}
