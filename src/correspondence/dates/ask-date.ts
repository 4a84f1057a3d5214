import { asksForDate, findBookingLink } from '#attendance/links/find-link.ts'
import { linkWorks } from '#attendance/links/store.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { type About, openDates } from './date.ts'
import { endAsked, insertAsked, type NewDateAsked, selectDates } from './store.ts'

export type AskRefusal = 'there_is_one' | 'changed'

/** Asks to hear of a date, once. 'there_is_one': a date can be booked now. */
export const askForDate = async (act: Act, about: About & { id: string }): Promise<Result<undefined, AskRefusal>> => {
  const { editions, events } = await readNow(act.db, selectDates(act.db, act.now))
  return openDates(about, editions, events, act.now).length > 0 ? refuse('there_is_one') : store(act, { ...about, passedIds: [] })
}

/**
 * The same by the link of a mail, where no date fits the person, for whoever was sent the link.
 * Dates that can be booked now are not told.
 */
export const askForDateByLink = async (act: Act, token: string, id: string): Promise<Result<undefined, AskRefusal>> => {
  const { found, dates } = { found: await findBookingLink(act, token), dates: await readNow(act.db, selectDates(act.db, act.now)) }
  if (!found || !asksForDate(found)) return refuse('there_is_one')
  const about = { topicId: null, requirementId: found.link.requirementId }
  const passedIds = openDates(about, dates.editions, dates.events, act.now).map((event) => event.id)
  return store(found.as, { id, ...about, passedIds }, [linkWorks(act, await sha256(token))])
}

const store = async (act: Act, asked: NewDateAsked, holds: readonly SqlStatement[] = []): Promise<Result<undefined, 'changed'>> => {
  const { id, topicId, requirementId } = asked
  const result = await atomically(
    act.db,
    [
      ...holds,
      insertAsked(act, asked, requireAccount(act).actor.accountId),
      logged(act, { act: 'date.asked_for', subject: ['dateAsked', id], after: { topicId, requirementId } }),
    ],
    { 'DateAsked.id': 'asked', DateAsked_once: 'asked', 'FOREIGN KEY': 'changed', [guardBroken]: 'changed' } as const,
  )
  return result.ok || result.reason === 'asked' ? ok(undefined) : refuse('changed')
}

/** They no longer want to hear. Ending it twice is fine. */
export const endAskedDate = async (act: Act, id: string): Promise<Result<undefined, 'no_such'>> => {
  const own = requireAccount(act)
  const ended = await atomically(
    act.db,
    [...endAsked(act, id, own.actor.accountId), logged(act, { act: 'date.asked_no_more', subject: ['dateAsked', id] })],
    { [guardBroken]: 'no_such' } as const,
  )
  return ended.ok ? ok(undefined) : ended
}
