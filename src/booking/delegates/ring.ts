// A telephone list says whom to ring when an event changes late: each delegate, and each contact
// once with their bookings, with known numbers and what happened to the message about the change.
// It shows nobody's needs.

import { type Instant, londonDay, londonTime } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import type { Outcomes } from '#messages/outbox/listed-message.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'

/** 'nothing': no message about the change was for them, such as when they booked afterwards. */
const reaches = ['not_delivered', 'no_address', 'waiting', 'sent', 'nothing', 'accepted'] as const
export type Reach = (typeof reaches)[number]

export type Rung = 'spoke' | 'left_message'

/** `id`: a delegate's place, or a contact's first booking; '' where unknown. */
export type ToRing = {
  kind: 'delegate' | 'contact'
  id: string
  /** Of the place or booking, as it was then. */
  schoolId: string
  name: string
  role: string
  school: SchoolName
  /** A delegate's one booking, or all of a contact's. */
  bookings: { reference: string; school: SchoolName }[]
  /** Each once, the person's own first. */
  telephones: string[]
  schoolTelephone: string
  reach: Reach
  rung: { how: Rung; at: Instant; by: string }[]
}

export type RingList = {
  event: { id: string; code: string; title: string; startsAt: Instant | null; cancelled: boolean }
  /** The latest change or cancellation that was sent; undefined: none. */
  sending: { id: string; createdAt: Instant; kind: 'change' | 'cancellation' } | undefined
  people: ToRing[]
}

/** The worst outcome of a person's messages. */
export const reachOf = (outcomes: Partial<Outcomes>, hasAddress: boolean): Reach => {
  const any = (...of: (keyof Outcomes)[]): boolean => of.some((became) => (outcomes[became] ?? 0) > 0)
  if (any('failed', 'bounced', 'withheld')) return 'not_delivered'
  if (!hasAddress) return 'no_address'
  if (any('waiting')) return 'waiting'
  if (any('sent', 'delayed')) return 'sent'
  return any('accepted', 'complained') ? 'accepted' : 'nothing'
}

/** Who may not have received it first, of them whoever was not rung; then by school and name. */
export const inOrder = (people: readonly ToRing[]): ToRing[] => {
  const key = (one: ToRing): string =>
    [
      reaches.indexOf(one.reach),
      one.rung.some(({ how }) => how === 'spoke') ? 2 : one.rung.length > 0 ? 1 : 0,
      one.school.name,
      one.kind === 'contact' ? 1 : 0,
      one.name,
    ].join('\t')
  return people
    .map((one) => ({ one, at: key(one) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ one }) => one)
}

export const reachWords: Record<Reach, string> = {
  not_delivered: 'Not delivered',
  no_address: 'No email address',
  waiting: 'Waiting to be sent',
  sent: 'Sent, nothing heard yet',
  nothing: 'No message was for them',
  accepted: 'Accepted by the mail server',
}

export const rungWords: Record<Rung, string> = { spoke: 'Spoke to them', left_message: 'Left a message' }

export const ringColumns: Column<ToRing>[] = [
  { name: 'Who', width: 28, value: (one) => one.name },
  { name: 'As', width: 18, value: (one) => (one.kind === 'delegate' ? 'Delegate' : 'Contact of the booking') },
  { name: 'Role', width: 25, value: (one) => one.role },
  { name: 'School', width: 40, value: (one) => [...new Set(one.bookings.map(({ school }) => schoolLabel(school)))].join('; ') },
  { name: 'Telephone', width: 28, value: (one) => one.telephones.join('; ') },
  { name: 'Telephone of the school', width: 20, value: (one) => one.schoolTelephone },
  { name: 'Booking', width: 11, value: (one) => one.bookings.map(({ reference }) => reference).join('; ') },
  { name: 'Message about the change', width: 28, value: (one) => reachWords[one.reach] },
  {
    name: 'Rung',
    width: 45,
    value: (one) =>
      one.rung.map(({ how, at, by }) => `${rungWords[how]}, ${londonDay(at)} ${londonTime(at)}${by ? `, ${by}` : ''}`).join('; '),
  },
]

/** Digits as dialled in the UK: `+44 1432` and `01432` are one number. */
const dialled = (number: string): string => number.replaceAll(/[^\d+]/g, '').replace(/^(\+|00)44/, '0')

/** Each number once, however written, leaving out the school's own, which is shown separately. */
export const numbersOnce = (numbers: readonly string[], schoolTelephone: string): string[] => {
  const seen = new Set([dialled(schoolTelephone)])
  return numbers.map((one) => one.trim()).filter((one) => one !== '' && !seen.has(dialled(one)) && seen.add(dialled(one)))
}
