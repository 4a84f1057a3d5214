import * as z from 'zod'
import type { EditionFacts } from '#attendance/requirements/edition-change.ts'
import {
  type Edition,
  isOfSettings,
  type Purpose,
  purposes,
  type Strength,
  settingKinds,
  strengths,
  whoseWays,
} from '#attendance/requirements/requirement.ts'
import { type Names, purposeNames, strengthNames, whoseNames } from '#attendance/requirements/sentence.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, day, type Field, form, line, lines, select, sentAlong, type Texts, ticks, under } from '#base/web/fields.tsx'
import { dayField, isUsableDay, shortLine, textField, textsField } from '#base/web/form.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import { type RuleWay, ruleWays, type Source, type SourceFacts } from './source.ts'

/** An edition as its form shows it. */
export const editionTyped = (edition: EditionFacts): Texts => ({
  label: edition.label,
  whose: edition.whose,
  roleIds: edition.roleIds,
  sectors: edition.sectors,
  kinds: edition.kinds,
  underFives: edition.underFives ? 'yes' : '',
  purposes: edition.purposes,
  topicIds: edition.topicIds,
  level: edition.level,
  leastMinutes: String(edition.leastMinutes ?? ''),
  everyMonths: String(edition.everyMonths ?? ''),
  beforeInRole: edition.beforeInRole ? 'yes' : '',
  inductionDays: String(edition.inductionDays || ''),
  graceDays: String(edition.graceDays || ''),
  strength: edition.strength,
  source: edition.source,
  citation: edition.citation,
  checked: edition.toCheck ? '' : 'yes',
  publishedOn: edition.publishedOn,
  validFrom: edition.validFrom,
  validTo: edition.validTo,
})

const whole = (most: number, sentence: string) =>
  textField.transform((typed, context): number | undefined => {
    if (typed === '') return undefined
    const n = /^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN
    if (n >= 1 && n <= most) return n
    context.addIssue(sentence)
    return z.NEVER
  })
const everyMonths = whole(240, 'Enter months as a whole number from 1 to 240, or leave it empty')
const graceDays = whole(730, 'Enter days as a whole number from 1 to 730, or leave it empty')
const ticked = textField.transform((typed) => typed === 'yes')
const optionalDay = textField
  .pipe(z.string().refine((typed) => typed === '' || isUsableDay(typed), 'Enter the day as a date, or leave it empty'))
  .transform((typed): string | undefined => typed || undefined)
export const wayNames: Record<RuleWay, string> = {
  same: 'Asked from that day',
  end: 'No longer asked from that day',
  stay: 'Not in it: stays as it is',
}

const number = { width: 4, inputmode: 'numeric' } as const

const ruleFields = ({ requirementId: id, label }: Edition) => ({
  [`way-${id}`]: select(`In the new edition: ${label}`, optionsOf(wayNames), z.enum(ruleWays, 'Choose what becomes of it'), {
    labelClass: 'govuk-visually-hidden',
  }),
  [`months-${id}`]: line('Months until it must be done again', everyMonths, { hint: 'Empty: once is enough', ...number }),
  [`strength-${id}`]: select('What asks it', optionsOf(strengthNames), z.enum(strengths, 'Choose what asks it')),
  [`citation-${id}`]: line('Where the source says it', shortLine(1000, 'the words')),
  [`grace-${id}`]: line('Days of grace', graceDays, { hint: 'Empty: none', ...number }),
})

/** What a new edition of a source says of its rules. */
export const sourceForm = ({ editions }: Source) =>
  form(
    {
      source: line(
        'What is it called?',
        shortLine(120, 'what it is called', 'Enter what it is called, such as KCSIE 2027').refine(
          (typed) => !typed.includes(','),
          'Leave out commas: the part that each rule stands in is kept',
        ),
        { hint: 'For example: KCSIE 2027', maxlength: 120 },
      ),
      publishedOn: day('Published on (optional)', optionalDay),
      validFrom: day('First day on which it is in force', dayField('Enter the first day on which it is in force')),
      ...(Object.assign({}, ...editions.map(ruleFields)) as Record<string, Field<unknown>>),
    },
    (typed) =>
      typed
        .refine(({ publishedOn, validFrom }) => publishedOn === undefined || publishedOn <= validFrom, {
          path: ['publishedOn'],
          message: 'Enter a day no later than the first day on which it is in force',
        })
        .transform(({ source, publishedOn, validFrom, ...rest }): SourceFacts => {
          const of = rest as Record<string, unknown>
          return {
            source,
            publishedOn,
            validFrom,
            rules: editions.map(({ requirementId }) => ({
              requirementId,
              way: of[`way-${requirementId}`] as RuleWay,
              everyMonths: of[`months-${requirementId}`] as number | undefined,
              graceDays: (of[`grace-${requirementId}`] as number | undefined) ?? 0,
              strength: of[`strength-${requirementId}`] as Strength,
              citation: of[`citation-${requirementId}`] as string,
            })),
          }
        }),
  )

export const sourceTyped = ({ editions }: Source): Texts =>
  Object.fromEntries(
    editions.flatMap(({ requirementId: id, everyMonths: months, graceDays: grace, strength, citation }) => [
      [`way-${id}`, 'same'],
      [`months-${id}`, String(months ?? '')],
      [`strength-${id}`, strength],
      [`citation-${id}`, citation],
      [`grace-${id}`, String(grace || '')],
    ]),
  )

const among = (known: readonly string[], sentence: string) =>
  textsField.pipe(z.array(z.string()).refine((typed) => typed.every((one) => known.includes(one)), sentence))

