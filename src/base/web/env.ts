import type { Act, MailAccess, ScannerAccess, StripeAccess } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import type { PlaceWord } from '../place-word.ts'
import type { Asked } from './measured-database.ts'

export type Bindings = {
  DB: D1Database
  /**
   * Authority codes of the council's schools, with commas between, until settings say otherwise.
   */
  LA_CODES: string
  /** `Name <address>`: the sender of every message and the ORGANIZER of calendar entries. */
  MAIL_FROM: string
  FIRST_ADMINISTRATOR?: string
  RESEND_API_KEY?: string
  RESEND_BASE_URL?: string
  /** The signing secret of the mail provider's webhooks; without it none is accepted. */
  RESEND_WEBHOOK_SECRET?: string
  /**
   * A key that may read received mail, once mail to the sending address arrives at Resend, so that
   * calendar replies are read.
   */
  RESEND_INBOUND_KEY?: string
  /**
   * While set, pages can be read but nothing is written, sent or taken from providers, who try
   * again later. Its text, such as "until about 2pm", is on every page. Not kept in the database,
   * because that may be restored to an earlier state meanwhile.
   */
  MAINTENANCE?: string
  /**
   * The service's address, for links in messages. When unset, the request's own is used and
   * scheduled jobs send nothing.
   */
  BASE_URL?: string
  /** '1' opens /dev, and keeps mail in /dev/inbox if there is no RESEND_API_KEY. Local only. */
  LOCAL_MAIL?: string
  /** A local stand-in for Resend whose mail /dev/inbox shows. Local only. */
  MAIL_TWIN_URL?: string
  /** `npm start`, which says how far it is with making the data. Local only. */
  LOADING?: Fetcher
  /** Shared by `npm start` and the local commands; without it their routes do not exist. */
  LOCAL_TOKEN?: string
  /**
   * Keys that encrypt the secrets of authenticator apps: `name:key`, separated by commas, 32 bytes
   * in base64. The first encrypts; the others still decrypt.
   */
  FACTOR_KEYS?: string
  /** A long random text, from which tickets are made; without it none can be scanned. */
  TICKET_KEY?: string
  /** Signs checkpoints of the protected record: an Ed25519 key, 32 bytes or PKCS #8, in base64. */
  SEAL_KEY?: string
  /** A bucket that keeps a copy of each checkpoint. */
  CHECKPOINTS?: R2Bucket
  /** A bucket that holds the bytes of stored files; without it they are in the database. */
  FILES?: R2Bucket
  /** Where clamav-rest is asked about each file before it is kept, such as https://host/v2/scan. */
  SCANNER_URL?: string
  /** What a gateway in front of the scanner asks for, as a bearer token. */
  SCANNER_TOKEN?: string
  /**
   * Sign-in providers, as a JSON list of {id, label, issuer, clientId}. Each one's secret is
   * OIDC_SECRET_ followed by its id in capitals.
   */
  OIDC_PROVIDERS?: string
  /** A long random text: the key for hashing addresses and networks in log lines of refusals. */
  LOG_PEPPER?: string
  /** A long random text: /health tells whoever sends it as a bearer token what is wrong. */
  HEALTH_TOKEN?: string
  /** Without both there are no card payments and no invoices through Stripe. */
  STRIPE_SECRET_KEY?: string
  STRIPE_WEBHOOK_SECRET?: string
  /** Another address for Stripe's API, for a stand-in. */
  STRIPE_API_BASE?: string
}

/** Whether mail reaches real people: there is a Resend key and no stand-in. */
export const sendsRealMail = (env: Bindings): boolean => Boolean(env.RESEND_API_KEY && !env.RESEND_BASE_URL && !env.MAIL_TWIN_URL)

/** The deployment's access to Stripe, if it has one. */
export const stripeOf = (env: Bindings): StripeAccess | undefined =>
  env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
    ? { secretKey: env.STRIPE_SECRET_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET, apiBase: env.STRIPE_API_BASE }
    : undefined

/** Where received mail is fetched, for deployments that receive mail and have its webhook. */
export const mailOf = (env: Bindings): MailAccess | undefined =>
  env.RESEND_INBOUND_KEY && env.RESEND_WEBHOOK_SECRET ? { apiKey: env.RESEND_INBOUND_KEY, baseUrl: env.RESEND_BASE_URL } : undefined

/** The deployment's virus scanner, if it has one. */
export const scannerOf = ({ SCANNER_URL, SCANNER_TOKEN }: Bindings): ScannerAccess | undefined =>
  SCANNER_URL ? { url: SCANNER_URL, token: SCANNER_TOKEN || undefined } : undefined

type Variables = {
  requestId: string
  /** The bindings from the runtime: the same object for every request of an isolate. */
  deployment: Bindings
  /** What this request has asked of the database so far. */
  asked: Asked
  /** Of whom the page is, where neither its address nor who reads it says so. */
  place?: PlaceWord
  /** When the request began. */
  now: Date
  /** An error in the request, thrown once there is a page to show it on. */
  wrong: Error | undefined
  /** A form above the limit of all, and what its row of access allows. */
  unread?: { type: string; most: number; isLonger: boolean }
  /** The id of the sign-in in the browser's cookie, which may have ended. */
  shownSignIn: string | undefined
  act: Act
  council: Council
  signInId: string | undefined
  /** Signed in, with the second factor still to be shown. Until then `act` is nobody's. */
  halfSignedIn: { signInId: string; actor: Act['actor'] } | undefined
  /** When they last confirmed who they are. */
  provenAt: string | undefined
  /** Whoever is signed in has a second factor. */
  hasFactor?: boolean
  /** About the sign-in of one of the council's people. */
  staff: { since: string; hasFactor: boolean; factorShown: boolean; isHeld: boolean; provider: string | undefined } | undefined
  /** The sign-in providers that are set up, for one of the council's people. */
  providers?: readonly { id: string; label: string }[]
  /** Roles suspended until their holder shows a second factor; `act` is without them. */
  restingRoles?: Act['actor']['roles'] | undefined
  /** A notice for staff at the top of the page, about their second factor. */
  factorNotice?: string | undefined
  /** The page whose form a guard turned away. */
  turnedAwayFrom?: string
  /**
   * What was typed into this form before its writer had to sign in again, for pages whose form
   * grows with what is typed.
   */
  typedBefore?: readonly (readonly [name: string, value: string])[] | undefined
}

export type AppEnv = { Bindings: Bindings; Variables: Variables }
