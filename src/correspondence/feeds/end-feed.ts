import { type Act, actsFor } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { FeedOf, FeedRefusal } from './feed.ts'
import { asSeen, endLive, mayStill } from './feed-store.ts'

/** Ends a feed's address, which then leads nowhere. Ending it twice is fine. */
export const endFeed = async (act: Act, of: FeedOf, seen: string): Promise<Result<'ended', FeedRefusal>> => {
  if (of.kind === 'school' && !actsFor(act.actor, of.schoolId)) return refuse('may_not')
  if (seen === '') return refuse('changed')
  const ended = await atomically(
    act.db,
    [
      asSeen(act, of, seen),
      ...mayStill(act, of),
      endLive(act, of),
      logged(act, { act: 'feed.ended', subject: ['feed', seen], schoolId: of.kind === 'school' ? of.schoolId : undefined }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return ended.ok ? ok('ended') : ended
}
