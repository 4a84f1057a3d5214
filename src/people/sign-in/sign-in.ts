// Signing in: a person types an address, gets a six-digit code by email, and types it into the same browser within ten minutes.
// An address needs no account beforehand: whoever reads its mail may sign in, and then sees only what the account may see.

import type { StaffRoleName } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import type { standings } from '#base/limits/ceiling.ts'
import { type NotYet, sayUntil } from '#base/limits/limit.ts'
import type { SignInKind } from '#people/accounts/account.ts'

export const codeMinutes = 10
/** How long a code that was typed shows that somebody reads the mail of an address. */
export const mailboxMinutes = 15
/** Tries for one code; the table's CHECK and the update that counts say the same. */
export const codeAttempts = 5

const fewCodes = [
  { most: 5, minutes: 15 },
  { most: 20, minutes: 24 * 60 },
] as const

/**
 * How many codes may be asked for. One office may share an internet address with a whole trust; one mailbox belongs to a few people.
 * `pair`: for an address, from one network; `browser`: for an address that the council knows, in a browser in which it has signed in; `address`: for an address
 * from anywhere else, and `wider` what of it comes from one wider network; beyond either there are draws. `network56`, `network48`: so much
 * of an IPv6 address, of which one customer has many networks.
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

/** Seconds until the first draw among those who ask for codes to an address beyond its limit, and from one draw to the next. */
export const firstWait = 30
export const longestWait = 120
/** How long the turn of whoever was drawn can be taken. */
export const turnMinutes = 15
/** Tries for a code that was given in turn. */
export const triesInTurn = 2
/** One is drawn for so many wider networks that wait, and no more than so many in one draw: the mailbox takes that many codes. */
export const waitingForOne = 15
export const mostDrawn = 4

/**
 * In which draw from now somebody is drawn at the latest who is in all of them.
 *
 * @param before wider networks that may be drawn before them, themselves included: each once
 * @param waiting all that are in the coming draw
 */
export const drawsUntil = (before: number, waiting: number): number =>
  Math.max(1, Math.ceil(before / Math.min(mostDrawn, Math.ceil(waiting / waitingForOne))))

/**
 * Seconds from one code to the next that go to browsers that are not known, by the standing of the address: all of them together are three a
 * second, and the mail provider takes five. Sixteen seconds are waited at most, by four from one wider network: a
 * trigger says so. Once a request is answered half a minute is left for what follows.
 */
export const laneSeconds = { staff: 2, contact: 1, known: 2, unknown: 1 } as const satisfies Record<(typeof standings)[number], number>

/**
 * `turn_kept`: many have asked for codes to this address; the next is given by lot at `until`, and whoever asks each time has one at `latest`.
 * `ceiling_reached`: all together have been sent what the mail plan has for them. `mail_busy`: many codes are on their way at this moment.
 */
export type CodeRefusal =
  | NotYet<'too_many_codes' | 'ceiling_reached' | 'mail_busy'>
  | (NotYet<'turn_kept'> & { latest: Instant | undefined })

const codeRefusals: Record<CodeRefusal['reason'], (when: string, latest: string | undefined) => string> = {
  turn_kept: (when, latest) =>
    `Many codes have been asked for this address, so the next ones are given by lot ${when}. Press the button again then: if you are drawn the code is yours for ${turnMinutes} minutes, and if not you are in the next draw, ${longestWait / 60} minutes later.${latest ? ` If you press it at every draw, you are drawn ${latest} at the latest, unless still more networks ask.` : ''} If the council or a school knows you, you need not wait in a browser in which you have signed in before`,
  mail_busy: (when) =>
    `Many people are asking for codes at this moment, so yours could not be sent. Press the button again ${when}. If the council or a school knows you, you need not wait in a browser in which you have signed in before`,
  too_many_codes: (when) => `Too many codes have been asked for. Use the last one you were sent, or ask for another ${when}`,
  ceiling_reached: (when) =>
    `So many codes are being asked for that no more go to new browsers for now. Ask again ${when}, or ring the council. If the council or a school knows you, you need not wait in a browser in which you have signed in before`,
}

export const sayCodeRefusal = (refusal: CodeRefusal, now: Date): string => {
  const latest = refusal.reason === 'turn_kept' && refusal.latest ? sayUntil(refusal.latest, now) : undefined
  return codeRefusals[refusal.reason](sayUntil(refusal.until, now), latest)
}

/** What is true of every address, and so tells nothing of one: why a code may not come, and what to do. */
export const sayFewCodes = `No more than ${codeLimits.pair[0].most} codes in ${codeLimits.pair[0].minutes} minutes, or ${codeLimits.pair[1].most} in a day, go to one address from where you are. When very many people ask, codes go out in turn: ask again every ${longestWait / 60} minutes. If none has come after an hour, ask the council for help.`

