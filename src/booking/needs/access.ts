// Stated access at an event as a matter that the council answers: who, by when, what was said.
import { type Calendar, isWorkingDay, nextWorkingDay, workingDaysAfter } from '#base/council/working-day.ts'
import { addDays, type Day, type Instant } from '#base/dates.ts'
import { nextStep, type Step } from '#base/due-step.ts'
import type { AccessChoice, Stated } from './need.ts'

/** Working days in which it is answered after it was told, and which are left before the event. */
export const answerDays = 5

export const longestAnswer = 500

export type AccessMatter = {
  matter: string
  access: Stated<AccessChoice>
  answerBy: Day
  ownerId: string | null
  /** null: whoever runs the event. */
  owner: string | null
  /** When the person last said something. */
  givenAt: Instant
  answer: string
  answeredAt: Instant | null
  doneAt: Instant | null
}

/** What a form to answer was shown for; it changes with what is stated and with each answer. */
export const versionOf = ({ givenAt, answeredAt, doneAt }: AccessMatter): string => [givenAt, answeredAt, doneAt].join()

const workingDaysBefore = (day: Day, count: number, calendar: Calendar): Day => {
  let before = day
  for (let left = count; left > 0; ) {
    before = addDays(before, -1)
    if (isWorkingDay(before, calendar)) left -= 1
  }
  return before
}

/**
 * Five working days after it was told, or five before the event if that is sooner. Told later than
 * that, by the next working day, and not after the event begins.
 */
export const answerByOf = (toldOn: Day, firstDay: Day, calendar: Calendar): Day => {
  const soon = workingDaysAfter(toldOn, answerDays, calendar)
  const before = workingDaysBefore(firstDay, answerDays, calendar)
  const next = nextWorkingDay(toldOn, calendar)
  const by = soon <= before ? soon : before >= next ? before : next
  return by <= firstDay || toldOn > firstDay ? by : firstDay
}

/** `arrange`: what was promised is still to be arranged. */
export const nextOfAccess = ({ answeredAt, doneAt, answerBy }: AccessMatter, today: Day): Step<'answer' | 'arrange'> | undefined =>
  nextStep(
    [
      { step: 'answer', doneAt: answeredAt, by: answerBy },
      { step: 'arrange', doneAt },
    ],
    today,
  )
