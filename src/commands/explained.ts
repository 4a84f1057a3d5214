/**
 * What a person can do about an error, in one sentence; its own words where it is not about this
 * computer.
 */
export const explained = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error)
  const named = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : message.match(/'(\/.+)'$/)?.[1]
  const path = named ? ` in ${named}` : ''
  const caused = error instanceof Error && typeof error.cause === 'string' ? error.cause : ''
  if (/ENOSPC|EDQUOT|no space left|disk is full/i.test(message + caused)) return `The disk is full${path}: make room, then start again.`
  if (/EACCES|EPERM|EROFS|readonly database|unable to open database file/i.test(message))
    return `Muster may not write${path}: give yourself the right to, or keep Muster in a folder of your own.`
  return message
}
