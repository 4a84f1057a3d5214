import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { type ListedTitle, type TitleCounts, withTitles } from '#attendance/requirements/training.ts'
import { type Turns, turnsOf } from '#attendance/requirements/turn.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { hashedId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { GiveWay } from '#base/steps.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import { selectPlaces } from './source-store.ts'
import { selectTitleBatches, selectTitles, writeTitles } from './title-store.ts'

/** Titles on one page: those of most records. */
export const mostTitles = 200

type TitleChange = TitleCounts & Pick<ListedTitle, 'records' | 'is'> & { was: ListedTitle['countedAs'] }

/** `state` stands for all that was shown: the press refuses when it differs. */
export type TitlePlan = Turns & { changes: TitleChange[]; places: readonly SchoolOption[]; state: string }

/** What saying titles so would do: which of them change, and whose standing is another today. */
export const planTitles = async (
  { db, now, laCodes }: Act,
  said: readonly TitleCounts[],
  giveWay: GiveWay,
): Promise<Result<TitlePlan, 'nothing_changes'>> => {
  const day = londonDay(now)
  const { titles, editions, places } = await readTogether(db, {
    titles: selectTitles(db, mostTitles),
    editions: selectEditions(db),
    places: selectPlaces(db, laCodes),
  })
  const listed = new Map(titles.map((one) => [one.title, one]))
  const changes = said.flatMap(({ title, countedAs }): TitleChange[] => {
    const listedTitle = listed.get(title)
    return listedTitle && listedTitle.countedAs !== countedAs
      ? [{ title, countedAs, was: listedTitle.countedAs, records: listedTitle.records, is: listedTitle.is }]
      : []
  })
  if (changes.length === 0) return refuse('nothing_changes')
  const known = await readNow(
    db,
    selectSchoolsKnown(
      db,
      places.map(({ id }) => id),
      day,
    ),
  )
  const counted = new Map(changes.map(({ title, countedAs }) => [title, countedAs]))
  const { turns, due } = await turnsOf(
    known.map((one) => ({ editions, known: one })),
    known.map((one) => ({ editions, known: { ...one, trainings: withTitles(one.trainings, counted) } })),
    [...new Set(editions.map(({ requirementId }) => requirementId))],
    day,
    giveWay,
  )
  return ok({ changes, turns, due, places, state: hashedId(JSON.stringify([changes, turns])) })
}

export type TitleReason = 'nothing_changes' | 'changed_meanwhile'

/** Says it as shown. The same form, sent twice, says it once. */
export const saveTitles = async (
  act: Act,
  ask: { batchId: string; said: readonly TitleCounts[]; state: string },
  giveWay: GiveWay,
): Promise<Result<undefined, TitleReason>> => {
  const { batchId, said, state } = ask
  const saved = async () => (await readNow(act.db, selectTitleBatches(act.db))).some((one) => one.batchId === batchId)
  const plan = await planTitles(act, said, giveWay)
  if (!plan.ok) return (await saved()) ? ok(undefined) : plan
  if (plan.value.state !== state) return refuse('changed_meanwhile')
  const { changes } = plan.value
  const result = await atomically(
    act.db,
    [
      ...writeTitles(act, batchId, changes),
      logged(act, {
        act: 'course_titles.said',
        subject: ['course_titles', batchId],
        before: changes.map(({ title, was }) => ({ title, countedAs: was })),
        after: changes.map(({ title, countedAs }) => ({ title, countedAs })),
      }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return result.ok || (await saved()) ? ok(undefined) : result
}
