import { Button, InputGroup, PopoverNext } from '@blueprintjs/core';
import { GlobeIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { client } from '../engine/client.ts';
import { useAction } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { showTime } from '../time/format.ts';

/** Names in use today that the browser's list may hold under an older one (IANA `backward` file). */
const TODAY = ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Yangon', 'Asia/Ho_Chi_Minh', 'Europe/Kyiv', 'Atlantic/Faroe'];
const ZONES: readonly string[] = [...new Set(['UTC', ...TODAY, ...Intl.supportedValuesOf('timeZone')])];

/** The zone in which times are shown; kept in the case. */
export function ZoneChooser({ zone }: { readonly zone: string }): ReactNode {
  const m = useMessages();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const save = useAction('case.zone');
  const nowMs = Date.now();
  const wanted = text.trim().toLowerCase().replaceAll(' ', '_');
  const found = ZONES.filter((name) => name.toLowerCase().includes(wanted)).slice(0, 60);
  const choose = (name: string): void => {
    save.mutate(
      { zone: name },
      {
        onSuccess: (info) => {
          client.setQueryData(['case.info', {}], info);
          setOpen(false);
        },
      },
    );
  };
  return (
    <PopoverNext
      isOpen={isOpen}
      onInteraction={setOpen}
      placement="bottom-end"
      content={
        <div className="popover-form zone-chooser" role="dialog" aria-label={m.zone.label}>
          <h2>{m.zone.label}</h2>
          <p className="muted">{m.zone.note}</p>
          <InputGroup
            autoFocus
            size="small"
            value={text}
            placeholder={m.zone.find}
            aria-label={m.zone.find}
            onValueChange={setText}
            onKeyDown={(event) => {
              const first = found[0];
              if (event.key === 'Enter' && first !== undefined) choose(first);
            }}
          />
          {save.error !== null && <FailureNote error={save.error} />}
          <ul className="choice-list">
            {found.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  aria-pressed={name === zone}
                  onClick={() => {
                    choose(name);
                  }}
                >
                  <span>{name.replaceAll('_', ' ')}</span>
                  <span className="muted numeric">{showTime(nowMs, name).offset}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      }
    >
      <Button variant="minimal" size="small" icon={<GlobeIcon size={14} />} text={m.zone.button(zone)} />
    </PopoverNext>
  );
}
