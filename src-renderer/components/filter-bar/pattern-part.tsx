import { Button, Checkbox } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { TextField } from '../field.tsx';
import { drop } from './chips.ts';

/** A regular expression over the stored text; what cannot be read is said before it is asked. */
export function PatternPart({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const [pattern, setPattern] = useState(filter.regex ?? '');
  const [ignoresCase, setIgnoresCase] = useState(filter.regexFlags === 'i');
  const reason = problemOf(pattern);
  return (
    <fieldset>
      <legend>{m.filter.pattern}</legend>
      <form
        className="filter-span"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason !== null) return;
          const asked =
            pattern === '' ? {} : { regex: pattern, regexFlags: ignoresCase ? ('i' as const) : ('' as const) };
          go({ filter: { ...drop(filter, 'regex', 'regexFlags'), ...asked } });
        }}
      >
        <TextField
          label={m.filter.regex}
          value={pattern}
          onValue={setPattern}
          problem={reason === null ? undefined : m.filter.badPattern(reason)}
        />
        <Checkbox
          checked={ignoresCase}
          label={m.filter.ignoreCase}
          onChange={() => {
            setIgnoresCase(!ignoresCase);
          }}
        />
        <Button type="submit" size="small" text={m.general.apply} disabled={reason !== null} />
      </form>
    </fieldset>
  );
}

function problemOf(pattern: string): string | null {
  try {
    new RegExp(pattern, 'u');
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}
