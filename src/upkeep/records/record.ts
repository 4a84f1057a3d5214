// Classes of records: how long the council keeps each, from when, and why. A council may choose
// other periods within these limits; the reasons are to be confirmed with its data protection
// officer.
import { addDays, type Day, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'

/** Destroyed by a run that a second person approves. `people` are erased. */
export const runClasses = ['people', 'messages', 'answers', 'claims', 'mail_reports', 'complaints'] as const
export type RunClass = (typeof runClasses)[number]
/** Destroyed automatically, or kept; holds apply to any class that a run or an erasure destroys. */
const otherClasses = ['message_links', 'signing_in', 'needs', 'money', 'attendance'] as const
export type RecordClass = RunClass | (typeof otherClasses)[number]

export const isRunClass = (text: string): text is RunClass => (runClasses as readonly string[]).includes(text)

export const classWords: Record<RecordClass, string> = {
  people: 'Names, addresses and telephone numbers of people',
  messages: 'Texts of messages, and to whom they went',
  answers: 'Answers to questions of events, texts about what they were worth, and what calendars answered',
  claims: 'Reasons and words of requests to book for a school',
  mail_reports: 'What the mail service told of messages and addresses',
  complaints: 'Complaints about how data is used, and our answers',
  message_links: 'Secret links in messages that were sent',
  signing_in: 'Sign-in codes, signed-in browsers and forms kept meanwhile',
  needs: 'What people need at an event',
  money: 'What was charged, paid and written for finance',
  attendance: 'Which school attended what, in which role, without a name',
}

/** A class's period in months; `from`: what starts it. */
export type Period = { months: number; least: number; most: number; from: string; why: string }

export const periods: Record<RunClass, Period> = {
  people: {
    months: 72,
    least: 12,
    most: 300,
    from: 'the end of the school year in which they last had a place, came, signed in or were given a role',
    why: 'No rule says how long a council keeps who attended its training. Six years is how long a claim about it can be brought (Limitation Act 1980) and what councils keep for projects of their own.',
  },
  messages: {
    months: 24,
    least: 3,
    most: 120,
    from: 'the day it was written',
    why: 'What schools were told can be disputed for as long as an event is charged and answered for: two years are enough for that.',
  },
  answers: {
    months: 12,
    least: 1,
    most: 72,
    from: 'the end of the event',
    why: 'They were asked to run one event. A year leaves time to plan the next one like it.',
  },
  claims: {
    months: 24,
    least: 6,
    most: 120,
    from: 'the day it was decided or ended',
    why: 'Why somebody was let in or refused can be asked about for two years; that they were is in the log.',
  },
  mail_reports: {
    months: 6,
    least: 2,
    most: 24,
    from: 'the day of the message, or the day an address worked again',
    why: 'They serve to find out why mail did not arrive, which nobody asks after half a year.',
  },
  complaints: {
    months: 24,
    least: 6,
    most: 120,
    from: 'the day it was answered',
    why: 'The Information Commissioner usually hears a complaint within three months of our answer. Two years leave time for that and for a court.',
  },
}

/** For the page: what is destroyed automatically, or not here. */
export const otherRules: Record<(typeof otherClasses)[number], string> = {
  message_links: 'Removed from the text of a message 30 days after it was written, also under a hold: a link is a key and no record.',
  signing_in:
    'Codes go within two days, browsers a month after they were signed out, forms kept meanwhile within an hour, all automatically.',
  needs: 'Deleted 30 days after the event, also under a hold: what somebody needed is theirs, and no inquiry is about it.',
  money:
    'Not destroyed here: the law asks for six years and the current one, and it names schools, not people. Finance decides what becomes of it.',
  attendance: 'Not destroyed: it says nothing of a person once they are erased, and is what the council must be able to show.',
}

/** Days after which links are removed from sent messages. */
export const linkDays = 30

/** So many months before a day; the last day of a shorter month. */
const monthsBefore = (day: Day, months: number): Day => {
  const [year = 0, month = 1, of = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return `${first.toISOString().slice(0, 8)}${String(Math.min(of, last)).padStart(2, '0')}`
}

export const isWithin = (of: RunClass, months: number): boolean =>
  Number.isInteger(months) && months >= periods[of].least && months <= periods[of].most

/** Data before it is due. People count from the end of a school year: the last 1 September. */
export const dueBefore = (of: RunClass, months: number, now: Date): Instant => {
  const day = monthsBefore(londonDay(now), months)
  const september = `${day.slice(0, 4)}-09-01`
  const start = of !== 'people' ? day : day >= september ? september : `${Number(day.slice(0, 4)) - 1}-09-01`
  return instant(londonInstant(start, '00:00') ?? new Date(`${addDays(start, 0)}T00:00:00.000Z`))
}

export type ClassState = {
  class: RunClass
  months: number
  dueBefore: Instant
  due: number
  held: number
  run: RunRow | undefined
}

export type RunRow = {
  id: string
  class: RunClass
  dueBefore: Instant
  found: number
  state: 'proposed' | 'approved' | 'refused' | 'done'
  proposedAt: Instant
  proposedById: string
  proposedBy: string
  decidedAt: Instant | null
  decidedBy: string | null
  destroyed: number
  finishedAt: Instant | null
}

export type HoldRow = {
  id: string
  scope: 'class' | 'person' | 'event'
  value: string
  label: string | null
  reason: string
  reviewOn: Day
  createdAt: Instant
  createdBy: string | null
}

/** Counting stops here, because a page needs no more. */
export const mostCounted = 5000
