import { Button, Checkbox, PopoverNext } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon, PropertiesIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import { COLUMNS, changeLayout, stepColumn, useColumnLayout } from './column-layout.ts';

/** Which columns are shown, and in which order; the time always is. */
export function ColumnChoice(): ReactNode {
  const m = useMessages();
  return (
    <PopoverNext placement="bottom-end" content={<Choice />}>
      <Button size="small" variant="minimal" icon={<PropertiesIcon size={14} />} text={m.timeline.columns} />
    </PopoverNext>
  );
}

function Choice(): ReactNode {
  const m = useMessages();
  const { order, hidden } = useColumnLayout();
  return (
    <fieldset className="column-choice" aria-label={m.timeline.columns}>
      {order.map((name, at) => {
        const label = m.timeline.table[name];
        return (
          <div key={name} className="row">
            <Checkbox
              label={label}
              checked={!hidden.includes(name)}
              disabled={name === 'time'}
              onChange={() => {
                const others = hidden.filter((one) => one !== name);
                changeLayout({ hidden: others.length === hidden.length ? [...hidden, name] : others });
              }}
            />
            <span className="spring" />
            {([-1, 1] as const).map((by) => (
              <Button
                key={by}
                size="small"
                variant="minimal"
                icon={by === -1 ? <ArrowUpIcon size={12} /> : <ArrowDownIcon size={12} />}
                aria-label={by === -1 ? m.timeline.earlier(label) : m.timeline.later(label)}
                disabled={by === -1 ? at === 0 : at === order.length - 1}
                onClick={() => {
                  changeLayout({ order: stepColumn(order, name, by) });
                }}
              />
            ))}
          </div>
        );
      })}
      <Button
        size="small"
        variant="minimal"
        text={m.timeline.resetColumns}
        onClick={() => {
          changeLayout({ order: COLUMNS, hidden: [], sizes: {} });
        }}
      />
    </fieldset>
  );
}
