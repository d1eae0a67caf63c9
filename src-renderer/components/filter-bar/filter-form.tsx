import { Checkbox, Radio, RadioGroup } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { ITEM_TYPES, type Filter } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { drop } from './chips.ts';
import { MarkPart } from './mark-part.tsx';
import { NamedPart, PlaceParts } from './named-parts.tsx';
import { PatternPart } from './pattern-part.tsx';
import { ClockPart, SpanPart } from './time-parts.tsx';
import { togglePart } from './toggle-part.ts';

const choices = {
  states: ['live', 'marked-deleted', 'recovered'],
  logStates: ['both', 'only-with', 'only-without', 'changed'],
  directions: ['incoming', 'outgoing', 'unknown'],
  classes: ['message', 'event'],
  types: ITEM_TYPES,
} as const satisfies { readonly [K in keyof Filter]?: readonly string[] };

type CodeKey = keyof typeof choices;

const ATTACHMENTS = ['any', 'present', 'absent'] as const;

/** Every part of the filter that can be chosen; each choice acts at once, what is typed acts on Enter. */
export function FilterForm({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  return (
    <div className="popover-form filter-form" role="dialog" aria-label={m.filter.add}>
      <SpanPart key={`${filter.fromMs ?? ''}-${filter.toMs ?? ''}`} filter={filter} />
      <ClockPart filter={filter} />
      <NamedPart part="conversations" filter={filter} />
      <NamedPart part="senders" filter={filter} />
      <NamedPart part="accounts" filter={filter} hint={m.filter.accountsHint} />
      <PlaceParts filter={filter} />
      <div className="parts">
        <CodePart part="directions" filter={filter} />
        <CodePart part="classes" filter={filter} />
      </div>
      <AttachmentPart filter={filter} />
      <MarkPart filter={filter} />
      <CodePart part="states" filter={filter} />
      <CodePart part="logStates" filter={filter} />
      <PatternPart key={`${filter.regex ?? ''} ${filter.regexFlags ?? ''}`} filter={filter} />
      <CodePart part="types" filter={filter} />
    </div>
  );
}

function CodePart({ part, filter }: { readonly part: CodeKey; readonly filter: Filter }): ReactNode {
  const m = useMessages();
  return (
    <fieldset className={part === 'types' ? 'wide columns-of-four' : ''}>
      <legend>{m.filter[part]}</legend>
      {choices[part].map((value) => (
        <Checkbox
          key={value}
          checked={(filter[part] as readonly string[] | undefined)?.includes(value) ?? false}
          label={m.words[part][value] ?? value}
          onChange={() => {
            go({ filter: togglePart(filter, part, value as never) });
          }}
        />
      ))}
    </fieldset>
  );
}

function AttachmentPart({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  return (
    <fieldset>
      <legend>{m.filter.attachments}</legend>
      <RadioGroup
        aria-label={m.filter.attachments}
        selectedValue={filter.attachments ?? ''}
        onChange={(event) => {
          const chosen = ATTACHMENTS.find((value) => value === event.currentTarget.value);
          go({ filter: chosen === undefined ? drop(filter, 'attachments') : { ...filter, attachments: chosen } });
        }}
      >
        <Radio value="" label={m.filter.anyAttachment} />
        {ATTACHMENTS.map((value) => (
          <Radio key={value} value={value} label={m.words.attachments[value] ?? value} />
        ))}
      </RadioGroup>
    </fieldset>
  );
}
