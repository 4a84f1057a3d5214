// What goes by itself about an event, by the names that organisers know it by. Each can be switched
// off for one event; one switch may stand for several kinds of message, each of which says which
// (kind.ts).

type SwitchFacts = {
  label: string
  to: string
  /** undefined: at a time that an organiser sets for the event. */
  when: string | undefined
  /** What goes wrong when it is off, shown before it is switched off. */
  warning: string | undefined
}

export type Switch =
  | 'confirmation'
  | 'invitation'
  | 'names'
  | 'reminder_week'
  | 'reminder_day'
  | 'reminder_contact'
  | 'offer'
  | 'change'
  | 'cancellation'
  | 'thanks'
  | 'absence'
  | 'certificate'
  | 'evaluation'

export const switchFacts: Record<Switch, SwitchFacts> = {
  confirmation: { label: 'Confirmation of a booking', to: 'The person who books', when: 'When a school books', warning: undefined },
  invitation: {
    label: 'Invitation for the calendar',
    to: 'Each delegate',
    when: 'When somebody gets a place, with the entry for their calendar',
    warning: 'Nobody gets an entry for their calendar, and nobody gets the link to the page of their own place.',
  },
  names: {
    label: 'Names wanted',
    to: 'The person who booked places without a name',
    when: 'A week and a day before the deadline for names, and once after',
    warning: undefined,
  },
  reminder_week: { label: 'Reminder a week before', to: 'Each delegate', when: undefined, warning: undefined },
  reminder_day: { label: 'Reminder a day before', to: 'Each delegate', when: undefined, warning: undefined },
  reminder_contact: {
    label: 'List of who is coming',
    to: 'The person who booked',
    when: 'With each reminder that is on',
    warning: undefined,
  },
  offer: {
    label: 'Offer of places, and its end',
    to: 'Schools on the waiting list',
    when: 'When places come free, and when an offer ends',
    warning: 'Schools that wait will not be written to when places are free for them, and their offers will run out unanswered.',
  },
  change: {
    label: 'Change of the event',
    to: 'Each delegate, and the person who booked',
    when: 'When you change what they have in their calendar',
    warning: 'calendars will go on showing what they show now, and nobody is written to, when you change the time, the place or the title.',
  },
  cancellation: {
    label: 'Cancellation',
    to: 'Each delegate, and the person who booked',
    when: 'When the event, or their place, is cancelled',
    warning: 'calendars will go on showing an event or a place that is cancelled, and people may travel to it for nothing.',
  },
  thanks: { label: 'Thanks, and what comes next', to: 'Those who came', when: undefined, warning: undefined },
  absence: { label: 'Absence noted', to: 'Those marked as absent', when: undefined, warning: undefined },
  certificate: {
    label: 'Certificate',
    to: 'Each delegate who came',
    when: 'Once the event is over and the registers of what they attended are signed off',
    warning: undefined,
  },
  evaluation: {
    label: 'Feedback',
    to: 'Those who came, and the heads of their schools',
    when: 'Where you ask something: the morning after the registers are signed off, and some weeks later',
    warning: undefined,
  },
}

export const switches = Object.keys(switchFacts) as Switch[]
