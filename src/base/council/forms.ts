import * as z from 'zod'
import {
  answerLinkDays,
  type Council,
  digestDays,
  reportSettings,
  usualAnswerDays,
  usualFactorDays,
  usualIdleMinutes,
  usualMailsPerDay,
  type WrittenFirst,
  writtenFirsts,
} from '#base/council.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, type Field, form, line, lines, sentAlong, type Texts, under } from '#base/web/fields.tsx'
import { lineField, linesField, sentField, textField } from '#base/web/form.ts'
import { sayNumber } from '#base/words.ts'
import { contrastWithWhite, isColour, leastContrast } from './colour.ts'
import { longestText } from './page-text.ts'
import { limits, type Thresholds } from './thresholds.ts'

const short = (name: string, longest: number) => lineField.pipe(z.string().max(longest, `${name} must be ${longest} characters or fewer`))
const required = (name: string, longest: number) => short(name, longest).pipe(z.string().min(1, `Enter ${name.toLowerCase()}`))
const optionalEmail = short('The email address', 254).refine(
  (value) => value === '' || z.email().safeParse(value).success,
  'Enter an email address in the right form, like name@example.gov.uk, or leave it empty',
)

const colour = textField
  .transform((value) => `#${value.replace(/^#/, '').toLowerCase()}`)
  .pipe(
    z
      .string()
      .refine(isColour, 'Enter the colour as # and six digits or letters from a to f, like #00504e')
      .refine(
        (value) => !isColour(value) || contrastWithWhite(value) >= leastContrast,
        `Choose a darker colour: white words on it must have a contrast of at least ${leastContrast} to 1`,
      ),
  )

const codes = textField
  .transform((value) => [...new Set(value.split(/[\s,;]+/).filter(Boolean))])
  .pipe(
    z
      .array(z.string().regex(/^\d{3}$/, 'Each authority code has three digits, such as 884'))
      .min(1, 'Enter the three-digit code of at least one authority')
      .max(20, 'Enter at most 20 authority codes'),
  )

type Whole = { usual: number; from: number; to: number; unit: string; units: string; asked: string }

/** A whole number; left empty, the usual one. */
const whole = ({ usual, from, to, unit, units, asked }: Whole) =>
  textField
    .transform((value) => (value === '' ? usual : Number(value.replaceAll(/[,\s]/g, ''))))
    .pipe(
      z
        .number(`Enter the ${units} as a number${asked}`)
        .int(`Enter whole ${units}`)
        .min(from, `Enter ${from} ${from === 1 ? unit : units} or more`)
        .max(to, `Enter ${sayNumber(to)} ${units} or fewer`),
    )

const firstWords: Record<WrittenFirst, string> = {
  dsl: 'The safeguarding lead, else the head, else the office',
  head: 'The head, else the safeguarding lead, else the office',
  business_manager: 'The office, else the safeguarding lead, else the head',
}

const digestWords = Object.fromEntries(
  digestDays.map((value) => [value, value === 'never' ? 'None goes' : `On ${value.charAt(0).toUpperCase()}${value.slice(1)}s`]),
)

const factorOptions = [
  { value: 'required', text: 'Required', hint: 'A passkey or an authenticator app, besides the code that is mailed' },
  { value: 'optional', text: 'Left to each of them' },
]

type Provider = { id: string; label: string }

/** Nothing is asked while none is set up. */
const providerField = (providers: readonly Provider[]): Field<string> =>
  providers.length === 0
    ? sentAlong(textField)
    : choice(
        'The sign-in that they must use',
        [{ value: '', text: 'None: a code from their mailbox will do' }, ...providers.map(({ id, label }) => ({ value: id, text: label }))],
        textField,
        {
          hint: 'What the others may do for the council rests until they sign in with it. Administrators with a second factor of their own come in without it',
        },
      )

const [reportsBy, reopeningBy, breakdowns, linkDays] = reportSettings

