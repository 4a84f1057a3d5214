import type { Act, MailAccess, StripeAccess } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import type { Asked } from './measured-database.ts'

export type Bindings = {
  DB: D1Database
  /** Comma-separated authority codes whose schools are "ours" until an administrator says otherwise in settings. */
  LA_CODES: string
  /** `Name <address>`: the sender of every message and the ORGANIZER of every calendar entry. */
  MAIL_FROM: string
  FIRST_ADMINISTRATOR?: string
  RESEND_API_KEY?: string
  RESEND_BASE_URL?: string
  /** What webhooks of the mail provider are signed with; without it none is taken. */
  RESEND_WEBHOOK_SECRET?: string
  /** A key that may read received mail. Set once mail to the sending address arrives at Resend, so that answers of calendars are read. */
  RESEND_INBOUND_KEY?: string
  /**
   * While it is set the service rests: pages are read, and nothing is written, sent or taken from providers, who tell again later. What it says is shown
   * on every page, such as "until about 2pm". It is a setting of the deployment, for the database may be put back to before anything that was written in it.
   */
  MAINTENANCE?: string
  /** Absolute address used in messages; the address of the request when unset, and then nothing is sent by the clock alone. */
  BASE_URL?: string
  /** '1' opens /dev, and keeps mail in /dev/inbox where there is no RESEND_API_KEY; never set in wrangler.toml. */
  LOCAL_MAIL?: string
  /** The twin of Resend beside a local Muster, whose mail /dev/inbox shows; never set in wrangler.toml. */
  MAIL_TWIN_URL?: string
  /** Shared by `npm start` and the local commands; without it the local-only command routes do not exist. */
  LOCAL_TOKEN?: string
  /** Enciphers the secrets of authenticator apps: `name:key`, commas between several, of which the first enciphers; keys are 32 bytes in base64. */
  FACTOR_KEYS?: string
  /** Sign-in elsewhere: JSON, a list of {id, label, issuer, clientId}. The secret of each is OIDC_SECRET_ with its id in capitals. */
  OIDC_PROVIDERS?: string
  /** A long random text: what hashes of addresses and networks in lines about refusals are made with. */
  LOG_PEPPER?: string
  /** A long random text: whoever shows it as a bearer is told by /health what is not well. */
  HEALTH_TOKEN?: string
  /** Card payments and invoices through Stripe exist only when both are set. */
  STRIPE_SECRET_KEY?: string
  STRIPE_WEBHOOK_SECRET?: string
  /** Another address of Stripe's API; only for a stand-in of it. */
  STRIPE_API_BASE?: string
}

/** Whether mail goes to real people: there is a key of Resend, and nothing that stands in for it. */
export const sendsRealMail = (env: Bindings): boolean => Boolean(env.RESEND_API_KEY && !env.RESEND_BASE_URL && !env.MAIL_TWIN_URL)

/** The deployment's access to Stripe, when it has one. */
export const stripeOf = (env: Bindings): StripeAccess | undefined =>
  env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
    ? { secretKey: env.STRIPE_SECRET_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET, apiBase: env.STRIPE_API_BASE }
    : undefined

/** Where mail that came in is fetched: only a deployment that receives mail, and is told of it, has any. */
export const mailOf = (env: Bindings): MailAccess | undefined =>
  env.RESEND_INBOUND_KEY && env.RESEND_WEBHOOK_SECRET ? { apiKey: env.RESEND_INBOUND_KEY, baseUrl: env.RESEND_BASE_URL } : undefined

type Variables = {
  requestId: string
  /** The bindings as the runtime gave them: the same object for every request of an isolate. */
  deployment: Bindings
  /** What has been asked of the database so far. */
  asked: Asked
  /** When the request began. */
  now: Date
  /** What is wrong with what was sent: thrown once there is a page to say it on. */
  wrong: Error | undefined
  /** The id of the sign-in whose token the browser shows, which may have ended. */
  shownSignIn: string | undefined
  act: Act
  council: Council
  signInId: string | undefined
  /** Signed in by code or provider, with a second factor still to be shown; `act` is then of nobody. */
  halfSignedIn: { signInId: string; actor: Act['actor'] } | undefined
  /** When whoever is signed in last showed that it is they. */
  provenAt: string | undefined
  /** Whoever is signed in has a second factor. */
  hasFactor?: boolean
  /** What is known of the sign-in of one of the council's people. */
  staff: { since: string; hasFactor: boolean; factorShown: boolean; provider: string | undefined } | undefined
  /** The ways to sign in elsewhere that are set up, for one of the council's people. */
  providers?: readonly { id: string; label: string }[]
  /** Roles of whoever is signed in that rest until they have shown a second factor; `act` is then of somebody without them. */
  restingRoles?: Act['actor']['roles'] | undefined
  /** What is asked of one of the council's people, for the top of the page. */
  factorNotice?: string | undefined
  /** Set by a guard that turned a form away: the page on which it stands. */
  turnedAwayFrom?: string
  /** What was typed into this page's form before its writer had to sign in again. A page whose form grows with what is typed reads it. */
  typedBefore?: readonly (readonly [name: string, value: string])[] | undefined
}

export type AppEnv = { Bindings: Bindings; Variables: Variables }
