// Who held which role by the list of the council's last system. It comes as a proposal, which each
// school confirms or not, unless the officer says that the council has confirmed it. A list is
// undone as a whole; what a school has confirmed of it since stays.
import { addDays, type Day } from '#base/dates.ts'
import { isEmail, looksShared } from '#base/mailbox.ts'
import { type KnownRecord, matchPeople } from '#base/match-person.ts'
import { nameKey } from '#base/person-name.ts'
import type { CsvRow } from '#base/web/csv.ts'
import { dayTyped } from '#schools/schools/earlier-attendance.ts'
import { type RoleOption, roleNamed } from '#schools/schools/role.ts'
import type { SchoolOption } from '#schools/schools/school.ts'

export const roleColumns = ['URN', 'LAESTAB', 'school', 'postcode', 'role', 'name', 'email', 'since', 'until'] as const

export const mostRoles = 10_000

export type RoleRowRefusal =
  | 'school_missing'
  | 'school_unknown'
  | 'school_ambiguous'
  | 'role_missing'
  | 'role_unknown'
  | 'name_missing'
  | 'name_too_long'
  | 'email_wrong'
  | 'since_wrong'
  | 'until_wrong'
  | 'ends_before_it_begins'
  | 'said_otherwise'
  | 'known_already'
  | 'twice_in_file'

export type PlannedRole = {
  line: number
  said: Record<'school' | 'role' | 'name' | 'email' | 'since' | 'until', string>
} & (
  | { outcome: 'refused' | 'skipped'; reason: RoleRowRefusal }
  | {
      outcome: 'added'
      root: SchoolOption
      roleId: string
      /** A known person; null: new. */
      personId: string | null
      fromDate: Day | null
      toDate: Day | null
    }
)

export type KnownForRoles = {
  /** Every school that a URN ever was, of those in the file. */
  urns: readonly { urn: string; root: SchoolOption }[]
  /** The open schools of the area, by what else may name them. */
  area: readonly { root: SchoolOption; laestab: string; postcode: string }[]
  roles: readonly (RoleOption & { several: boolean })[]
  standing: readonly { rootId: string; roleId: string; personId: string; name: string; email: string; confirmed: boolean; ended: boolean }[]
  came: readonly { rootId: string; personId: string; name: string; email: string }[]
  /** Roles that a school says are vacant or not known. */
  gaps: readonly { rootId: string; roleId: string }[]
  people: readonly { personId: string; name: string; email: string }[]
}

const close = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')

/** Schools by whatever names them in the file. */
const finder = ({ urns, area }: KnownForRoles) => {
  const byUrn = new Map(urns.map(({ urn, root }) => [urn, root]))
  const byNumber = new Map(area.map(({ laestab, root }) => [laestab, root]))
  const byName = Map.groupBy(area, ({ root, postcode }) => JSON.stringify([nameKey(root.name), close(postcode)]))
  return (cell: (name: string) => string): SchoolOption | 'school_missing' | 'school_unknown' | 'school_ambiguous' => {
    const [urn, laestab, name, postcode] = [cell('urn'), close(cell('laestab')), cell('school'), close(cell('postcode'))]
    if (urn !== '') return byUrn.get(urn) ?? 'school_unknown'
    if (laestab !== '') return byNumber.get(laestab) ?? 'school_unknown'
    if (name === '' || postcode === '') return 'school_missing'
    const schools = byName.get(JSON.stringify([nameKey(name), postcode])) ?? []
    return schools.length > 1 ? 'school_ambiguous' : (schools[0]?.root ?? 'school_unknown')
  }
}

/** The records that a row may mean: of the school, and of whoever has its address elsewhere. */
const recordsIn = ({ standing, came, people }: KnownForRoles) => {
  const held = Map.groupBy(standing, ({ personId, rootId }) => `${personId} ${rootId}`)
  const hasLeft = (id: string, rootId: string): boolean => held.get(`${id} ${rootId}`)?.every(({ ended }) => ended) ?? false
  const bySchool = new Map(
    [...Map.groupBy([...standing, ...came], ({ rootId }) => rootId)].map(([rootId, rows]) => [
      rootId,
      rows.map(({ personId: id, name, email }): KnownRecord => ({ id, name, email, atSchool: true, hasLeft: hasLeft(id, rootId) })),
    ]),
  )
  const byAddress = Map.groupBy(people, ({ email }) => email)
  return (rootId: string, email: string): KnownRecord[] => {
    const here = bySchool.get(rootId) ?? []
    const elsewhere = (byAddress.get(email) ?? []).filter(({ personId }) => here.every(({ id }) => id !== personId))
    return [...here, ...elsewhere.map(({ personId: id, name }) => ({ id, name, email, atSchool: false, hasLeft: false }))]
  }
}

