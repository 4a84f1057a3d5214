import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { setAccountUser } from '#people/accounts/account-store.ts'
import type { OwnAct } from '#people/accounts/own-act.ts'
import { type EnterCodeReason, tryCode, useUp } from '#people/sign-in/enter-code.ts'
import { mergeRows, selectClashes, selectMovable, stillAsCompared } from './merge-store.ts'
import { readOffered, stillOffered } from './own-record-store.ts'
import { savePair } from './spelling-store.ts'

/** `not_offered`: it is not, or no longer, the one record at the proven address. */
export type TakeRefusal = 'not_offered' | 'both_have_place'

/**
 * Takes the offered record as one's own. The address was proven by a code; shared addresses, or
 * those of several records, are offered nothing. With a record of their own the two are merged: the
 * one at the address they sign in with is kept. @param earlier an address they came under before
 */
export const takeRecord = async (act: OwnAct, personId: string, earlier?: string): Promise<Result<undefined, TakeRefusal>> => {
  const { db, actor } = act
  const email = earlier ?? actor.email
  const own = actor.personId
  const offered = await readOffered(db, actor, email)
  if (offered?.personId !== personId || (earlier && !own)) return refuse('not_offered')
  const [kept, merged] = earlier ? [own ?? '', personId] : [personId, own ?? '']
  const records = own ? await readTogether(db, { movable: selectMovable(db, merged), clashes: selectClashes(db, kept, merged) }) : undefined
  if (records && records.clashes.length > 0) return refuse('both_have_place')
  const mergeId = newId(act.now)
  const result = await atomically(
    db,
    [
      stillOffered(db, actor, email, personId),
      ...(records
        ? [stillAsCompared(db, kept, merged, records.movable), ...mergeRows(act, mergeId, kept, merged)]
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
  return result.ok ? ok(undefined) : refuse(result.reason)
}

/** Says that the offered record is of somebody else, so that it is not offered again. */
export const leaveRecord = async (act: OwnAct, personId: string): Promise<Result<undefined, never>> => {
  const { db, actor } = act
  const own = actor.personId
  if (!own || (await readOffered(db, actor, actor.email))?.personId !== personId) return ok(undefined)
  await atomically(
    db,
    [
      savePair(act, { one: own, other: personId, isOne: false, schoolId: undefined }),
      logged(act, { act: 'person.kept_apart', subject: ['person', own], after: { otherId: personId } }),
    ],
    {},
  )
  return ok(undefined)
}

/** For what a code is asked, so that another account in the same browser cannot use it. */
export const earlierAddressOf = (accountId: string | undefined): string => `/account/record/earlier/mine?by=${accountId}`

/** Shows by a mailed code that somebody reads the mail of an address they came under before. */
export const proveAddress = async (
  act: Act,
  ask: { browserToken: string | undefined; code: string },
): Promise<Result<undefined, EnterCodeReason>> => {
  const tried = await tryCode(act, ask.browserToken, ask.code)
  if (!tried.ok) return tried
  if (tried.value.row.next !== earlierAddressOf(act.actor.accountId)) return refuse('other_browser')
  return (await useUp(act, tried.value.codeId)) ? ok(undefined) : refuse('code_used')
}
