// D1 takes bound values of at most 2 MB.
const chunkCharacters = 400_000

/** The rows as JSON arrays of about 400,000 characters, so that many rows need few statements. */
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
