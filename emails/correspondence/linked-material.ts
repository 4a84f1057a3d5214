import { type Instant, sayInstant } from '#base/dates.ts'
import type { Block } from '#emails/messages/mail.tsx'

/** A material of an event for one reader. `none`: they cannot see it. */
export type LinkedFacts = {
  title: string
  /** `PDF, 1.2 MB`, or where it leads. */
  kind: string
  way: 'place' | 'record' | 'none'
  isFile: boolean
  href: string
  /** From when it is shown; undefined: it is. */
  from: Instant | undefined
  event: string
  /** Only for those at this session; '' for all. */
  session: string
}

const removed: Block[] = [{ paragraph: 'A file or link belonged to this message. It has been removed since.' }]

/** @param linked 'removed': it was, while the message went out */
export const linkedBlocks = (linked: LinkedFacts | 'removed'): Block[] => {
  if (linked === 'removed') return removed
  const { title, kind, way, isFile, href, from, event, session } = linked
  const what = `“${title}” (${kind})`
  if (way === 'none')
    return [
      {
        paragraph: `${what} is for people with a place at ${session ? `“${session}” of ` : ''}“${event}”. ${from ? `From ${sayInstant(from)} they` : 'They'} find it on their own page.`,
      },
    ]
  const [where, own] =
    way === 'place' ? ['on your own page', 'Your own page'] : ['on your record: sign in with this address', 'Your record']
  if (from) return [{ paragraph: `From ${sayInstant(from)} ${what} is ${where}.` }, { button: own, href }]
  if (isFile && way === 'record') return [{ paragraph: `${what} is ${where}.` }, { button: own, href }]
  return [{ button: `Open “${title}”`, href }, { small: `${kind}.${isFile ? ' This link is your own: do not forward it.' : ''}` }]
}
