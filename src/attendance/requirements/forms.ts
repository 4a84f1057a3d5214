import * as z from 'zod'
import { type Body, dayField, isUsableDay, shortLine, textField, texts, textsField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import type { EditionFacts } from './edition-change.ts'
import type { Names } from './edition-sentence.ts'
import { isOfSettings, type Purpose, purposes, type Strength, settingKinds, strengths, whoseWays } from './requirement.ts'
import { type RuleWay, ruleWays, type SourceFacts } from './source.ts'

export const editionFields = [
  ...([
    'label',
    'whose',
    'roleIds',
    'sectors',
    'kinds',
    'underFives',
    'purposes',
    'topicIds',
    'level',
    'leastMinutes',
    'everyMonths',
  ] as const),
  ...([
    'beforeInRole',
    'inductionDays',
    'graceDays',
    'strength',
    'source',
    'citation',
    'checked',
    'publishedOn',
    'validFrom',
    'validTo',
  ] as const),
] as const
/** What was typed or ticked in each field of an edition. */
export type TypedEdition = Record<(typeof editionFields)[number], readonly string[]>

export const typedEdition = (body: Body): TypedEdition =>
  Object.fromEntries(editionFields.map((name) => [name, texts(body, name).map((one) => cutTo(one, 2000))])) as unknown as TypedEdition

/** An edition as its form shows it. */
export const filledEdition = (edition: EditionFacts): TypedEdition => ({
  ...{ label: [edition.label], whose: [edition.whose], roleIds: edition.roleIds, sectors: edition.sectors, kinds: edition.kinds },
  ...{ underFives: edition.underFives ? ['yes'] : [], purposes: edition.purposes, topicIds: edition.topicIds, level: [edition.level] },
  ...{ leastMinutes: [String(edition.leastMinutes ?? '')], everyMonths: [String(edition.everyMonths ?? '')] },
  ...{ beforeInRole: edition.beforeInRole ? ['yes'] : [], inductionDays: [String(edition.inductionDays || '')] },
  ...{ graceDays: [String(edition.graceDays || '')], strength: [edition.strength], source: [edition.source], citation: [edition.citation] },
  ...{
    checked: edition.toCheck ? [] : ['yes'],
    publishedOn: [edition.publishedOn ?? ''],
    validFrom: [edition.validFrom],
    validTo: [edition.validTo ?? ''],
  },
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
const ofEach = <Field>(ids: readonly string[], name: string, field: Field): Record<string, Field> =>
  Object.fromEntries(ids.map((id) => [`${name}-${id}`, field]))
/** What a new edition of a source says of the rules in `requirementIds`, as its form sends it. */
export const sourceForm = (requirementIds: readonly string[]) =>
  z
    .object({
      source: shortLine(120, 'what it is called', 'Enter what it is called, such as KCSIE 2027').refine(
        (typed) => !typed.includes(','),
        'Leave out commas: the part that each rule stands in is kept',
      ),
      publishedOn: optionalDay,
      validFrom: dayField('Enter the first day on which it is in force'),
      ...ofEach(requirementIds, 'way', z.enum(ruleWays, 'Choose what becomes of it')),
      ...ofEach(requirementIds, 'months', everyMonths),
      ...ofEach(requirementIds, 'grace', graceDays),
      ...ofEach(requirementIds, 'strength', z.enum(strengths, 'Choose what asks it')),
      ...ofEach(requirementIds, 'citation', shortLine(1000, 'the words')),
    })
    .refine(({ publishedOn, validFrom }) => publishedOn === undefined || publishedOn <= validFrom, {
      path: ['publishedOn'],
      message: 'Enter a day no later than the first day on which it is in force',
    })
    .transform(({ source, publishedOn, validFrom, ...typed }): SourceFacts => {
      const of = typed as Record<string, unknown>
      return {
        ...{ source, publishedOn, validFrom },
        rules: requirementIds.map((requirementId) => ({
          requirementId,
          way: of[`way-${requirementId}`] as RuleWay,
          everyMonths: of[`months-${requirementId}`] as number | undefined,
          graceDays: (of[`grace-${requirementId}`] as number | undefined) ?? 0,
          strength: of[`strength-${requirementId}`] as Strength,
          citation: of[`citation-${requirementId}`] as string,
        })),
      }
    })
const among = (known: readonly string[], sentence: string) =>
  textsField.pipe(z.array(z.string()).refine((typed) => typed.every((one) => known.includes(one)), sentence))

/** @param names the roles and topics there are */
export const editionForm = (names: Names) =>
  z
    .object({
      label: shortLine(120, 'the name', 'Enter what it is called'),
      whose: z.enum(whoseWays, 'Choose whose it is'),
      roleIds: among([...names.roles.keys()], 'Choose roles from the list'),
      sectors: among(Object.keys(sectors), 'Choose sectors from the list'),
      kinds: among(Object.keys({ ...kinds, ...settingKinds }), 'Choose kinds from the list'),
      underFives: ticked,
      purposes: textsField
        .pipe(z.array(z.enum(purposes, 'Choose what counts from the list')).min(1, 'Choose what counts'))
        .transform((typed): Purpose[] => typed),
      topicIds: among([...names.topics.keys()], 'Choose topics from the list'),
      level: shortLine(60, 'the level'),
      leastMinutes: whole(6000, 'Enter minutes as a whole number from 1 to 6,000, or leave it empty'),
      everyMonths,
      beforeInRole: ticked,
      inductionDays: whole(730, 'Enter days as a whole number from 1 to 730, or leave it empty'),
      graceDays,
      strength: z.enum(strengths, 'Choose what asks it'),
      source: shortLine(200, 'the source', 'Enter where it is asked, such as KCSIE 2026'),
      citation: shortLine(1000, 'the words'),
      checked: ticked,
      validFrom: dayField('Enter the first day on which it is in force'),
      publishedOn: optionalDay,
      validTo: optionalDay,
    })
    .refine(({ whose, roleIds }) => whose === 'statement' || roleIds.length > 0, { path: ['roleIds'], message: 'Choose at least one role' })
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
    )
