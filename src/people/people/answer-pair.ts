import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { comparisonHash, type MergeReason, mergePeople } from './merge-people.ts'
import { isSettledBySchool, keptOf, type PairSide } from './pair.ts'
import { selectSides } from './pair-store.ts'
import { pairOf } from './spelling.ts'
import { savePair } from './spelling-store.ts'

export type PairAnswer = 'merged' | 'proposed' | 'different'
export type PairReason = 'no_such_pair' | Extract<MergeReason, 'changed' | 'both_have_place' | 'already_merged'>

/** What a school has seen of a pair; its form returns it. */
export const seenOfPair = (one: PairSide, other: PairSide): Promise<string> => {
  const { kept, merged } = keptOf(one, other)
  return comparisonHash(kept.movable, merged.movable)
}

const saving = (act: Act, ask: { one: string; other: string; isOne: boolean }, schoolId: string | undefined): SqlStatement[] => [
  savePair(act, { ...ask, schoolId }),
  logged(act, {
    act: ask.isOne ? 'person.proposed_as_same' : 'person.kept_apart',
    subject: ['person', ask.one],
    ...(schoolId ? { schoolId } : {}),
    after: { otherId: ask.other },
  }),
]

/**
 * What a school (a root id) says of two records of its own: one person, which merges them where
 * only it depends on them and is a proposal to the council otherwise, or two people.
 * @param ask.seen of `seenOfPair`
 */
export const answerPair = async (
  act: Act,
  schoolId: string,
  ask: { one: string; other: string; isOne: boolean; seen: string },
): Promise<Result<PairAnswer, PairReason>> => {
  if (!act.actor.approverSchoolIds.includes(schoolId)) return refuse('no_such_pair')
  const sides = await readNow(act.db, selectSides(act.db, schoolId, pairOf(ask.one, ask.other)))
  const [one, other] = sides
  if (!one || !other) return refuse('no_such_pair')
  if (ask.isOne && isSettledBySchool(one, other)) {
    const { kept, merged } = keptOf(one, other)
    const done = await mergePeople(act, { keptId: kept.id, mergedId: merged.id, seen: ask.seen }, { schoolId })
    if (done.ok) return ok('merged')
    return refuse(done.reason === 'both_have_place' || done.reason === 'already_merged' ? done.reason : 'changed')
  }
  await atomically(act.db, saving(act, ask, schoolId), {})
  return ok(ask.isOne ? 'proposed' : 'different')
}

export const keepApart = async (act: Act, one: string, other: string): Promise<Result<undefined, 'no_such_person'>> => {
  if (one === other) return refuse('no_such_person')
  const result = await atomically(act.db, saving(act, { one, other, isOne: false }, undefined), {
    [foreignKeyBroken]: 'no_such_person',
  } as const)
  return result.ok ? ok(undefined) : result
}
