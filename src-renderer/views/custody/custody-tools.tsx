import { Button, InputGroup, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import { readMoment, writeMoment } from '../../components/filter-bar/moments.ts';
import { SelectField } from '../../components/field.tsx';
import { useCase, useZone } from '../../engine/use-case.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { failureOf } from '../../engine/failure.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { fileName, saveFile } from '../overview/save-chart.ts';
import type { CustodyFilter } from './custody-filter.ts';
import { FORMS, writeEntries, type EntryForm } from './write-entries.ts';

/** Which entries: by action, actor and time; and the same entries as a file. */
export function CustodyTools(props: {
  readonly filter: CustodyFilter;
  readonly onFilter: (filter: CustodyFilter) => void;
  readonly total: number;
}): ReactNode {
  const m = useMessages();
  const check = useEngine('custody.check', {});
  const { filter } = props;
  const choose = (key: 'actions' | 'actors', value: string): void => {
    const { [key]: _before, ...rest } = filter;
    props.onFilter(value === '' ? rest : { ...rest, [key]: [value] });
  };
  const choices = (
    names: readonly { readonly name: string; readonly count: number }[],
    show: (name: string) => string,
  ): readonly { readonly value: string; readonly label: string }[] => [
    { value: '', label: m.issuesView.each },
    ...names.map(({ name, count }) => ({ value: name, label: `${plainVisible(show(name))} (${showCount(count)})` })),
  ];
  return (
    <>
      <SelectField
        isInline
        label={m.custody.table.action}
        value={filter.actions?.[0] ?? ''}
        choices={choices(check.data?.actions ?? [], (name) => m.custody.actions[name] ?? name)}
        onValue={(value) => {
          choose('actions', value);
        }}
      />
      <SelectField
        isInline
        label={m.custody.table.actor}
        value={filter.actors?.[0] ?? ''}
        choices={choices(check.data?.actors ?? [], (name) => name)}
        onValue={(value) => {
          choose('actors', value);
        }}
      />
      <Edge edge="from" filter={filter} onFilter={props.onFilter} />
      <Edge edge="to" filter={filter} onFilter={props.onFilter} />
      <Export filter={filter} total={props.total} />
    </>
  );
}

/** One end of the span of time; acts on Enter and when it is left. */
function Edge(props: {
  readonly edge: 'from' | 'to';
  readonly filter: CustodyFilter;
  readonly onFilter: (filter: CustodyFilter) => void;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { edge, filter } = props;
  const key = edge === 'from' ? 'fromMs' : 'toMs';
  const now = filter[key];
  const [text, setText] = useState(now === undefined ? '' : writeMoment(now, zone, edge));
  const ms = readMoment(text, zone, edge);
  const isBad = text.trim() !== '' && ms === null;
  const apply = (): void => {
    if (isBad || (ms ?? undefined) === now) return;
    const { [key]: _before, ...rest } = filter;
    props.onFilter(ms === null ? rest : { ...rest, [key]: ms });
  };
  return (
    <InputGroup
      size="small"
      className="custody-edge"
      value={text}
      onValueChange={setText}
      intent={isBad ? 'danger' : 'none'}
      aria-invalid={isBad}
      title={isBad ? m.filter.badTime : m.filter.clock(zone)}
      placeholder={m.filter[edge === 'from' ? 'from' : 'until']}
      aria-label={m.filter[edge]}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
      }}
    />
  );
}

function Export({ filter, total }: { readonly filter: CustodyFilter; readonly total: number }): ReactNode {
  const m = useMessages();
  const info = useCase();
  const [problem, setProblem] = useState<string | null>(null);
  const number = info === null || info === 'asking' ? '' : info.number;
  const write = async (form: EntryForm): Promise<void> => {
    try {
      saveFile(fileName(number, m.custody.title, form.ending), await writeEntries(filter, form));
      setProblem(null);
    } catch (error) {
      const { code, detail } = failureOf(error);
      setProblem(m.failures[code](detail).what);
    }
  };
  return (
    <>
      {problem !== null && (
        <span className="problem" role="alert">
          {plainVisible(problem)}
        </span>
      )}
      <PopoverNext
        placement="bottom-end"
        content={
          <Menu aria-label={m.custody.export}>
            {FORMS.map((form) => (
              <MenuItem
                key={form.ending}
                text={m.custody.exportAs(total, m.custody.forms[form.ending])}
                onClick={() => void write(form)}
              />
            ))}
          </Menu>
        }
      >
        <Button size="small" text={m.custody.export} disabled={total === 0} />
      </PopoverNext>
    </>
  );
}
