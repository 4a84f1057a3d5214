// A second factor is what somebody signs in with besides their mailbox: a passkey, or the codes of an authenticator app. It is asked of the council's
// people, whose mailbox alone would open every school's record to whoever reads it.
import type { StaffRoleName } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'

/** What can be shown at a sign-in; a provider that asked for a second factor itself counts as one. */
export type Shown = 'passkey' | 'totp' | 'recovery'

export const challengeMinutes = 5
/** Wrong codes in one sign-in before it ends; the table's CHECK says the same. */
export const factorTries = 5
export const recoveryCodes = 10
/** Wrong codes of one account in a day: in all browsers together in which it has not shown a factor, and in each in which it has. */
export const wrongFactors = [{ most: 20, minutes: 24 * 60 }] as const

/** What is known of how one of the council's people is signed in. `since`: the first grant of a role that is still held. */
export type StaffSignIn = { since: Instant; hasFactor: boolean; factorShown: boolean; provider: string | undefined }

export type Policy = { required: boolean; days: number; provider: string | undefined }

/**
 * What the council asks of its people. Without keys to encipher the secrets of apps with, nothing can be required of anybody; a provider that is
 * set up no more is not asked for.
 */
export const policyOf = (council: Council, hasKeys: boolean, providerIds: readonly string[]): Policy => ({
  required: hasKeys && council.staffFactors === 'required',
  days: council.factorDays,
  provider: providerIds.find((id) => id === council.staffProvider),
})

/**
 * Where one of the council's people stands: `until`: the end of the days in which they must set one up; `withheld`: those are over, and their roles
 * rest; `elsewhere`: their roles rest until they sign in with the provider that the council requires.
 */
export type Standing = 'shown' | 'not_asked' | 'withheld' | 'elsewhere' | { until: Instant }

export const standingOf = (staff: StaffSignIn, roles: readonly StaffRoleName[], policy: Policy, now: Date): Standing => {
  // A provider that does not answer must not keep everyone out: an administrator with a factor of their own comes in all the same.
  const besides = staff.factorShown && staff.hasFactor && roles.includes('administrator')
  if (policy.provider !== undefined && staff.provider !== policy.provider && !besides) return 'elsewhere'
  if (staff.factorShown) return 'shown'
  if (!policy.required) return 'not_asked'
  const until = instant(addMinutes(new Date(staff.since), policy.days * 24 * 60))
  return until > instant(now) ? { until } : 'withheld'
}

/** A factor as its owner and administrators see it. */
export type FactorRow = { id: string; kind: 'passkey' | 'totp'; label: string; madeAt: Instant; usedAt: Instant | null }

export const kindWords: Record<FactorRow['kind'], string> = { passkey: 'Passkey', totp: 'Authenticator app' }

/** What was typed as a recovery code, as it is compared: capitals without blanks and dashes; undefined when it cannot be one. */
export const readRecoveryCode = (typed: string): string | undefined => {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
  return /^[2-9A-HJKMNP-TV-Z]{16}$/.test(letters) ? letters : undefined
}

/** `ABCD-EFGH-JKLM-NPQR`, to be read from paper. */
export const sayRecoveryCode = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code
