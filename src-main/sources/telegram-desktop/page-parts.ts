import { elementsOf, findClass, hasClass, lineOf, ownText, textWithin } from './page-node.ts';
import type { PageNode } from './page-node.ts';

/** The elements of a message on a page, by what they are. */
export interface MessageParts {
  readonly date: PageNode | null;
  readonly fromName: PageNode | null;
  /** The colour that the app gives whoever wrote, for example `userpic3`. */
  readonly colour: string | null;
  readonly isForwarded: boolean;
  /** Over what was forwarded, where it does not follow from the message before. */
  readonly originName: PageNode | null;
  readonly replyTo: PageNode | null;
  readonly media: readonly PageNode[];
  readonly text: PageNode | null;
  readonly buttons: PageNode | null;
  readonly signature: PageNode | null;
  readonly reactions: PageNode | null;
  /** What stands there besides: elements that are not known, texts between elements, second ones of a kind. */
  readonly others: readonly PageNode[];
  readonly between: string | null;
}

type Found = { -readonly [Name in keyof MessageParts]: MessageParts[Name] } & { media: PageNode[]; others: PageNode[] };

/** Source: `pushMessage` of Telegram Desktop's `export_output_html.cpp` at 929032d598. */
export function partsOfMessage(message: PageNode): MessageParts {
  const found: Found = {
    date: null,
    fromName: null,
    colour: null,
    isForwarded: false,
    originName: null,
    replyTo: null,
    media: [],
    text: null,
    buttons: null,
    signature: null,
    reactions: null,
    others: [],
    between: ownText(message) === '' ? null : ownText(message),
  };
  let isBody = false;
  for (const child of elementsOf(message)) {
    if (hasClass(child, 'userpic_wrap')) found.colour = colourOf(child);
    else if (hasClass(child, 'body') && !isBody) {
      isBody = true;
      fill(found, child, false);
    } else found.others.push(child);
  }
  return found;
}

const PLACES: readonly (readonly [className: string, part: 'date' | 'replyTo' | 'text' | 'buttons' | 'signature' | 'reactions'])[] = [
  ['date', 'date'],
  ['reply_to', 'replyTo'],
  ['text', 'text'],
  ['bot_buttons_table', 'buttons'],
  ['signature', 'signature'],
  ['reactions', 'reactions'],
]; // prettier-ignore

function fill(found: Found, body: PageNode, isForwarded: boolean): void {
  const own = ownText(body);
  if (own !== '') found.between = found.between === null ? own : `${found.between}\n${own}`;
  for (const child of elementsOf(body)) {
    const [, part] = PLACES.find(([name]) => hasClass(child, name)) ?? [];
    if (part !== undefined && found[part] === null) found[part] = child;
    else if (hasClass(child, 'from_name') && (isForwarded ? found.originName : found.fromName) === null)
      found[isForwarded ? 'originName' : 'fromName'] = child; // prettier-ignore
    else if (hasClass(child, 'media_wrap')) found.media.push(child);
    else if (hasClass(child, 'forwarded') && hasClass(child, 'body') && !found.isForwarded) {
      found.isForwarded = true;
      fill(found, child, true);
    } else if (!(hasClass(child, 'forwarded') && hasClass(child, 'userpic_wrap'))) found.others.push(child);
    // Writers of February to November 2024 leave the table of buttons open: what follows it lies in it.
    if (part === 'buttons')
      for (const late of elementsOf(child)) {
        const name = hasClass(late, 'signature') ? 'signature' : hasClass(late, 'reactions') ? 'reactions' : null;
        if (name !== null && found[name] === null) found[name] = late;
      }
  }
}

/** `userpic3`: the app gives an account one of eight colours by its number, later the one that the account chose. */
export function colourOf(wrap: PageNode): string | null {
  const picture = hasClass(wrap, 'userpic') ? wrap : findClass(wrap, 'userpic');
  return /\buserpic\d{1,2}\b/u.exec(picture?.attributes.get('class') ?? '')?.[0] ?? null;
}

/** A name, and the bot that stands behind it: `Name via @bot`. A name may itself end so, and is kept as it stands beside. Source: as above. */
export function nameAndBot(node: PageNode): {
  readonly whole: string;
  readonly name: string;
  readonly via: string | null;
} {
  const words = node.children.filter((one) => typeof one === 'string' || !hasClass(one, 'date'));
  const whole = textWithin({ ...node, children: words }).trim();
  // Greedy, for the bot stands at the end; names such as Olivia end in the word alone.
  const [, name, via] = /^([^]*) via (@\w{1,64})$/u.exec(whole) ?? [];
  return name === undefined || via === undefined
    ? { whole, name: whole, via: null }
    : { whole, name: name.trim(), via };
}

/** The number of the message to which a link on a page leads; null where there is none. */
export function linkedMessage(node: PageNode): number | null {
  const link = elementsOf(node).find((one) => one.name === 'a');
  const [, number] = /#go_to_message(-?\d{1,15})$/u.exec(link?.attributes.get('href') ?? '') ?? [];
  return number === undefined ? null : Number(number);
}

/** The buttons below a message of a bot: their words and what they lead to. */
export function buttonsOf(table: PageNode): string {
  const links: object[] = [];
  const visit = (node: PageNode): void => {
    for (const child of elementsOf(node)) {
      if (child.name !== 'a') visit(child);
      else links.push({ text: lineOf(child), ...Object.fromEntries([...child.attributes].filter(([name, value]) => value !== '' && name !== 'class')) }); // prettier-ignore
    }
  };
  visit(table);
  return JSON.stringify(links);
}
