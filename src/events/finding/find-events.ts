import type { EventFilter } from '#events/events/list-scope.ts'
import { meantBy, roleSearched, searchTerms } from '#events/events/search.ts'
import { publicEvents, searchedTexts } from './public-store.ts'

/** Shown when a search found nothing: a corrected spelling, or events for a post. */
export type ListedInstead = { meant: string } | { role: string }

type Found = Awaited<ReturnType<typeof publicEvents>>

/**
 * If nothing is found, corrects the spelling by the listed events' words; a searched post lists
 * what its holders may attend. @param ask.q as typed
 */
export const findEvents = async (
  db: SqlDatabase,
  shelf: 'upcoming' | 'past',
  ask: Omit<EventFilter, 'terms'> & { q: string },
  now: Date,
  piece: Parameters<typeof publicEvents>[4],
): Promise<Found & { instead: ListedInstead | undefined }> => {
  const { q, ...narrowed } = ask
  const listing = (terms: EventFilter['terms'], roleId = narrowed.roleId) =>
    publicEvents(db, shelf, { ...narrowed, terms, roleId }, now, piece)
  const listed = await listing(searchTerms(q))
  if (listed.total > 0 || q.trim() === '') return { ...listed, instead: undefined }
  const meant = meantBy(q, await searchedTexts(db, shelf, now))
  if (meant !== undefined) {
    const corrected = await listing(searchTerms(meant))
    if (corrected.total > 0) return { ...corrected, instead: { meant } }
  }
  const post = narrowed.roleId ? undefined : roleSearched(searchTerms(meant ?? q))
  const label = listed.vocabulary.roles.find((role) => role.id === post?.roleId)?.label
  const open = post && label ? await listing(post.others, post.roleId) : undefined
  return open && label && open.total > 0 ? { ...open, instead: { role: label } } : { ...listed, instead: undefined }
}
