// An act is who does something, when, and from where. Every verb that writes takes one, so that a rule never asks the clock or a cookie.

import type { StoredMail } from './mail.ts'

export type StaffRoleName = 'administrator' | 'organiser' | 'officer' | 'reader' | 'finance' | 'door'

export type Actor = {
  accountId: string | undefined
  email: string | undefined
  personId: string | undefined
  name: string | undefined
  roles: readonly StaffRoleName[]
  /** Events whose register this account may take, besides organisers who may take all. */
  doorEventIds: readonly string[]
  /** Schools (root ids) for which an approved claim lets the account act. */
  schoolIds: readonly string[]
  /** Schools for which a claim is not decided yet: the account may ask for places there, and sees nothing of them. */
  askedSchoolIds: readonly string[]
  /** Of `schoolIds`, those at which the account may vouch for colleagues and remove them. */
  approverSchoolIds: readonly string[]
  /** The address is read by several people; `personId` and `name` are then of whoever said so at this sign-in, if anybody did. */
  shared: boolean
}

type Origin = 'web' | 'command' | 'schedule' | 'demonstration'

/** `apiBase`: where Stripe's API is reached instead of api.stripe.com, such as http://127.0.0.1:9999. */
export type StripeAccess = { secretKey: string; webhookSecret: string; apiBase: string | undefined }

/** `baseUrl`: where Resend's API is reached instead of api.resend.com. */
export type MailAccess = { apiKey: string; baseUrl: string | undefined }

/** What came of an act so far: filled by what it calls, for what is done once it has been answered. */
export type SoFar = {
  /** A batch that is logged was written: something may follow from it. */
  wrote: boolean
  /** `email`: of whom it is about, where that is not who asks. */
  refusals: { reason: string; email: string | undefined }[]
  /** What goes on once whoever asked has been answered, and must not keep them waiting. */
  follows: (() => Promise<void>)[]
  ending?: Ending | undefined
}

/**
 * What the batches of an act end with, so that what follows from them costs no trip of its own. `stored`: messages that the batch stores; `unread`:
 * it stores others besides, of which only the database knows what they say. `heard`: with what the statements found, or nothing when they were left out.
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
  /** Authority codes of the council's area: whose schools are inside. */
  laCodes: readonly string[]
  /** undefined: this deployment has no Stripe, and nothing of it is shown. */
  stripe: StripeAccess | undefined
  /** Where mail that came in is fetched; undefined: this deployment receives none. */
  mail?: MailAccess | undefined
  /** What the act sends goes out as this one sending: shown while it goes, and paused together. */
  sendingId?: string | undefined
  /** Kept of what the clock does alone: this job has failed, as a whole or at something, and what it can do by now is to be noted. */
  failedBefore?: boolean | undefined
  /** Kept of a request alone, and the same in every copy of its act. */
  soFar?: SoFar | undefined
}

/** When something is asked of what is stored, and whether Stripe is there. */
export type Moment = Pick<Act, 'now' | 'stripe'>

export const nobody: Actor = {
  accountId: undefined,
  email: undefined,
  personId: undefined,
  name: undefined,
  roles: [],
  doorEventIds: [],
  schoolIds: [],
  askedSchoolIds: [],
  approverSchoolIds: [],
  shared: false,
}

export const hasRole = (actor: Actor, ...roles: StaffRoleName[]): boolean => roles.some((role) => actor.roles.includes(role))

export const actsFor = (actor: Actor, schoolId: string): boolean => actor.schoolIds.includes(schoolId)
