// Who does something, when and from where. Everything that writes takes an act, so that rules never
// read the clock or a cookie.

import type { Day, Instant } from './dates.ts'
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
  /** Came by the link of a door: takes it on this day alone, and may ask for nothing else. */
  helperOn?: Day | undefined
  /** Root ids of the schools for which an approved claim lets the account act. */
  schoolIds: readonly string[]
  /**
   * Schools for which a claim is not decided yet: the account may ask for places there, and sees
   * nothing else of them.
   */
  askedSchoolIds: readonly string[]
  /** Of both, those that are no school: childminders, nurseries, partner agencies. */
  settingIds: readonly string[]
  /** Of `schoolIds`, those at which the account may vouch for colleagues and remove them. */
  approverSchoolIds: readonly string[]
  /**
   * Several people read this address. `personId` and `name` are of whoever gave their name at this
   * sign-in, if anybody did.
   */
  shared: boolean
  /** What the answer was last asked of. */
  askedTopicId?: string | undefined
}

type Origin = 'web' | 'command' | 'schedule' | 'demonstration'

/** `apiBase` is used instead of api.stripe.com, such as http://127.0.0.1:9999 for a stand-in. */
export type StripeAccess = { secretKey: string; webhookSecret: string; apiBase: string | undefined }

/** `baseUrl` is used instead of api.resend.com. */
export type MailAccess = { apiKey: string; baseUrl: string | undefined }

/** Where a virus scanner is asked, and what it asks for, if it does. */
export type ScannerAccess = { url: string; token: string | undefined }

/** What has happened in an act so far, for the work that is done after the answer is sent. */
export type SoFar = {
  /** A batch with a log entry was written, so something may follow from it. */
  wrote: boolean
  /** `email`: whom the refusal is about, if not whoever is signed in. */
  refusals: { reason: string; email: string | undefined }[]
  /** Addresses with which somebody signed in. */
  signIns?: string[]
  /** What its batches were counted under: what `too_much_mail` is about. */
  limits?: { key: string; minutes: number; most: number; n?: number }[]
  /** Work that must not keep whoever asked waiting: it runs after the answer. */
  follows: (() => Promise<void>)[]
  ending?: Ending | undefined
  /** Under which claim its next batch stores so many messages; undefined: they wait. */
  claim?: ((messages: number) => Claim | undefined) | undefined
}

/**
 * What holds messages for one deliverer until an instant. `batch`: the provider's; '': each goes by
 * itself.
 */
export type Claim = { id: string; batch: string; until: Instant }

/**
 * Ends each batch of an act with statements that ask what follows from it. `stored`: its messages;
 * `unread`: it stores others whose text only the database knows. `heard` gets the results, or
 * undefined when the statements could not run.
 */
export type Ending = (said: { logged: boolean; stored: readonly StoredMail[]; unread: boolean }) => {
  statements: D1PreparedStatement[]
  heard: (results: D1Result[] | undefined) => void
}

export type Act = {
  db: D1Database
  now: Date
  actor: Actor
  origin: Origin
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
  /** Makes the tickets that are scanned at a door; undefined: there are none. */
  ticketKey?: string | undefined
  /** Signs checkpoints of the protected record, in scheduled jobs; without it nothing does. */
  sealKey?: string | undefined
  /** Where copies of checkpoints go, in scheduled jobs; undefined: nowhere. */
  checkpoints?: Pick<R2Bucket, 'put'> | undefined
  /** Where bytes of stored files go; undefined: into the database, in pieces. */
  files?: Pick<R2Bucket, 'get' | 'put' | 'delete'> | undefined
  /** Only in requests: is asked about a file before it is kept; undefined: nobody is. */
  scanner?: ScannerAccess | undefined
  /**
   * Only in requests: mails that the council's plan allows in a day, and hashes of the network that
   * asks and of the wider one, if known. `ofStaff`: whoever asks works for the council.
   */
  plan?: { mailsPerDay: number; network: { own: string; wider: string } | undefined; ofStaff?: boolean } | undefined
  /** Mail of this act belongs to this sending, and is shown and paused with it. */
  sendingId?: string | undefined
  /**
   * Only in scheduled jobs: this job failed before, so what works now is taken off the list of
   * failures.
   */
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
  askedSchoolIds: [],
  settingIds: [],
  approverSchoolIds: [],
  shared: false,
}

export const hasRole = (actor: Actor, ...roles: StaffRoleName[]): boolean => roles.some((role) => actor.roles.includes(role))

export const actsFor = (actor: Actor, schoolId: string): boolean => actor.schoolIds.includes(schoolId)