type Said = { name: string; email: string }

/**
 * People of whom there is no record yet, as a list names them: one name is one person at a school,
 * unless two have addresses of their own, and at one address of their own anywhere.
 */
export const newPeople = () => {
  const bySchool = new Map<string, { id: string; email: string }[]>()
  const byAddress = new Map<string, string>()
  const atSchool = (rootId: string, { name }: Said): string => JSON.stringify([rootId, nameKey(name)])
  const atAddress = ({ name, email }: Said): string => JSON.stringify([email, nameKey(name)])
  return {
    find: (rootId: string, said: Said): string | undefined =>
      (said.email === '' || looksShared(said.email) ? undefined : byAddress.get(atAddress(said))) ??
      bySchool.get(atSchool(rootId, said))?.find(({ email }) => email === '' || said.email === '' || email === said.email)?.id,
    add: (id: string, rootId: string, said: Said): string => {
      const key = atSchool(rootId, said)
      bySchool.set(key, [...(bySchool.get(key) ?? []), { id, email: said.email }])
      byAddress.set(atAddress(said), id)
      return id
    },
  }
}

/** What each row would do. @param confirmed whether the council has confirmed the list */
export const planRoles = (rows: readonly CsvRow[], known: KnownForRoles, today: Day, confirmed: boolean): PlannedRole[] => {
  const schoolOf = finder(known)
  const standing = Map.groupBy(known.standing, ({ rootId, roleId }) => `${rootId} ${roleId}`)
  const recordOf = recordsIn(known)
  const gaps = new Set(known.gaps.map(({ rootId, roleId }) => `${rootId} ${roleId}`))
  const inFile = new Set<string>()
  const held = new Set<string>()
  return rows.map(({ line, cells }): PlannedRole => {
    const cell = (name: string): string => (cells[name] ?? '').trim()
    const school = cell('urn') || cell('laestab') || [cell('school'), cell('postcode')].filter(Boolean).join(', ')
    const typed = {
      school,
      role: cell('role'),
      name: cell('name'),
      email: cell('email').toLowerCase(),
      since: cell('since'),
      until: cell('until'),
    }
    const no = (reason: RoleRowRefusal, outcome: 'refused' | 'skipped' = 'refused'): PlannedRole => ({ line, said: typed, outcome, reason })
    const root = schoolOf(cell)
    if (typeof root === 'string') return no(root)
    const roleId = roleNamed(known.roles, typed.role)
    if (roleId === null) return no('role_missing')
    if (roleId === undefined) return no('role_unknown')
    if (typed.name === '') return no('name_missing')
    if (typed.name.length > 100) return no('name_too_long')
    if (typed.email !== '' && !isEmail(typed.email)) return no('email_wrong')
    const since = typed.since === '' ? null : (dayTyped(typed.since) ?? 'wrong')
    if (since === 'wrong' || (since !== null && since > today)) return no('since_wrong')
    const until = typed.until === '' ? null : (dayTyped(typed.until) ?? 'wrong')
    if (until === 'wrong') return no('until_wrong')
    if (until !== null && since !== null && until < since) return no('ends_before_it_begins')
    const toDate = until === null ? null : addDays(until, 1)
    const isOver = toDate !== null && toDate <= today
    const place = `${root.id} ${roleId}`
    const key = JSON.stringify([place, nameKey(typed.name), isOver])
    if (inFile.has(key)) return no('twice_in_file', 'skipped')
    inFile.add(key)
    const there = standing.get(place) ?? []
    if (there.some((one) => nameKey(one.name) === nameKey(typed.name) && one.ended === isOver)) return no('known_already', 'skipped')
    if (confirmed && !isOver) {
      // What the school has said already is not said otherwise by a list.
      const isSingle = !known.roles.find(({ id }) => id === roleId)?.several
      if (gaps.has(place) || (isSingle && (held.has(place) || there.some((one) => one.confirmed && !one.ended))))
        return no('said_otherwise')
      held.add(place)
    }
    const [match] = matchPeople([typed], recordOf(root.id, typed.email))
    const personId = match?.is === 'known' ? match.id : null
    return { line, said: typed, outcome: 'added', root, roleId, personId, fromDate: since, toDate }
  })
}

export type RoleBatch = {
  batchId: string
  source: string
  learnedAt: string
  rows: number
  standing: number
  /** Those of them that nobody at the school has said to be so since. */
  undoable: number
  schools: number
  confirmed: number
}
