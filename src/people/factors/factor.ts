// A second factor is what somebody signs in with besides their mailbox: a passkey, or the codes of
// an authenticator app. Council staff need one, because their mailbox alone would open every
// school's record.
import type { StaffRoleName } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'

/** What can be shown at sign-in; a provider that asked for a second factor counts. */
export type ShownFactor = 'passkey' | 'totp' | 'recovery'

export const challengeMinutes = 5
/** Wrong codes that end a sign-in; same as the table's CHECK. */
export const factorTries = 5
export const recoveryCodes = 10
/** Letters and digits of a printed code: with over 112 bits a plain hash of it is enough. */
export const recoveryLength = 24
/** An account’s wrong codes per day: in all unknown browsers together, and in each known one. */
export const wrongFactors = [{ most: 20, minutes: 24 * 60 }] as const

/** `since`: the first grant of a role still held; `isHeld`: waits for an administrator. */
export type StaffSignIn = { since: Instant; hasFactor: boolean; factorShown: boolean; isHeld: boolean; provider: string | undefined }

export type Policy = { required: boolean; days: number; provider: string | undefined }

/** Without encryption keys nothing is required; a provider no longer configured is ignored. */
export const policyOf = (council: Council, hasKeys: boolean, providerIds: readonly string[]): Policy => ({
  required: hasKeys && council.staffFactors === 'required',
  days: council.factorDays,
  provider: providerIds.find((id) => id === council.staffProvider),
})

/**
 * A staff member's standing. `until`: end of the days for setting one up. Roles are suspended when
 * these are over (`withheld`), until an administrator lets a late one count (`held`), or until they
 * sign in with the required provider (`elsewhere`).
 */
export type Standing = 'shown' | 'not_asked' | 'withheld' | 'held' | 'elsewhere' | { until: Instant }

export const standingOf = (staff: StaffSignIn, roles: readonly StaffRoleName[], policy: Policy, now: Date): Standing => {
  // If the provider is down, an administrator with a factor can still get in.
  const besides = staff.factorShown && staff.hasFactor && !staff.isHeld && roles.includes('administrator')
  if (policy.provider !== undefined && staff.provider !== policy.provider && !besides) return 'elsewhere'
  if (staff.isHeld && policy.required && policy.provider === undefined) return 'held'
  if (staff.factorShown) return 'shown'
  if (!policy.required) return 'not_asked'
  const until = instant(addMinutes(new Date(staff.since), policy.days * 24 * 60))
  return until > instant(now) ? { until } : 'withheld'
}

export type FactorRow = { id: string; kind: 'passkey' | 'totp'; label: string; madeAt: Instant; usedAt: Instant | null }

export const kindWords: Record<FactorRow['kind'], string> = { passkey: 'Passkey', totp: 'Authenticator app' }

/** A typed recovery code in capitals without blanks and dashes; undefined when malformed. */
export const readRecoveryCode = (typed: string): string | undefined => {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
  return letters.length === recoveryLength && /^[2-9A-HJKMNP-TV-Z]+$/.test(letters) ? letters : undefined
}

/** `ABCD-EFGH-…`, readable on paper. */
export const sayRecoveryCode = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code
