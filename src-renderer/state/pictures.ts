import { create } from 'zustand';

/** Whether pictures and films of the evidence are shown, blurred without colour, or left out. */
export const PICTURES = ['shown', 'blurred', 'hidden'] as const;
export type Pictures = (typeof PICTURES)[number];

const KEY = 'affiant.pictures';

function stored(): Pictures {
  const value = window.localStorage.getItem(KEY);
  return PICTURES.find((choice) => choice === value) ?? 'shown';
}

/** The examiner's choice; kept on this machine. */
export const usePictures = create<{ readonly pictures: Pictures }>(() => ({ pictures: stored() }));

/** Chooses how pictures are shown in all views. */
export function choosePictures(pictures: Pictures): void {
  window.localStorage.setItem(KEY, pictures);
  usePictures.setState({ pictures });
}

/** Goes on to the next choice: shown, blurred, hidden, and round. */
export function turnPictures(): void {
  const at = PICTURES.indexOf(usePictures.getState().pictures);
  choosePictures(PICTURES[(at + 1) % PICTURES.length] ?? 'shown');
}

/** Writes the choice to the document, before anything is drawn. */
export function followPictures(): () => void {
  const apply = (): void => {
    document.documentElement.dataset.pictures = usePictures.getState().pictures;
  };
  apply();
  return usePictures.subscribe(apply);
}
