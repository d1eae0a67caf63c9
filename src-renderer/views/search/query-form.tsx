import { Button, Checkbox, InputGroup, SegmentedControl } from '@blueprintjs/core';
import { SearchIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { drop } from '../../components/filter-bar/chips.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';

export const MODES = ['words', 'regex', 'terms'] as const;
export type Mode = (typeof MODES)[number];

/** Which kind of search is asked. */
export function ModeChoice(props: { readonly mode: Mode; readonly onMode: (mode: Mode) => void }): ReactNode {
  const m = useMessages();
  return (
    <SegmentedControl
      size="small"
      role="radiogroup"
      aria-label={m.search.mode}
      value={props.mode}
      options={MODES.map((value) => ({ value, label: m.search[value] }))}
      onValueChange={(value) => {
        props.onMode(MODES.find((mode) => mode === value) ?? 'words');
      }}
    />
  );
}

/** Words or a pattern, with what can be written there. */
export function QueryForm({ filter, mode }: { readonly filter: Filter; readonly mode: 'words' | 'regex' }): ReactNode {
  const m = useMessages();
  const [text, setText] = useState((mode === 'regex' ? filter.regex : filter.text) ?? '');
  const [ignoreCase, setIgnoreCase] = useState(filter.regexFlags !== '');
  const run = (): void => {
    const rest = drop(filter, 'text', 'regex', 'regexFlags');
    const wanted = text.trim();
    if (wanted === '') go({ filter: rest, item: null });
    else if (mode === 'words') go({ filter: { ...rest, text: wanted }, item: null });
    else go({ filter: { ...rest, regex: wanted, regexFlags: ignoreCase ? 'i' : '' }, item: null });
  };
  return (
    <form
      className="query-form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <div className="row">
        <InputGroup
          autoFocus
          fill
          className={mode === 'regex' ? 'mono' : ''}
          leftElement={
            <span className="input-icon">
              <SearchIcon size={14} />
            </span>
          }
          value={text}
          onValueChange={setText}
          placeholder={mode === 'words' ? m.search.placeholder : m.search.placeholderRegex}
          aria-label={m.search.title}
        />
        {mode === 'regex' && (
          <Checkbox
            inline
            label={m.search.ignoreCase}
            checked={ignoreCase}
            onChange={() => {
              setIgnoreCase(!ignoreCase);
            }}
          />
        )}
        <Button type="submit" intent="primary" className="unbroken" text={m.search.run} />
      </div>
      <details className="query-hints">
        <summary>{m.search.hints}</summary>
        <dl>
          {(mode === 'words' ? m.search.hintsWords : m.search.hintsRegex).map(([sign, meaning]) => (
            <div key={sign}>
              <dt>
                <code>{sign}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </form>
  );
}
