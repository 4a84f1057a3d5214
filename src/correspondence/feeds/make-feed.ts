import { type Act, actsFor } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { FeedOf, FeedRefusal } from './feed.ts'
import { asSeen, endLive, insertFeed, mayStill } from './feed-store.ts'

/**
 * Makes a new address for a feed, and ends the one there was.
 *
 * @param seen the address that the asker saw as working, by id; '': none. A form sent twice makes no second one.
 * @returns the secret part of the address: to be shown once, for only its hash is kept
 */
export const makeFeed = async (act: Act, of: FeedOf, seen: string): Promise<Result<{ token: string }, FeedRefusal>> => {
  if (of.kind === 'school' && !actsFor(act.actor, of.schoolId)) return refuse('may_not')
  const token = newToken()
  const id = newId(act.now)
  const made = await atomically(
    act.db,
    [
      asSeen(act, of, seen),
      ...mayStill(act, of),
      endLive(act, of),
      insertFeed(act, of, { id, tokenHash: await sha256(token) }),
      logged(act, {
        act: seen === '' ? 'feed.made' : 'feed.renewed',
        subject: ['feed', id],
        schoolId: of.kind === 'school' ? of.schoolId : undefined,
        after:
          of.kind === 'person' ? { personId: of.personId, ...(seen === '' ? {} : { ended: seen }) } : seen === '' ? {} : { ended: seen },
      }),
    ],
    { [guardBroken]: 'changed', Feed_of_person: 'changed', 'Feed.schoolId': 'changed' } as const,
  )
  return made.ok ? ok({ token }) : made
}