/** What is done: an edition is corrected, a later one begins, or the council adds a requirement. */
export type EditionWay = 'change' | 'new' | 'first'

const strengthHints: Record<Strength, string> = {
  law: 'An Act, regulations or a statutory framework',
  guidance: 'Such as Keeping children safe in education',
  local: 'A rule of the council or the safeguarding partners',
}

const boxes = <T>(label: string, words: Readonly<Record<string, string>>, schema: z.ZodType<T>, hint?: string): Field<T> =>
  ticks(label, optionsOf(words), schema, { small: true, ...(hint ? { hint } : {}) })

const editionFields = (names: Names, way: EditionWay) => {
  const [roles, topics, allKinds] = [Object.fromEntries(names.roles), Object.fromEntries(names.topics), { ...kinds, ...settingKinds }]
  return {
    validFrom: day(
      'First day on which it is in force',
      dayField('Enter the first day on which it is in force'),
      way === 'new' ? { hint: 'For example 1 September, when new guidance usually begins' } : {},
    ),
    validTo:
      way === 'new'
        ? sentAlong(optionalDay)
        : day('First day on which it is no longer in force (optional)', optionalDay, { hint: 'Leave empty while no end is known' }),
    label: line('What is it called?', shortLine(120, 'the name', 'Enter what it is called'), { maxlength: 120 }),
    whose: choice('Whose is it?', optionsOf(whoseNames), z.enum(whoseWays, 'Choose whose it is')),
    roleIds: boxes('Roles', roles, among(Object.keys(roles), 'Choose roles from the list'), 'None when it is stated of all staff'),
    sectors: boxes('Sectors of school', sectors, among(Object.keys(sectors), 'Choose sectors from the list'), 'None ticked: all'),
    kinds: boxes(
      'Kinds of school, or settings that are no school',
      allKinds,
      among(Object.keys(allKinds), 'Choose kinds from the list'),
      'None ticked: all schools',
    ),
    underFives: boxes('Only in schools with children under five?', { yes: 'Yes' }, ticked),
    purposes: under(
      'What counts',
      boxes(
        'What it was for',
        purposeNames,
        textsField
          .pipe(z.array(z.enum(purposes, 'Choose what counts from the list')).min(1, 'Choose what counts'))
          .transform((typed): Purpose[] => typed),
      ),
    ),
    topicIds: boxes('Topics', topics, among(Object.keys(topics), 'Choose topics from the list'), 'None ticked: any'),
    level: line('Level (optional)', shortLine(60, 'the level'), { width: 20 }),
    leastMinutes: line(
      'Shortest, in minutes (optional)',
      whole(6000, 'Enter minutes as a whole number from 1 to 6,000, or leave it empty'),
      number,
    ),
    everyMonths: under(
      'How often, and when',
      line('Months until it must be done again', everyMonths, { hint: 'Leave empty if once is enough', ...number }),
    ),
    beforeInRole: boxes('Must it be done before the role begins?', { yes: 'Yes' }, ticked),
    inductionDays: line(
      'Days of induction in which it may still be done (optional)',
      whole(730, 'Enter days as a whole number from 1 to 730, or leave it empty'),
      number,
    ),
    graceDays: line('Days of grace (optional)', graceDays, {
      hint: 'Until then nobody is followed up, but the standing does not change',
      ...number,
    }),
    strength: under(
      'Where it is asked',
      choice(
        'What asks it?',
        strengths.map((value) => ({ value, text: strengthNames[value], hint: strengthHints[value] })),
        z.enum(strengths, 'Choose what asks it'),
      ),
    ),
    source: line('Source', shortLine(200, 'the source', 'Enter where it is asked, such as KCSIE 2026'), {
      hint: 'For example: KCSIE 2026, Annex C',
    }),
    publishedOn: day('Published on (optional)', optionalDay),
    citation: lines('Where the source says it (optional)', shortLine(1000, 'the words'), {
      hint: 'The paragraph, and what it says',
      rows: 3,
    }),
    checked: boxes('Has it been compared with the text in force?', { yes: 'I have read the text in force, and it says this' }, ticked),
  }
}

/** @param names the roles and topics there are */
export const editionForm = (names: Names, way: EditionWay) =>
  form(editionFields(names, way), (typed) =>
    typed
      .refine(({ whose, roleIds }) => whose === 'statement' || roleIds.length > 0, {
        path: ['roleIds'],
        message: 'Choose at least one role',
      })
      .refine(({ whose, roleIds }) => whose !== 'statement' || roleIds.length === 0, {
        path: ['roleIds'],
        message: 'Choose no role: it is stated of all staff',
      })
      .refine(({ kinds: of }) => isOfSettings({ kinds: of }) || of.every((kind) => !Object.hasOwn(settingKinds, kind)), {
        path: ['kinds'],
        message: 'Choose kinds of school or settings that are no school, not both',
      })
      .refine(({ publishedOn, validFrom }) => publishedOn === undefined || publishedOn <= validFrom, {
        path: ['publishedOn'],
        message: 'Enter a day no later than the first day on which it is in force',
      })
      .refine(({ validFrom, validTo }) => validTo === undefined || validFrom < validTo, {
        path: ['validTo'],
        message: 'Enter a day after the first day on which it is in force',
      })
      .transform(
        ({ checked, inductionDays, graceDays, ...typed }): EditionFacts => ({
          ...typed,
          inductionDays: inductionDays ?? 0,
          graceDays: graceDays ?? 0,
          toCheck: !checked,
        }),
      ),
  )
