import type { ReactNode } from 'react';
import type { AccountActivity, SameAccount } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';

/** What the account is known by, which other accounts the app links to it, and which of other sources carry the same. */
export function Identifiers(props: {
  readonly account: AccountActivity;
  readonly same: readonly SameAccount[];
  readonly sourceName: (source: number) => string;
  readonly onAccount: (account: number) => void;
}): ReactNode {
  const m = useMessages();
  const { account, same } = props;
  return (
    <section aria-label={m.accounts.identifiers}>
      <h3>{m.accounts.identifiers}</h3>
      <dl className="facts">
        <dt>{kindOf(account.identifier, account.identifierKind, m)}</dt>
        <dd>
          <EvidenceText text={account.identifier} className="mono" />
        </dd>
        {account.phone !== null && (
          <>
            <dt>{m.accounts.phone}</dt>
            <dd>
              <EvidenceText text={account.phone} className="mono" />
            </dd>
          </>
        )}
      </dl>
      {account.links.length > 0 && (
        <>
          <h3>{m.accounts.links}</h3>
          <ul className="plain">
            {account.links.map((link) => (
              <li key={`${link.account} ${link.method}`}>
                <AccountLink text={link.identifier} account={link.account} onAccount={props.onAccount} />{' '}
                <span className="muted">{m.accounts.linkedBy(plainVisible(link.method))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {same.length > 0 && (
        <>
          <h3>{m.accounts.same}</h3>
          <p className="muted">{m.accounts.sameNote}</p>
          <ul className="plain">
            {same.map((one) => (
              <li key={one.account}>
                <AccountLink text={one.name} account={one.account} onAccount={props.onAccount} />
                {one.isOwner && <span className="badge">{m.accounts.owner}</span>}{' '}
                <span className="muted">
                  {m.accounts.sameBy[one.by]} · <EvidenceText text={props.sourceName(one.source)} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function AccountLink(props: {
  readonly text: string;
  readonly account: number;
  readonly onAccount: (account: number) => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="link-button"
      onClick={() => {
        props.onAccount(props.account);
      }}
    >
      <EvidenceText text={props.text} />
    </button>
  );
}

/** The kind of an identifier with its form: WhatsApp writes addresses, hidden ones end in `@lid`. */
function kindOf(identifier: string, kind: string, m: Messages): string {
  const word = m.accounts.kinds[kind] ?? kind;
  if (kind === 'display-name' || kind === 'hidden-id' || !identifier.includes('@')) return word;
  return `${word} ${m.accounts.jid}`;
}
