import { Button, HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { CrossIcon, SortAscIcon, SortDescIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { MediaPage } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { PICTURES, choosePictures, usePictures } from '../../state/pictures.ts';
import { showCount } from '../../time/units.ts';
import { MEDIA_SORTS, type MediaChoice } from './media-choice.ts';

/** What is listed and how: kinds with exact numbers, presence, order, pictures or table, and the cover over pictures. */
export function MediaHead(props: {
  readonly kinds: MediaPage['kinds'];
  readonly total: number | null;
  readonly withheld: number;
  readonly choice: MediaChoice;
  readonly onChange: (part: Partial<MediaChoice>) => void;
}): ReactNode {
  const m = useMessages();
  const pictures = usePictures((state) => state.pictures);
  const { kinds, choice, onChange } = props;
  const isChosen = (type: string): boolean => choice.kinds.includes(type);
  const under = kinds.filter(({ type }) => choice.kinds.length === 0 || isChosen(type));
  const sumOf = (presence: 'present' | 'thumbnail' | 'absent'): number => under.reduce((sum, kind) => sum + kind[presence], 0); // prettier-ignore
  const inPresence = (kind: MediaPage['kinds'][number]): number =>
    choice.presence === null ? kind.present + kind.thumbnail + kind.absent : kind[choice.presence];
  const all = kinds.reduce((sum, kind) => sum + inPresence(kind), 0);
  return (
    <>
      <header className="page-head">
        <h1>{m.media.title}</h1>
        <span className="muted numeric" role="status">
          {props.total !== null && m.counts.attachments(props.total)}
          {props.withheld > 0 && ` · ${m.counts.withheld(props.withheld)}`}
        </span>
        <span className="spring" />
        <SegmentedControl
          size="small"
          role="radiogroup"
          aria-label={m.media.pictures}
          value={pictures}
          options={PICTURES.map((value) => ({ value, label: m.media.picturesAs[value] }))}
          onValueChange={(value) => {
            choosePictures(PICTURES.find((one) => one === value) ?? 'shown');
          }}
        />
        <SegmentedControl
          size="small"
          role="radiogroup"
          aria-label={m.media.mode}
          value={choice.mode}
          options={(['grid', 'list'] as const).map((value) => ({ value, label: m.media.modes[value] }))}
          onValueChange={(value) => {
            onChange({ mode: value === 'list' ? 'list' : 'grid' });
          }}
        />
      </header>
      <div className="row media-tools">
        <div className="kind-row" role="group" aria-label={m.media.kinds}>
          <Kind text={m.media.allKinds} count={all} isPressed={choice.kinds.length === 0} onPress={() => { onChange({ kinds: [], at: null }); }} />
          {kinds.map((kind) => (
            <Kind
              key={kind.type}
              text={m.words.types[kind.type] ?? kind.type}
              count={inPresence(kind)}
              isPressed={isChosen(kind.type)}
              onPress={() => {
                const next = isChosen(kind.type) ? choice.kinds.filter((type) => type !== kind.type) : [...choice.kinds, kind.type];
                onChange({ kinds: next, at: null });
              }}
            />
          ))}
        </div>
        <HTMLSelect
          aria-label={m.media.content}
          value={choice.presence ?? 'any'}
          onChange={({ currentTarget: { value } }) => {
            onChange({ presence: value === 'present' || value === 'thumbnail' || value === 'absent' ? value : null, at: null });
          }}
        >
          <option value="any">{m.media.anyContent}</option>
          {(['present', 'thumbnail', 'absent'] as const).map((presence) => (
            <option key={presence} value={presence}>
              {m.media.presences[presence]} ({showCount(sumOf(presence))})
            </option>
          ))}
        </HTMLSelect>
        {choice.sha256 !== null && (
          <span className="chip">
            <bdi className="mono">SHA-256 {choice.sha256.slice(0, 12)}…</bdi>
            <button type="button" aria-label={m.media.anyHash} onClick={() => { onChange({ sha256: null }); }}>
              <CrossIcon size={12} />
            </button>
          </span>
        )}
        <span className="spring" />
        <HTMLSelect
          aria-label={m.media.sort}
          value={choice.sort}
          options={MEDIA_SORTS.map((value) => ({ value, label: m.media.sorts[value] }))}
          onChange={({ currentTarget: { value } }) => {
            onChange({ sort: MEDIA_SORTS.find((sort) => sort === value) ?? 'time' });
          }}
        />
        <Button
          size="small"
          variant="minimal"
          aria-label={choice.descending ? m.conversations.descending : m.conversations.ascending}
          title={choice.descending ? m.conversations.descending : m.conversations.ascending}
          icon={choice.descending ? <SortDescIcon size={14} /> : <SortAscIcon size={14} />}
          onClick={() => {
            onChange({ descending: !choice.descending });
          }}
        />
      </div>
    </>
  );
} // prettier-ignore

function Kind(props: {
  readonly text: string;
  readonly count: number;
  readonly isPressed: boolean;
  readonly onPress: () => void;
}): ReactNode {
  return (
    <button type="button" className="kind-button" aria-pressed={props.isPressed} onClick={props.onPress}>
      {props.text} <span className="numeric muted">{showCount(props.count)}</span>
    </button>
  );
}
