import * as z from 'zod'
import { type Day, type Instant, instant, londonDay, londonInstant, londonTime } from '#base/dates.ts'
import { dayField, linesField, shortLine, textField, textsField } from '#base/web/form.ts'
import { type Kind, kinds, type Sector, sectors } from '#schools/schools/school.ts'
import type { Dates } from './postponement.ts'
import type { Round, RoundAudience, RoundFacts } from './round.ts'

export const roundFields = [
  ...(['versionId', 'title', 'year', 'readers', 'controllers', 'basis', 'deadlineOn', 'deadlineTime', 'finalOn'] as const),
] as const
export type TypedRound = Record<(typeof roundFields)[number], string> & { sectors: readonly string[]; kinds: readonly string[] }

export const usualReaders =
  'Officers of the council’s education safeguarding team read the answers. Governors of your own school see them. Figures of all schools together go to the safeguarding partners and to scrutiny; no school is named in public.'

export const filledRound = (round: Round): TypedRound => ({
  ...{
    versionId: round.versionId,
    title: round.title,
    year: round.year,
    readers: round.readers,
    controllers: round.controllers,
    basis: round.basis,
  },
  ...{ deadlineOn: londonDay(round.deadlineAt), deadlineTime: londonTime(round.deadlineAt), finalOn: londonDay(round.finalAt) },
  ...{ sectors: round.audience.sectors, kinds: round.audience.kinds },
})

const lines = (longest: number, what: string, missing: string) =>
  linesField.pipe(z.string().min(1, missing).max(longest, `Shorten ${what} to ${longest} characters`))
const among = <K extends string>(of: Readonly<Record<K, string>>, sentence: string) =>
  textsField.pipe(z.array(z.enum(Object.keys(of) as [K, ...K[]], sentence)))

const momentOf = (day: string, time: string): Instant | undefined => {
  const at = londonInstant(day, time)
  return at && instant(at)
}

export const datesFields = ['deadlineOn', 'deadlineTime', 'finalOn', 'reason'] as const
const timeField = textField.pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 17:00'))

/** Why a round opens before its texts are checked; '' where they are. */
export const openingForm = z.object({ why: linesField.pipe(z.string().max(500, 'Shorten the reason to 500 characters')) })

type TypedDates = { deadlineOn: Day; deadlineTime: string; finalOn: Day }

const datesIn = ({ deadlineOn, deadlineTime, finalOn }: TypedDates, context: z.RefinementCtx): Dates => {
  const deadlineAt = momentOf(deadlineOn, deadlineTime)
  const finalAt = momentOf(finalOn, deadlineTime)
  if (!deadlineAt || !finalAt) {
    context.addIssue({ code: 'custom', path: ['deadlineTime'], message: 'Choose another time: the clocks change then' })
    return z.NEVER
  }
  if (finalAt < deadlineAt) {
    context.addIssue({ code: 'custom', path: ['finalOn'], message: 'Choose a final date that is not before the deadline' })
    return z.NEVER
  }
  return { deadlineAt, finalAt }
}

/** Dates to put off: one of them may stay as it is. */
export const datesForm = z
  .object({
    ...{ deadlineOn: dayField('Enter the day of the deadline'), deadlineTime: timeField, finalOn: dayField('Enter the final date') },
    reason: lines(1000, 'the reason', 'Say why: schools read it'),
  })
  .transform(({ reason, ...typed }, context) => ({ to: datesIn(typed, context), reason }))

/** @param versionIds of the published forms */
export const roundForm = (versionIds: readonly string[]) =>
  z
    .object({
      versionId: textField.pipe(z.string().refine((typed) => versionIds.includes(typed), 'Choose a form that is published')),
      title: shortLine(200, 'the title', 'Enter what schools will read above it'),
      year: shortLine(20, 'the year', 'Enter the school year, such as 2026/27').pipe(
        z.string().min(4, 'Enter the school year, such as 2026/27'),
      ),
      readers: lines(2000, 'it', 'Say who will read the answers'),
      controllers: shortLine(500, 'it', 'Say who answers for the data'),
      basis: shortLine(500, 'it', 'Say on which lawful basis'),
      deadlineOn: dayField('Enter the day of the deadline'),
      deadlineTime: timeField,
      finalOn: dayField('Enter the final date'),
      sectors: among<Sector>(sectors, 'Choose sectors from the list'),
      kinds: among<Kind>(kinds, 'Choose kinds from the list'),
    })
    .transform(({ deadlineOn, deadlineTime, finalOn, sectors: ofSectors, kinds: ofKinds, ...facts }, context) => {
      const { deadlineAt, finalAt } = datesIn({ deadlineOn, deadlineTime, finalOn }, context)
      const round: RoundFacts = { ...facts, deadlineAt, finalAt }
      const audience: RoundAudience = { sectors: ofSectors, kinds: ofKinds }
      return { round, audience }
    })
