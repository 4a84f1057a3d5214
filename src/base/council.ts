// The council whose deployment this is: its name on every page, its colours, its area, and the people to write to.
import { addMinutes, instant } from './dates.ts'

export type Council = {
  name: string
  serviceName: string
  /** Authority codes of the area, three digits each. */
  laCodes: readonly string[]
  /** Six hexadecimal digits with #; must contrast at least 4.5:1 with white. */
  brandColour: string
  contactEmail: string
  contactTelephone: string
  /** The data protection officer: a name or a post, and where to write. */
  dataProtectionName: string
  dataProtectionEmail: string
  /** Working days within which it answers somebody who asks to act for a school: they are told. */
  answerDays: number
  /** After this many minutes without use its own people are signed out, 30 to 60. */
  staffIdleMinutes: number
  /** Mails that the council's mail plan lets it send in a day; ceilings are shares of it. */
  mailsPerDay: number
  /** Whether its own people must have a second factor. */
  staffFactors: 'required' | 'optional'
  /** Days from being given a role within which they must have set one up. */
  factorDays: number
  /** The id of the provider with which they must sign in; '': with any, or by a code. */
  staffProvider: string
}

/** Working days to answer in, where the council has set no other. */
export const usualAnswerDays = 3

/** Minutes without use after which staff are signed out, where the council has set no others. */
export const usualIdleMinutes = 60
/** A plan of 50,000 mails a month, where the council has set no other. */
export const usualMailsPerDay = 1600

/** Days in which to set up a second factor, where the council has set no others. */
export const usualFactorDays = 14

/** Until an administrator fills in the settings page. */
export const councilFrom = (laCodes: string): Council => ({
  name: 'Your council',
  serviceName: 'Safeguarding conferences',
  laCodes: laCodes
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean),
  brandColour: '#00504e',
  contactEmail: '',
  contactTelephone: '',
  dataProtectionName: '',
  dataProtectionEmail: '',
  answerDays: usualAnswerDays,
  staffIdleMinutes: usualIdleMinutes,
  mailsPerDay: usualMailsPerDay,
  staffFactors: 'required',
  factorDays: usualFactorDays,
  staffProvider: '',
})

const daysGood = 180

/**
 * What a researcher who found a hole reads first (RFC 9116): whom to write to, in which language, and until when that holds.
 *
 * @returns undefined while the council has given no address, without which the file would be no use
 */
export const securityText = (council: Council, baseUrl: string, now: Date): string | undefined =>
  council.contactEmail === ''
    ? undefined
    : [
        `Contact: mailto:${council.contactEmail}`,
        `Expires: ${instant(addMinutes(now, daysGood * 24 * 60))}`,
        'Preferred-Languages: en',
        `Canonical: ${baseUrl}/.well-known/security.txt`,
        '',
      ].join('\n')
