// What goes by itself about an event, by the names that organisers know it by. Each can be switched off for one event; one switch may stand for
// several kinds of message.
import type { MessageKind } from './message.ts'

export const switches = [
  'confirmation',
  'invitation',
  'names',
  'reminder_week',
  'reminder_day',
  'reminder_contact',
  'offer',
  'change',
  'cancellation',
  'thanks',
  'absence',
] as const
export type Switch = (typeof switches)[number]

export const kindsOf: Record<Switch, readonly MessageKind[]> = {
  confirmation: ['booking_confirmed'],
  invitation: ['invitation'],
  names: ['names_due'],
  reminder_week: ['reminder_week'],
  reminder_day: ['reminder_day'],
  reminder_contact: ['reminder_contact'],
  offer: ['offer', 'offer_ended'],
  change: ['event_changed'],
  cancellation: ['event_cancelled', 'place_cancelled'],
  thanks: ['thanks'],
  absence: ['absence_noted'],
}

export const switchWords: Record<Switch, string> = {
  confirmation: 'Confirmation of a booking',
  invitation: 'Invitation for the calendar',
  names: 'Names wanted',
  reminder_week: 'Reminder a week before',
  reminder_day: 'Reminder a day before',
  reminder_contact: 'List of who is coming',
  offer: 'Offer of places, and its end',
  change: 'Change of the event',
  cancellation: 'Cancellation',
  thanks: 'Thanks, and what comes next',
  absence: 'Absence noted',
}

/** The switches that are off when these kinds of message are. */
export const switchesOff = (kinds: readonly string[]): Switch[] =>
  switches.filter((one) => kindsOf[one].some((kind) => kinds.includes(kind)))
