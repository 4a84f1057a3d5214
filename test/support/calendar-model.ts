// What calendars should hold, thought out anew: it shares no line with what sends the invitations, and knows of them only what people did.
// And a calendar as RFC 5546 describes one: what it makes of the messages it receives.

export type ModelSession = { id: string; title: string; startsAt: string; endsAt: string; block: string }
export type ModelEvent = {
  title: string
  /** null: by the topic, which is sensitive; '': the title. */
  calendarTitle: string | null
  calendarEntries: 'each' | 'day'
  online: boolean
  venue: string
  link: string
  sessions: ModelSession[]
  /** Sessions that are called off, which the names of the others count still. */
  calledOff: ModelSession[]
  off: boolean
}
export type ModelPerson = { name: string; email: string }
export type ModelPlace = {
  id: string
  event: number
  person: ModelPerson | undefined
  chosen: Set<string>
  stands: boolean
  moved: boolean
}
/** One entry as its owner sees it; `parts`: the times of an entry for a day, with what it calls each. */
export type ModelEntry = { summary: string; startsAt: string; endsAt: string; location: string; parts: string[] }

const parts = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
})
const inLondon = (at: string) => Object.fromEntries(parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
const dayOf = (at: string): string => {
  const { year, month, day } = inLondon(at)
  return `${year}-${month}-${day}`
}
const clock = (at: string): string => {
  const { hour = '', minute = '' } = inLondon(at)
  if (minute === '00' && hour === '12') return 'midday'
  if (minute === '00' && hour === '00') return 'midnight'
  return `${Number(hour) % 12 || 12}${minute === '00' ? '' : `:${minute}`}${Number(hour) < 12 ? 'am' : 'pm'}`
}

const byTime = (sessions: readonly ModelSession[]): ModelSession[] =>
  [...sessions].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))

const headingOf = (event: ModelEvent): string =>
  event.calendarTitle === null ? 'Safeguarding training' : event.calendarTitle || event.title

const whereOf = (event: ModelEvent): string => (event.online ? event.link : `${event.venue}, Belmont Road, Hereford, HR2 7BP`)

const seen = (at: string): string => at.replace('.000Z', 'Z')

const planned = (event: ModelEvent): ModelSession[] => [...event.sessions, ...event.calledOff]

const eachOf = (event: ModelEvent, mine: readonly ModelSession[]): ModelEntry[] => {
  const quiet = headingOf(event) !== event.title
  const forAll = byTime(planned(event).filter(({ block }) => block === ''))
  return mine.map((session) => {
    const number = `part ${forAll.indexOf(session) + 1} of ${forAll.length}`
    const alone = planned(event).length === 1 || (session.block === '' && forAll.length === 1)
    const label = session.block === '' ? (quiet || session.title === '' ? number : session.title) : quiet ? 'workshop' : session.title
    return {
      summary: alone ? headingOf(event) : `${headingOf(event)}: ${label}`,
      startsAt: seen(session.startsAt),
      endsAt: seen(session.endsAt),
      location: whereOf(event),
      parts: [],
    }
  })
}

const daysOf = (event: ModelEvent, mine: readonly ModelSession[]): ModelEntry[] => {
  const quiet = headingOf(event) !== event.title
  const days = [...new Set(planned(event).map(({ startsAt }) => dayOf(startsAt)))].sort()
  return days.flatMap((day, index) => {
    const today = byTime(mine.filter(({ startsAt }) => dayOf(startsAt) === day))
    if (today.length === 0) return []
    const ends = today.map(({ endsAt }) => endsAt).sort()
    const label = ({ title, block }: ModelSession): string => (quiet ? (block ? 'Workshop' : '') : title || block)
    return [
      {
        summary: days.length === 1 ? headingOf(event) : `${headingOf(event)}: day ${index + 1} of ${days.length}`,
        startsAt: seen(today[0]?.startsAt ?? ''),
        endsAt: seen(ends.at(-1) ?? ''),
        location: whereOf(event),
        parts:
          today.length === 1 && today[0]?.title === ''
            ? []
            : today.map(
                (session) => `${clock(session.startsAt)} to ${clock(session.endsAt)}${label(session) ? `: ${label(session)}` : ''}`,
              ),
      },
    ]
  })
}

/** Entries that the calendar of an address should hold. */
export const shouldHold = (events: readonly ModelEvent[], places: readonly ModelPlace[], email: string): ModelEntry[] =>
  places
    .filter((place) => place.stands && place.person?.email === email)
    .flatMap((place) => {
      const event = events[place.event] as ModelEvent
      if (event.off) return []
      const mine = byTime(event.sessions.filter(({ id, block }) => block === '' || place.chosen.has(id)))
      return event.calendarEntries === 'day' ? daysOf(event, mine) : eachOf(event, mine)
    })
    .sort(inOrder)

export const inOrder = (one: ModelEntry, other: ModelEntry): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)

export type Received = { method: 'REQUEST' | 'CANCEL'; uid: string; sequence: number; stamp: string; entry: ModelEntry }

/** RFC 5546, 2.1.4 and 3.2: the higher SEQUENCE stands, of two the same the later DTSTAMP; what is older than what was seen is ignored. */
export class ModelCalendar {
  readonly #known = new Map<string, { sequence: number; stamp: string; entry: ModelEntry | undefined }>()

  receive({ method, uid, sequence, stamp, entry }: Received): void {
    const known = this.#known.get(uid)
    if (known && (sequence < known.sequence || (sequence === known.sequence && stamp <= known.stamp))) return
    // A CANCEL that comes first is remembered, so that the REQUEST behind it puts nothing in.
    this.#known.set(uid, { sequence, stamp, entry: method === 'CANCEL' ? undefined : entry })
  }

  entries(): ModelEntry[] {
    return [...this.#known.values()].flatMap(({ entry }) => (entry ? [entry] : [])).sort(inOrder)
  }
}
