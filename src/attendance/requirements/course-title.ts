// As what a course of a title counted, said once for all records that do not say what it was for. A
// record that says it is believed.
import type { Training } from './training.ts'

export const countedWays = ['training', 'update', 'briefing', 'none'] as const
/** `none`: it counts towards nothing. */
export type CountedAs = (typeof countedWays)[number]

export const countedNames: Record<CountedAs, string> = {
  training: 'Training',
  update: 'Update',
  briefing: 'Briefing',
  none: 'Counts towards nothing',
}

/** null: it is not said. */
export type TitleCounts = { title: string; countedAs: CountedAs | null }

/** `records`: of how many the purpose is not stated. `is`: the standing row, if any. */
export type ListedTitle = TitleCounts & { records: number; is: string | null }

/** One list that was saved. `stands`: nothing of it was changed since. */
export type TitleBatch = { batchId: string; at: string; by: string | null; titles: number; stands: number }

/** What a title says of a training whose record does not say what it was for. */
export const ofTitle = (countedAs: CountedAs | null): Pick<Training, 'purpose' | 'countsTowards'> =>
  countedAs === 'none' ? { purpose: undefined, countsTowards: { '*': 'none' } } : { purpose: countedAs ?? undefined, countsTowards: {} }

/** Trainings as they count once titles are said otherwise. */
export const withTitles = (trainings: readonly Training[], titles: ReadonlyMap<string, CountedAs | null>): Training[] =>
  trainings.map((training) => {
    const said = training.unstated === undefined ? undefined : titles.get(training.unstated)
    return said === undefined ? training : { ...training, ...ofTitle(said) }
  })
