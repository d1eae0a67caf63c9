import { Button, Checkbox, InputGroup } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { plainVisible } from '../../text/visible.ts';
import { nextDay, shownDate, startOfDay } from '../../time/format.ts';
import { TextField } from '../field.tsx';
import { drop, type FilterNames } from './chips.ts';

const CODES = ['states', 'logStates', 'directions', 'classes', 'types'] as const;
type CodeKey = (typeof CODES)[number];

const choices = {
  states: ['live', 'marked-deleted', 'recovered'],
  logStates: ['both', 'only-with', 'only-without', 'changed'],
  directions: ['incoming', 'outgoing', 'unknown'],
  classes: ['message', 'event'],
  types: [
    'text',
    'image',
    'video',
    'voice',
    'audio',
    'document',
    'sticker',
    'gif',
    'location',
    'contact',
    'poll',
    'call',
    'system',
    'revoked',
    'unknown',
  ],
} as const satisfies Record<CodeKey, readonly string[]>;

/** Every part of the filter that can be chosen; each choice acts at once. */
export function FilterForm(props: { readonly filter: Filter; readonly names: FilterNames }): ReactNode {
  const m = useMessages();
  const { filter } = props;
  const words = {
    states: m.words.states,
    logStates: m.words.logStates,
    directions: m.words.directions,
    classes: m.words.classes,
    types: m.words.types,
  };
  const toggle = <K extends 'sources' | 'conversations' | 'senders' | CodeKey>(
    key: K,
    value: NonNullable<Filter[K]>[number],
  ): void => {
    const list: readonly unknown[] = filter[key] ?? [];
    const next = list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
    go({ filter: next.length === 0 ? drop(filter, key) : { ...filter, [key]: next } });
  };
  return (
    <div className="popover-form filter-form" role="dialog" aria-label={m.filter.add}>
      <DayRange filter={filter} />
      <NamedChoice
        label={m.filter.conversations}
        kind="conversations"
        chosen={filter.conversations ?? []}
        onToggle={(id) => {
          toggle('conversations', id);
        }}
      />
      <NamedChoice
        label={m.filter.senders}
        kind="senders"
        chosen={filter.senders ?? []}
        onToggle={(id) => {
          toggle('senders', id);
        }}
      />
      <SourceChoice
        chosen={filter.sources ?? []}
        onToggle={(id) => {
          toggle('sources', id);
        }}
      />
      {CODES.map((key) => (
        <fieldset key={key} className={key === 'types' ? 'wide' : ''}>
          <legend>{m.filter[key]}</legend>
          {choices[key].map((value) => (
            <Checkbox
              key={value}
              checked={(filter[key] as readonly string[] | undefined)?.includes(value) ?? false}
              label={words[key][value] ?? value}
              onChange={() => {
                toggle(key, value as never);
              }}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function DayRange({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const [from, setFrom] = useState(filter.fromMs === undefined ? '' : shownDate(filter.fromMs, zone));
  const [to, setTo] = useState(filter.toMs === undefined ? '' : shownDate(filter.toMs - 1, zone));
  const fromMs = startOfDay(from, zone);
  const toMs = startOfDay(to, zone) === null ? null : startOfDay(nextDay(to), zone);
  const isBad = (from !== '' && fromMs === null) || (to !== '' && toMs === null);
  return (
    <fieldset>
      <legend>
        {m.filter.time} ({zone})
      </legend>
      <TextField label={m.filter.from} value={from} onValue={setFrom} hint="2024-03-05" />
      <TextField label={m.filter.to} value={to} onValue={setTo} problem={isBad ? m.filter.badDay : undefined} />
      <Button
        size="small"
        text={m.general.apply}
        disabled={isBad}
        onClick={() => {
          go({
            filter: {
              ...drop(filter, 'fromMs', 'toMs'),
              ...(fromMs === null ? {} : { fromMs }),
              ...(toMs === null ? {} : { toMs }),
            },
          });
        }}
      />
    </fieldset>
  );
}

function NamedChoice(props: {
  readonly label: string;
  readonly kind: 'conversations' | 'senders';
  readonly chosen: readonly number[];
  readonly onToggle: (id: number) => void;
}): ReactNode {
  const m = useMessages();
  const [name, setName] = useState('');
  const asked = name.trim() === '' ? {} : { name: name.trim() };
  const conversations = useEngine('conversation.page', props.kind === 'conversations' ? { ...asked, limit: 8 } : null);
  const accounts = useEngine('account.page', props.kind === 'senders' ? { ...asked, limit: 8 } : null);
  const found =
    props.kind === 'conversations'
      ? conversations.data?.rows.map((row) => ({ id: row.id, text: row.title, more: m.counts.messages(row.messages) }))
      : accounts.data?.rows.map((row) => ({ id: row.id, text: row.name, more: row.identifier }));
  return (
    <fieldset>
      <legend>{props.label}</legend>
      <InputGroup
        size="small"
        value={name}
        onValueChange={setName}
        placeholder={m.filter.find}
        aria-label={`${props.label}: ${m.filter.find}`}
      />
      {found?.length === 0 && <span className="muted">{m.filter.noMatch}</span>}
      {found?.map((row) => (
        <Checkbox
          key={row.id}
          className="named"
          checked={props.chosen.includes(row.id)}
          onChange={() => {
            props.onToggle(row.id);
          }}
        >
          <bdi title={plainVisible(row.more)}>{plainVisible(row.text)}</bdi>
        </Checkbox>
      ))}
    </fieldset>
  );
}

function SourceChoice(props: {
  readonly chosen: readonly number[];
  readonly onToggle: (id: number) => void;
}): ReactNode {
  const m = useMessages();
  const sources = useEngine('source.list', {});
  return (
    <fieldset>
      <legend>{m.filter.sources}</legend>
      {sources.data?.map((source) => (
        <Checkbox
          key={source.id}
          className="named"
          checked={props.chosen.includes(source.id)}
          onChange={() => {
            props.onToggle(source.id);
          }}
        >
          <bdi>{plainVisible(`${source.exhibitReference} · ${source.label}`)}</bdi>
        </Checkbox>
      ))}
    </fieldset>
  );
}
