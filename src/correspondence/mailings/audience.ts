// An audience is who a mailing goes to, as an organiser chooses it: people of one event, or schools
// by their coverage. The choice is stored with the mailing and evaluated whenever it is shown;
// sending fixes it.
import type { Question } from '#attendance/coverage/coverage.ts'
import type { WrittenFirst } from '#base/council.ts'
import { sayDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import type { Attendance } from '#events/events/event.ts'

export const whos = ['everyone', 'delegates', 'contacts', 'unnamed', 'unchosen', 'waiting', 'absent', 'attended'] as const
export type Who = (typeof whos)[number]

export const whoWords: Record<Who, string> = {
  everyone: 'Everybody who comes or came, and whoever booked, each address once',
  delegates: 'Everybody with a place and a name',
  contacts: 'People who booked places',
  unnamed: 'People who booked places that have no name yet',
  unchosen: 'Those with a place and a name who have not chosen all their workshops',
  waiting: 'People who booked places that wait, on the list or for approval',
  absent: 'Those marked absent or with apologies',
  attended: 'Those who attended, wholly or in part, also without a place',
}

export const answers = ['did-not', 'lapsed', 'other-topic', 'never', 'took-part', 'due', 'all'] as const
export type SchoolAnswer = (typeof answers)[number]

/** Which schools an event’s own page of invitations offers. */
export const invitedAnswers = ['all', 'due', 'never'] as const satisfies readonly SchoolAnswer[]
export type InvitedAnswer = (typeof invitedAnswers)[number]

export const answerWords: Record<SchoolAnswer, string> = {
  'did-not': 'Schools that did not take part',
  lapsed: 'Of those, only schools that came on the topic at another time',
  'other-topic': 'Of those, only schools that never came on the topic, and came to something else',
  never: 'Of those, only schools with no record of any attendance at all',
  'took-part': 'Schools that took part',
  due: 'Schools with training due that the event of the message counts for, and not booked',
  all: 'All open schools of the area',
}

export const reaches = ['best', 'every'] as const
export type Reach = (typeof reaches)[number]

const bestWords: Record<WrittenFirst, string> = {
  dsl: 'the safeguarding lead, else the head, else any address that works',
  head: 'the head, else the safeguarding lead, else any address that works',
  business_manager: 'the office, else the safeguarding lead, else the head, else any address that works',
}

/** @param first whose address of a school comes first, as the council has chosen */
export const sayReach = (reach: Reach, first: WrittenFirst): string => (reach === 'best' ? bestWords[first] : 'every contact of the school')

/** Which of an event’s people: by a way of coming, a role, and a workshop (its session). */
export type Only = { way?: Attendance; role?: string; workshop?: string }

/** `event`: its code; `places`: those that were ticked in the list of its people. */
export type EventAudience = { of: 'event'; event: string; who: Who | 'ticked'; places?: readonly string[] } & Only

/** How schools can be narrowed; each is a coverage category's key, '' for all schools. */
export const narrowings = ['sector', 'kind', 'phase', 'trust', 'ward'] as const
export type Narrowing = (typeof narrowings)[number]

/** 'asked': where it is not known whether one person runs it, only after it asked for news. */
export type Settings = true | 'asked'

export type SchoolAudience = {
  of: 'schools'
  answer: SchoolAnswer
  /** '' for all topics. */
  topic: string
  /** An event's code, attended or not, instead of topic and period; ''. */
  event: string
  from: string
  to: string
  /** The code of an event they have no places at and do not wait for; ''. */
  notBooked: string
  reach: Reach
  settings?: Settings
} & Record<Narrowing, string>

/** Schools (roots), ticked in a list or, if it is '', typed. Each gets it at its best contact. */
export type NamedAudience = { of: 'named'; schools: readonly string[]; list: string; settings?: Settings }

/** Whether it was ticked in a list: there is nothing to narrow. */
export const isTicked = (audience: Audience): boolean => audience.of === 'named' || (audience.of === 'event' && audience.who === 'ticked')

/** Whether it hangs on the event that the message is about. */
export const needsEvent = (audience: Audience): boolean => audience.of === 'schools' && audience.answer === 'due'

export type Audience = (EventAudience | SchoolAudience | NamedAudience) & { said?: string }

const asked = ({ event, topic, from, to }: Question): string =>
  event
    ? `${event.title} on ${sayDay(event.startsOn)}`
    : `any event${topic ? ` about ${topic.label}` : ''} from ${sayDay(from)} to ${sayDay(to)}`

const sayWho = ({ who, places = [] }: EventAudience): string =>
  who === 'ticked' ? `${counted(places.length, 'place')} ticked in the list` : whoWords[who]

/** The combined filters in one sentence, as a colleague would say it. */
export const sayAudience = (
  audience: Audience,
  names: {
    eventTitle: string | undefined
    /** The way, role and workshop that it is narrowed to, or what became of ticked places. */
    only?: readonly string[]
    question: Question | undefined
    narrowed: Partial<Record<Narrowing, string>>
    notBookedTitle: string | undefined
    aboutTitle?: string | undefined
    first: WrittenFirst
  },
): string => {
  if (audience.of === 'event')
    return [`${sayWho(audience)}: ${names.eventTitle ?? 'an event that is no more'}`, ...(names.only ?? [])].join('; ')
  if (audience.of === 'named')
    return `${counted(audience.schools.length, 'school')} chosen ${audience.list ? `from the list “${audience.list}”` : 'by their numbers'}, to ${sayReach('best', names.first)}`
  const { question } = names
  const on = question ? ` on ${sayDay(question.on)}` : ''
  const what = question ? asked(question) : ''
  const sentences: Record<SchoolAnswer, string> = {
    'did-not': `Schools open in the area${on} that did not take part in ${what}`,
    never: `Schools open in the area${on} that did not take part in ${what} and have no record of any attendance at all`,
    lapsed: `Schools open in the area${on} that did not take part in ${what}, but in another ${question?.event ? 'event' : `one${question?.topic ? ' on the topic' : ''} at another time`}`,
    'other-topic': `Schools open in the area${on} that never took part in an event on the topic${question?.topic ? ` ${question.topic.label}` : ''}, but in another one`,
    'took-part': `Schools open in the area${on} that took part in ${what}`,
    all: `All schools open in the area${on}`,
    due: `Schools open in the area${on} with training due that ${names.aboutTitle ?? 'the event of the message'} counts for, and not booked`,
  }
  const only = narrowings.flatMap((by) => (audience[by] === '' ? [] : [`${by}: ${names.narrowed[by] ?? audience[by]}`]))
  return [
    sentences[audience.answer],
    ...(only.length > 0 ? [`only ${only.join(', ')}`] : []),
    ...(audience.settings ? ['with settings and organisations outside the register'] : []),
    ...(audience.settings === 'asked' ? ['of nurseries and other settings those that asked for news'] : []),
    ...(audience.notBooked ? [`without places at ${names.notBookedTitle ?? 'an event that is no more'}`] : []),
    `to ${sayReach(audience.reach, names.first)}`,
  ].join('; ')
}
