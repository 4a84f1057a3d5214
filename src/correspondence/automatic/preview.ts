// Previews of each message of an event for a made-up person. Links that need a real booking lead
// nowhere.

import type { Act } from '#base/act.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { addDays, addMinutes, instant, londonDay } from '#base/dates.ts'
import { contactOf, forEveryone, shownOf } from '#calendars/invites/invite.ts'
import { sampleTicket } from '#calendars/invites/invite-places.ts'
import { certificateMail } from '#emails/attendance/certificate.tsx'
import { bookingConfirmed } from '#emails/booking/booking-confirmed.tsx'
import { namesWanted } from '#emails/booking/names-due.tsx'
import { offer } from '#emails/booking/offer.tsx'
import { eventCancelled } from '#emails/calendars/event-cancelled.tsx'
import { eventChanged } from '#emails/calendars/event-changed.tsx'
import { invitation } from '#emails/calendars/invitation.tsx'
import { absenceNoted } from '#emails/correspondence/absence-noted.tsx'
import { evaluation } from '#emails/correspondence/evaluation.tsx'
import { reminder } from '#emails/correspondence/reminder.tsx'
import { reminderForContact } from '#emails/correspondence/reminder-for-contact.tsx'
import { thanks } from '#emails/correspondence/thanks.tsx'
import type { Rendered, Sender } from '#emails/messages/mail.tsx'
import { offerDeadline } from '#events/events/offer-deadline.ts'
import type { Switch } from '#messages/outbox/switch.ts'
import { delegateReminders, type Setting, settingOf } from './automatic.ts'
import { nextDates } from './next-dates.ts'
import type { Told } from './store.ts'

const name = 'Sam Example'
const schoolName = 'Example Primary School'
const reference = 'EXAMPLE'
const withReminder = delegateReminders.at(-1)

/** Undefined while the event has no date. */
export const previewOf = (
  act: Act,
  sender: Sender,
  told: Told & { calendar: Calendar },
  one: Switch,
  setting: Setting,
): Rendered | undefined => {
  const { event } = told
  const sessions = forEveryone(event.sessions)
  const first = sessions[0] ?? event.sessions[0]
  if (!first) return undefined
  const page = `${act.baseUrl}/events/${event.code}`
  const bookingPage = `${act.baseUrl}/bookings/${reference}`
  const contact = contactOf(event)
  const shown = shownOf(event, first)
  const entry = { sender, page, shown, contact, schoolName }
  const booking = { sender, event, reference, schoolName, bookingPage, contact }
  const joining = { sender, event, contact, note: setting.note }
  const placePage = `${act.baseUrl}/place/example`
  const ticket = event.attendanceMode === 'online' ? undefined : sampleTicket
  const past = { ...joining, name, heldAt: first.startsAt, dates: nextDates(told, act), placePage }
  const previews: Record<Switch, () => Rendered> = {
    confirmation: () =>
      bookingConfirmed({ ...booking, delegates: [name], unnamed: 0, namesDueAt: event.rules.namesDueAt, waiting: 0, waitsFor: undefined }),
    invitation: () => invitation({ ...entry, name, bookedByOther: true, byCouncil: false, placePage, ticket }),
    names: () =>
      namesWanted({ ...booking, unnamed: 1, namesDueAt: event.rules.namesDueAt, release: event.rules.namesRelease, overdue: false }),
    reminder_week: () => reminder({ ...joining, name, schoolName, sessions, placePage, ticket }),
    reminder_day: () => reminder({ ...joining, name, schoolName, sessions, placePage, ticket }),
    reminder_contact: () =>
      reminderForContact({
        ...joining,
        // The note of the reminder with which the list goes.
        note: withReminder ? settingOf(told.settings, withReminder.one).note : '',
        schoolName,
        sessions,
        delegates: [name],
        unnamed: 1,
        reference,
        bookingPage,
      }),
    offer: () =>
      offer({
        sender,
        event,
        reference,
        schoolName,
        places: 1,
        contact,
        expiresAt: offerDeadline(event, act.now, told.calendar) ?? first.startsAt,
        link: `${act.baseUrl}/offers/example`,
        named: [name],
        stillWaiting: 0,
      }),
    change: () =>
      eventChanged({
        ...entry,
        was: { ...shown, startsAt: instant(addMinutes(new Date(shown.startsAt), -30)) },
        placePage,
        changes: ['times'],
      }),
    cancellation: () => eventCancelled({ ...entry, why: 'Here stands the reason that you give.' }),
    thanks: () => thanks(past),
    absence: () => absenceNoted(past),
    certificate: () =>
      certificateMail({
        sender,
        event,
        contact,
        name,
        heldOn: londonDay(first.startsAt),
        again: false,
        page: `${act.baseUrl}/certificate/example`,
      }),
    evaluation: () =>
      evaluation({
        sender,
        event,
        wave: 'after',
        name,
        schoolName,
        contact,
        until: addDays(londonDay(first.endsAt), 29),
        page: `${act.baseUrl}/evaluate/example`,
      }),
  }
  return previews[one]()
}
