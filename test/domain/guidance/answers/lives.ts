// Random lives: schools that open, close, merge and split, versions that come out, people who open and acknowledge them,
// schools that answer, pages that are looked at. Played day by day, so that what a school knows is what had happened.
import fc from 'fast-check'
import { addDays, type Day } from '#base/dates.ts'
import type { SchoolAsked, Version } from '#guidance/answers/state.ts'
import type { Answer } from '#guidance/issuing/answer.ts'
import { answerKinds, bodies, levels } from '#guidance/issuing/answer.ts'

export const dayOf = (n: number): Day => addDays('2025-01-01', n)
export const lastDay = 400

const whoever = fc.nat(11)
const happening = fc.oneof(
  fc.record({ what: fc.constant('version' as const), askAgain: fc.boolean(), late: fc.nat(90) }),
  fc.record({ what: fc.constant('open' as const) }),
  fc.record({ what: fc.constant('close' as const), who: whoever }),
  fc.record({ what: fc.constant('merge' as const), who: whoever, other: whoever }),
  fc.record({ what: fc.constant('split' as const), who: whoever }),
  fc.record({ what: fc.constant('convert' as const), who: whoever }),
  fc.record({ what: fc.constant('receipt' as const), who: whoever, how: fc.constantFrom('sent', 'opened', 'acknowledged') }),
  fc.record({
    what: fc.constant('answer' as const),
    who: whoever,
    answer: fc.constantFrom(...answerKinds),
    back: fc.nat(2),
    level: fc.constantFrom(...levels),
  }),
  fc.record({
    what: fc.constant('answer' as const),
    who: whoever,
    answer: fc.constantFrom(...answerKinds),
    back: fc.constant(0),
    level: fc.constantFrom(...levels),
  }),
  fc.record({ what: fc.constant('check' as const), who: whoever, found: fc.boolean(), ticked: fc.boolean() }),
)

/** What happens, each with the number of days since what happened before it. */
export const life = fc.array(fc.tuple(fc.nat(30), happening), { minLength: 4, maxLength: 45 })
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

export type Lived = SchoolAsked & { name: string; cameFrom: string[] }

type Writable = { -readonly [K in keyof Lived]: Lived[K] extends readonly (infer T)[] ? T[] : Lived[K] }

/** Plays a life. Three schools are there from the beginning. */
export const play = (happenings: Life): Lived[] => {
  const versions: Version[] = []
  const schools: Writable[] = []
  let day = 0
  let number = 0
  const at = (): string => {
    number += 1
    return `${dayOf(day)}T10:${String(Math.floor(number / 60) % 60).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}.000Z`
  }
  const isThere = (one: Writable): boolean => one.to === undefined
  const newest = (): Version | undefined => versions.at(-1)
  const opened = (cameFrom: readonly Writable[]): void => {
    const name = `School ${schools.length}`
    const one: Writable = {
      ...{ name, cameFrom: cameFrom.map((from) => from.name), versions, became: [] },
      ...{ from: schools.length < 3 ? undefined : dayOf(day), to: undefined },
      ...{ issues: [], receipts: [], answers: [], checks: [] },
    }
    const version = newest()
    const before = cameFrom.find(({ issues }) => issues.some((issue) => issue.version === version?.number))
    const had = before?.issues.find((issue) => issue.version === version?.number)
    if (version) one.issues.push({ version: version.number, on: had?.on ?? dayOf(day), from: before?.name })
    schools.push(one)
  }
  for (let n = 0; n < 3; n += 1) opened([])
  const pick = (who: number): Writable | undefined => {
    const there = schools.filter(isThere)
    return there[who % Math.max(1, there.length)]
  }
  for (const [days, one] of happenings) {
    day = Math.min(lastDay, day + days)
    const school = 'who' in one ? pick(one.who) : undefined
    if (one.what === 'open') opened([])
    else if (one.what === 'version') {
      const version = { number: versions.length + 1, askAgain: one.askAgain, availableOn: dayOf(day - one.late), issuedOn: dayOf(day) }
      versions.push(version)
      for (const there of schools.filter(isThere)) there.issues.push({ version: version.number, on: dayOf(day), from: undefined })
    } else if (!school) continue
    else if (one.what === 'close') school.to = dayOf(day)
    else if (one.what === 'merge') {
      const other = pick(one.other)
      school.to = dayOf(day)
      if (other) other.to = dayOf(day)
      opened(other && other !== school ? [school, other] : [school])
    } else if (one.what === 'split') {
      school.to = dayOf(day)
      opened([school])
      opened([school])
    } else if (one.what === 'convert') school.became.push(dayOf(day))
    else {
      const version = newest()?.number
      if (version === undefined) continue
      if (one.what === 'receipt') school.receipts.push({ version, what: one.how as 'sent' | 'opened' | 'acknowledged', on: dayOf(day) })
      else if (one.what === 'check') {
        const now = at()
        school.checks.push({ version, at: now, found: one.found, tickedAt: one.ticked ? now : undefined })
      } else
        school.answers.push({
          ...{
            id: `${school.name} ${number}`,
            version: Math.max(1, version - one.back),
            answer: one.answer,
            how: 'signed_in',
            checks: one.level === 'stated' ? [] : [{ level: one.level, at: at() }],
          },
          ...{ body: bodies[number % bodies.length], decidedOn: number % 3 === 0 ? undefined : dayOf(day), early: false, recordedAt: at() },
        } satisfies Answer)
    }
  }
  return schools
}

/** The schools as they were known on a day: without what was recorded later. */
export const knownOn = (school: Lived, day: Day): Lived => ({
  ...school,
  became: school.became.filter((on) => on <= day),
  versions: school.versions.filter(({ issuedOn }) => issuedOn <= day),
  issues: school.issues.filter(({ on }) => on <= day),
  receipts: school.receipts.filter(({ on }) => on <= day),
  answers: school.answers.filter(({ recordedAt }) => recordedAt.slice(0, 10) <= day),
  checks: school.checks.filter(({ at }) => at.slice(0, 10) <= day),
})
