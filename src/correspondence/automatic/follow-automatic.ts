import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { eachAlone } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { contactOf, type EventForInvites, seenBy } from '#calendars/invites/invite.ts'
import { newPlaceLinks, type PlaceLinks, senderOf } from '#calendars/invites/invite-places.ts'
import { absenceNoted } from '#emails/correspondence/absence-noted.tsx'
import { reminder } from '#emails/correspondence/reminder.tsx'
import { reminderForContact } from '#emails/correspondence/reminder-for-contact.tsx'
import { thanks, type WhereMaterials } from '#emails/correspondence/thanks.tsx'
import type { Rendered, Sender } from '#emails/messages/mail.tsx'
import { attendanceWords } from '#events/events/views/words.tsx'
import { selectReaders } from '#events/materials/store.ts'
import { type AfterwardsKind, type BookerReminder, type DelegateReminder, type MessageKind, messageKinds } from '#messages/outbox/kind.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { insertSentOnce } from '#messages/outbox/sent-once-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import type { Switch } from '#messages/outbox/switch.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { pastDays, remindersDue, settingOf } from './automatic.ts'
import {
  type Afterwards,
  eventsNear,
  peopleDue,
  type Reminded,
  type RemindedContact,
  stillComing,
  stillMarked,
  stillWanted,
} from './due-store.ts'
import { nextDates } from './next-dates.ts'
import { eventsToTell, type Told } from './store.ts'

/**
 * Job: sends reminders to delegates and to whoever booked, and what goes once registers are closed.
 * What was sent is recorded in the messages' batch, so nobody gets one twice, however often this
 * runs or is cut off.
 */
export const followAutomatic = async (act: Act): Promise<boolean> => {
  const near = await eventsNear(act)
  const reminders = remindersDue(near, act.now)
  const days = pastDays(near, act.now)
  if (reminders.length + days.length === 0) return false
  const { reminded, contacts, afterwards } = await peopleDue(act, reminders, days)
  const recipients = [...reminded, ...contacts, ...afterwards]
  if (recipients.length === 0) return false
  const [events, sender] = await Promise.all([eventsToTell(act, [...new Set(recipients.map(({ eventId }) => eventId))]), senderOf(act)])
  /** One batch per event, message and day. */
  const each = <T extends { eventId: string }>(
    people: readonly T[],
    subjectOf: (one: T) => string,
    group: (one: T) => string,
    write: (told: Told, first: T, people: readonly T[]) => Promise<boolean>,
  ) =>
    [...Map.groupBy(people, group).values()].map((some) => async () => {
      const [first] = some
      const told = first && events.get(first.eventId)
      // One person's message that cannot be written does not stop the others'.
      return told ? togetherOrApart(act, 'followAutomatic', some, subjectOf, (people) => write(told, first, people)) : false
    })
  return eachAlone(
    [
      ...each(
        reminded,
        (one) => one.placeId,
        (one) => `${one.eventId} ${one.step} ${londonDay(one.moment)}`,
        (told, { step }, people) => remindDelegates(act, sender, told, step, people),
      ),
      ...each(
        contacts,
        (one) => one.bookingId,
        (one) => `${one.eventId} ${one.step} ${one.moment}`,
        (told, first, people) => remindContacts(act, sender, told, first, people),
      ),
      ...each(
        afterwards,
        (one) => `${one.eventId} ${one.personId} ${one.once}`,
        (one) => `${one.eventId} ${one.kind} ${one.moment}`,
        (told, first, people) => writeAfterwards(act, sender, told, first, people),
      ),
    ],
    (write) => write(),
  )
}

const toDelegates: Record<DelegateReminder, typeof reminder> = { reminder_week: reminder, reminder_day: reminder }
const toBookers: Record<BookerReminder, typeof reminderForContact> = { reminder_contact: reminderForContact }
const afterwards: Record<AfterwardsKind, typeof thanks> = { thanks, absence_noted: absenceNoted }

const factsOf = ({ event, settings }: Told, sender: Sender, one: Switch) => ({
  sender,
  event,
  contact: contactOf(event),
  note: settingOf(settings, one).note,
})

const outgoing = (
  act: Act,
  { event }: Told,
  kind: MessageKind,
  rendered: Rendered,
  to: Omit<OutgoingMessage, 'id' | 'kind' | keyof Rendered>,
): OutgoingMessage => ({
  ...rendered,
  ...to,
  id: newId(act.now),
  kind,
  replyTo: event.contactEmail || undefined,
  eventId: event.id,
})

/** False when something changed or another run was quicker: the next minute retries. */
const write = async (
  act: Act,
  { event }: Told,
  kind: MessageKind,
  written: { sentOnce: Parameters<typeof insertSentOnce>[2]; before: SqlStatement[]; messages: OutgoingMessage[] },
): Promise<boolean> => {
  const result = await atomically(
    act.db,
    [
      stillWanted(act, event, kind),
      insertSentOnce(act, event.id, written.sentOnce),
      ...written.before,
      ...queuedAll(act, written.messages),
      logged(act, {
        act: 'event.messaged',
        subject: ['event', event.id],
        eventId: event.id,
        after: { kind, messages: written.messages.length },
      }),
    ],
    { [guardBroken]: 'changed' as const, 'SentOnce.kind': 'sent' as const },
  )
  return result.ok
}

