import { Button } from '@blueprintjs/core';
import { FilterIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { Filter } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { go, here } from '../state/location.ts';
import { plainVisible } from '../text/visible.ts';

/** Makes what is shown here a part of the filter, which rules every view; `name` is what the examiner knows it by. */
export function OnlyThis(props: {
  readonly part: Pick<Filter, 'conversations' | 'senders' | 'accounts'>;
  readonly name: string;
}): ReactNode {
  const m = useMessages();
  const label = m.filter.only(plainVisible(props.name));
  return (
    <Button
      size="small"
      variant="minimal"
      className="only-this"
      icon={<FilterIcon size={12} />}
      aria-label={label}
      title={label}
      onClick={() => {
        go({ filter: { ...here().filter, ...props.part } });
      }}
    />
  );
}
