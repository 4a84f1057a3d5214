// A year of a county, lived by a seed with the acts that people really do and the jobs of a moving clock: schools open, close, merge
// and change trust, people come and go, conferences are held, reports frozen, a new edition comes in September.
import { freezeMonth } from '#attendance/reports/freeze-report.ts'
import { freezeStandingsMonthly } from '#attendance/reports/freeze-standings.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import type { Act } from '#base/act.ts'
import { addDays, type Day } from '#base/dates.ts'
import { runDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { bindings } from '#test/support/factories.ts'
import { theEvents } from './lived-events.ts'
import { aGround } from './lived-ground.ts'
import { roleIds, thePeople } from './lived-people.ts'
import { aRegister } from './lived-register.ts'

const firstDay = '2026-10-01'
const schoolsAtFirst = 30

const jobs: readonly unknown[] = [followStandings, freezeMonth, freezeStandingsMonthly]
const daily = kinds.filter(({ job }) => jobs.includes(job))

/**
 * Twelve months. `look` is asked twice a month, and on each day on which reports are frozen.
 * @returns how often each was done, or refused and why
 */
export const liveAYear = async (seed: number, look: (act: Act, day: Day) => Promise<void>): Promise<Record<string, number>> => {
  const ground = await aGround(seed, firstDay)
  const { act, next, roots, goOnTo } = ground
  const { opens, apply, moveSchools } = aRegister(ground)
  const { name, changeRoles, learnElsewhere, except, state, newLead } = thePeople(ground)
  const { coming, plan, book, hold } = theEvents(ground)
  for (let n = 0; n < schoolsAtFirst; n += 1) opens()
  await apply()
  for (const { id } of await roots()) for (const roleId of roleIds.slice(0, 4)) if (next(5) > 0) await name(id, roleId)
  for (let n = 0; n < 12; n += 1) await learnElsewhere()
  for (let n = 0; n < 365; n += 1) {
    const day = addDays(firstDay, n)
    goOnTo(`${day}T07:00:00.000Z`)
    if (day.endsWith('-03')) await moveSchools()
    if (day === '2027-08-20') await newLead()
    if (n % 24 === 0) await plan()
    if (n % 3 === 0) await changeRoles()
    if (n % 9 === 0) await except()
    if (n % 7 === 0) await state()
    if (n % 11 === 0) await learnElsewhere()
    for (const one of coming) if (next(2) === 0 && day < one.on) await book(one)
    for (const one of coming) if (one.on === day) await hold(one)
    goOnTo(`${day}T18:00:00.000Z`)
    // The whole clock twice a month; each day what schools stand on and what is frozen of it.
    await runDue(bindings, act().now, 'http://localhost:8787', n % 15 === 14 ? kinds : daily)
    if (n % 15 === 14 || day.endsWith('-01')) await look(act(), day)
  }
  return ground.done
}
