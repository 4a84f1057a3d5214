import * as z from 'zod'
import { type Day, type Instant, instant, londonDay, londonInstant, londonTime } from '#base/dates.ts'
import { type Option, optionsOf } from '#base/web/field.tsx'
import { day, form, line, lines, select, sentAlong, type Texts, ticks } from '#base/web/fields.tsx'
import { dayField, linesField, shortLine, textField, textsField } from '#base/web/form.ts'
import { type Kind, kinds, type Sector, sectors } from '#schools/schools/school.ts'
import type { Dates } from './postponement.ts'
import type { Round, RoundAudience, RoundFacts } from './round.ts'

export const usualReaders =
  'Officers of the council’s education safeguarding team read the answers. Governors of your own school see them. Figures of all schools together go to the safeguarding partners and to scrutiny; no school is named in public.'

export const filledRound = ({ versionId, title, year, readers, controllers, basis, audience, ...dates }: Round): Texts => ({
  versionId,
  title,
  year,
  readers,
  controllers,
  basis,
  ...filledDates(dates),
  ...audience,
})

export const filledDates = ({ deadlineAt, finalAt }: Dates): Texts => ({
  deadlineOn: londonDay(deadlineAt),
  deadlineTime: londonTime(deadlineAt),
  finalOn: londonDay(finalAt),
})

const shortened = (longest: number, what: string, missing: string) =>
  linesField.pipe(z.string().min(1, missing).max(longest, `Shorten ${what} to ${longest} characters`))
const among = <K extends string>(of: Readonly<Record<K, string>>, sentence: string) =>
  textsField.pipe(z.array(z.enum(Object.keys(of) as [K, ...K[]], sentence)))

const momentOf = (day: string, time: string): Instant | undefined => {
  const at = londonInstant(day, time)
  return at && instant(at)
}

const timeField = textField.pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 17:00'))

/** @param isAsked why it opens before some texts are checked */
export const openingForm = (isAsked: boolean) => {
  const why = linesField.pipe(z.string().max(500, 'Shorten the reason to 500 characters'))
  const looks = { rows: 2, hint: 'It stays on the audit’s page.' }
  return form({ why: isAsked ? lines('Why the audit opens before', why, looks) : sentAlong(why.transform(() => '')) })
}

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

const deadlineTime = line('Time', timeField, { type: 'time', width: 5 })

/** One may stay. `from`: the dates shown. */
export const datesForm = form(
  {
    deadlineOn: day('Deadline', dayField('Enter the day of the deadline'), { hint: 'It can stay as it is.' }),
    deadlineTime,
    finalOn: day('Final date', dayField('Enter the final date'), { hint: 'At the same time of day.' }),
    reason: lines('Why', shortened(1000, 'the reason', 'Say why: schools read it'), { rows: 2, hint: 'Schools read it.' }),
    from: sentAlong(textField),
  },
  (schema) => schema.transform(({ reason, from, ...typed }, context) => ({ to: datesIn(typed, context), reason, from })),
)

const some = <K extends string>(label: string, of: Readonly<Record<K, string>>, sentence: string) =>
  ticks(label, optionsOf(of), among<K>(of, sentence), { small: true, hint: 'None ticked: all of them' })

export const roundForm = (versions: readonly Option[]) =>
  form(
    {
      versionId: select(
        'Form',
        versions,
        textField.pipe(z.string().refine((typed) => versions.some(({ value }) => value === typed), 'Choose a form that is published')),
      ),
      title: line('What schools read above it', shortLine(200, 'the title', 'Enter what schools will read above it')),
      year: line(
        'School year',
        shortLine(20, 'the year', 'Enter the school year, such as 2026/27').pipe(
          z.string().min(4, 'Enter the school year, such as 2026/27'),
        ),
        { hint: 'Such as 2026/27', width: 10 },
      ),
      deadlineOn: day('Deadline', dayField('Enter the day of the deadline'), { hint: 'The head’s submission meets it.' }),
      deadlineTime,
      finalOn: day('Final date', dayField('Enter the final date'), {
        hint: 'Schools are counted again then. Answers in between count as late.',
      }),
      readers: lines('Who will read the answers', shortened(2000, 'it', 'Say who will read the answers'), {
        hint: 'Schools read it before the first question.',
      }),
      controllers: line('Who answers for the data (the controllers)', shortLine(500, 'it', 'Say who answers for the data')),
      basis: line('On which lawful basis', shortLine(500, 'it', 'Say on which lawful basis'), {
        hint: 'Such as public task, UK GDPR Article 6(1)(e). Administrators set the default.',
      }),
      sectors: some<Sector>('Of which sectors', sectors, 'Choose sectors from the list'),
      kinds: some<Kind>('Of which kinds', kinds, 'Choose kinds from the list'),
    },
    (schema) =>
      schema.transform(({ deadlineOn, deadlineTime: time, finalOn, sectors: ofSectors, kinds: ofKinds, ...facts }, context) => {
        const round: RoundFacts = { ...facts, ...datesIn({ deadlineOn, deadlineTime: time, finalOn }, context) }
        const audience: RoundAudience = { sectors: ofSectors, kinds: ofKinds }
        return { round, audience }
      }),
  )
