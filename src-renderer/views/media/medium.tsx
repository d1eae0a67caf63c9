import { DisableIcon, EyeOffIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { MediaView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { usePictures } from '../../state/pictures.ts';
import { plainVisible } from '../../text/visible.ts';
import { transport } from '../../transport/index.ts';
import { Sound } from './waveform.tsx';

/** An attachment as far as the window decodes it: picture, film, sound with waveform; else a sentence of what is there. */
export function Medium({ media }: { readonly media: MediaView }): ReactNode {
  const m = useMessages();
  const pictures = usePictures((state) => state.pictures);
  const [isRefused, setRefused] = useState(false);
  const { type, presence } = media;
  const refuse = (): void => {
    setRefused(true);
  };
  if (presence === 'present' && (type === 'audio' || type === 'voice')) return <Sound media={media} sizeBytes={media.contentBytes} />;
  const isFilm = type === 'video' || (type === 'gif' && media.mediaType?.startsWith('video/') === true);
  const isPicture = type === 'image' || type === 'sticker' || type === 'gif' || type === 'thumbnail';
  if (isRefused) return <Note text={m.media.refusedText} />;
  if (presence === 'absent') return <Note icon={<DisableIcon size={20} />} text={m.media.absentText} />;
  if (presence === 'present' && !isFilm && !isPicture) return <Note text={m.media.documentText} />;
  if (pictures === 'hidden') return <Note icon={<EyeOffIcon size={20} />} text={m.media.hiddenText} />;
  const address = transport.contentAddress(media.id, presence === 'present' ? 'content' : 'thumbnail');
  const name = plainVisible(media.name ?? m.words.types[type] ?? type);
  return presence === 'present' && isFilm ? (
    <video className="evidence-picture" controls muted preload="metadata" src={address} aria-label={name} onError={refuse} />
  ) : (
    <>
      <img className="evidence-picture" src={address} alt={name} decoding="async" onError={refuse} />
      {presence === 'thumbnail' && <p className="muted small">{m.media.previewText}</p>}
    </>
  );
} // prettier-ignore

function Note({ icon, text }: { readonly icon?: ReactNode; readonly text: string }): ReactNode {
  return (
    <p className="medium-note muted">
      {icon}
      <span>{text}</span>
    </p>
  );
}
