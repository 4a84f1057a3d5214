// An exception: a requirement is not asked of a school or of one person in a role there, or is
// asked later, because an officer or an administrator said so, from a day on and with a reason.
import { addDays, type Day, type Instant, sayDay } from '#base/dates.ts'
import type { Exception } from './standing.ts'

export type GivenException = Exception & {
  requirement: string
  person: string | undefined
  givenAt: Instant
  givenBy: string | undefined
}

/** Whoever holds a role at a school, with its names. */
export type PersonInRole = { id: string; name: string; roles: string }

export const exceptionKinds = ['exempt', 'extended'] as const

/** `Exempt from 1 September 2026`, `Extended until 31 December 2026` */
export const sayException = ({ kind, from, until }: Pick<Exception, 'kind' | 'from' | 'until'>): string =>
  kind === 'exempt'
    ? `Exempt from ${sayDay(from)}${until === undefined ? '' : `, until ${sayDay(until)}`}`
    : `Extended until ${until === undefined ? '' : sayDay(until)}, said of ${sayDay(from)} on`

/** How it stands once it ends on a day; undefined: it never held. */
export const endedException = <One extends Pick<Exception, 'from' | 'until'>>(one: One, until: Day | undefined): One | undefined =>
  until === undefined || until < one.from ? undefined : { ...one, until }

/** Whether it may still end earlier than it says. */
export const isOpen = ({ until }: Pick<Exception, 'until'>, today: Day): boolean => until === undefined || until > addDays(today, -1)
