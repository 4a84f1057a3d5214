import { contactEventCancelled } from '../../emails/event-cancelled-contact.tsx'
import { contactEventChanged } from '../../emails/event-changed-contact.tsx'
import type { Act } from '../act.ts'
import { type Instant, instant } from '../dates.ts'
import { newId } from '../id.ts'
import type { OutgoingMessage } from '../outbox/message.ts'
import { queuedAll } from '../outbox/store.ts'
import { entryMessage } from './entry-message.ts'
import {
  contactOf,
  type EventForInvites,
  forEveryone,
  type LiveInvitation,
  type SessionForInvites,
  shownOf,
  showsTheSame,
} from './invite.ts'
import { invitePlaces, inviteToOwn, senderOf } from './invite-places.ts'
import { newPlaceLinks } from './place-links.ts'
import { type Audience, attachSession, audienceOf, type BookingContact, sameInvitations, sameWaiting, showInvitations } from './store.ts'
import { withdrawn } from './withdraw-invitations.ts'

/**
 * Statements that tell everyone with a place what an edit of the event changed for them, for the batch of the edit (after the statements
 * that write the event and its sessions). Only a changed title, time, place or joining link is worth a message; an entry whose session is
 * over is left alone. A session that is gone is taken out of the calendars, a new one is put in. Hold only while the event's invitations
 * are those just read: when the batch fails with `guardBroken`, read again and try once more.
 *
 * @param freeUntil the event is moved: until then those who accepted terms may cancel free of charge
 */
export const tellOfChange = async (
  act: Act,
  before: EventForInvites,
  after: EventForInvites,
  freeUntil?: Instant,
): Promise<D1PreparedStatement[]> => {
  const [audience, sender] = await Promise.all([audienceOf(act.db, after.id), senderOf(act)])
  const now = instant(act.now)
  const sessions = new Map(after.sessions.map((session) => [session.id, session]))
  const changed = audience.invitations.flatMap((invitation) => {
    const session = sessions.get(invitation.sessionId)
    if (!session) return []
    const shown = shownOf(after, session)
    const over = invitation.shown.endsAt <= now && shown.endsAt <= now
    return over || showsTheSame(invitation.shown, shown) ? [] : [{ ...invitation, was: invitation.shown, shown }]
  })
  const gone = audience.invitations.filter((invitation) => !sessions.has(invitation.sessionId))
  const known = new Set(before.sessions.map((session) => session.id))
  const forAll = new Set(forEveryone(before.sessions).map((session) => session.id))
  const added = forEveryone(after.sessions).filter((session) => !forAll.has(session.id))
  const forAllChanged = changedForAll(before, after, now)
  if (changed.length === 0 && gone.length === 0 && added.length === 0 && !forAllChanged) return []
  const underTerms = new Set(audience.contacts.filter((contact) => contact.underTerms).map((contact) => contact.bookingId))
  const links = await newPlaceLinks(
    act,
    changed.filter((invitation) => invitation.email !== null),
  )
  const statements = [
    sameInvitations(act.db, after.id, audience.invitations),
    ...links.statements,
    ...(changed.length > 0 ? [showInvitations(act, changed)] : []),
    ...queuedAll(
      act,
      changed.flatMap(({ was, ...to }) =>
        to.email === null
          ? []
          : [
              entryMessage(act, sender, after, { ...to, name: to.name ?? '', email: to.email }, to.sequence + 1, to.shown, {
                kind: 'event_changed',
                was,
                placePage: links.pageOf(to.placeId),
                freeUntil: underTerms.has(to.bookingId) ? freeUntil : undefined,
              }),
            ],
      ),
    ),
    ...(await withdrawn(act, after, gone, { kind: 'event_cancelled', why: 'This part of the event will not take place.' })),
    ...added.map((session) => attachSession(act.db, after.id, session.id)),
    ...(await invitePlaces(
      act,
      after,
      audience.uninvited,
      added.filter((session) => !known.has(session.id)),
    )),
    ...(await inviteToTurned(
      act,
      after,
      audience,
      added.filter((session) => known.has(session.id)),
    )),
  ]
  return [
    ...statements,
    ...queuedAll(
      act,
      [
        ...contactsToTell(concerned(audience.contacts, after, [...changed, ...gone], added.length > 0 || forAllChanged)),
        ...(forAllChanged ? audience.waiting : []),
      ].map((contact) => ({
        ...toContact(act, after, contact),
        ...contactEventChanged({
          ...{ sender, before, after, freeUntil: contact.underTerms ? freeUntil : undefined, waits: audience.waiting.includes(contact) },
          ...contactFacts(act, after, contact),
        }),
        kind: 'event_changed' as const,
      })),
    ),
  ]
}

