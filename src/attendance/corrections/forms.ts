import * as z from 'zod'
import { instant, londonDay, londonInstant, londonTime } from '#base/dates.ts'
import { choice, day, type Field, form, line, lines, select, type Texts, ticks, under } from '#base/web/fields.tsx'
import { linesField, sentField, shortLine, textField, textsField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { purposes } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import { dayTyped, minutesTyped, sayHours, timeTyped } from '#events/events/form-values.ts'
import { longestReason } from '#people/proposals/proposal.ts'
import { urnsIn } from '#schools/schools/school.ts'
import type { EventRecord, RecordedPlace, SessionRecord } from './correction.ts'

const reasonField = lines(
  'Why is it corrected?',
  linesField.pipe(
    z
      .string()
      .min(1, 'Enter why it is corrected, which the second person and whoever reads coverage read')
      .max(longestReason, `Use ${longestReason} characters or fewer to say why`),
  ),
  { hint: 'The second person, the person who booked and whoever reads coverage read this. Name nobody.', rows: 3 },
)

const time = (label: string, missing: string) => line(label, sentField.transform(timeTyped).pipe(z.string(missing)), { width: 5 })

/** By the names that they have in the form. */
const sessionFields = ({ sessions }: EventRecord): Record<string, Field<string>> =>
  Object.fromEntries(
    sessions.flatMap(({ title }, index) => [
      [
        `session-${index + 1}-title`,
        under(
          sessions.length === 1 ? 'When it was' : title || `Session ${index + 1}`,
          line(
            'Name of the session',
            sentField.transform((typed) => cutTo(typed.trim(), 200)),
          ),
        ),
      ],
      [`session-${index + 1}-date`, day('Day', sentField.transform(dayTyped).pipe(z.string('Enter the day on which it was')))],
      [`session-${index + 1}-start`, time('Began at', 'Enter when it began, such as 9:30')],
      [`session-${index + 1}-end`, time('Ended at', 'Enter when it ended, such as 15:30')],
    ]),
  )

type Topic = { id: string; label: string }

/** Of what it is to be and why. */
export const correctionForm = (was: EventRecord, topics: readonly Topic[], now: Date) =>
  form(
    {
      title: line('Title', shortLine(200, 'the title', 'Enter the title')),
      topicId: select(
        'Topic',
        topics.map(({ id, label }) => ({ value: id, text: label })),
        textField.refine((typed) => topics.some(({ id }) => id === typed), 'Choose the topic'),
      ),
      purpose: choice(
        'Purpose',
        purposes.map((purpose) => ({ value: purpose, text: purposeWords[purpose] })),
        z.enum(purposes, 'Choose whether it was training, an update or a briefing'),
        { inline: true },
      ),
      hours: line(
        'Hours of training',
        textField
          .transform(minutesTyped)
          .pipe(z.number('Enter how many hours it counts for, such as 5.5').positive('Enter more than 0 hours')),
        { width: 5 },
      ),
      level: line('Level', shortLine(100, 'the level')),
      provider: line('Provider', shortLine(200, 'the provider')),
      ...sessionFields(was),
      reason: reasonField,
    },
    (typed) =>
      typed.transform(({ title, topicId, purpose, hours: minutes, level, provider, reason, ...rest }, context) => {
        const times = rest as Readonly<Record<string, string>>
        const readSession = (session: SessionRecord, index: number): SessionRecord => {
          const value = (part: string) => times[`session-${index + 1}-${part}`] ?? ''
          const wrong = (part: string, message: string) =>
            context.addIssue({ code: 'custom', path: [`session-${index + 1}-${part}`], message })
          const [startsAt, endsAt] = [londonInstant(value('date'), value('start')), londonInstant(value('date'), value('end'))]
          if (!startsAt || !endsAt) return session
          if (endsAt <= startsAt) wrong('end', 'It ended before it began')
          if (endsAt > now) wrong('date', 'A register that is signed off is of a day that is over')
          return { id: session.id, title: value('title'), startsAt: instant(startsAt), endsAt: instant(endsAt) }
        }
        const topic = topics.find(({ id }) => id === topicId)?.label ?? ''
        const is: EventRecord = { title, topicId, topic, purpose, minutes, level, provider, sessions: was.sessions.map(readSession) }
        return { is, reason }
      }),
  )

/** As the form shows what the record says. */
export const correctionTyped = (record: EventRecord): Texts => ({
  title: record.title,
  topicId: record.topicId,
  purpose: record.purpose,
  hours: sayHours(record.minutes),
  level: record.level,
  provider: record.provider,
  ...Object.fromEntries(
    record.sessions.flatMap(({ title, startsAt, endsAt }, index) => [
      [`session-${index + 1}-title`, title],
      [`session-${index + 1}-date`, londonDay(startsAt)],
      [`session-${index + 1}-start`, londonTime(startsAt)],
      [`session-${index + 1}-end`, londonTime(endsAt)],
    ]),
  ),
})

/** Ids that stay, and numbers of schools that come beside them. */
export const representsForm = ({ represents }: RecordedPlace) =>
  form(
    {
      ...(represents.length === 0
        ? {}
        : {
            stay: ticks(
              'Schools that they represented',
              represents.map(({ id, name }) => ({ value: id, text: name })),
              textsField,
            ),
          }),
      urns: line('Other schools, by their numbers (URN)', sentField.transform(urnsIn), { hint: 'Several with blanks between them.' }),
      reason: reasonField,
    },
    (typed) => typed.transform(({ stay = [], ...rest }) => ({ ...rest, stay: stay as readonly string[] })),
  )
