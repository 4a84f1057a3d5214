import type { Act, Actor } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { setAccountUser } from '#people/accounts/account-store.ts'
import { mergeRows, selectClashes, selectMovable, stillAsCompared } from './merge-store.ts'
import { readOffered, stillOffered } from './own-record-store.ts'

/** `not_offered`: it is not, or no longer, the one record at the proven address. */
export type TakeRefusal = 'not_offered' | 'both_have_place'

/**
 * Takes the offered record as one's own. The address was proven by a code; shared addresses, or
 * those of several records, are offered nothing. An own record without places is merged.
 */
export const takeRecord = async (
  act: Act & { actor: Actor & { accountId: string } },
  personId: string,
): Promise<Result<undefined, TakeRefusal>> => {
  const { db, actor } = act
  const offered = await readOffered(db, actor)
  if (!offered || offered.personId !== personId) return refuse('not_offered')
  const own = actor.personId
  const found = own ? await readTogether(db, { movable: selectMovable(db, own), clashes: selectClashes(db, personId, own) }) : undefined
  if (found && found.clashes.length > 0) return refuse('both_have_place')
  const mergeId = newId(act.now)
  const written = await atomically(
    db,
    [
      stillOffered(db, actor, personId),
      ...(own && found
        ? [stillAsCompared(db, personId, own, found.movable), ...mergeRows(act, mergeId, personId, own)]
        : [setAccountUser(db, actor.accountId, personId)]),
      logged(act, {
        act: 'person.record_taken',
        subject: ['person', personId],
        before: { accountId: actor.accountId, personId: own ?? null },
        after: own ? { mergeId } : {},
      }),
    ],
    { person_is_merged: 'not_offered', 'Place.eventId, Place.personId': 'both_have_place', [guardBroken]: 'not_offered' } as const,
  )
  return written.ok ? ok(undefined) : refuse(written.reason)
}
