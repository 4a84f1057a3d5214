// What the acts of a lived year share: chance by a seed, a clock that only goes on, who is there, and a note of what was done.
import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { addDays, type Day, londonDay } from '#base/dates.ts'
import { readSchoolRoles } from '#people/roles/school-role-store.ts'
import { anAccount, anAct, db, existing, rows } from '#test/support/factories.ts'
import { chance } from '../coverage/recounted.ts'

export const aGround = async (seed: number, firstDay: Day) => {
  const { next, pick } = chance(seed)
  const done: Record<string, number> = {}
  const note = (what: string, result: { ok: boolean; reason?: string } = { ok: true }): void => {
    const key = result.ok ? what : `${what}: ${result.reason}`
    done[key] = (done[key] ?? 0) + 1
  }
  const { actor } = await anAccount({ roles: ['administrator', 'officer', 'organiser'], name: 'Olive Grant' })
  const council = await readCouncil(db, councilFrom('884'))
  let at = Date.parse(`${firstDay}T08:00:00.000Z`)
  /** Each act a little later than the one before. */
  const act = (more: Partial<Act> = {}): Act => {
    at += 1000
    return anAct({ now: new Date(at), actor, ...more })
  }
  const today = (): Day => londonDay(new Date(at))

  const goOnTo = (instant: string): void => {
    at = Math.max(at, Date.parse(instant))
  }
  let named = 0
  /** Another number each time. */
  const another = (): number => {
    named += 1
    return named
  }
  const roots = () =>
    rows<{ id: string; urn: string }>(
      `SELECT id, urn FROM School WHERE rootId = id AND origin = 'register' AND statusCode <> '2' ORDER BY id`,
    )
  const accounts = new Map<string, Awaited<ReturnType<typeof anAccount>>>()
  const contactOf = async (id: string) => {
    const known = accounts.get(id) ?? (await anAccount({ schoolIds: [id], name: `Contact ${accounts.size}` }))
    accounts.set(id, known)
    return known
  }
  const rolesAt = async (id: string) => {
    const one = act()
    const found = await readSchoolRoles(one, id, 'council').then(existing)
    return { ...found, capacity: 'officer' as const }
  }
  const daysAgo = (most: number): Day => addDays(today(), -next(most))
  const holders = () =>
    rows<{ id: string; personId: string; roleId: string; schoolId: string; rootId: string; urn: string; name: string; email: string }>(
      `SELECT x.id, x.personId, x.roleId, x.schoolId, s.rootId, r.urn, n.name, n.email FROM RoleAtSchool x JOIN School s ON s.id = x.schoolId JOIN School r ON r.id = s.rootId
         JOIN Person n ON n.id = x.personId WHERE x.supersededAt IS NULL AND x.confirmedAt IS NOT NULL AND x.toDate IS NULL AND r.statusCode <> '2' ORDER BY x.id`,
    )
  return { next, pick, done, note, actor, council, act, today, daysAgo, goOnTo, another, roots, contactOf, rolesAt, holders }
}
export type Ground = Awaited<ReturnType<typeof aGround>>
