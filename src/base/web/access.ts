// Who may ask for what: every method and pattern of the service, and what is required first.
// `guard.ts` checks every request against it and refuses what has no row. Which school, event or
// place somebody may see is decided by the page's query.
import { type Actor, hasRole, type StaffRoleName } from '#base/act.ts'
import { ofEveryone } from './access-everyone.ts'
import { ofGuidance } from './access-guidance.ts'
import { ofMoney } from './access-money.ts'
import { ofOrganisers } from './access-organiser.ts'
import { ofReturns } from './access-returns.ts'

type Group = {
  signedIn?: true
  /** Whoever came by the link of a door too. */
  helpers?: true
  /** From a shared mailbox, only after they have said who they are. */
  named?: true
  roles?: readonly StaffRoleName[]
  /** Anybody with a role of the council, even while it is suspended for want of a second factor. */
  staff?: true
}

const groups = {
  everyone: {},
  everyoneNamed: { named: true },
  signedIn: { signedIn: true },
  signedInNamed: { signedIn: true, named: true },
  doors: { signedIn: true, helpers: true },
  staff: { signedIn: true, staff: true },
  organisers: { signedIn: true, named: true, roles: ['organiser', 'administrator'] },
  /** Organisers taking a register are not asked who they are. */
  registers: { signedIn: true, roles: ['organiser', 'administrator'] },
  administrators: { signedIn: true, named: true, roles: ['administrator'] },
  /** What is asked, and figures that are frozen. */
  reports: { signedIn: true, roles: ['reader', 'officer', 'organiser', 'administrator'] },
  /** Figures as they are now: not for readers, who get them once they are frozen or published. */
  coverage: { signedIn: true, roles: ['officer', 'organiser', 'administrator'] },
  /** What organisers do not decide: roles, evidence, exceptions, frozen reports. */
  officers: { signedIn: true, named: true, roles: ['officer', 'administrator'] },
  /** Who writes to groups of schools: organisers, and officers who chase. */
  writers: { signedIn: true, named: true, roles: ['officer', 'organiser', 'administrator'] },
  /** What waits for a second person: each sees what they may decide, or are asked about. */
  seconds: { signedIn: true, named: true, roles: ['reader', 'officer', 'organiser', 'finance', 'administrator'] },
  schoolReaders: { signedIn: true, named: true, roles: ['officer', 'organiser', 'administrator'] },
  money: { signedIn: true, named: true, roles: ['finance', 'organiser', 'administrator'] },
  finance: { signedIn: true, named: true, roles: ['finance', 'administrator'] },
} as const satisfies Record<string, Group>

type Who = keyof typeof groups
/** With an exclamation mark: they must have confirmed who they are within the last few minutes. */
type Methods = 'GET' | 'GET!' | 'POST' | 'POST!' | 'GET POST' | 'GET POST!'
/**
 * How much a form may send, once it is known that its sender may; without it, what everybody may.
 * `streamed`: its handler reads it in pieces, with its own limits.
 */
type Most = '4MB' | '4.1MB' | '30MB' | 'streamed'

const table = {
  ...{ ...ofEveryone, ...ofOrganisers, ...ofMoney },
  everyone: { ...ofEveryone.everyone, ...ofGuidance.everyone },
  signedInNamed: { ...ofEveryone.signedInNamed, ...ofGuidance.signedInNamed },
  coverage: { ...ofOrganisers.coverage, ...ofGuidance.coverage },
  reports: { ...ofOrganisers.reports, ...ofGuidance.reports, ...ofReturns.reports },
  seconds: { ...ofMoney.seconds, ...ofGuidance.seconds },
  officers: { ...ofOrganisers.officers, ...ofGuidance.officers, ...ofReturns.officers },
  schoolReaders: { ...ofOrganisers.schoolReaders, ...ofReturns.schoolReaders },
} as const satisfies Record<Who, Readonly<Record<string, Methods | `${Methods} ${Most}`>>>

/** A list and its files: `.*` stands for each kind of file. */
type Each<P> = P extends `${infer Before}.*` ? `${Before}.${(typeof kindsOfFile)[number]}` : P
type Path = { [W in Who]: Each<keyof (typeof table)[W] & string> }[Who]
type Row = { who: Who; group: Group; proven: boolean; most: number | 'streamed' }

/** Bytes of a form that anybody may send. */
export const mostForAll = 256_000

const mostOf = (word: string | undefined): Row['most'] => {
  if (word === undefined || word === 'streamed') return word ?? mostForAll
  return Math.round(Number.parseFloat(word) * 1_000_000)
}

export const kindsOfFile = ['csv', 'xlsx', 'ods'] as const

/** By method and pattern, as mounted. */
export const access: ReadonlyMap<string, Row> = new Map(
  Object.entries(table).flatMap(([who, paths]) =>
    Object.entries(paths).flatMap(([path, said]) => {
      const words = said.split(' ')
      const methods = words.filter((word) => /^[A-Z]+!?$/.test(word))
      const most = mostOf(words[methods.length])
      const each = path.endsWith('.*') ? kindsOfFile.map((kind) => path.replace('*', kind)) : [path]
      return methods.flatMap((method) =>
        each.map((one): [string, Row] => [
          `${method.replace('!', '')} ${one}`,
          { who: who as Who, group: groups[who as Who], proven: method.endsWith('!'), most },
        ]),
      )
    }),
  ),
)

const secretForms = new Set([...access.keys()].flatMap((row) => /^POST \/([a-z-]+)\/:token\b/.exec(row)?.[1] ?? []))

/**
 * Whether a path begins with a secret by which its form is sent: such pages send no referrer, so
 * that their forms come from the origin “null”.
 */
export const isSecretForm = (path: string): boolean => secretForms.has(/^\/([a-z-]+)\/./.exec(path)?.[1] ?? '')

export const isInGroup = (actor: Actor, { signedIn, roles, helpers }: Group): boolean =>
  roles ? hasRole(actor, ...roles) : !signedIn || (actor.accountId !== undefined && (helpers || actor.helperOn === undefined))

/** Whether somebody may follow a link or press a button. */
export const mayAsk = (actor: Actor, route: `${'GET' | 'POST'} ${Path}`): boolean => {
  const row = access.get(route)
  return row !== undefined && isInGroup(actor, row.group)
}