/** @param providers the sign-in providers that are set up */
export const settingsForm = (providers: readonly Provider[] = []) =>
  form({
    name: under('Name and colour', line('Name of the council', required('The name of the council', 100))),
    serviceName: line('Name of the service', required('The name of the service', 100)),
    brandColour: line('Colour', colour, {
      hint: `# and six digits or letters from a to f. White words must be readable on it: a contrast of at least ${leastContrast} to 1`,
      width: 10,
    }),
    laCodes: under(
      'Area',
      line('Authority codes', codes, {
        hint: 'Three digits each, with commas between them. Schools of these authorities are counted in reports',
        width: 20,
      }),
    ),
    contactEmail: under(
      'Whom to contact',
      line('Email address', optionalEmail, {
        hint: 'Use a shared mailbox. It is shown on the public pages, and told of requests to act for a school',
        type: 'email',
      }),
    ),
    contactTelephone: line('Telephone number', short('The telephone number', 40), { type: 'tel', width: 20 }),
    contactAddress: lines('Postal address', linesField.pipe(z.string().max(300, 'The postal address must be 300 characters or fewer')), {
      hint: 'Shown on every page, on Help and on invoices',
      rows: 4,
    }),
    answerDays: line(
      'Working days to answer who asks to act for a school',
      whole({ usual: usualAnswerDays, from: 1, to: 20, unit: 'working day', units: 'working days', asked: ' from 1 to 20' }),
      { hint: 'Those who wait are told the day, and to ring you after it', width: 2, inputmode: 'numeric' },
    ),
    digestDay: choice('The weekly letter to schools of what is due', optionsOf(digestWords), z.enum(digestDays).catch('never'), {
      hint: 'Names, questions and training in one letter, to those who act for the school and may hear it. It goes in school hours in term, and only where something is due',
    }),
    writtenFirst: choice('Who is written to at a school', optionsOf(firstWords), z.enum(writtenFirsts).catch('dsl'), {
      hint: 'Invitations and notices go to one address of each school: this one, or the next that works',
    }),
    sealEmail: line('Address that gets the checkpoint of the protected record each day', optionalEmail, {
      hint: 'One outside this service, such as that of internal audit. Left empty, none goes',
      type: 'email',
    }),
    dataProtectionName: under('Data protection officer', line('Name or post', short('The name', 100))),
    dataProtectionEmail: line('Their email address', optionalEmail, { type: 'email' }),
    returnControllers: under(
      'Safeguarding audit of schools',
      line('Who answers for what schools say in it (the controllers)', short('Who answers for the answers', 500), {
        hint: 'Each new round begins with it, and schools read it before the first question',
      }),
    ),
    returnBasis: line('Lawful basis', short('The lawful basis', 500), {
      hint: 'Such as public task, UK GDPR Article 6(1)(e). Agree it with the data protection officer',
    }),
    staffIdleMinutes: under(
      'Signing in',
      line(
        'Minutes without use after which the council’s own people are signed out',
        whole({ usual: usualIdleMinutes, from: 30, to: 60, unit: 'minute', units: 'minutes', asked: ' from 30 to 60' }),
        {
          hint: 'From 30 to 60. They are signed out after 12 hours in any case, and who only takes registers then alone',
          width: 2,
          inputmode: 'numeric',
        },
      ),
    ),
    staffFactors: choice('A second factor for the council’s own people', factorOptions, z.enum(['required', 'optional']).catch('required')),
    factorDays: line(
      'Days to set one up in, from being given a role',
      whole({ usual: usualFactorDays, from: 0, to: 60, unit: 'day', units: 'days', asked: ' from 0 to 60' }),
      { hint: 'After them a role rests until its holder has set one up', width: 2, inputmode: 'numeric' },
    ),
    staffProvider: providerField(providers),
    reportsBy: under('Reports and audits', choice(reportsBy[1], optionsOf(reportsBy[2]), z.enum(['one', 'two']).catch('two'))),
    reopeningBy: choice(reopeningBy[1], optionsOf(reopeningBy[2]), z.enum(['one', 'two']).catch('two')),
    breakdowns: choice(breakdowns[1], optionsOf(breakdowns[2]), z.enum(['six', 'all']).catch('six')),
    answerLinkDays: choice(linkDays[1], optionsOf(linkDays[2]), z.enum(answerLinkDays).catch('30')),
    mailsPerDay: under(
      'Mail',
      line(
        'Mails that your mail plan allows in a day',
        whole({ usual: usualMailsPerDay, from: 50, to: 1_000_000, unit: 'mail', units: 'mails', asked: ', such as 1600' }),
        {
          hint: 'For a plan by the month, a thirtieth of it. Codes to people you know have 40% of it, which nothing else spends. Codes to unknown addresses take at most 35%, mail that is passed on 5%, and schools, newcomers and messages to many people 60%',
          width: 10,
          inputmode: 'numeric',
        },
      ),
    ),
  })

export const filledSettings = (council: Council, providers: readonly Provider[]): Texts => ({
  ...council,
  laCodes: council.laCodes.join(', '),
  answerDays: String(council.answerDays),
  staffIdleMinutes: String(council.staffIdleMinutes),
  mailsPerDay: String(council.mailsPerDay),
  factorDays: String(council.factorDays),
  staffProvider: providers.some(({ id }) => id === council.staffProvider) ? council.staffProvider : '',
})

export const pageForm = (words: readonly string[]) =>
  form(
    {
      text: lines('Text', linesField, {
        hint: `Leave an empty line between paragraphs. Start a heading with “## ” and an item of a list with “- ”. Web and email addresses become links. These words are filled in from the settings: ${words.join(', ')}.`,
        rows: 30,
      }),
      action: sentAlong(sentField),
    },
    (schema) =>
      schema
        .refine(({ text, action }) => text !== '' || action === 'restore', { path: ['text'], message: 'Enter the text of the page' })
        .refine(({ text, action }) => text.length <= longestText || action === 'restore', {
          path: ['text'],
          message: `The text must be ${sayNumber(longestText)} characters or fewer`,
        }),
  )

const numberOf = (label: string, hint: string, what: string, [least, most]: readonly [number, number]) =>
  line(
    label,
    textField
      .pipe(z.string().regex(/^\d{1,3}$/, `Enter ${what} as a number, from ${least} to ${most}`))
      .transform(Number)
      .pipe(z.number().min(least, `Enter ${least} or more`).max(most, `Enter ${most} or fewer`)),
    { hint: `${hint} From ${least} to ${most}.`, width: 3, inputmode: 'numeric' },
  )

/** @param smallest what it is now: it only rises */
export const thresholdsForm = ({ smallest }: Thresholds) =>
  form({
    replyDays: numberOf(
      'School working days to answer to a line of a report',
      'The day on which a school is shown its line is not counted.',
      'the school working days',
      limits.replyDays,
    ),
    dueSoonDays: numberOf(
      'Days in which a training is due soon',
      'Counted back from the last day on which it is in date.',
      'the days',
      limits.dueSoonDays,
    ),
    smallest: numberOf(
      'Smallest count that is shown to whoever sees no schools',
      'It can be raised and never lowered.',
      'the smallest count',
      [smallest, limits.smallest[1]],
    ),
  })
