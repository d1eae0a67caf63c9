import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { TranslateIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { languages } from '../messages/languages.ts';
import { chooseLanguage, LANGUAGE_CHOICES, useLanguage } from '../state/language.ts';

/** The language of the window: each by its own name, or as the system asks. */
export function LanguageSwitch(): ReactNode {
  const m = useMessages();
  const { choice } = useLanguage();
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <Menu aria-label={m.language.label}>
          {LANGUAGE_CHOICES.map((name) => (
            <MenuItem
              key={name}
              roleStructure="listoption"
              selected={name === choice}
              text={name === 'system' ? m.language.system : languages[name].name}
              {...(name === 'system' ? {} : { lang: languages[name].locale })}
              onClick={() => {
                chooseLanguage(name);
              }}
            />
          ))}
        </Menu>
      }
    >
      <Button
        variant="minimal"
        size="small"
        icon={<TranslateIcon size={14} />}
        aria-label={`${m.language.label}: ${m.name}`}
      />
    </PopoverNext>
  );
}
