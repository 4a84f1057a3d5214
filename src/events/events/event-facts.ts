// What the form of an event asks in one field each, by the names of its columns. How it is read,
// shown, written, logged and copied to another date follows.
import type { Instant } from '#base/dates.ts'
import { choice, email, limit, type Setting, type ValuesOf, whole, words } from '#base/setting.ts'
import { readJoiningLink } from './joining-link.ts'

export const purposeWords = { training: 'Training', update: 'Update', briefing: 'Briefing' }

const joiningLink: Setting<string> = {
  label: 'Joining link',
  usual: '',
  hint: 'Where people join online. Only those with a place online see it.',
  type: 'url',
  personal: true,
  read: (typed) =>
    typed === '' || readJoiningLink(typed) !== undefined
      ? { value: typed }
      : {
          problem:
            'Enter the joining link as one address that starts with https://, without blanks and without a name or password before an @',
        },
  show: (value) => value,
}

export const eventFacts = {
  title: words('Title', { most: 200, missing: 'Enter a title' }),
  description: words('Description', { most: 10_000, rows: 5, personal: true, hint: 'Leave an empty line between paragraphs.' }),
  purpose: choice('What is it?', purposeWords, 'training', {
    missing: 'Choose whether it is training, an update or a briefing',
    inline: true,
  }),
  level: words('Level (optional)', { most: 100, hint: 'Such as 3, or refresher', width: 10 }),
  provider: words('Provider (optional)', { most: 200 }),
  attendanceMode: choice(
    'How do people take part?',
    { in_person: 'In person', online: 'Online', mixed: 'Either, as each chooses' },
    'in_person',
    { missing: 'Choose whether people come in person, join online, or do either', inline: true },
  ),
  venueName: words('Name of the venue', { most: 200 }),
  venueAddress: words('Address of the venue', { most: 500, rows: 3 }),
  venuePostcode: words('Postcode', { most: 10, width: 10, autocomplete: 'off' }),
  joiningLink,
  /** Of a mixed event, in the room. */
  capacity: whole('Number of places', {
    from: 1,
    to: 10_000,
    usual: 1,
    needed: true,
    width: 5,
    wrong: 'Enter the number of places, from 1 to 10,000',
  }),
  /** Places online of a mixed event; null: it is not mixed. */
  onlineCapacity: limit('Places online, where people can do either', {
    most: 10_000,
    width: 5,
    hint: 'Those in the room are asked under “Booking and money”',
    wrong: 'Enter the number of places online, from 1 to 10,000',
  }),
  /** null: only the capacity limits a school. */
  placesPerSchool: limit('Places for each school', {
    width: 5,
    hint: 'Leave blank for no limit.',
    wrong: 'Enter the places for each school, from 1 to 999,999, or leave it blank',
  }),
  contactName: words('Name', { most: 200, autocomplete: 'off', personal: true }),
  contactEmail: email('Email address', { autocomplete: 'off', personal: true }),
  contactTelephone: words('Telephone number (optional)', { most: 40, type: 'tel', width: 20, autocomplete: 'off', personal: true }),
}

export type EventFacts = ValuesOf<typeof eventFacts> & {
  topicId: string
  /** Length of the training in minutes, as it counts in a person's record. */
  minutes: number
  /** The venue picked from the list, whose name and address these are; null: typed. */
  venueId: string | null
  /** null: once published. */
  bookingOpensAt: Instant | null
  /** null: when the first session starts. */
  bookingClosesAt: Instant | null
  /** In calendars and subjects; null: the title, or a neutral one if `sensitive`; '': the title. */
  calendarTitle: string | null
  /** A calendar entry per session, or per day. */
  calendarEntries: 'each' | 'day'
  /** Minutes before the start for calendars' reminder; null: none. */
  alarmMinutes: number | null
}

const besides: Record<Exclude<keyof EventFacts, keyof typeof eventFacts>, true> = {
  topicId: true,
  minutes: true,
  venueId: true,
  bookingOpensAt: true,
  bookingClosesAt: true,
  calendarTitle: true,
  calendarEntries: true,
  alarmMinutes: true,
}

/** Its columns that the form sets. */
export const factNames = Object.keys({ ...eventFacts, ...besides }) as (keyof EventFacts)[]
