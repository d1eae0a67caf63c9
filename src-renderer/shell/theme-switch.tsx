import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { ContrastIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { chooseTheme, THEMES, useTheme } from '../state/theme.ts';

/** Light, dark, or as the system says. */
export function ThemeSwitch(): ReactNode {
  const m = useMessages();
  const { theme } = useTheme();
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <Menu aria-label={m.theme.label}>
          {THEMES.map((name) => (
            <MenuItem
              key={name}
              roleStructure="listoption"
              selected={name === theme}
              text={m.theme[name]}
              onClick={() => {
                chooseTheme(name);
              }}
            />
          ))}
        </Menu>
      }
    >
      <Button
        variant="minimal"
        size="small"
        icon={<ContrastIcon size={14} />}
        aria-label={`${m.theme.label}: ${m.theme[theme]}`}
      />
    </PopoverNext>
  );
}
