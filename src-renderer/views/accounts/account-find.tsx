import { InputGroup } from '@blueprintjs/core';
import { SearchIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';

/** The field that looks for accounts by a name, number or identifier. */
export function AccountFind(props: { readonly name: string; readonly onName: (name: string) => void }): ReactNode {
  const m = useMessages();
  return (
    <InputGroup
      size="small"
      type="search"
      leftIcon={<SearchIcon size={14} />}
      placeholder={m.accounts.find}
      aria-label={m.accounts.find}
      maxLength={200}
      value={props.name}
      onValueChange={props.onName}
    />
  );
}
