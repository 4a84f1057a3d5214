import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { addressFailed } from '#emails/correspondence/address-failed.tsx'
import { unreached } from '#emails/correspondence/unreached.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type EventOfTrouble, type Reachable, whoToNotify } from './address-problem.ts'
import { markTold, type Untold, unnotifiedAddressProblems } from './notice-store.ts'

type Person = Untold['people'][number]

/** Job: to another contact of each school, and once to the organiser of each future event. */
export const notifyOfAddressProblems = async (act: Act): Promise<boolean> => {
  const untold = await unnotifiedAddressProblems(act)
  if (!untold) return false
  const sender = await senderOf(act)
  return togetherOrApart(
    act,
    'notifyOfAddressProblems',
    untold.troubles,
    ({ id }) => id,
    (some) => tell(act, sender, untold, some),
  )
}

const tell = async (act: Act, sender: Sender, untold: Untold, troubles: readonly Untold['troubles'][number][]): Promise<boolean> => {
  const ids = troubles.map(({ id }) => id)
  const people = untold.people.filter((person) => ids.includes(person.troubleId))
  const messages = [...toSchools(act, sender, untold, people), ...toOrganisers(act, sender, untold, people)]
  const result = await atomically(
    act.db,
    [
      ...markTold(act, ids),
      ...queuedAll(act, messages),
      loggedAll(
        act,
        ids.map((id) => ({ act: 'address.reported', subject: ['address', id] as const, after: { messages: messages.length } })),
      ),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return result.ok && messages.length > 0
}

const grouped = <T>(items: readonly T[], key: (item: T) => string): T[][] => [
  ...items.reduce((groups, item) => groups.set(key(item), [...(groups.get(key(item)) ?? []), item]), new Map<string, T[]>()).values(),
]

const contactOf = (event: EventOfTrouble): string =>
  [event.contactName, event.contactEmail, event.contactTelephone].filter(Boolean).join(', ')

/** One message per address and school. */
const toSchools = (act: Act, sender: Sender, untold: Untold, people: readonly Person[]): OutgoingMessage[] =>
  grouped(
    people.flatMap((person) => {
      const to = whoToNotify(person.told, untold.others.get(person.schoolId) ?? [], untold.failing)
      const event = untold.events.get(person.eventId)
      return to && event && person.isKnown ? [{ person, to, event }] : []
    }),
    ({ person, to }) => `${person.troubleId} ${person.schoolId} ${to.id}`,
  ).flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { person, to, event } = first
    return [
      {
        ...addressFailed({
          sender,
          name: to.name,
          people: group.map((one) => ({ name: one.person.name ?? 'a contact of the school', booker: one.person.role === 'contact' })),
          bookings: grouped(group, (one) => one.person.bookingId).flatMap(([one]) => (one ? [bookingOf(act, one)] : [])),
          contact: contactOf(event),
        }),
        ...addressed(to),
        id: newId(act.now),
        kind: 'address_failed' as const,
        replyTo: event.contactEmail || undefined,
        eventId: event.id,
        schoolId: person.schoolId,
        bookingId: person.bookingId,
      },
    ]
  })

const bookingOf = (act: Act, { person, event }: { person: Person; event: EventOfTrouble }) => ({
  reference: person.reference,
  title: event.title,
  startsAt: event.startsAt,
  schoolName: schoolLabel({ name: person.schoolName, town: person.town, urn: person.urn }),
  page: `${act.baseUrl}/bookings/${person.reference}`,
})

const addressed = (to: Reachable) => ({ to: { name: to.name ?? undefined, email: to.email }, recipient: to.id })

/** One message per event for all its unreachable people; none to a failing address. */
const toOrganisers = (act: Act, sender: Sender, untold: Untold, people: readonly Person[]): OutgoingMessage[] =>
  grouped(people, (person) => person.eventId).flatMap((group) => {
    const event = untold.events.get(group[0]?.eventId ?? '')
    if (!event?.contactEmail || untold.failing.has(event.contactEmail.toLowerCase())) return []
    const each = grouped(group, (person) => `${person.troubleId} ${person.personId ?? ''}`).flatMap(([one]) => (one ? [one] : []))
    return [
      {
        ...unreached({
          sender,
          title: event.title,
          startsAt: event.startsAt,
          people: each.map((one) => ({
            name: one.name ?? 'A contact of the school',
            schoolName: schoolLabel({ name: one.schoolName, town: one.town, urn: one.urn }),
          })),
          page: `${act.baseUrl}/organiser/events/${event.code}/unreached`,
          contact: contactOf(event),
        }),
        id: newId(act.now),
        kind: 'unreached' as const,
        to: { name: event.contactName || undefined, email: event.contactEmail },
        recipient: event.id,
        eventId: event.id,
      },
    ]
  })
