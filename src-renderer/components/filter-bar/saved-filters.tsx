import { Button, PopoverNext } from '@blueprintjs/core';
import { BookmarkIcon, CrossIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { plainVisible } from '../../text/visible.ts';
import { FailureNote } from '../failure-note.tsx';
import { TextField } from '../field.tsx';
import { chipsOf } from './chips.ts';
import { useFilterNames } from './use-filter-names.ts';

/** Filters kept in the case with a name: use one, keep the one in force, take one off. */
export function SavedFilters({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  return (
    <PopoverNext placement="bottom-start" content={<SavedList filter={filter} />}>
      <Button
        size="small"
        variant="minimal"
        icon={<BookmarkIcon size={12} />}
        aria-label={m.filter.saved}
        title={m.filter.saved}
        data-focus="saved-filters"
      />
    </PopoverNext>
  );
}

function SavedList({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const saved = useEngine('filter.list', {});
  const remove = useAction('filter.remove');
  return (
    <div className="popover-form" role="dialog" aria-label={m.filter.saved}>
      <h3>{m.filter.saved}</h3>
      {saved.error !== null && <FailureNote error={saved.error} />}
      {saved.data?.length === 0 && <p className="muted">{m.filter.savedNone}</p>}
      <ul className="plain saved-filters">
        {saved.data?.map((one) => (
          <li key={one.id} className="row">
            <button
              type="button"
              className="saved-filter"
              aria-label={m.filter.useSaved(plainVisible(one.name))}
              onClick={() => {
                go({ filter: one.filter });
              }}
            >
              <bdi>{plainVisible(one.name)}</bdi>
              <Parts filter={one.filter} />
              {one.unfound > 0 && <span className="badge warning">{m.filter.unfound(one.unfound, one.named)}</span>}
            </button>
            <Button
              size="small"
              variant="minimal"
              icon={<CrossIcon size={12} />}
              aria-label={m.filter.removeSaved(plainVisible(one.name))}
              onClick={() => {
                remove.mutate({ saved: one.id });
              }}
            />
          </li>
        ))}
      </ul>
      {remove.error !== null && <FailureNote error={remove.error} />}
      <SaveForm filter={filter} names={saved.data?.map(({ name }) => name) ?? []} />
    </div>
  );
}

/** What a saved filter asks for, in one line. */
function Parts({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const names = useFilterNames(filter);
  const text = chipsOf(filter, names, zone, m)
    .map((chip) => `${chip.label}: ${chip.value}`)
    .join(' · ');
  return (
    <span className="muted ellipsis" title={text}>
      {text}
    </span>
  );
}

function SaveForm(props: { readonly filter: Filter; readonly names: readonly string[] }): ReactNode {
  const m = useMessages();
  const save = useAction('filter.save');
  const [name, setName] = useState('');
  const wanted = name.trim();
  const isEmpty = Object.keys(props.filter).length === 0;
  const isTaken = props.names.some((known) => known.toLowerCase() === wanted.toLowerCase());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === '' || isEmpty) return;
        save.mutate(
          { name: wanted, filter: props.filter },
          {
            onSuccess: () => {
              setName('');
            },
          },
        );
      }}
    >
      <TextField
        label={m.filter.saveAs}
        value={name}
        onValue={setName}
        hint={isEmpty ? m.filter.nothingToSave : isTaken ? m.filter.replaces : undefined}
        action={
          <Button
            type="submit"
            size="small"
            text={m.filter.save}
            disabled={wanted === '' || isEmpty}
            loading={save.isPending}
          />
        }
      />
      {save.error !== null && <FailureNote error={save.error} />}
    </form>
  );
}
