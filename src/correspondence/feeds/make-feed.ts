import { type Act, actsFor } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { linkMost } from '#base/limits/budget.ts'
import { spendingToday } from '#base/limits/spend-budget.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { FeedOf, FeedRefusal } from './feed.ts'
import { asSeen, endLive, insertFeed, mayStill } from './feed-store.ts'

/**
 * Makes a feed's new address and ends the old one.
 * @param seen the shown address's id, '': none; so a form sent twice makes one
 * @returns the address's secret, to be shown once, because only its hash is stored
 */
export const makeFeed = async (act: Act, of: FeedOf, seen: string): Promise<Result<{ token: string }, FeedRefusal>> => {
  if (of.kind === 'school' && !actsFor(act.actor, of.schoolId)) return refuse('may_not')
  const token = newToken()
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      asSeen(act, of, seen),
      ...mayStill(act, of),
      endLive(act, of),
      ...(of.kind === 'person' && of.link ? spendingToday(act, [{ key: `feed:${of.link.placeId}`, most: linkMost.feed }]) : []),
      insertFeed(act, of, { id, tokenHash: await sha256(token) }),
      logged(act, {
        act: seen === '' ? 'feed.made' : 'feed.renewed',
        subject: ['feed', id],
        schoolId: of.kind === 'school' ? of.schoolId : undefined,
        after:
          of.kind === 'person' ? { personId: of.personId, ...(seen === '' ? {} : { ended: seen }) } : seen === '' ? {} : { ended: seen },
      }),
    ],
    { [guardBroken]: 'changed', Feed_of_person: 'changed', Feed_of_trainer: 'changed', 'Feed.schoolId': 'changed' } as const,
  )
  return result.ok ? ok({ token }) : result
}