/** To whoever asks for one code after another, for whatever addresses. */
export const sayNetworkRefusal = ({ until }: NotYet<'too_many_codes'>, now: Date): string =>
  `Too many codes have been asked for by you, or from your network. Use the last one you were sent, or ask for another ${sayUntil(until, now)}`

/** How long a browser is known after somebody has signed in from it: as long as browsers keep a cookie. */
export const knownDays = 400

export const kindOf = (roles: readonly StaffRoleName[]): SignInKind =>
  roles.some((role) => role !== 'door') ? 'council' : roles.length > 0 ? 'door' : 'school'

const dayOfWork = 12 * 60

/**
 * How long a sign-in lasts, in minutes: at most, and without use. Schools stay signed in for 30 days; the council's people for a working day, and
 * no longer without use than the council has set. Who only takes registers may leave the telephone alone from one session to the next.
 *
 * @param staffIdleMinutes the council's setting
 */
export const lasts = (kind: SignInKind, staffIdleMinutes: number): { whole: number; unused: number } =>
  kind === 'school'
    ? { whole: 30 * 24 * 60, unused: 30 * 24 * 60 }
    : { whole: dayOfWork, unused: kind === 'door' ? dayOfWork : staffIdleMinutes }

/** A token is replaced after this long. */
export const rotateMinutes = 60
/** The time of last use is written down no more often than this; where it decides when a sign-in ends, more exactly. */
export const touchMinutes: Record<SignInKind, number> = { council: 1, door: 5, school: 5 }
/** How long the old token is good for once the browser has shown the new one: requests that were already under way. */
export const overlapMinutes = 1

/** Where a code is good: the digits people typed, without the spaces and dashes that mail programs put in; undefined when not a code. */
export const readCode = (typed: string): string | undefined => {
  const digits = typed.normalize('NFKC').replaceAll(/[\s\p{Pd}.]/gu, '')
  return /^\d{6}$/.test(digits) ? digits : undefined
}

/** Six digits, each code as likely as any other. */
export const newCode = (): string => {
  const draw = new Uint32Array(1)
  // The highest multiple of a million below 2^32: drawing again above it keeps low codes from being likelier.
  do crypto.getRandomValues(draw)
  while ((draw[0] ?? 0) >= 4_294_000_000)
  return String((draw[0] ?? 0) % 1_000_000).padStart(6, '0')
}

/**
 * What is stored of a code: an HMAC under the browser's own token, which the database does not hold. With the table alone nobody can try
 * out the million codes, and a code typed into another browser never fits.
 */
export const codeHash = async (browserToken: string, email: string, code: string): Promise<string> => {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(browserToken), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signed = await crypto.subtle.sign('HMAC', key, bytes.encode(`${email}\n${code}`))
  return Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A page of this service to go to after signing in, or undefined for anything else: another site, a relative path, sign-in itself. */
export const safeNext = (next: string | undefined): string | undefined => {
  if (!next?.startsWith('/') || next.length > 500 || /[\\\p{Cc}\s]/u.test(next)) return undefined
  const here = 'https://here.invalid'
  if (!URL.canParse(next, here)) return undefined
  const url = new URL(next, here)
  if (url.origin !== here || url.pathname.startsWith('//') || /^\/sign-(in|out)(\/|$)/.test(url.pathname)) return undefined
  return url.pathname + url.search + url.hash
}

const groupsOf = (address: string): number[] => {
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = (tail ?? '').split(':').filter(Boolean)
  const all = tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest]
  return all.map((group) => Number.parseInt(group, 16))
}

/**
 * The part of an internet address that one household or office holds: all of an IPv4 address, the first 64 bits of an IPv6 one.
 *
 * @param bits of an IPv6 address; providers give a household or an office also 56 or 48, and so many networks of 64
 */
export const networkOf = (address: string, bits: 48 | 56 | 64 = 64): string => {
  if (!address.includes(':')) return address
  const groups = groupsOf(address).slice(0, 4)
  const kept = groups.map((group, n) => (n < 3 || bits === 64 ? group : bits === 56 ? group & 0xff00 : 0))
  return `${kept.map((group) => group.toString(16)).join(':')}::/${bits}`
}

/** The network around it, which one customer of a provider can hold with all of its addresses: 24 bits of IPv4, 48 of IPv6. */
export const widerNetworkOf = (address: string): string =>
  address.includes(':') ? networkOf(address, 48) : `${address.split('.').slice(0, 3).join('.')}.0/24`

/** `Firefox on Windows`: enough to know one's own browser again, and nothing that would mark it. */
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

/** A browser that is signed in, whatever tokens it held; current: the one that asks. */
export type BrowserRow = { browserId: string; browser: string; signedInAt: Instant; seenAt: Instant; current: number }
