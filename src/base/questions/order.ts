/** Moved by one place; at either end it stays. */
export const moved = (ids: readonly string[], id: string, by: -1 | 1): string[] => {
  const [from, to] = [ids.indexOf(id), ids.indexOf(id) + by]
  const other = ids[to]
  return from < 0 || other === undefined ? [...ids] : ids.with(from, other).with(to, id)
}
