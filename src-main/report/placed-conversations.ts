import type { PlacedConversation } from './document/section.ts';
import type { LineHead } from './line-order.ts';
import type { ReportConversation, ReportInput, ReportItem } from './report-input.ts';
import type { ReportPlan } from './report-request.ts';

type Placing = { -readonly [K in keyof PlacedConversation]: PlacedConversation[K] };

/** Notes where each conversation stands in the report: held are the conversations, not their lines. */
export class PlacedConversations {
  readonly #known: ReadonlyMap<number, ReportConversation>;
  readonly #placed = new Map<number | null, Placing>();

  private constructor(known: ReadonlyMap<number, ReportConversation>) {
    this.#known = known;
  }

  /** By time the heads name days, so that the conversations are read before the lines. */
  static async of(input: ReportInput, order: ReportPlan['order']): Promise<PlacedConversations> {
    const known = new Map<number, ReportConversation>();
    if (order === 'time') for await (const one of input.conversations()) known.set(one.conversation.id, one);
    return new PlacedConversations(known);
  }

  line({ item }: ReportItem, head: LineHead, number: number): void {
    const place = this.#placed.get(item.conversation);
    if (place !== undefined) {
      place.lastLine = number;
      place.lines += 1;
      return;
    }
    const of = head.by === 'conversation' ? head.of : this.#knownAs(item.conversation);
    this.#placed.set(item.conversation, { of, firstLine: number, lastLine: number, lines: 1 });
  }

  /** In the order of their first lines. */
  all(): readonly PlacedConversation[] {
    return [...this.#placed.values()];
  }

  #knownAs(conversation: number | null): ReportConversation | null {
    return conversation === null ? null : (this.#known.get(conversation) ?? null);
  }
}
