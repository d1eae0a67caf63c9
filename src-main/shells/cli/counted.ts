/** A number with its noun, which takes an `s` where it is not one, or becomes `many`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
