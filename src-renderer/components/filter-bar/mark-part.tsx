import { Checkbox } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { plainVisible } from '../../text/visible.ts';
import { drop, MARK_FLAGS } from './chips.ts';
import { togglePart } from './toggle-part.ts';

/** What examiners said: tags to have and not to have, notes, bookmarks. */
export function MarkPart({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const tags = useEngine('tag.list', {});
  return (
    <>
      {(['tags', 'withoutTags'] as const).map(
        (part) =>
          tags.data !== undefined &&
          tags.data.length > 0 && (
            <fieldset key={part} className="long">
              <legend>{m.filter[part]}</legend>
              {tags.data.map(({ tag, name }) => (
                <Checkbox
                  key={tag}
                  className="named"
                  checked={filter[part]?.includes(tag) ?? false}
                  onChange={() => {
                    go({ filter: togglePart(filter, part, tag) });
                  }}
                >
                  <bdi>{plainVisible(name)}</bdi>
                </Checkbox>
              ))}
            </fieldset>
          ),
      )}
      <fieldset>
        <legend>{m.filter.marks}</legend>
        {MARK_FLAGS.map((flag) => (
          <Checkbox
            key={flag}
            checked={filter[flag] === true}
            label={m.filter[flag]}
            onChange={() => {
              go({ filter: filter[flag] === true ? drop(filter, flag) : { ...filter, [flag]: true } });
            }}
          />
        ))}
      </fieldset>
    </>
  );
}