const withOwnLink = (event: EventForInvites, joinAt: string | undefined): EventForInvites =>
  event.joiningLink && joinAt ? { ...event, joiningLink: joinAt } : event

const remindDelegates = async (
  act: Act,
  sender: Sender,
  told: Told,
  kind: DelegateReminder,
  people: readonly Reminded[],
): Promise<boolean> => {
  const links = await newPlaceLinks(act, people)
  const facts = factsOf(told, sender, messageKinds[kind].switch)
  return write(act, told, kind, {
    sentOnce: people.map((one) => ({ kind, subjectId: `${one.placeId} ${one.personId}`, moment: one.moment })),
    before: [stillComing(act, people), ...links.statements],
    messages: people.map((one) =>
      outgoing(
        act,
        told,
        kind,
        toDelegates[kind]({
          ...facts,
          event: withOwnLink(seenBy(told.event, one.attendance), links.joinOf(one.placeId)),
          name: one.name,
          schoolName: one.schoolName,
          sessions: told.event.sessions.filter((session) => one.sessionIds.includes(session.id)),
          placePage: links.pageOf(one.placeId),
          ticket: links.ticketOf(one.placeId),
        }),
        {
          to: { name: one.name, email: one.email },
          recipient: one.personId,
          schoolId: one.schoolId,
          bookingId: one.bookingId,
          placeId: one.placeId,
          personId: one.personId,
          startsAt: one.moment,
        },
      ),
    ),
  })
}

const sayComing = ({ name, attendance }: RemindedContact['people'][number]): string =>
  `${name ?? 'Somebody whose name is erased'}${attendance ? `, ${attendanceWords[attendance]}` : ''}`

const remindContacts = async (
  act: Act,
  sender: Sender,
  told: Told,
  { kind, step, moment }: Pick<RemindedContact, 'kind' | 'step' | 'moment'>,
  bookings: readonly RemindedContact[],
): Promise<boolean> => {
  const facts = factsOf(told, sender, messageKinds[step].switch)
  return write(act, told, kind, {
    sentOnce: bookings.map((one) => ({ kind: one.once, subjectId: one.bookingId, moment: one.moment })),
    // The list is of the people who are on the places as it is written.
    before: [
      stillComing(
        act,
        bookings.flatMap((one) => one.people),
      ),
    ],
    messages: bookings.map((one) =>
      outgoing(
        act,
        told,
        kind,
        toBookers[kind]({
          ...facts,
          schoolName: schoolLabel(one.school),
          sessions: told.event.sessions.filter((session) => session.startsAt >= moment && !session.block),
          delegates: one.people.flatMap((person) => (person.personId ? [sayComing(person)] : [])),
          unnamed: one.people.filter(({ personId }) => personId === null).length,
          reference: one.reference,
          bookingPage: `${act.baseUrl}/bookings/${one.reference}`,
        }),
        {
          to: { name: one.name ?? undefined, email: one.email },
          recipient: one.accountId,
          schoolId: one.schoolId,
          bookingId: one.bookingId,
          startsAt: one.moment,
        },
      ),
    ),
  })
}

/** Where each of them finds the materials of the event, who may see any. */
const materialsFor = async (act: Act, { event }: Told, people: readonly { personId: string }[], links: PlaceLinks) => {
  const personIds = people.map(({ personId }) => personId)
  const readers = personIds.length === 0 ? [] : await readNow(act.db, selectReaders(act.db, event.id, { personIds }))
  return {
    of: (personId: string): WhereMaterials | undefined => {
      const reader = readers.find((some) => some.personId === personId)
      if (!reader) return undefined
      const page = reader.placeId === null ? undefined : links.pageOf(reader.placeId)
      if (page === undefined && reader.isShared) return undefined
      const from = reader.from > instant(act.now) ? reader.from : undefined
      return { page: page ?? `${act.baseUrl}/account/record`, signsIn: page === undefined, from }
    },
  }
}

const writeAfterwards = async (
  act: Act,
  sender: Sender,
  told: Told,
  { kind, once }: Pick<Afterwards, 'kind' | 'once'>,
  people: readonly Afterwards[],
): Promise<boolean> => {
  const facts = factsOf(told, sender, messageKinds[kind].switch)
  const links = await newPlaceLinks(
    act,
    people.flatMap(({ personId, placeId }) => (placeId === null ? [] : [{ personId, placeId }])),
  )
  const materials = await materialsFor(act, told, kind === 'thanks' ? people : [], links)
  return write(act, told, kind, {
    // Kinds with one word have one row, so that nobody gets two of them, whatever is corrected.
    sentOnce: people.map((one) => ({ kind: once, subjectId: `${one.eventId} ${one.personId}`, moment: one.moment })),
    before: [
      stillMarked(
        act,
        people.flatMap((one) => one.markIds),
      ),
      ...links.statements,
    ],
    messages: people.map((one) =>
      outgoing(
        act,
        told,
        kind,
        afterwards[kind]({
          ...facts,
          name: one.name,
          heldAt: one.moment,
          materials: materials.of(one.personId),
          placePage: one.placeId === null ? undefined : links.pageOf(one.placeId),
          dates: nextDates(told, act, one.bookedIds),
        }),
        {
          to: { name: one.name, email: one.email },
          recipient: one.personId,
          schoolId: one.schoolId ?? undefined,
          bookingId: one.bookingId ?? undefined,
          placeId: one.placeId ?? undefined,
          personId: one.personId,
        },
      ),
    ),
  })
}
