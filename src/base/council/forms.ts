import * as z from 'zod'
import {
  answerLinkDays,
  digestDays,
  usualAnswerDays,
  usualFactorDays,
  usualIdleMinutes,
  usualMailsPerDay,
  writtenFirsts,
} from '#base/council.ts'
import { lineField, linesField, textField } from '#base/web/form.ts'
import { sayNumber } from '#base/words.ts'
import { contrastWithWhite, isColour, leastContrast } from './colour.ts'
import { longestText } from './page-text.ts'
import { limits, type Thresholds } from './thresholds.ts'

const line = (name: string, longest: number) => lineField.pipe(z.string().max(longest, `${name} must be ${longest} characters or fewer`))
const required = (name: string, longest: number) => line(name, longest).pipe(z.string().min(1, `Enter ${name.toLowerCase()}`))
const optionalEmail = line('The email address', 254).refine(
  (value) => value === '' || z.email().safeParse(value).success,
  'Enter an email address in the right form, like name@example.gov.uk, or leave it empty',
)

export const settingsForm = z.object({
  name: required('The name of the council', 100),
  serviceName: required('The name of the service', 100),
  brandColour: textField
    .transform((value) => `#${value.replace(/^#/, '').toLowerCase()}`)
    .pipe(
      z
        .string()
        .refine(isColour, 'Enter the colour as # and six digits or letters from a to f, like #00504e')
        .refine(
          (value) => !isColour(value) || contrastWithWhite(value) >= leastContrast,
          `Choose a darker colour: white words on it must have a contrast of at least ${leastContrast} to 1`,
        ),
    ),
  laCodes: textField
    .transform((value) => [...new Set(value.split(/[\s,;]+/).filter(Boolean))])
    .pipe(
      z
        .array(z.string().regex(/^\d{3}$/, 'Each authority code has three digits, such as 884'))
        .min(1, 'Enter the three-digit code of at least one authority')
        .max(20, 'Enter at most 20 authority codes'),
    ),
  contactEmail: optionalEmail,
  contactTelephone: line('The telephone number', 40),
  contactAddress: linesField.pipe(z.string().max(300, 'The postal address must be 300 characters or fewer')),
  dataProtectionName: line('The name', 100),
  dataProtectionEmail: optionalEmail,
  answerDays: textField
    .transform((value) => (value === '' ? usualAnswerDays : Number(value)))
    .pipe(
      z
        .number('Enter the working days as a number from 1 to 20')
        .int('Enter whole working days')
        .min(1, 'Enter 1 working day or more')
        .max(20, 'Enter 20 working days or fewer'),
    ),
  staffIdleMinutes: textField
    .transform((value) => (value === '' ? usualIdleMinutes : Number(value)))
    .pipe(
      z
        .number('Enter the minutes as a number from 30 to 60')
        .int('Enter whole minutes')
        .min(30, 'Enter 30 minutes or more')
        .max(60, 'Enter 60 minutes or fewer'),
    ),
  mailsPerDay: textField
    .transform((value) => (value === '' ? usualMailsPerDay : Number(value.replaceAll(/[,\s]/g, ''))))
    .pipe(
      z
        .number('Enter the mails as a number, such as 1600')
        .int('Enter whole mails')
        .min(50, 'Enter 50 mails or more')
        .max(1_000_000, 'Enter 1,000,000 mails or fewer'),
    ),
  staffFactors: z.enum(['required', 'optional']).catch('required'),
  factorDays: textField
    .transform((value) => (value === '' ? usualFactorDays : Number(value)))
    .pipe(
      z
        .number('Enter the days as a number from 0 to 60')
        .int('Enter whole days')
        .min(0, 'Enter 0 days or more')
        .max(60, 'Enter 60 days or fewer'),
    ),
  reportsBy: z.enum(['one', 'two']).catch('two'),
  reopeningBy: z.enum(['one', 'two']).catch('two'),
  breakdowns: z.enum(['six', 'all']).catch('six'),
  answerLinkDays: z.enum(answerLinkDays).catch('30'),
  digestDay: z.enum(digestDays).catch('never'),
  writtenFirst: z.enum(writtenFirsts).catch('dsl'),
  sealEmail: optionalEmail,
  returnControllers: line('Who answers for the answers', 500),
  returnBasis: line('The lawful basis', 500),
  staffProvider: textField,
})

export const pageForm = z.object({
  text: linesField.pipe(
    z
      .string()
      .min(1, 'Enter the text of the page')
      .max(longestText, `The text must be ${sayNumber(longestText)} characters or fewer`),
  ),
  action: z.enum(['preview', 'save', 'restore']).catch('preview'),
  changedAt: textField,
})

const numberOf = (what: string, [least, most]: readonly [number, number]) =>
  textField
    .pipe(z.string().regex(/^\d{1,3}$/, `Enter ${what} as a number, from ${least} to ${most}`))
    .transform(Number)
    .pipe(z.number().min(least, `Enter ${least} or more`).max(most, `Enter ${most} or fewer`))

/** @param smallest what it is now: it only rises */
export const thresholdsForm = ({ smallest }: Thresholds) =>
  z.object({
    replyDays: numberOf('the school working days', limits.replyDays),
    dueSoonDays: numberOf('the days', limits.dueSoonDays),
    smallest: numberOf('the smallest count', [smallest, limits.smallest[1]]),
  })
