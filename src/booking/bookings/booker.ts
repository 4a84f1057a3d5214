// Messages to whoever booked.

import type { Act } from '#base/act.ts'
import { newId } from '#base/id.ts'
import { nameKey } from '#base/person-name.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'

export type Booker = { accountId: string | null; email: string | null; name: string | null }

type Addressed = { email?: string | null | undefined; name?: string | null | undefined }

/** Offices share addresses: only the same name at the same address is the booker. */
export const isBooker = (booker: Addressed, { email, name }: Addressed): boolean =>
  Boolean(email && name && booker.name) && email === booker.email && nameKey(name ?? '') === nameKey(booker.name ?? '')

/**
 * Whether the mail about their own place says it all: of their own act about nobody else's place,
 * where nobody pays for the booking and it accepted no terms, whatever its event asks now. A mail
 * about the booking would only repeat it.
 */
export const isToldAsDelegate = (
  act: Act,
  { booking: { booker, termsId }, payer }: { booking: { booker: Booker; termsId: string | null }; payer: object | undefined },
  people: readonly (Addressed & { state: 'held' | 'confirmed' | 'cancelled' })[],
): boolean =>
  payer === undefined &&
  termsId === null &&
  act.actor.accountId !== undefined &&
  act.actor.accountId === booker.accountId &&
  people.every((person) => person.state === 'confirmed' && isBooker(booker, person))

/** The message to whoever booked; none when they have no address. */
export const toBooker = (
  act: Act,
  event: Pick<EventDetails, 'id' | 'contactEmail'> & Partial<Pick<EventDetails, 'sessions'>>,
  booking: { id: string; schoolId: string; booker: Booker },
  kind: MessageKind,
  rendered: Rendered,
): OutgoingMessage[] => {
  const { accountId, email, name } = booking.booker
  if (!accountId || !email) return []
  return [
    {
      ...rendered,
      id: newId(act.now),
      kind,
      to: { name: name ?? undefined, email },
      replyTo: event.contactEmail || undefined,
      recipient: accountId,
      eventId: event.id,
      startsAt: event.sessions && firstStart({ sessions: event.sessions }),
      schoolId: booking.schoolId,
      bookingId: booking.id,
    },
  ]
}

// Whoever asks the council to book for a school is the contact of that booking: they get its
// messages and are asked to agree to its price. It does not let them act for the school.

export const waysToAsk = ['by telephone', 'by email', 'in person', 'by post'] as const

export type WayToAsk = (typeof waysToAsk)[number]

export const longestTelephone = 40

/**
 * Who asked. `name` is '' for a school mailbox, `email` '' for somebody who only gave a telephone
 * number. `meant`: the record that is theirs, as was said when it was asked.
 */
export type ContactAsked = { name: string; email: string; telephone: string; meant?: string | undefined }

/** A person at the school who may have asked. `key` is what the form sends. */
export type KnownAsker = ContactAsked & { key: string; role: string }

/** Digits only, to compare numbers whatever their spacing. */
export const telephoneKey = (telephone: string): string => telephone.replaceAll(/\D/g, '')

export const askerName = ({ name, email }: Pick<ContactAsked, 'name' | 'email'>): string => name || email
