import { Button, Checkbox, PopoverNext } from '@blueprintjs/core';
import { PropertiesIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';

/** The columns of the timeline's table, in their order. */
export const COLUMNS = ['time', 'utc', 'sender', 'conversation', 'type', 'state', 'text'] as const;

/** Which columns are shown; the time always is. */
export function ColumnChoice(props: {
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}): ReactNode {
  const m = useMessages();
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <fieldset className="column-choice" aria-label={m.timeline.columns}>
          {COLUMNS.slice(1).map((name) => (
            <Checkbox
              key={name}
              label={m.timeline.table[name]}
              checked={!props.hidden.has(name)}
              onChange={() => {
                const next = new Set(props.hidden);
                if (!next.delete(name)) next.add(name);
                props.onHidden(next);
              }}
            />
          ))}
        </fieldset>
      }
    >
      <Button size="small" variant="minimal" icon={<PropertiesIcon size={14} />} text={m.timeline.columns} />
    </PopoverNext>
  );
}
