import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { type About, openDates } from './date.ts'
import { endAsked, insertAsked, selectDates } from './store.ts'

export type AskRefusal = 'there_is_one' | 'changed'

/** Asks to hear of a date, once. 'there_is_one': a date can be booked now. */
export const askForDate = async (act: Act, about: About & { id: string }): Promise<Result<undefined, AskRefusal>> => {
  const own = requireAccount(act)
  const { editions, events } = await readNow(act.db, selectDates(act.db, act.now))
  if (openDates(about, editions, events, act.now).length > 0) return refuse('there_is_one')
  const result = await atomically(
    act.db,
    [insertAsked(act, about, own.actor.accountId), logged(act, { act: 'date.asked_for', subject: ['dateAsked', about.id], after: about })],
    { 'DateAsked.id': 'asked', DateAsked_once: 'asked', 'FOREIGN KEY': 'changed' } as const,
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