/** Whether what everyone attends looks different, also to those whose places have no name yet and so no invitation. */
const changedForAll = (before: EventForInvites, after: EventForInvites, now: Instant): boolean =>
  forEveryone(after.sessions).some((session) => {
    const was = before.sessions.find((one) => one.id === session.id)
    return was !== undefined && session.endsAt > now && !showsTheSame(shownOf(before, was), shownOf(after, session))
  })

/** A workshop that everyone attends from now on: those who had chosen it have their entry. */
const inviteToTurned = async (
  act: Act,
  event: EventForInvites,
  audience: Audience,
  sessions: readonly SessionForInvites[],
): Promise<D1PreparedStatement[]> => {
  const invited = new Set(audience.invitations.map((one) => `${one.sessionId} ${one.placeId}`))
  const pairs = sessions.flatMap((session) => audience.uninvited.map((place) => ({ place, session })))
  return inviteToOwn(
    act,
    event,
    pairs.filter(({ place, session }) => !invited.has(`${session.id} ${place.placeId}`)),
  )
}

/** Everyone, unless all that changed is workshops: then those whose people had chosen one of them. */
const concerned = (
  contacts: readonly BookingContact[],
  event: EventForInvites,
  changed: readonly LiveInvitation[],
  added: boolean,
): BookingContact[] => {
  const workshops = new Set(event.sessions.filter((session) => session.block).map((session) => session.id))
  if (added || changed.some((one) => !workshops.has(one.sessionId))) return [...contacts]
  const bookings = new Set(changed.map((one) => one.bookingId))
  return contacts.filter((contact) => bookings.has(contact.bookingId))
}

/**
 * Statements that tell everyone that the event is cancelled: every calendar entry of a session that is not over is taken back, and the
 * contact of each booking is told, also of one that only waited. Hold only while the event's
 * invitations, and who waits, are those just read.
 *
 * @param reason the organiser's own words, shown to everyone; may be empty
 */
export const tellOfCancellation = async (act: Act, event: EventForInvites, reason: string): Promise<D1PreparedStatement[]> => {
  const [audience, sender] = await Promise.all([audienceOf(act.db, event.id), senderOf(act)])
  // What was held already stays in people's calendars.
  const held = new Set(event.sessions.filter((session) => session.endsAt <= instant(act.now)).map((session) => session.id))
  const ahead = audience.invitations.filter((invitation) => !held.has(invitation.sessionId))
  return [
    sameInvitations(act.db, event.id, audience.invitations),
    sameWaiting(act.db, event.id, audience.waiting),
    ...(await withdrawn(act, event, ahead, { kind: 'event_cancelled', why: reason })),
    ...queuedAll(
      act,
      [...contactsToTell(audience.contacts), ...audience.waiting].map((contact) => ({
        ...toContact(act, event, contact),
        ...contactEventCancelled({
          sender,
          ...contactFacts(act, event, contact),
          event,
          why: reason,
          waited: audience.waiting.includes(contact),
        }),
        kind: 'event_cancelled' as const,
      })),
    ),
  ]
}

/** A contact who booked only for herself has it already in her own message. */
const contactsToTell = (contacts: readonly BookingContact[]): BookingContact[] =>
  contacts.filter((contact) => contact.delegates.some((delegate) => delegate.email?.toLowerCase() !== contact.email))

const toContact = (
  act: Act,
  event: EventForInvites,
  contact: BookingContact,
): Omit<OutgoingMessage, 'kind' | 'subject' | 'text' | 'html'> => ({
  id: newId(act.now),
  to: { name: contact.name ?? undefined, email: contact.email },
  replyTo: event.contactEmail || undefined,
  recipient: contact.accountId,
  eventId: event.id,
  schoolId: contact.schoolId,
  bookingId: contact.bookingId,
})

const contactFacts = (act: Act, event: EventForInvites, contact: BookingContact) => ({
  bookingPage: `${act.baseUrl}/bookings/${contact.reference}`,
  reference: contact.reference,
  schoolName: contact.schoolName,
  delegates: contact.delegates.flatMap((delegate) => (delegate.name ? [delegate.name] : [])),
  contact: contactOf(event),
})
