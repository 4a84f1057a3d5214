import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { contactEventCancelled } from '#emails/calendars/event-cancelled-contact.tsx'
import { contactEventChanged } from '#emails/calendars/event-changed-contact.tsx'
import { contactSessionCalledOff } from '#emails/calendars/session-called-off-contact.tsx'
import type { Rendered, Sender } from '#emails/messages/mail.tsx'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { sayCalledOffMoney } from '#money/ledger/owed.ts'
import { owedOfEvent } from '#money/ledger/owed-store.ts'
import { acceptedOfEvent } from '#money/terms/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { type FreeAfter, freeAfter } from '#money/terms/words.ts'
import type { CalledOff } from './called-off.ts'
import { entriesOf } from './entry.ts'
import { type AttendingPlace, contactOf, type EventForInvites, forEveryone, hasLink, type SessionForInvites, type Told } from './invite.ts'
import { senderOf } from './invite-places.ts'
import { type ChangeName, changesOfEvent, daysWith } from './named-change.ts'
import { settlingEntries } from './settle-entries.ts'
import { type Audience, attachSession, audienceOf, type BookingContact, sameInvitations, sameWaiting } from './store.ts'
import { linesOfChange, seenOfEvent } from './told-change.ts'
import { withdrawing } from './withdraw-invitations.ts'

/**
 * Who receives what of an edit; queue it after what writes. On `guardBroken` read and try again.
 * @param freeUntil of a move: until when cancelling is free
 */
export const messagesOfChange = async (
  act: Act,
  before: EventForInvites,
  after: EventForInvites,
  freeUntil?: Instant | null,
  calledOff?: CalledOff,
): Promise<Told> => {
  const [audience, sender, accepted] = await Promise.all([
    audienceOf(act.db, after.id),
    senderOf(act),
    freeUntil === undefined ? new Map<string, Accepted>() : acceptedOfEvent(act.db, after.id),
  ])
  const freeOf = (bookingId: string): FreeAfter | undefined => {
    const its = accepted.get(bookingId)
    return its && freeAfter(its, { sessions: after.sessions, freeUntil: freeUntil ?? null }, act.now)
  }
  // Whoever has a place at an event that becomes a mixed one keeps coming as they did.
  const came = before.attendanceMode === 'mixed' ? null : before.attendanceMode
  const places = audience.places.map((place) => ({ ...place, attendance: place.attendance ?? came }))
  const forAll = new Set(forEveryone(before.sessions).map((session) => session.id))
  const added = forEveryone(after.sessions).filter((session) => !forAll.has(session.id))
  const regrouped = (before.calendarEntries ?? 'each') !== (after.calendarEntries ?? 'each')
  const attended = new Map(audience.places.map(({ placeId, attends }) => [placeId, attends.map((id) => ({ id }))]))
  const entries = await settlingEntries(act, after, attendingAfter(places, after), audience.invitations, {
    changed: ({ bookingId, attends }) => ({
      free: freeOf(bookingId),
      ...(calledOff ? { kind: 'session_called_off', calledOff, goes: false, attends } : { regrouped }),
    }),
    gone: ({ bookingId, attends }, placePage) =>
      calledOff
        ? { kind: 'session_called_off', calledOff, goes: true, attends, placePage, free: freeOf(bookingId) }
        : { kind: 'place_cancelled', because: 'regrouped' },
    regrouped,
    renamed: before.title !== after.title,
    hadBefore: (placeId) => entriesOf(before, attended.get(placeId) ?? []),
  })
  const { missing, different, tooMany } = entries
  const contacts = contactsToTell(audience.contacts).flatMap((contact) => changesFor(audience, contact, before, after, instant(act.now)))
  const waiting = audience.waiting.flatMap((contact) => changesFor(audience, contact, before, after, instant(act.now)))
  const unseen = different.length + tooMany.length + missing.length + added.length + waiting.length === 0 && !isSeen(before, after, act.now)
  if (unseen) return { statements: [], messages: [] }
  const newDay = daysWith(after.sessions).find((day) => !daysWith(before.sessions).includes(day))
  return {
    statements: [
      sameInvitations(act.db, after.id, audience.invitations),
      ...added.map((session) => attachSession(act.db, after.id, session.id)),
      ...entries.statements,
    ],
    messages: [
      ...entries.messages,
      ...[...contacts, ...waiting].map(({ contact, ...changed }) => {
        const waits = audience.waiting.includes(contact)
        return {
          ...toContact(act, after, contact),
          ...toldToContact(
            // A request is withdrawn for nothing whenever that is.
            { sender, free: waits ? undefined : freeOf(contact.bookingId), waits },
            { after, newDay, calledOff, ...changed },
            contactFacts(act, after, contact),
          ),
          kind: 'event_changed' as const,
        }
      }),
    ],
  }
}

const toldToContact = (
  to: { sender: Sender; free: FreeAfter | undefined; waits: boolean },
  {
    after,
    newDay,
    calledOff,
    ...changed
  }: { after: EventForInvites; newDay: Day | undefined; calledOff: CalledOff | undefined } & Pick<Changed, 'changes' | 'lines'>,
  facts: ReturnType<typeof contactFacts>,
): Rendered =>
  calledOff
    ? contactSessionCalledOff({ ...to, ...facts, event: after, calledOff })
    : contactEventChanged({ ...to, ...facts, after, newDay, ...changed })

/**
 * With everyone's sessions from now on, and the chosen workshops, including sessions turned into
 * workshops.
 */
const attendingAfter = (places: readonly AttendingPlace[], after: EventForInvites): AttendingPlace[] => {
  const forAll = forEveryone(after.sessions).map((session) => session.id)
  return places.map((place) => ({ ...place, attends: [...place.attends, ...forAll] }))
}

