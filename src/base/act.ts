// Who does something, when and from where. Everything that writes takes an act, so that rules never
// read the clock or a cookie.

import { type Day, type Instant, instant } from './dates.ts'
import { AppError } from './errors.ts'
import type { StoredMail } from './mail.ts'

export type StaffRoleName = 'administrator' | 'organiser' | 'officer' | 'reader' | 'finance' | 'door'

export type Actor = {
  accountId: string | undefined
  email: string | undefined
  personId: string | undefined
  name: string | undefined
  roles: readonly StaffRoleName[]
  /** Events whose register this account may take. Organisers may take every register. */
  doorEventIds: readonly string[]
  /** Came by a door's link: takes the register on this day alone, and may see nothing else. */
  helperOn?: Day | undefined
  /** Root ids of the schools for which an approved claim lets the account act. */
  schoolIds: readonly string[]
  /** Of `schoolIds`, those for which it may not book. */
  viewedSchoolIds: readonly string[]
  /** An undecided claim: the account may ask for places there, and sees nothing else of them. */
  askedSchoolIds: readonly string[]
  /** Of both, those that are no school: childminders, nurseries, partner agencies. */
  settingIds: readonly string[]
  /** Of `schoolIds`, those where the account may approve and remove colleagues. */
  approverSchoolIds: readonly string[]
  /** Several people read it. `personId`, `name`: of whoever gave their name at this sign-in. */
  shared: boolean
  /** The topic for which the answer was last looked at. */
  askedTopicId?: string | undefined
}

/** `apiBase` is used instead of api.stripe.com, such as http://127.0.0.1:9999 for a stand-in. */
export type StripeAccess = { secretKey: string; webhookSecret: string; apiBase: string | undefined }

/** `baseUrl` is used instead of api.resend.com. */
export type MailAccess = { apiKey: string; baseUrl: string | undefined }

/** Where a virus scanner is asked, and what it asks for, if it does. */
export type ScannerAccess = { url: string; token: string | undefined }

/** What an act has done so far, for work after the response. */
export type SoFar = {
  /** A log entry was written, so something may follow from it. */
  wrote: boolean
  /** `email`: whom the refusal is about, if not whoever is signed in. */
  refusals: { reason: string; email: string | undefined }[]
  /** Addresses that signed in. */
  signIns?: string[]
  /** Limits its batches were counted under: what `too_much_mail` is about. */
  limits?: { key: string; minutes: number; most: number; n?: number }[]
  /** Work for after the response, so that nobody waits for it. */
  follows: (() => Promise<void>)[]
  extra?: Extra | undefined
  /** The claim under which its next batch stores so many messages; undefined: they wait. */
  claim?: ((messages: number) => Claim | undefined) | undefined
}

/** Holds messages for one deliverer until then. `batch`: the provider's; '': each goes alone. */
export type Claim = { id: string; batch: string; until: Instant }

/**
 * Statements that each batch of an act ends with. `unread`: it stores messages whose text only the
 * database knows. `onResults` gets the results, or undefined when the statements could not run.
 */
export type Extra = (said: { logged: boolean; stored: readonly StoredMail[]; unread: boolean }) => {
  statements: SqlStatement[]
  onResults: (results: SqlResult[] | undefined) => void
}

export type Act = {
  db: SqlDatabase
  now: Date
  actor: Actor
  origin: 'web' | 'command' | 'schedule' | 'demonstration'
  requestId: string
  /** No trailing slash: links in messages start with it. */
  baseUrl: string
  /** `Name <address>` */
  mailFrom: string
  /** Codes of the authorities whose schools are the council's own. */
  laCodes: readonly string[]
  /** undefined: this deployment has no Stripe, and no page mentions it. */
  stripe: StripeAccess | undefined
  /** Where received mail is fetched; undefined: this deployment receives none. */
  mail?: MailAccess | undefined
  /** undefined: there are no tickets. */
  ticketKey?: string | undefined
  /** Only in scheduled jobs. Signs checkpoints of the protected record; without it nobody signs. */
  sealKey?: string | undefined
  /** Only in scheduled jobs: where copies of checkpoints go. */
  checkpoints?: Pick<R2Bucket, 'put'> | undefined
  /** Where bytes of stored files go; undefined: into the database. */
  files?: Pick<R2Bucket, 'get' | 'put' | 'delete'> | undefined
  /** Files that are deployed beside the Worker; undefined: no PDF can be made. */
  assets?: Pick<Fetcher, 'fetch'> | undefined
  /** Only in requests: checks a file before it is kept; undefined: nothing checks it. */
  scanner?: ScannerAccess | undefined
  /** Only in requests. `network`: hashes. `ofStaff`: the account works for the council. */
  plan?: { mailsPerDay: number; network: { own: string; wider: string } | undefined; ofStaff?: boolean } | undefined
  /** Mail of this act belongs to this sending, and is shown and paused with it. */
  sendingId?: string | undefined
  /** Only in scheduled jobs: the job failed before, so a success clears its failure. */
  failedBefore?: boolean | undefined
  /** Only in requests: shared by every copy of the request's act. */
  soFar?: SoFar | undefined
}

/** What a rule needs to know of an act that only reads. */
export type Moment = Pick<Act, 'now' | 'stripe' | 'files'>

export const nobody: Actor = {
  accountId: undefined,
  email: undefined,
  personId: undefined,
  name: undefined,
  roles: [],
  doorEventIds: [],
  schoolIds: [],
  viewedSchoolIds: [],
  askedSchoolIds: [],
  settingIds: [],
  approverSchoolIds: [],
  shared: false,
}

export const hasRole = (actor: Actor, ...roles: StaffRoleName[]): boolean => roles.some((role) => actor.roles.includes(role))

export const actsFor = (actor: Actor, schoolId: string): boolean => actor.schoolIds.includes(schoolId)

export const mayBookFor = (actor: Actor, schoolId: string): boolean => actsFor(actor, schoolId) && !actor.viewedSchoolIds.includes(schoolId)

/** Whoever may book for these schools alone, and sees no other. */
export const whoBooks = (actor: Actor): Actor => ({ ...actor, schoolIds: actor.schoolIds.filter((id) => mayBookFor(actor, id)) })

/** The account that acts, where a row has to name it. */
export const accountOf = ({ actor }: Pick<Act, 'actor'>): string => {
  if (actor.accountId === undefined) throw new AppError('forbidden', 'Nobody is signed in')
  return actor.accountId
}

type Stamp<What extends string, Account> = Record<What extends '' ? 'at' : `${What}At`, Instant> &
  Record<What extends '' ? 'byId' : `${What}ById`, Account>

const stampBy = <What extends string, Account>(now: Date, account: Account, what: What): Stamp<What, Account> =>
  (what === '' ? { at: instant(now), byId: account } : { [`${what}At`]: instant(now), [`${what}ById`]: account }) as Stamp<What, Account>

/** When and by whom: `createdAt` and `createdById` of 'created', `at` and `byId` of ''. */
export const stamp = <What extends string>({ now, actor }: Pick<Act, 'now' | 'actor'>, what: What): Stamp<What, string | null> =>
  stampBy(now, actor.accountId ?? null, what)

/** The same where a row has to name the account. */
export const signed = <What extends string>(act: Pick<Act, 'now' | 'actor'>, what: What): Stamp<What, string> =>
  stampBy(act.now, accountOf(act), what)
