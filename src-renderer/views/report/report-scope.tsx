import { Checkbox, Radio, RadioGroup } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { isEmpty, scopeFilter, type ReportChoices } from './report-choices.ts';

const SCOPES = ['whole', 'filter', 'tagged', 'bookmarked'] as const;

/** What goes into the report: the case, the filter in force, what is tagged, or what is bookmarked; with its exact count. */
export function ReportScope(props: {
  readonly choices: ReportChoices;
  readonly filter: Filter;
  readonly onChange: (part: Partial<ReportChoices>) => void;
}): ReactNode {
  const m = useMessages();
  const { choices, filter, onChange } = props;
  const tags = useEngine('tag.list', {});
  const scope = scopeFilter(choices, filter);
  const counted = useEngine('item.page', scope === null ? null : { filter: scope, limit: 1 });
  const labels = {
    whole: m.report.whole,
    filter: m.report.filtered,
    tagged: m.report.tagged,
    bookmarked: m.report.bookmarked,
  };
  const isOff = { whole: false, filter: isEmpty(filter), tagged: tags.data?.length === 0, bookmarked: false };
  return (
    <>
      <RadioGroup
        label={m.report.scope}
        selectedValue={choices.scope}
        onChange={(event) => {
          const chosen = SCOPES.find((one) => one === event.currentTarget.value);
          if (chosen !== undefined) onChange({ scope: chosen });
        }}
      >
        {SCOPES.map((one) => (
          <Radio key={one} value={one} label={labels[one]} disabled={isOff[one]} />
        ))}
      </RadioGroup>
      {tags.error !== null && <FailureNote error={tags.error} />}
      {choices.scope === 'tagged' && (
        <fieldset className="report-tags">
          <legend>{m.report.anyOfTags}</legend>
          {tags.data?.map(({ tag, name, items }) => (
            <Checkbox
              key={tag}
              inline
              checked={choices.tags.includes(tag)}
              labelElement={
                <>
                  <bdi>{plainVisible(name)}</bdi> <span className="muted numeric">{showCount(items)}</span>
                </>
              }
              onChange={() => {
                const rest = choices.tags.filter((other) => other !== tag);
                onChange({ tags: rest.length === choices.tags.length ? [...rest, tag] : rest });
              }}
            />
          ))}
        </fieldset>
      )}
      {counted.error !== null && <FailureNote error={counted.error} />}
      <p className="muted" role="status">
        {scope === null
          ? m.report.noTagChosen
          : counted.data === undefined
            ? '…'
            : m.report.goesIn(counted.data.total, counted.data.withheld)}
      </p>
    </>
  );
}
