import { KeyCommandIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CaseInfo } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { ZoneChooser } from './zone-chooser.tsx';

/** Which case this is, in which zone it is shown, and the way to every command. */
export function TopBar(props: { readonly info: CaseInfo | null; readonly onPalette: () => void }): ReactNode {
  const m = useMessages();
  const { info } = props;
  return (
    <header className="top-bar">
      <span className="brand">
        <img src="/icon.svg" alt="" width={20} height={20} />
        Affiant
      </span>
      {info !== null && (
        <div className="case-name">
          <strong>
            <EvidenceText text={info.number} />
          </strong>
          <span className="muted">
            <EvidenceText text={info.examiner} /> · {m.start.authorityKinds[info.authority.kind]} ·{' '}
            <EvidenceText text={info.authority.reference} />
          </span>
        </div>
      )}
      <span className="spring" />
      <button type="button" className="quiet-button" onClick={props.onPalette}>
        <KeyCommandIcon size={14} />
        <span>{m.palette.title}</span>
        <kbd>Ctrl K</kbd>
      </button>
      {info !== null && <ZoneChooser zone={info.zone} />}
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  );
}
