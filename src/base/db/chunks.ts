// A bound value may be 2 MB.
const chunkCharacters = 400_000

/** Rows as JSON arrays of at most some 400,000 characters, so that what concerns many is a handful of statements. */
export const inChunks = <T>(items: readonly T[], written: (item: T) => unknown): string[] => {
  const chunks: string[] = []
  let current: string[] = []
  let size = 0
  for (const item of items) {
    const text = JSON.stringify(written(item))
    if (size > 0 && size + text.length > chunkCharacters) {
      chunks.push(`[${current.join(',')}]`)
      current = []
      size = 0
    }
    current.push(text)
    size += text.length
  }
  if (current.length > 0) chunks.push(`[${current.join(',')}]`)
  return chunks
}
