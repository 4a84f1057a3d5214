import { type Instant, sayLongDay } from '#base/dates.ts'
import type { Block, Sender } from '#emails/messages/mail.tsx'

/** What every mail about a card payment shows. */
export type CardFacts = {
  sender: Sender
  title: string
  subjectTitle: string
  startsAt: Instant | null
  reference: string
  schoolName: string
  bookingPage: string
  contact: string
}

const dayOf = ({ startsAt }: CardFacts): string | undefined => (startsAt ? sayLongDay(startsAt) : undefined)

export const cardFields = (of: CardFacts) => ({ title: of.title, day: dayOf(of), school: of.schoolName, reference: of.reference })

export const cardBlock = (of: CardFacts, ...more: [string, string][]): Block => ({
  facts: [['Event', of.title], ['When', dayOf(of)], ['For', of.schoolName], ...more, ['Reference', of.reference]],
})
