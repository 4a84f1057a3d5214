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
  /** Also people with a door's link. */
  helpers?: true
  /** From a shared mailbox only after they gave their name. */
  named?: true
  roles?: readonly StaffRoleName[]
  /** Anybody with a council role, even one suspended until they set up a second factor. */
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
  /** A shared mailbox may take a register without giving a name. */
  registers: { signedIn: true, roles: ['organiser', 'administrator'] },
  administrators: { signedIn: true, named: true, roles: ['administrator'] },
  /** Training rules, the answer, and final figures. */
  reports: { signedIn: true, roles: ['reader', 'officer', 'organiser', 'administrator'] },
  /** Current figures: readers get them only once final or published. */
  coverage: { signedIn: true, roles: ['officer', 'organiser', 'administrator'] },
  /** Roles, evidence, exceptions and final reports, which organisers do not decide. */
  officers: { signedIn: true, named: true, roles: ['officer', 'administrator'] },
  /** People who write to groups of schools. */
  writers: { signedIn: true, named: true, roles: ['officer', 'organiser', 'administrator'] },
  /** What a second person decides: each sees what they may decide. */
  seconds: { signedIn: true, named: true, roles: ['reader', 'officer', 'organiser', 'finance', 'administrator'] },
  schoolReaders: { signedIn: true, named: true, roles: ['officer', 'organiser', 'administrator'] },
  money: { signedIn: true, named: true, roles: ['finance', 'organiser', 'administrator'] },
  finance: { signedIn: true, named: true, roles: ['finance', 'administrator'] },
} as const satisfies Record<string, Group>

type Who = keyof typeof groups
/** !: they confirmed who they are of late. +: it books, for schools for which they may book. */
type Methods = `GET${'' | '!' | '+'}` | `POST${'' | '!' | '+'}` | `GET${'' | '+'} POST${'' | '!' | '+'}`
type Most = '4MB' | '4.1MB' | '30MB' | 'streamed'

const table = {
  ...ofEveryone,
  ...ofOrganisers,
  ...ofMoney,
  everyone: { ...ofEveryone.everyone, ...ofGuidance.everyone },
  signedInNamed: { ...ofEveryone.signedInNamed, ...ofGuidance.signedInNamed },
  coverage: { ...ofOrganisers.coverage, ...ofGuidance.coverage },
  reports: { ...ofOrganisers.reports, ...ofGuidance.reports, ...ofReturns.reports },
  seconds: { ...ofMoney.seconds, ...ofGuidance.seconds },
  officers: { ...ofOrganisers.officers, ...ofGuidance.officers, ...ofReturns.officers },
  schoolReaders: { ...ofOrganisers.schoolReaders, ...ofReturns.schoolReaders },
} as const satisfies Record<Who, Readonly<Record<string, Methods | `${Methods} ${Most}`>>>

/** A list and its files: `.*` stands for each kind. */
type Each<P> = P extends `${infer Before}.*` ? `${Before}.${(typeof kindsOfFile)[number]}` : P
export type Path = { [W in Who]: Each<keyof (typeof table)[W] & string> }[Who]
type Row = { who: Who; group: Group; proven: boolean; books: boolean; most: number | 'streamed' }

/** Bytes of anybody's form. */
export const mostForAll = 256_000

const mostOf = (word: string | undefined): Row['most'] => {
  if (word === undefined || word === 'streamed') return word ?? mostForAll
  return Math.round(Number.parseFloat(word) * 1_000_000)
}

export const kindsOfFile = ['csv', 'xlsx', 'ods'] as const

export const access: ReadonlyMap<string, Row> = new Map(
  Object.entries(table).flatMap(([who, paths]) =>
    Object.entries(paths).flatMap(([path, said]) => {
      const words = said.split(' ')
      const methods = words.filter((word) => /^[A-Z]+[!+]?$/.test(word))
      const most = mostOf(words[methods.length])
      const each = path.endsWith('.*') ? kindsOfFile.map((kind) => path.replace('*', kind)) : [path]
      return methods.flatMap((method) =>
        each.map((one): [string, Row] => [
          `${method.replace(/[!+]/, '')} ${one}`,
          { who: who as Who, group: groups[who as Who], proven: method.endsWith('!'), books: method.endsWith('+'), most },
        ]),
      )
    }),
  ),
)

const secretForms = new Set([...access.keys()].flatMap((row) => /^POST \/([a-z-]+)\/:token\b/.exec(row)?.[1] ?? []))

/** Pages whose path holds a secret send no referrer, so their forms have the origin “null”. */
export const isSecretForm = (path: string): boolean => secretForms.has(/^\/([a-z-]+)\/./.exec(path)?.[1] ?? '')

export const isInGroup = (actor: Actor, { signedIn, roles, helpers }: Group): boolean =>
  roles ? hasRole(actor, ...roles) : !signedIn || (actor.accountId !== undefined && (helpers || actor.helperOn === undefined))

export const mayAsk = (actor: Actor, route: `${'GET' | 'POST'} ${Path}`): boolean => {
  const row = access.get(route)
  return row !== undefined && isInGroup(actor, row.group)
}
