// What somebody waiting to be confirmed is told: who was asked, by when they get an answer, and
// whom to phone.

import { type Calendar, workingDaysAfter } from '#base/council/working-day.ts'
import type { Council } from '#base/council.ts'
import { type Day, type Instant, londonDay, sayLongDay } from '#base/dates.ts'
import { inWords, listed } from '#base/words.ts'

/** `mailbox`: asked last; `colleague`: an approver at the school or its trust was notified. */
export type AskedAbout = { requestedAt: Instant; mailbox: string | null; colleague: boolean }

/** `o•••@school.example`: enough to recognise one’s own mailbox, not to write to it. */
export const maskedAddress = (email: string): string => {
  const at = email.lastIndexOf('@')
  return `${Array.from(email.slice(0, at))[0] ?? ''}•••${email.slice(at)}`
}

/** Who can confirm them; the first answer decides. */
export const whoWasAsked = (asked: Pick<AskedAbout, 'mailbox' | 'colleague'>, council: Pick<Council, 'name'>): string => {
  const all = [
    ...(asked.mailbox ? [`the office’s mailbox (${maskedAddress(asked.mailbox)})`] : []),
    ...(asked.colleague ? ['a colleague there who approves others'] : []),
    council.name,
  ]
  const named = all.length === 1 ? council.name : `${listed(all)}. The first answer decides`
  return named.replace(/^./, (letter) => letter.toUpperCase())
}

/** The last day for the council to answer a request made at an instant. */
export const answerDue = (requestedAt: Instant, council: Pick<Council, 'answerDays'>, calendar: Calendar): Day =>
  workingDaysAfter(londonDay(requestedAt), council.answerDays, calendar)

/** By when they get an answer, or that the day has passed. */
export const sayDue = (due: Day, council: Pick<Council, 'name' | 'answerDays'>, today: Day): string => {
  const days = inWords(council.answerDays, 'working day')
  return today <= due
    ? `${sayLongDay(due)} at the latest: ${council.name} answers within ${days} if nobody there does sooner`
    : `${sayLongDay(due)} was the day by which ${council.name} was to answer. Please ask what has become of it`
}

/** How to reach the council: by phone first, or by whatever it gives. */
export const sayCouncilContact = (council: Pick<Council, 'name' | 'contactTelephone' | 'contactEmail'>): string => {
  const { contactTelephone, contactEmail, name } = council
  if (contactTelephone) return `Ring ${name} on ${contactTelephone}${contactEmail ? `, or write to ${contactEmail}` : ''}`
  return contactEmail ? `Write to ${name} at ${contactEmail}` : `Ask ${name}`
}

/** The same of a request that the council alone decides. */
export const councilRows = (requestedAt: Instant, council: Council, calendar: Calendar, now: Date): [string, string][] => {
  const due = answerDue(requestedAt, council, calendar)
  return [
    ['Who decides', council.name],
    ['Answer by', londonDay(now) <= due ? sayLongDay(due) : sayDue(due, council, londonDay(now))],
    ['Questions', sayCouncilContact(council)],
  ]
}

/** All three as rows, for the page and the message. */
export const waitingRows = (asked: AskedAbout, council: Council, calendar: Calendar, now: Date): [string, string][] => [
  ['Who was asked', whoWasAsked(asked, council)],
  ['Answer by', sayDue(answerDue(asked.requestedAt, council, calendar), council, londonDay(now))],
  ['Questions', sayCouncilContact(council)],
]
