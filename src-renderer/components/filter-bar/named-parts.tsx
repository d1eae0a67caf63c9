import { Checkbox, InputGroup } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { plainVisible } from '../../text/visible.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { togglePart } from './toggle-part.ts';

const SHOWN = 7;

interface Named {
  readonly id: number;
  readonly text: string;
  readonly more: string;
}

/** Conversations, senders or accounts, found by name; what is chosen can be taken out of the chips. */
export function NamedPart(props: {
  readonly part: 'conversations' | 'senders' | 'accounts';
  readonly filter: Filter;
  readonly hint?: string;
}): ReactNode {
  const m = useMessages();
  const { part, filter } = props;
  const [name, setName] = useState('');
  const asked = { ...(name.trim() === '' ? {} : { name: name.trim() }), limit: SHOWN };
  const isConversation = part === 'conversations';
  const conversations = useEngine('conversation.page', isConversation ? asked : null, { keepPrevious: true });
  const accounts = useEngine('account.page', isConversation ? null : asked, { keepPrevious: true });
  const page = isConversation ? conversations.data : accounts.data;
  const found: readonly Named[] | undefined = isConversation
    ? conversations.data?.rows.map((row) => ({ id: row.id, text: row.title, more: m.counts.messages(row.messages) }))
    : accounts.data?.rows.map((row) => ({ id: row.id, text: row.name, more: row.identifier }));
  const left = page === undefined ? 0 : page.total - page.rows.length;
  return (
    <fieldset>
      <legend>
        {m.filter[part]} {props.hint !== undefined && <span className="muted">{props.hint}</span>}
      </legend>
      <InputGroup
        size="small"
        value={name}
        onValueChange={setName}
        placeholder={m.filter.find}
        aria-label={`${m.filter[part]}: ${m.filter.find}`}
      />
      {found?.length === 0 && <span className="muted">{m.filter.noMatch}</span>}
      {found?.map((row) => (
        <NamedBox
          key={row.id}
          row={row}
          isOn={filter[part]?.includes(row.id) ?? false}
          onToggle={() => {
            go({ filter: togglePart(filter, part, row.id) });
          }}
        />
      ))}
      {left > 0 && <span className="muted">{m.filter.more(left)}</span>}
    </fieldset>
  );
}

/** Exhibits and the sources found in them. */
export function PlaceParts({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const exhibits = useEngine('exhibit.list', {});
  const sources = useEngine('source.list', {});
  return (
    <fieldset>
      <legend>{m.filter.exhibits}</legend>
      <ListedPart
        part="exhibits"
        filter={filter}
        rows={(exhibits.data ?? []).map(({ id, reference, path }) => ({ id, text: reference, more: path }))}
      />
      <div className="legend">{m.filter.sources}</div>
      <ListedPart
        part="sources"
        filter={filter}
        rows={(sources.data ?? []).map(({ id, exhibitReference, label, root }) => ({
          id,
          text: `${exhibitReference} · ${engineWords(label, m)}`,
          more: root,
        }))}
      />
    </fieldset>
  );
}

/** Rows that are all known; those beyond a few are found by name. What is chosen is always among those shown. */
function ListedPart(props: {
  readonly part: 'exhibits' | 'sources';
  readonly filter: Filter;
  readonly rows: readonly Named[];
}): ReactNode {
  const m = useMessages();
  const { part, filter, rows } = props;
  const [name, setName] = useState('');
  const chosen = new Set(filter[part]);
  const wanted = name.trim().toLowerCase();
  const found = rows.filter(
    ({ id, text, more }) => chosen.has(id) || `${text}\n${more}`.toLowerCase().includes(wanted),
  );
  const shown = found.filter(({ id }, at) => at < SHOWN || chosen.has(id));
  return (
    <>
      {rows.length > SHOWN && (
        <InputGroup
          size="small"
          value={name}
          onValueChange={setName}
          placeholder={m.filter.find}
          aria-label={`${m.filter[part]}: ${m.filter.find}`}
        />
      )}
      {rows.length > 0 && found.length === 0 && <span className="muted">{m.filter.noMatch}</span>}
      {shown.map((row) => (
        <NamedBox
          key={row.id}
          row={row}
          isOn={chosen.has(row.id)}
          onToggle={() => {
            go({ filter: togglePart(filter, part, row.id) });
          }}
        />
      ))}
      {found.length > shown.length && <span className="muted">{m.filter.more(found.length - shown.length)}</span>}
    </>
  );
}

function NamedBox(props: { readonly row: Named; readonly isOn: boolean; readonly onToggle: () => void }): ReactNode {
  return (
    <Checkbox className="named" checked={props.isOn} onChange={props.onToggle}>
      <bdi title={plainVisible(props.row.more)}>{plainVisible(props.row.text)}</bdi>
    </Checkbox>
  );
}
