// Signing in: a person types an address, gets a six-digit code by email, and types it into the same
// browser within ten minutes. No account is needed before: whoever reads the mail may sign in, and
// sees only what the account may see.

import type { StaffRoleName } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { type NotYet, sayUntil } from '#base/limits/limit.ts'
import type { SignInKind } from '#people/accounts/account.ts'

export const codeMinutes = 10
/** Minutes for which a typed code proves that somebody reads an address's mail. */
export const mailboxMinutes = 15
/** Tries per code; same as the table's CHECK and the update that counts. */
export const codeAttempts = 5

const fewCodes = [
  { most: 5, minutes: 15 },
  { most: 20, minutes: 24 * 60 },
] as const

/**
 * Limits on asking. `pair`: an address from one network; `browser`: a known address in its known
 * browser; `address`: an address from elsewhere, `wider` the part of one wider network; beyond
 * those a draw decides. `network56`, `network48`: IPv6 prefixes, as a customer has many networks.
 */
export const codeLimits = {
  pair: fewCodes,
  browser: fewCodes,
  account: fewCodes,
  address: [
    { most: 10, minutes: 15 },
    { most: 40, minutes: 24 * 60 },
  ],
  wider: fewCodes,
  network: [{ most: 100, minutes: 60 }],
  network56: [{ most: 200, minutes: 60 }],
  network48: [{ most: 300, minutes: 60 }],
} as const

/** Seconds to the first draw for codes beyond an address's limit, and between draws. */
export const firstWait = 30
export const longestWait = 120
/** Minutes in which a drawn turn can be used. */
export const turnMinutes = 15
/** Tries for a code given by a draw. */
export const triesInTurn = 2
/**
 * One is drawn per so many waiting wider networks, and at most so many per draw, because the
 * mailbox gets that many codes.
 */
export const waitingForOne = 15
export const mostDrawn = 4

/** @param before networks that may come first, this one included @param waiting all in the draw */
export const drawsUntil = (before: number, waiting: number): number =>
  Math.max(1, Math.ceil(before / Math.min(mostDrawn, Math.ceil(waiting / waitingForOne))))

/**
 * `turn_kept`: many ask for this address; the next code is drawn at `until`, and a steady asker's
 * by `latest`. `ceiling_reached`: the mail plan's share is used up.
 */
export type CodeRefusal = NotYet<'too_many_codes' | 'ceiling_reached'> | (NotYet<'turn_kept'> & { latest: Instant | undefined })

const codeRefusals: Record<CodeRefusal['reason'], (when: string, latest: string | undefined) => string> = {
  turn_kept: (when, latest) =>
    `Many codes have been asked for this address, so the next ones are given by lot ${when}. Press the button again then: if you are drawn the code is yours for ${turnMinutes} minutes, and if not you are in the next draw, ${longestWait / 60} minutes later.${latest ? ` If you press it at every draw, you are drawn ${latest} at the latest, unless still more networks ask.` : ''} If the council or a school knows you, you need not wait in a browser in which you have signed in before`,
  too_many_codes: (when) => `Too many codes have been asked for. Use the last one you were sent, or ask for another ${when}`,
  ceiling_reached: (when) =>
    `So many codes are being asked for that no more go to new browsers for now. Ask again ${when}, or ring the council. If the council or a school knows you, you need not wait in a browser in which you have signed in before`,
}

export const sayCodeRefusal = (refusal: CodeRefusal, now: Date): string => {
  const latest = refusal.reason === 'turn_kept' && refusal.latest ? sayUntil(refusal.latest, now) : undefined
  return codeRefusals[refusal.reason](sayUntil(refusal.until, now), latest)
}

/** True of every address, so it reveals nothing of one: why a code may not come, and what to do. */
export const sayFewCodes = `No more than ${codeLimits.pair[0].most} codes in ${codeLimits.pair[0].minutes} minutes, or ${codeLimits.pair[1].most} in a day, go to one address from where you are. When one address is asked for from very many places, its codes go out in turn: ask again every ${longestWait / 60} minutes. If none has come after an hour, ask the council for help.`

/** True of every address: who gets a code though their network is over its limit. */
export const sayNetworkWaits = ({ until }: NotYet<'too_many_codes'>, now: Date): string =>
  `So many codes have been asked for from your network that for now one goes only to an address that the council knows: of one of its people, of a school’s contact, or of somebody who may book or who has a place, a certificate or a role at a school. If yours is one, type the code here when it comes. Any other address can be sent one ${sayUntil(until, now)}.`

/** For somebody who asks for code after code, for any addresses. */
export const sayNetworkRefusal = ({ until }: NotYet<'too_many_codes'>, now: Date): string =>
  `Too many codes have been asked for by you, or from your network. Use the last one you were sent, or ask for another ${sayUntil(until, now)}`

/** Days for which a browser is known: the longest life of a cookie in browsers. */
export const knownDays = 400

