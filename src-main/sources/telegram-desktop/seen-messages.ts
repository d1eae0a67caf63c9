/** Numbers of messages by chat, to find what an export holds twice. Takes eight bytes a message while numbers ascend, as the app writes them. */
export class SeenMessages {
  readonly #chats = new Map<string, Ascending>();

  /** False for a number that was added to this chat before. */
  add(chat: string, id: number): boolean {
    let seen = this.#chats.get(chat);
    if (seen === undefined) this.#chats.set(chat, (seen = new Ascending()));
    return seen.add(id);
  }
}

class Ascending {
  #values = new Float64Array(16);
  #count = 0;
  readonly #others = new Set<number>();

  add(id: number): boolean {
    if (this.#count > 0 && id <= (this.#values[this.#count - 1] ?? 0)) {
      if (this.#holds(id) || this.#others.has(id)) return false;
      this.#others.add(id);
      return true;
    }
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count] = id;
    this.#count += 1;
    return true;
  }

  #holds(id: number): boolean {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const value = this.#values[middle] ?? 0;
      if (value === id) return true;
      if (value < id) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }
}
