// Once a register of an event is closed, its day and hours, what it was about and called, and whom
// a delegate represented change only by a correction: one person proposes it with a reason, another
// approves it. Certificates, coverage and reports name it.
import { type Instant, sayDay, sayTime } from '#base/dates.ts'
import type { Purpose } from '#events/events/event.ts'
import type { StaffProposal } from '#people/proposals/proposal.ts'

export type SessionRecord = { id: string; title: string; startsAt: Instant; endsAt: Instant }

/** What certificates and coverage rest on; `sessions`: those of which the register is closed. */
export type EventRecord = {
  title: string
  topicId: string
  topic: string
  purpose: Purpose
  /** Length of the training. */
  minutes: number
  level: string
  provider: string
  sessions: SessionRecord[]
}

export type RecordedEvent = { id: string; code: string; record: EventRecord }

export type RecordedPlace = {
  placeId: string
  eventId: string
  title: string
  sessionIds: string[]
  schoolId: string
  represents: { id: string; name: string }[]
}

export type EventAsked = { was: EventRecord; is: EventRecord }

/** Ids of schools; `names`: of all of them. The place is the subject: nobody is named. */
export type RepresentsAsked = { was: string[]; is: string[]; names: Record<string, string>; eventId: string; sessionIds: string[] }

export type Asked = EventAsked | RepresentsAsked

const sayHours = ({ startsAt, endsAt }: SessionRecord): string => `${sayDay(startsAt)}, ${sayTime(startsAt)} to ${sayTime(endsAt)}`

const quoted = (text: string): string => (text === '' ? 'nothing' : `“${text}”`)

const line = (what: string, was: string, is: string): string[] => (was === is ? [] : [`${what}: ${was}, corrected to ${is}`])

/** Each thing that differs: `Day: Friday 12 June 2026, 9:30am to 4pm, corrected to …`. */
export const linesOfEvent = ({ was, is }: EventAsked): string[] => [
  ...line('Title', quoted(was.title), quoted(is.title)),
  ...line('Topic', was.topic, is.topic),
  ...line('Purpose', was.purpose, is.purpose),
  ...line('Length in minutes', String(was.minutes), String(is.minutes)),
  ...line('Level', quoted(was.level), quoted(is.level)),
  ...line('Provider', quoted(was.provider), quoted(is.provider)),
  ...was.sessions.flatMap((session, index) => {
    const now = is.sessions.find(({ id }) => id === session.id) ?? session
    const of = was.sessions.length > 1 ? ` of session ${index + 1}` : ''
    return [
      ...line(`Name${of || ' of the session'}`, quoted(session.title), quoted(now.title)),
      ...line(`Day and hours${of}`, sayHours(session), sayHours(now)),
    ]
  }),
]

const linesOfRepresents = ({ was, is, names }: RepresentsAsked): string[] => [
  ...is.filter((id) => !was.includes(id)).map((id) => `Also represented ${names[id] ?? id}`),
  ...was.filter((id) => !is.includes(id)).map((id) => `Did not represent ${names[id] ?? id}`),
]

type Proposed = Pick<StaffProposal<Asked>, 'kind' | 'subjectId' | 'asked'>

/** What a proposal corrects, line by line. */
export const linesOf = ({ kind, asked }: Pick<Proposed, 'kind' | 'asked'>): string[] =>
  kind === 'event' ? linesOfEvent(asked as EventAsked) : linesOfRepresents(asked as RepresentsAsked)

export const eventIdOf = ({ kind, subjectId, asked }: Proposed): string =>
  kind === 'event' ? subjectId : (asked as RepresentsAsked).eventId

/** One that was made: `title` is what the event is called now; `places`: whom it represented. */
export type Made = { id: string; title: string; lines: string[]; at: Instant; places?: boolean }

/** What was corrected, and how, of which only the second may name schools. */
export const sayMade = ({ title, lines, at, places }: Made, namesSchools = true): readonly [what: string, how: string] => [
  `“${title}” was corrected`,
  `on ${sayDay(at)} by two people, after a register of it was signed off: ${places && !namesSchools ? 'whom a delegate represented' : lines.join('; ')}`,
]