/** Whether somebody at all sessions would see a change: one may be booking in this moment. */
const isSeen = (before: EventForInvites, after: EventForInvites, now: Date): boolean => {
  const attends = [...before.sessions, ...after.sessions].map(({ id }) => id)
  return changesOf([{ attends, attendance: null }], true, before, after, instant(now)) !== undefined
}

type Changed = { contact: BookingContact; changes: ChangeName[]; lines: string[] }

const changesFor = (
  audience: Audience,
  contact: BookingContact,
  before: EventForInvites,
  after: EventForInvites,
  now: Instant,
): Changed[] => {
  const places = audience.places.filter(({ bookingId }) => bookingId === contact.bookingId)
  const allNamed = places.length > 0 && contact.delegates.every(({ name }) => name !== null)
  const changed = changesOf(places, allNamed, before, after, now)
  return changed ? [{ contact, ...changed }] : []
}

/**
 * What an edit changes for a booking: sessions for everyone, the workshops that its delegates chose
 * and blocks in which one of them chose none. undefined where nothing of that is still to come.
 */
const changesOf = (
  places: readonly Pick<AttendingPlace, 'attends' | 'attendance'>[],
  allNamed: boolean,
  before: EventForInvites,
  after: EventForInvites,
  now: Instant,
): Pick<Changed, 'changes' | 'lines'> | undefined => {
  const chosen = new Set(places.flatMap(({ attends }) => attends))
  const joins = !allNamed || places.some(({ attendance }) => attendance !== 'in_person')
  const own = (event: EventForInvites): EventForInvites & { sessions: (SessionForInvites & { chosen: number })[] } => {
    const inBlock = (block: string): string[] => event.sessions.filter((one) => one.block === block).map(({ id }) => id)
    const settled = (block: string): boolean => allNamed && places.every(({ attends }) => inBlock(block).some((id) => attends.includes(id)))
    return {
      ...event,
      joiningLink: hasLink(event) && (joins || event.attendanceMode !== 'mixed') ? 'a link of their own' : '',
      sessions: event.sessions.flatMap((session) =>
        !session.block || chosen.has(session.id)
          ? [{ ...session, chosen: 1 }]
          : settled(session.block)
            ? []
            : [{ ...session, room: '', chosen: 0 }],
      ),
    }
  }
  const [was, is] = [own(before), own(after)]
  if (after.sessions.every(({ endsAt }) => endsAt <= now) && before.sessions.every(({ endsAt }) => endsAt <= now)) return undefined
  const isOver = (id: string): boolean =>
    [was, is].every(({ sessions }) => sessions.every((session) => session.id !== id || session.endsAt <= now))
  const ahead = (event: EventForInvites): EventForInvites => ({ ...event, sessions: event.sessions.filter(({ id }) => !isOver(id)) })
  const lines = (one: EventForInvites, other: EventForInvites): string[] =>
    linesOfChange(seenOfEvent(one, chosen), seenOfEvent(other, chosen))
  // A block in which everybody has chosen is no more to them than the workshops that they chose.
  const open = (event: EventForInvites): EventForInvites => ({
    ...event,
    sessions: event.sessions.filter(({ block }) => !block || event.sessions.some((one) => one.block === block && !chosen.has(one.id))),
  })
  const programme = changesOfEvent(open(was), open(is)).includes('programme')
  const changes = changesOfEvent(was, is).filter(
    (name) => name !== 'calendar_title' && name !== 'entries' && (name !== 'programme' || programme),
  )
  return lines(ahead(was), ahead(is)).length === 0 ? undefined : { changes, lines: lines(was, is) }
}

/**
 * Who would receive what if the event were cancelled; writes nothing. Cancels entries not past, and
 * notifies each booking's contact, also of waiting ones. Guarded by invitations and waiting
 * bookings as read; queue the messages after. @param reason shown to everyone; may be ''
 */
export const messagesOfCancellation = async (act: Act, event: EventForInvites, reason: string): Promise<Told> => {
  const [audience, sender, bookings] = await Promise.all([audienceOf(act.db, event.id), senderOf(act), owedOfEvent(act.db, event.id)])
  const money = new Map(bookings.map((booking) => [booking.bookingId, sayCalledOffMoney(booking)]))
  const now = instant(act.now)
  const held = new Set(event.sessions.filter((session) => session.endsAt <= now).map((session) => session.id))
  const ahead = audience.invitations.filter(({ sessionId, shown }) => !held.has(sessionId) || shown.endsAt > now)
  const outOf = await withdrawing(act, event, ahead, { kind: 'event_cancelled', why: reason })
  return {
    statements: [
      sameInvitations(act.db, event.id, audience.invitations),
      sameWaiting(act.db, event.id, audience.waiting),
      ...outOf.statements,
    ],
    messages: [
      ...outOf.messages,
      ...[...contactsToTell(audience.contacts, money), ...audience.waiting].map((contact) => ({
        ...toContact(act, event, contact),
        ...contactEventCancelled({
          sender,
          ...contactFacts(act, event, contact),
          event,
          why: reason,
          waited: audience.waiting.includes(contact),
          owes: money.get(contact.bookingId),
        }),
        kind: 'event_cancelled' as const,
      })),
    ],
  }
}

/** A contact who booked only for themself gets the delegate's message, without money. */
const contactsToTell = (contacts: readonly BookingContact[], money: ReadonlyMap<string, string> = new Map()): BookingContact[] =>
  contacts.filter(
    (contact) => money.has(contact.bookingId) || contact.delegates.some((delegate) => delegate.email?.toLowerCase() !== contact.email),
  )

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
