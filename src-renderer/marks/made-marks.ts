import { create } from 'zustand';
import type { MarkChange } from '../../src-main/contract/index.ts';
import { ask } from '../engine/use-engine.ts';

/** A change of marks: its number in the custody log of its case once the engine has answered, null where nothing was changed. */
interface MadeMark {
  readonly caseId: string;
  readonly change: Promise<number | null>;
}

/** Changes of marks asked for in this window and not taken back, the last one at the end; numbers of one case mean nothing in another. */
export const useMadeMarks = create<{ readonly made: readonly MadeMark[] }>(() => ({ made: [] }));

/** Keeps a change from the moment it is asked for, so that it can be taken back; one that is refused or changes nothing goes again. */
export function rememberMade(caseId: string | null, asked: Promise<Pick<MarkChange, 'change'>>): void {
  const change = asked.then(
    (done) => done.change,
    () => null, // who asked says so
  );
  if (caseId === null) return;
  const made = { caseId, change };
  useMadeMarks.setState((before) => ({ made: [...before.made, made] }));
  void change.then((number) => {
    if (number === null) forget(made);
  });
}

function forget(gone: MadeMark): void {
  useMadeMarks.setState(({ made }) => ({ made: made.filter((one) => one !== gone) }));
}

let takenBack: Promise<unknown> = Promise.resolve();

/** Takes a change back, once it is made and those before it are taken back; rejects, and keeps the change, where that is refused. */
export function takeBack(made: MadeMark): Promise<void> {
  forget(made);
  const undone = takenBack.then(async () => {
    const change = await made.change;
    if (change !== null) await ask('mark.undo', { change });
  });
  takenBack = undone.catch(() => {
    // What was refused is still made.
    useMadeMarks.setState((before) => ({ made: [...before.made, made] }));
  });
  return undone;
}
