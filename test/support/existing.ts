// What a test cannot go on without.

/** @returns what there must be here */
export const existing = <T>(read: T | undefined): T => {
  if (read === undefined) throw new Error('There is none')
  return read
}
