import type { Act } from './act.ts'
import type { Council } from './council/council.ts'

export type Bindings = {
  DB: D1Database
  /** Comma-separated authority codes whose schools are "ours" until an administrator says otherwise in settings. */
  LA_CODES: string
  /** `Name <address>`: the sender of every message and the ORGANIZER of every calendar entry. */
  MAIL_FROM: string
  FIRST_ADMINISTRATOR?: string
  RESEND_API_KEY?: string
  RESEND_BASE_URL?: string
  /** Absolute address used in messages; the address of the request when unset, and then nothing is sent by the clock alone. */
  BASE_URL?: string
  /** '1' delivers mail to /dev/inbox and opens /dev; never set in wrangler.toml. */
  LOCAL_MAIL?: string
  /** Shared by `npm start` and the local commands; without it the local-only command routes do not exist. */
  LOCAL_TOKEN?: string
  /** Sign-in elsewhere: JSON, a list of {id, label, issuer, clientId}. The secret of each is OIDC_SECRET_ with its id in capitals. */
  OIDC_PROVIDERS?: string
}

type Variables = { act: Act; council: Council; signInId: string | undefined }

export type AppEnv = { Bindings: Bindings; Variables: Variables }
