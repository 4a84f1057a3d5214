// What waits for an organiser at one event.
import { instant, sayDeadline } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { type Clash, clashesOf, type Engagement, sayClash } from '#events/events/engagement.ts'
import { bookingState, type EventDetails } from '#events/events/event.ts'
import type { Reach } from '#events/events/list-scope.ts'
import { programmeWarnings } from '#events/events/programme.ts'
import { type CountsTowards, isSaid } from '#events/events/requirement.ts'
import { type Accepted, calendarGap } from '#money/terms/terms.ts'

/** Counts; `registers` of sessions that have ended are not signed off. */
export type EventToDo = { unnamed: number; approvals: number; requests: number; unchosen: number; access: number; registers: number } & {
  /** Its sessions to come, with what else there is at their time. */
  atOnce: { one: Engagement; others: Engagement[] }[]
}

type Known = { event: EventDetails; reach: Reach; toDo: EventToDo; counts: readonly CountsTowards[]; cancelling: Accepted; now: Date }

export type EventTask = { href: string; text: string; hint?: string }

type Line = readonly [isDue: unknown, text: string, href: string, hint?: string]

const sameClash = (one: Clash, other: Clash): boolean =>
  (one.code ?? one.title) === (other.code ?? other.title) && one.trainers.join() === other.trainers.join()

/** A trainer or a room that is given twice at once; of another event, once. */
export const clashTasks = ({ atOnce }: Pick<EventToDo, 'atOnce'>): { text: string; href: string }[] =>
  atOnce
    .flatMap(({ one, others }) => clashesOf(one, others))
    .filter((clash, n, clashes) => clashes.findIndex((other) => sameClash(clash, other)) === n)
    .slice(0, 5)
    .map((clash) => ({
      text: sayClash(clash),
      href: clash.code ? `/organiser/events/${clash.code}` : '/organiser/sessions-asked?show=offered',
    }))

const yearOf = ({ sessions: [first] }: EventDetails): string => first?.startsAt.slice(0, 4) ?? ''

/** While it lies ahead. */
const before = ({ event, toDo, counts, cancelling, now }: Known, at: string): Line[] => {
  const { namesDueAt, choicesCloseAt } = event.rules
  const warnings = programmeWarnings(event)
  const gap = calendarGap(cancelling.terms, event, cancelling.calendar)
  const isOver = (moment: string | null): boolean => moment !== null && moment <= instant(now)
  return [
    [toDo.approvals, `Approve or refuse ${counted(toDo.approvals, 'place')}`, `${at}/bookings?state=approval`],
    [toDo.requests, `${counted(toDo.requests, 'request')} of people not confirmed yet`, `${at}/requests`],
    [
      toDo.unnamed,
      `${counted(toDo.unnamed, 'place')} without a name`,
      `${at}/bookings?state=${isOver(namesDueAt) ? 'overdue' : 'unnamed'}`,
      namesDueAt ? `Names by ${sayDeadline(namesDueAt)}` : undefined,
    ],
    [
      toDo.unchosen,
      `${counted(toDo.unchosen, 'place')} without a workshop`,
      `${at}/workshops`,
      choicesCloseAt ? `Workshops can be changed until ${sayDeadline(choicesCloseAt)}` : undefined,
    ],
    [toDo.access, `${counted(toDo.access, 'access need')} to answer or arrange`, `${at}/needs`],
    [!isSaid(counts), 'Say what it counts as, or that it counts as nothing', `${at}/requirements`],
    [warnings.length > 0, 'Look at the programme again', `${at}/edit/programme`, warnings.join(' ')],
    [
      gap === 'bank_holidays',
      `Enter the bank holidays of ${yearOf(event)}`,
      '/organiser/bank-holidays',
      'Without them the last moment of cancelling free of charge may be wrong',
    ],
    [
      gap === 'term_dates',
      'Enter the term dates',
      '/organiser/term-dates',
      'Those entered do not reach this event, so every working day counts',
    ],
    ...clashTasks(toDo).map(({ text, href }) => [true, text, href]),
  ] as Line[]
}

export const tasksOf = (known: Known): EventTask[] => {
  const { event, reach, toDo, counts, now } = known
  const at = `/organiser/events/${event.code}`
  const state = bookingState(event, event.taken, now)
  const lines: Line[] = [
    [event.state === 'published' && toDo.registers, `${counted(toDo.registers, 'register')} to sign off`, `${at}/day`],
    [reach.undelivered, `${counted(reach.undelivered, 'message')} not delivered`, `/organiser/messages?event=${event.code}&state=troubled`],
    [reach.unreached, `${counted(reach.unreached, 'person', 'people')} could not be reached`, `${at}/unreached`],
    [reach.paused, `${counted(reach.paused, 'sending is', 'sendings are')} paused`, `/organiser/sendings?event=${event.code}`],
    ...(state === 'draft' || state === 'cancelled' || state === 'over' ? [] : before(known, at)),
    [state === 'over' && !isSaid(counts), 'Say what it counts as, or that it counts as nothing', `${at}/requirements`],
  ]
  return lines.flatMap(([isDue, text, href, hint]) => (isDue ? [{ text, href, ...(hint ? { hint } : {}) }] : []))
}
