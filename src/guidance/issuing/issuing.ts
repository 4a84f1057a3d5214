// Issuing gives a version to every school that it is for, in one act. The named people of each
// school are written to after that, some schools at a time.
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import type { Asking, DocumentKind, Version } from '../documents/document.ts'

export type IssueReason = 'issued' | 'opened_later' | 'joined_later' | 'inherited'

export const reasonWords: Record<IssueReason, string> = {
  issued: 'With the others',
  opened_later: 'When it opened',
  joined_later: 'When it came among those whom it is for',
  inherited: 'Inherited from the school that it succeeds',
}

/** Somebody at a school who can be written to. `roleId` '': whoever acts for it, or its office. */
export type Reachable = {
  rootId: string
  roleId: string
  personId: string | null
  accountId: string | null
  name: string
  email: string
}

/** Who is written to at one school: `roles` are those for which they get it. */
export type Letter = { to: Reachable; roles: string[] }

/** Of one role at one school: its holders, the head instead, whoever else is known, or nobody. */
export type Way = 'holder' | 'head' | 'others' | 'nobody'

/**
 * Who gets a version at one school: for each role its holders; where nobody holds it the head;
 * where there is none either, whoever acts for the school or, without them, its office. Each
 * address once.
 */
export const lettersOf = (roles: readonly string[], at: readonly Reachable[]): { letters: Letter[]; ways: Record<string, Way> } => {
  const letters = new Map<string, Letter>()
  const ways: Record<string, Way> = {}
  const of = (roleId: string): Reachable[] => at.filter((one) => one.roleId === roleId)
  const others = of('').filter(({ accountId }) => accountId !== null)
  for (const role of roles) {
    const choices: [Way, Reachable[]][] = [
      ['holder', of(role)],
      ['head', of('head')],
      ['others', others.length > 0 ? others : of('')],
    ]
    const [way, to] = choices.find(([, some]) => some.length > 0) ?? (['nobody', []] as const)
    ways[role] = way
    for (const one of to) {
      const letter = letters.get(one.email)
      if (letter) letter.roles.push(role)
      else letters.set(one.email, { to: one, roles: [role] })
    }
  }
  return { letters: [...letters.values()], ways }
}

/** Whom a failing mailbox is followed by, in turn. Above the head an officer decides. */
const upToHead = ['', 'dsl', 'head']

/** Who gets the mail after every address that was tried has failed: one more, up to the head. */
export const nextLetterOf = (tried: readonly string[], at: readonly Reachable[]): Letter[] => {
  const next = at
    .filter(({ roleId, email }) => upToHead.includes(roleId) && !tried.includes(email.toLowerCase()))
    .toSorted((a, b) => upToHead.indexOf(a.roleId) - upToHead.indexOf(b.roleId))[0]
  return next ? [{ to: next, roles: next.roleId ? [next.roleId] : [] }] : []
}

/** `outsideKind`: of an early years setting. */
export type SchoolToGive = {
  id: string
  name: string
  town: string
  urn: string | null
  outsideKind: string | null
  sector: string
  kind: string
}

type RolePreview = { roleId: string } & Record<Way, number>
export type Preview = {
  schools: number
  settings: number
  groups: { sector: string; kind: string; schools: number }[]
  roles: RolePreview[]
  letters: number
  /** Schools of which nobody can be written to. */
  silent: SchoolToGive[]
}

/** Schools, and early years settings apart from them. */
export const countsOf = (given: readonly SchoolToGive[]): { schools: number; settings: number } => {
  const settings = given.filter(({ outsideKind }) => outsideKind !== null).length
  return { schools: given.length - settings, settings }
}

export const previewOf = (schools: readonly SchoolToGive[], roles: readonly string[], reachable: readonly Reachable[]): Preview => {
  const at = Map.groupBy(reachable, ({ rootId }) => rootId)
  const ways = new Map<string, RolePreview>(roles.map((roleId) => [roleId, { roleId, holder: 0, head: 0, others: 0, nobody: 0 }]))
  const groups = new Map<string, Preview['groups'][number]>()
  const silent: SchoolToGive[] = []
  let letters = 0
  for (const school of schools) {
    const [sector, kind] = school.outsideKind === null ? [school.sector, school.kind] : ['early_years', school.outsideKind]
    const key = `${sector} ${kind}`
    const group = groups.get(key) ?? { sector, kind, schools: 0 }
    groups.set(key, { ...group, schools: group.schools + 1 })
    const ofSchool = lettersOf(roles, at.get(school.id) ?? [])
    letters += ofSchool.letters.length
    if (ofSchool.letters.length === 0) silent.push(school)
    for (const [role, way] of Object.entries(ofSchool.ways)) {
      const row = ways.get(role)
      if (row) row[way] += 1
    }
  }
  return {
    ...countsOf(schools),
    groups: [...groups.values()].toSorted((a, b) => b.schools - a.schools),
    roles: [...ways.values()],
    letters,
    silent,
  }
}

export type OwnIssue = Pick<Version, 'number' | 'dueBy' | 'dueOn'> & {
  id: string
  versionId: string
  documentId: string
  title: string
  kind: DocumentKind
  asked: Asking
  issuedAt: Instant
  why: IssueReason
  from: string | null
  withdrawnAt: Instant | null
  withdrawnWhy: string
  /** No later version was issued, and the document was not withdrawn. */
  current: boolean
  acknowledged: number
}

export type Receipt = {
  what: 'sent' | 'opened' | 'acknowledged' | 'planned'
  meetsOn: Day | null
  level: 'stated' | 'seen'
  who: string
  role: string
  at: Instant
}

export const receiptWords: Record<Receipt['what'], string> = {
  sent: 'Email written',
  opened: 'Opened',
  acknowledged: 'Confirmed it',
  planned: 'Planned it for the meeting of',
}

/** `Planned it for the meeting of 12 March 2027` */
export const sayReceipt = (of: Record<Receipt['what'], string>, { what, meetsOn }: Pick<Receipt, 'what' | 'meetsOn'>): string =>
  meetsOn ? `${of[what]} ${sayDay(meetsOn)}` : of[what]

export type IssueRefusal = 'changed' | 'version_is_issued' | 'withdrawn' | 'lacks' | 'nobody' | 'urgent_waits'
