import {
  DisableIcon,
  DocumentIcon,
  EyeOffIcon,
  IdNumberIcon,
  MediaIcon,
  PaperclipIcon,
  VideoIcon,
  VolumeUpIcon,
} from '@blueprintjs/icons';
import { useEffect, useState, type ReactNode } from 'react';
import type { MediaView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { usePictures } from '../../state/pictures.ts';
import { showDuration } from '../../time/units.ts';
import { transport } from '../../transport/index.ts';

/** Content beyond this size is not decoded for a small picture; the details show it. */
const LARGEST_BYTES = 12_582_912;
/** A cell that is scrolled past in less is not decoded at all. */
const SETTLE_MS = 90;

/** The small picture of an attachment, or a sign of what it is. Decoded only while it is on the screen. */
export function Thumb({ media }: { readonly media: MediaView }): ReactNode {
  const m = useMessages();
  const pictures = usePictures((state) => state.pictures);
  const [isSettled, setSettled] = useState(false);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(true);
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  const part = partOf(media);
  if (part !== null && pictures === 'hidden') return <Sign icon={<EyeOffIcon size={22} />} text={m.media.hidden} />;
  if (part !== null && !isRefused) {
    return isSettled ? (
      <>
        <img
          className="evidence-picture"
          src={transport.contentAddress(media.id, part)}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => {
            setRefused(true);
          }}
        />
        {media.durationS !== null && <span className="thumb-time numeric">{showDuration(media.durationS)}</span>}
      </>
    ) : (
      <span className="placeholder" />
    );
  }
  if (media.presence === 'absent') return <Sign icon={<DisableIcon size={22} />} text={m.media.presences.absent} />;
  const ending = /\.([\p{L}\p{N}]{1,5})$/u.exec(media.name ?? media.path ?? '')?.[1]?.toUpperCase();
  const length = media.durationS === null ? undefined : showDuration(media.durationS);
  const text = isRefused ? m.media.notDecoded : (length ?? ending);
  return <Sign icon={iconOf(media)} {...(text !== undefined && { text })} />;
}

function Sign(props: { readonly icon: ReactNode; readonly text?: string }): ReactNode {
  return (
    <span className="thumb-sign">
      {props.icon}
      {props.text !== undefined && <span>{props.text}</span>}
    </span>
  );
}

/** Which bytes make the small picture; null where there is none to make. */
function partOf({ type, presence, hasPreview, contentBytes }: MediaView): 'content' | 'thumbnail' | null {
  const isPicture = type === 'image' || type === 'sticker' || type === 'gif' || type === 'thumbnail';
  if (presence === 'present' && isPicture && contentBytes !== null && contentBytes <= LARGEST_BYTES) return 'content';
  return hasPreview ? 'thumbnail' : null;
}

function iconOf({ type }: MediaView): ReactNode {
  switch (type) {
    case 'video':
      return <VideoIcon size={22} />;
    case 'audio':
    case 'voice':
      return <VolumeUpIcon size={22} />;
    case 'image':
    case 'sticker':
    case 'gif':
      return <MediaIcon size={22} />;
    case 'document':
      return <DocumentIcon size={22} />;
    case 'contact':
      return <IdNumberIcon size={22} />;
    default:
      return <PaperclipIcon size={22} />;
  }
}
