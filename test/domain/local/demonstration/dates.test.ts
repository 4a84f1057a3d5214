// When everything in the demonstration happens: on any day and at any hour nothing lies ahead but what is meant to.
import { expect, it } from 'vitest'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { conferences } from '#tools/local/demonstration/conferences.ts'
import { demonstrationDates } from '#tools/local/demonstration/dates.ts'
import { schoolDaysFrom, termsOf, weekday } from '#tools/local/demonstration/terms.ts'

/** What lies ahead: deadlines, and the conferences to come. Of today's only its end does. */
const ahead = new Set([
  'audit.deadline',
  'audit.final',
  'audit.longerDeadline',
  'audit.longerFinal',
  'guidance.next.dueOn',
  'guidance.policy.dueOn',
  'guidance.policy.reviewOn',
  'lastAudit.ahead',
  'recommendations.due',
  'recommendations.newDay',
  'today.to',
])
const aheadOfConferences = new Set(['breaks', 'choicesClose', 'early', 'namesDue', 'opens', 'released', 'sessions'])
/** Of conferences that are moved, cancelled or evaluated, which all are over. */
const onlyOfSome = new Set(['cancelled', 'evaluated', 'moved', 'planned'])

type Named = [path: string, at: string]

/** Each instant or day, with its name; of what takes a number, the first three. */
const named = (value: unknown, path = ''): Named[] => {
  if (value instanceof Date) return [[path, instant(value)]]
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d/.test(value) ? [[path, value]] : []
  if (typeof value === 'function') return path === 'of' ? [] : [1, 2, 3].flatMap((n) => named(value(n), path))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => named(one, Array.isArray(value) ? path : path ? `${path}.${name}` : name))
}

const [from, until] = [new Date('2026-01-01T00:00:00.000Z'), new Date('2029-01-01T00:00:00.000Z')]

it('at every quarter of an hour of three years nothing lies ahead but what is named, and the conference of today is going on', () => {
  const wrong: string[] = []
  let [today, latest] = ['', '']
  for (let now = from; now < until && wrong.length < 5; now = addMinutes(now, 15)) {
    const at = instant(now)
    const dates = demonstrationDates(now)
    if (today !== londonDay(now)) {
      today = londonDay(now)
      const past = named(dates).filter(([path]) => !path.startsWith('today') && !ahead.has(path))
      latest =
        past
          .map(([, one]) => one)
          .sort()
          .at(-1) ?? ''
      for (const [path, one] of past) if (one.slice(0, 10) >= today) wrong.push(`${at} ${path} ${one}`)
      for (const path of ahead) {
        const [, one = ''] = named(dates).find(([name]) => name === path) ?? []
        if (one.slice(0, 10) < today) wrong.push(`${at} ${path} ${one}`)
      }
    }
    const { from: begins, to, doors, noted, reminded } = dates.today
    if (latest > at || reminded >= begins || doors > noted || begins > now || noted > now || to <= now || londonDay(to) !== today)
      wrong.push(`${at} ${JSON.stringify(dates.today)}`)
  }
  expect(wrong).toEqual([])
})

/** School days. */
const open = new Set(
  [2023, 2024, 2025, 2026, 2027, 2028, 2029].flatMap((year) => {
    const next = schoolDaysFrom(`${year}-09-01`)
    return Array.from({ length: 200 }, (_, n) => next(n + 1))
  }),
)

it('of a conference only its deadlines and its days lie ahead, all of them on days when schools are open', () => {
  const wrong: string[] = []
  for (let now = addMinutes(from, 5); now < until && wrong.length < 5; now = addMinutes(now, 24 * 60)) {
    const today = londonDay(now)
    for (const conference of conferences) {
      const isToday = conference.sessions[0]?.days === 0
      for (const [path, at] of named(demonstrationDates(now).of(conference))) {
        const part = path.split('.')[0] ?? ''
        const isAhead = at.slice(0, 10) >= today
        if (
          isAhead &&
          !isToday &&
          (onlyOfSome.has(part) ? conference.turn === part || conference.evaluated : !aheadOfConferences.has(part))
        )
          wrong.push(`${instant(now)} ${conference.title} ${path} ${at}`)
        if (aheadOfConferences.has(part) && !isToday && !open.has(londonDay(at)))
          wrong.push(`${instant(now)} ${path} ${at} is in the holidays`)
      }
    }
  }
  expect(wrong).toEqual([])
})

it('on a Monday yesterday is the Friday before, on a Friday tomorrow is the Monday after, and the office is closed over Christmas', () => {
  expect([-1, -2, -3, 1].map((n) => weekday('2026-11-30', n))).toEqual(['2026-11-27', '2026-11-26', '2026-11-25', '2026-12-01'])
  expect([1, 2].map((n) => weekday('2026-11-27', n))).toEqual(['2026-11-30', '2026-12-01'])
  expect([-1, 1].map((n) => weekday('2026-12-28', n))).toEqual(['2026-12-23', '2027-01-04'])
})

it('schools are closed in the holidays, on bank holidays and at weekends', () => {
  expect(termsOf(2026).map(({ name, firstDay, lastDay }) => `${name}: ${firstDay} to ${lastDay}`)).toEqual([
    'Autumn 1, 2026/27: 2026-09-07 to 2026-10-23',
    'Autumn 2, 2026/27: 2026-11-02 to 2026-12-18',
    'Spring 1, 2026/27: 2027-01-04 to 2027-02-12',
    'Spring 2, 2026/27: 2027-02-22 to 2027-03-19',
    'Summer 1, 2026/27: 2027-04-05 to 2027-05-28',
    'Summer 2, 2026/27: 2027-06-07 to 2027-07-23',
  ])
  expect([-1, 1].map((n) => schoolDaysFrom('2026-08-20')(n))).toEqual(['2026-07-24', '2026-09-07'])
  expect([-1, 1].map((n) => schoolDaysFrom('2027-05-03')(n))).toEqual(['2027-04-30', '2027-05-04'])
  expect([-1, 1].map((n) => schoolDaysFrom('2026-11-30')(n))).toEqual(['2026-11-27', '2026-12-01'])
})
