import type { Child } from 'hono/jsx'
import type { Act, MailAccess, ScannerAccess, StripeAccess } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import type { PlaceWord } from '../place-word.ts'
import type { Asked } from './measured-database.ts'

export type Bindings = {
  DB: SqlDatabase
  /** Files that are deployed beside the Worker. */
  ASSETS: Pick<Fetcher, 'fetch'>
  /** The council's authority codes, comma-separated, until they are in settings. */
  LA_CODES: string
  /** `Name <address>`: the sender of every message and the ORGANIZER of calendar entries. */
  MAIL_FROM: string
  FIRST_ADMINISTRATOR?: string
  RESEND_API_KEY?: string
  RESEND_BASE_URL?: string
  /** Signing secret of the mail provider's webhooks; without it none is accepted. */
  RESEND_WEBHOOK_SECRET?: string
  /** May read received mail, to read calendar replies once mail arrives at Resend. */
  RESEND_INBOUND_KEY?: string
  /**
   * Read-only while set; providers retry later. Its text, such as "until about 2pm", is on every
   * page. Not in the database, which may be restored meanwhile.
   */
  MAINTENANCE?: string
  BASE_URL?: string
  /** '1' opens /dev, and stores mail there without RESEND_API_KEY. Local only. */
  LOCAL_MAIL?: string
  /** A local stand-in for Resend whose mail /dev/inbox shows. Local only. */
  MAIL_TWIN_URL?: string
  /** `npm start`, to show its progress. Local only. */
  LOADING?: Fetcher
  /** For `npm start` and local commands; without it their routes do not exist. */
  LOCAL_TOKEN?: string
  /**
   * For secrets of authenticator apps: `name:key`, comma-separated, 32 bytes in base64. The first
   * encrypts; all decrypt.
   */
  FACTOR_KEYS?: string
  /** A long random text; without it there are no tickets to scan. */
  TICKET_KEY?: string
  /** Signs checkpoints of the protected record: an Ed25519 key, 32 bytes or PKCS #8, in base64. */
  SEAL_KEY?: string
  /** A bucket that keeps a copy of each checkpoint. */
  CHECKPOINTS?: R2Bucket
  /** A bucket that holds the bytes of stored files; without it they are in the database. */
  FILES?: R2Bucket
  /** clamav-rest, such as https://host/v2/scan. */
  SCANNER_URL?: string
  /** A bearer token for a gateway in front of the scanner. */
  SCANNER_TOKEN?: string
  /** JSON list of {id, label, issuer, clientId}. Secrets: OIDC_SECRET_ and the id in capitals. */
  OIDC_PROVIDERS?: string
  /** A long random text: hashes addresses and networks in log lines. */
  LOG_PEPPER?: string
  /** A long random text, as a bearer token: shows what is wrong at /health. */
  HEALTH_TOKEN?: string
  /** Without both there are no card payments and no invoices through Stripe. */
  STRIPE_SECRET_KEY?: string
  STRIPE_WEBHOOK_SECRET?: string
  /** A stand-in for Stripe's API. */
  STRIPE_API_BASE?: string
}

/** There is a Resend key and no stand-in. */
export const sendsRealMail = (env: Bindings): boolean => Boolean(env.RESEND_API_KEY && !env.RESEND_BASE_URL && !env.MAIL_TWIN_URL)

export const stripeOf = (env: Bindings): StripeAccess | undefined =>
  env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
    ? { secretKey: env.STRIPE_SECRET_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET, apiBase: env.STRIPE_API_BASE }
    : undefined

/** Only for deployments that receive mail and have its webhook. */
export const mailOf = (env: Bindings): MailAccess | undefined =>
  env.RESEND_INBOUND_KEY && env.RESEND_WEBHOOK_SECRET ? { apiKey: env.RESEND_INBOUND_KEY, baseUrl: env.RESEND_BASE_URL } : undefined

export const scannerOf = ({ SCANNER_URL, SCANNER_TOKEN }: Bindings): ScannerAccess | undefined =>
  SCANNER_URL ? { url: SCANNER_URL, token: SCANNER_TOKEN || undefined } : undefined

type Variables = {
  requestId: string
  /** The runtime's bindings: the same object for every request of an isolate. */
  deployment: Bindings
  asked: Asked
  /** The reader's word for an organisation, if neither address nor actor tells it. */
  place?: PlaceWord
  now: Date
  /** Thrown once there is a page to show it on. */
  wrong: Error | undefined
  /** A form above the general limit, and what its row of access allows. */
  unread?: { type: string; most: number; isLonger: boolean }
  shownSignIn: string | undefined
  act: Act
  council: Council
  signInId: string | undefined
  /** Signed in without the second factor; `act` is nobody's until then. */
  halfSignedIn: { signInId: string; actor: Act['actor'] } | undefined
  /** When they last confirmed who they are. */
  provenAt: string | undefined
  /** The signed-in account has one. */
  hasFactor?: boolean
  /** About the sign-in of one of the council's people. */
  staff: { since: string; hasFactor: boolean; factorShown: boolean; isHeld: boolean; provider: string | undefined } | undefined
  /** Those set up, for council staff. */
  providers?: readonly { id: string; label: string }[]
  /** Suspended until a second factor is shown; `act` is without them. */
  restingRoles?: Act['actor']['roles'] | undefined
  /** About their second factor, at the top of the page for staff. */
  factorNotice?: string | undefined
  /** What stands above every page of one thing, and where its links lead. */
  frame?: { shown: Child; leadsTo: readonly string[] } | undefined
  /** The page whose form a guard turned away. */
  turnedAwayFrom?: string
  /** Typed before they had to sign in again, for pages whose form grows with it. */
  typedBefore?: readonly (readonly [name: string, value: string])[] | undefined
}

export type AppEnv = { Bindings: Bindings; Variables: Variables }