export const kindOf = (roles: readonly StaffRoleName[]): SignInKind =>
  roles.some((role) => role !== 'door') ? 'council' : roles.length > 0 ? 'door' : 'school'

const dayOfWork = 12 * 60

/**
 * How long a sign-in lasts, in minutes: in all, and unused. Schools: 30 days. Council staff: a
 * working day, and unused as the council has set. Door staff may put the phone away between
 * sessions. @param staffIdleMinutes the council's setting
 */
export const signInLength = (kind: SignInKind, staffIdleMinutes: number): { whole: number; unused: number } =>
  kind === 'school'
    ? { whole: 30 * 24 * 60, unused: 30 * 24 * 60 }
    : { whole: dayOfWork, unused: kind === 'door' ? dayOfWork : staffIdleMinutes }

/** Minutes until a token is replaced. */
export const rotateMinutes = 60
/** Minutes between records of a token’s last use; fewer where that ends a sign-in. */
export const touchMinutes: Record<SignInKind, number> = { council: 1, door: 5, school: 5 }
/** Minutes an old token remains valid after the new one was shown, for requests under way. */
export const overlapMinutes = 1

/** The typed digits without spaces and dashes; undefined when not a code. */
export const readCode = (typed: string): string | undefined => {
  const digits = typed.normalize('NFKC').replaceAll(/[\s\p{Pd}.]/gu, '')
  return /^\d{6}$/.test(digits) ? digits : undefined
}

/** Six digits, all equally likely. */
export const newCode = (): string => {
  const draw = new Uint32Array(1)
  // The highest multiple of a million below 2^32: redrawing above it avoids bias.
  do crypto.getRandomValues(draw)
  while ((draw[0] ?? 0) >= 4_294_000_000)
  return String((draw[0] ?? 0) % 1_000_000).padStart(6, '0')
}

/**
 * A code's stored HMAC, keyed with the browser's token, which is not in the database: the table
 * does not allow trying all codes, and a code works in its browser only.
 */
export const codeHash = async (browserToken: string, email: string, code: string): Promise<string> => {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(browserToken), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signed = await crypto.subtle.sign('HMAC', key, bytes.encode(`${email}\n${code}`))
  return Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A page of this service; undefined for another site, a relative path or sign-in itself. */
export const safeNext = (next: string | undefined): string | undefined => {
  if (!next?.startsWith('/') || next.length > 500 || /[\\\p{Cc}\s]/u.test(next)) return undefined
  const here = 'https://here.invalid'
  if (!URL.canParse(next, here)) return undefined
  const url = new URL(next, here)
  if (url.origin !== here || url.pathname.startsWith('//') || /^\/sign-(in|out)(\/|$)/.test(url.pathname)) return undefined
  return url.pathname + url.search + url.hash
}

/** A page of signing in, from which they go on to `next`. */
export const goingOn = (path: string, next: string | undefined): string => (next ? `${path}?next=${encodeURIComponent(next)}` : path)

/** `Firefox on Windows`: enough to recognise one's browser, without fingerprinting it. */
export const sayBrowser = (userAgent: string): string => {
  const first = (names: readonly (readonly [pattern: RegExp, name: string])[]): string | undefined =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = first([
    [/Edg(e|A|iOS)?\//, 'Edge'],
    [/(Firefox|FxiOS)\//, 'Firefox'],
    [/SamsungBrowser\//, 'Samsung Internet'],
    [/(Chrome|CriOS)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = first([
    [/iPhone|iPad/, 'iPhone or iPad'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'Mac'],
    [/CrOS/, 'Chromebook'],
    [/Linux/, 'Linux'],
  ])
  return [browser ?? 'A browser', system].filter(Boolean).join(' on ')
}

/**
 * A sign-in in one browser, whatever tokens it had; current: the one that asks. `endedAt`: null
 * while it is open there. `provider`: which one named the holder; null: a code by email did.
 */
export type BrowserRow = {
  browserId: string
  browser: string
  signedInAt: Instant
  seenAt: Instant
  current: number
  endedAt: Instant | null
  provider: string | null
  factorBy: 'passkey' | 'totp' | 'recovery' | 'provider' | null
}

/** Days for which ended sign-ins are shown, and kept. */
export const shownDays = 30

const factorWords = { passkey: 'passkey', totp: 'authenticator app', recovery: 'printed code' } as const

/** `Code by email, passkey`. @param labels of the providers that are set up, by id */
export const sayHow = ({ provider, factorBy }: Pick<BrowserRow, 'provider' | 'factorBy'>, labels: ReadonlyMap<string, string>): string =>
  [
    provider === null ? 'Code by email' : (labels.get(provider) ?? 'Another provider'),
    factorBy === null || factorBy === 'provider' ? undefined : factorWords[factorBy],
  ]
    .filter(Boolean)
    .join(', ')
