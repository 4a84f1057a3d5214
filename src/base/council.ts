// The council that runs this deployment: its name, colour, area and contacts.
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
  /** A line each; invoices show it unless finance names another address. */
  contactAddress: string
  /** The data protection officer: a name or a post, and where to write. */
  dataProtectionName: string
  dataProtectionEmail: string
  /** Working days in which the council answers who asks to book for a school; shown to them. */
  answerDays: number
  /** Staff are signed out after this many minutes without use, 30 to 60. */
  staffIdleMinutes: number
  /** Mails that the council's mail plan allows in a day. Limits on mail are shares of it. */
  mailsPerDay: number
  /** Whether staff must have a second factor. */
  staffFactors: 'required' | 'optional'
  /** Days from being given a role within which staff must set up a second factor. */
  factorDays: number
  /** Whether a second person must make a report final or reopen an audit; triggers read it. */
  reportsBy: 'one' | 'two'
  reopeningBy: 'one' | 'two'
  /** How many breakdowns reports offer. */
  breakdowns: 'six' | 'all'
  /** The most days that a link to an answer works; a trigger reads it. */
  answerLinkDays: (typeof answerLinkDays)[number]
  /** The day of the weekly letter to schools; 'never': it is not sent. */
  digestDay: (typeof digestDays)[number]
  /** Which address of a school is written to first. */
  writtenFirst: WrittenFirst
  /** Receives the day's checkpoint of the protected record; '': nobody. */
  sealEmail: string
  /** Data controllers of what schools answer in an audit; '': each round names them. */
  returnControllers: string
  returnBasis: string
  /** The id of the provider with which staff must sign in; '' for any provider, or a code. */
  staffProvider: string
}

export const answerLinkDays = ['14', '30', '90'] as const

export const digestDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'never'] as const

export const writtenFirsts = ['dsl', 'head', 'business_manager'] as const
export type WrittenFirst = (typeof writtenFirsts)[number]

/** Settings of reports and audits, each with its choices, the usual one first. */
export const reportSettings = [
  ['reportsBy', 'Who makes a report final', { two: 'Another person than made its draft', one: 'One person alone' }],
  ['reopeningBy', 'Who reopens an audit that a school submitted', { two: 'One proposes it, another approves it', one: 'One person alone' }],
  [
    'breakdowns',
    'How reports can be broken down',
    {
      six: 'By sector and kind, phase, trust, ward, district and free school meals',
      all: 'Also by sector, kind, character, gender, place, size',
    },
  ],
  ['answerLinkDays', 'How long a link to an answer lasts at most', { 14: '14 days', 30: '30 days', 90: '90 days' }],
] as const

export const usualAnswerDays = 3

export const usualIdleMinutes = 60
export const usualMailsPerDay = 1600

export const usualFactorDays = 14

/** The settings until an administrator fills in the page of settings. */
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
  contactAddress: '',
  dataProtectionName: '',
  dataProtectionEmail: '',
  answerDays: usualAnswerDays,
  staffIdleMinutes: usualIdleMinutes,
  mailsPerDay: usualMailsPerDay,
  staffFactors: 'required',
  factorDays: usualFactorDays,
  reportsBy: 'two',
  reopeningBy: 'two',
  breakdowns: 'six',
  answerLinkDays: '30',
  digestDay: 'never',
  writtenFirst: 'dsl',
  sealEmail: '',
  returnControllers: '',
  returnBasis: '',
  staffProvider: '',
})

const daysGood = 180

/** The security.txt of RFC 9116; undefined while the council has given no address. */
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

/** How to reach the council, such as `conferences@… or 01432 …`; without either its name. */
export const sayContact = (council: Pick<Council, 'name' | 'contactEmail' | 'contactTelephone'>): string =>
  [council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ') || council.name
