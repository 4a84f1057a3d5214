// When the schools of the county are open: terms by one rule for every school year, so that the
// demonstration can be loaded on any day.
import type { Term } from '#base/council/working-day.ts'
import { addDays, type Day } from '#base/dates.ts'

const inWeek = (day: Day): number => new Date(`${day}T12:00:00.000Z`).getUTCDay()

const isWeekend = (day: Day): boolean => [0, 6].includes(inWeek(day))

/** The Monday of the week in which a day lies, Sundays last. */
const mondayOf = (day: Day): Day => addDays(day, -((inWeek(day) + 6) % 7))

/** Easter Sunday, by Gauss's rule, from 1982 to 2048. */
const easterOf = (year: number): Day => {
  const moon = (19 * (year % 19) + 24) % 30
  return addDays(`${year}-03-22`, moon + ((2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7))
}

/** The school year in which a day lies, by the calendar year in which it begins. */
export const schoolYearOf = (day: Day): number => Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0)

/** The six terms of the school year that begins in September of `year`. */
export const termsOf = (year: number): Term[] => {
  const [next, easter] = [year + 1, easterOf(year + 1)]
  const weeks: readonly (readonly [name: string, first: Day, last: Day])[] = [
    ['Autumn 1', `${year}-09-07`, `${year}-10-24`],
    ['Autumn 2', `${year}-11-07`, `${year}-12-18`],
    ['Spring 1', `${next}-01-08`, `${next}-02-14`],
    ['Spring 2', `${next}-02-28`, addDays(easter, -10)],
    ['Summer 1', addDays(easter, 10), `${next}-05-24`],
    ['Summer 2', `${next}-06-07`, `${next}-07-20`],
  ]
  return weeks.map(([name, first, last]) => ({
    name: `${name}, ${year}/${next % 100}`,
    firstDay: mondayOf(first),
    lastDay: addDays(mondayOf(last), 4),
  }))
}

const isMayDay = (day: Day): boolean => day.slice(5, 7) === '05' && day.slice(8) <= '07' && inWeek(day) === 1

const kept = new Map<number, readonly Day[]>()

/** School days of four years before one to two after it. Kept, because finding them is slow. */
const schoolDaysAround = (year: number): readonly Day[] => {
  const known = kept.get(year)
  if (known) return known
  const days: Day[] = []
  for (const { firstDay, lastDay } of [-4, -3, -2, -1, 0, 1, 2].flatMap((n) => termsOf(year + n)))
    for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) if (!isWeekend(day) && !isMayDay(day)) days.push(day)
  kept.set(year, days)
  return days
}

/** Counts school days before (below nothing) and after a day, which is not counted itself. */
export const schoolDaysFrom = (from: Day): ((count: number) => Day) => {
  const days = schoolDaysAround(schoolYearOf(from))
  const next = days.findIndex((day) => day >= from)
  const following = days[next] === from ? next : next - 1
  return (count) => days[count < 0 ? next + count : following + count] ?? from
}

const isOfficeClosed = (day: Day): boolean => isWeekend(day) || day.slice(5) >= '12-24' || day.slice(5) === '01-01'

/** The council's working day so many before (below nothing) or after a day. */
export const weekday = (from: Day, count: number): Day => {
  let day = from
  for (let left = Math.abs(count); left > 0; left -= isOfficeClosed(day) ? 0 : 1) day = addDays(day, count < 0 ? -1 : 1)
  return day
}
