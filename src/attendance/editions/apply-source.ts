import { insertEdition, selectEditions, selectEditionsOf, supersedeEdition } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import type { Edition } from '#attendance/requirements/requirement.ts'
import { type Turns, turnsOf } from '#attendance/requirements/turn.ts'
import type { Act } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { hashedId, newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { GiveWay } from '#base/steps.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import { changed, type EditionsChange, type SourceFacts, type SourceReason, sourceChange, undoneChange } from './source.ts'
import { insertSourceEdition, selectPlaces, selectSourceEdition, undoSourceEdition } from './source-store.ts'

/**
 * What a change of editions does: whose standing is another on a day, by what is known now. `state`
 * stands for all of it: the press refuses when it differs from what was shown.
 */
export type SourcePlan = Turns & { change: EditionsChange; places: readonly SchoolOption[]; day: Day; state: string }

const planned = async (
  { db, now }: Act,
  of: { editions: readonly Edition[]; places: readonly SchoolOption[]; change: EditionsChange; from: Day },
  giveWay: GiveWay,
): Promise<SourcePlan> => {
  const { editions, places, change, from } = of
  const today = londonDay(now)
  const day = [from, today].toSorted().at(-1) ?? today
  const known = await readNow(
    db,
    selectSchoolsKnown(
      db,
      places.map(({ id }) => id),
      day,
    ),
  )
  const after = changed(editions, change)
  const { turns, due } = await turnsOf(
    known.map((one) => ({ editions, known: one })),
    known.map((one) => ({ editions: after, known: one })),
    [...new Set([...change.was, ...change.made].map(({ requirementId }) => requirementId))],
    day,
    giveWay,
  )
  const facts = change.made.map(({ id, ...edition }) => edition)
  return { change, turns, due, places, day, state: hashedId(JSON.stringify([change.was.map(({ id }) => id), facts, turns])) }
}

/** What bringing in a new edition of a source would do; the press asks the same. */
export const planSource = async (act: Act, facts: SourceFacts, giveWay: GiveWay): Promise<Result<SourcePlan, SourceReason>> => {
  const { editions, places } = await readTogether(act.db, { editions: selectEditions(act.db), places: selectPlaces(act.db, act.laCodes) })
  const change = sourceChange(editions, facts, () => newId(act.now))
  return change.ok ? ok(await planned(act, { editions, places, change: change.value, from: facts.validFrom }, giveWay)) : change
}

export type ApplyReason = SourceReason | 'changed_meanwhile' | 'saved_otherwise'

const reasons: Record<string, ApplyReason> = {
  [guardBroken]: 'changed_meanwhile',
  editions_overlap: 'changed_meanwhile',
  'SourceEdition.id': 'saved_otherwise',
}

const writing = ({ was, made }: EditionsChange, act: Act): SqlStatement[] => [
  ...was.flatMap(({ id }) => supersedeEdition(act, id)),
  ...made.map((edition) => insertEdition(act, edition)),
]

/** Brings in what was shown. The same form, sent twice, brings it in once. */
export const applySource = async (
  act: Act,
  ask: { id: string; facts: SourceFacts; state: string },
  giveWay: GiveWay,
): Promise<Result<undefined, ApplyReason>> => {
  const { id, facts, state } = ask
  const there = await readNow(act.db, selectSourceEdition(act.db, id))
  if (there) return there.source === facts.source && there.validFrom === facts.validFrom ? ok(undefined) : refuse('saved_otherwise')
  const plan = await planSource(act, facts, giveWay)
  if (!plan.ok) return plan
  if (plan.value.state !== state) return refuse('changed_meanwhile')
  const { change } = plan.value
  const result = await atomically(
    act.db,
    [
      ...writing(change, act),
      insertSourceEdition(act, { id, source: facts.source, validFrom: facts.validFrom }, change),
      logged(act, { act: 'source_edition.brought_in', subject: ['source_edition', id], before: change.was, after: change.made }),
    ],
    reasons,
  )
  return result.ok ? ok(undefined) : result
}

/** What undoing one would do; undefined: there is none, or it is undone. */
export const planUndoing = async (act: Act, id: string, giveWay: GiveWay): Promise<Result<SourcePlan, 'changed_meanwhile'> | undefined> => {
  const { db } = act
  const { of, editions, places, was, made } = await readTogether(db, {
    of: selectSourceEdition(db, id),
    editions: selectEditions(db),
    places: selectPlaces(db, act.laCodes),
    was: selectEditionsOf(db, id, 'was'),
    made: selectEditionsOf(db, id, 'made'),
  })
  if (!of || of.undoneAt !== undefined) return undefined
  if (!made.every((one) => editions.some((edition) => edition.id === one.id))) return refuse('changed_meanwhile')
  const change = undoneChange({ was, made }, () => newId(act.now))
  return ok(await planned(act, { editions, places, change, from: of.validFrom }, giveWay))
}

/** Takes one back as shown: what it ended stands again. */
export const undoSource = async (
  act: Act,
  ask: { id: string; state: string },
  giveWay: GiveWay,
): Promise<Result<undefined, 'changed_meanwhile'>> => {
  const plan = await planUndoing(act, ask.id, giveWay)
  // Undone meanwhile, such as by the same form sent twice.
  if (!plan) return ok(undefined)
  if (!plan.ok) return plan
  if (plan.value.state !== ask.state) return refuse('changed_meanwhile')
  const { change } = plan.value
  const result = await atomically(
    act.db,
    [
      ...undoSourceEdition(act, ask.id),
      ...writing(change, act),
      logged(act, { act: 'source_edition.undone', subject: ['source_edition', ask.id], before: change.was, after: change.made }),
    ],
    { [guardBroken]: 'changed_meanwhile', editions_overlap: 'changed_meanwhile' } as const,
  )
  return result.ok ? ok(undefined) : result
}
