import * as z from 'zod'
import { linesField, shortLine, textField } from '#base/web/form.ts'
import { type Sector, sectors } from '#schools/schools/school.ts'
import {
  type Asks,
  askers,
  choicesOf,
  type HeldFact,
  heldFacts,
  type Power,
  type Question,
  type QuestionKind,
  questionKinds,
} from './return-form.ts'

const ticked = textField.transform((typed) => (typed === 'yes' ? 1 : 0))
const lines = (longest: number, what: string) => linesField.pipe(z.string().max(longest, `Shorten ${what} to ${longest} characters`))
const keyOf = <K extends string>(of: Readonly<Record<K, string>>, sentence: string) => z.enum(Object.keys(of) as [K, ...K[]], sentence)

export const newFormFields = ['title', 'from'] as const
export const newForm = z.object({
  title: shortLine(200, 'the title', 'Enter what the form is called'),
  from: textField.pipe(z.enum(['example', 'nothing'], 'Choose what to begin with')),
})

export const headFields = ['note', 'leadSigns', 'bodySigns', 'inOrder'] as const
export const headForm = z.object({
  note: lines(4000, 'what schools read first'),
  ...{ leadSigns: ticked, bodySigns: ticked, inOrder: ticked },
})

export const sectionFields = ['title', 'about'] as const
export const sectionForm = z.object({
  title: shortLine(200, 'the title', 'Enter the title of the section'),
  about: lines(2000, 'the words below it'),
})

export const questionFields = [
  ...['sectionId', 'kind', 'label', 'hint', 'mustAnswer', 'asksEvidence', 'asksAction', 'condition', 'filledFrom'],
] as const
export type TypedQuestion = Record<string, string>

/** A condition as one field says it: the question and its answer. */
export const conditionOf = ({ ifQuestionId, ifValue }: Pick<Question, 'ifQuestionId' | 'ifValue'>): string =>
  ifQuestionId === null ? '' : `${ifQuestionId} ${ifValue}`

/** Every condition a question can have: an answer that can be chosen to one before it. */
export const conditionsFrom = (before: readonly Question[]): { value: string; text: string }[] =>
  before.flatMap(({ id, kind, label }) =>
    Object.entries(choicesOf(kind)).map(([value, said]) => ({ value: `${id} ${value}`, text: `${label} ${said}` })),
  )

export const questionForm = (before: readonly Question[], sectionIds: readonly string[]) => {
  const conditions = conditionsFrom(before).map(({ value }) => value)
  return z
    .object({
      sectionId: textField.pipe(z.string().refine((typed) => sectionIds.includes(typed), 'Choose a section')),
      kind: textField.pipe(keyOf<QuestionKind>(questionKinds, 'Choose how it is answered')),
      label: shortLine(400, 'the question', 'Enter the question'),
      hint: lines(1000, 'the hint'),
      ...{ mustAnswer: ticked, asksEvidence: ticked, asksAction: ticked },
      condition: textField.pipe(
        z.string().refine((typed) => typed === '' || conditions.includes(typed), 'Choose an answer to an earlier question'),
      ),
      filledFrom: textField.pipe(z.union([z.literal(''), keyOf<HeldFact>(heldFacts, 'Choose what is shown beside it')])),
    })
    .transform(({ condition, filledFrom, ...facts }) => ({
      ...facts,
      ifQuestionId: condition === '' ? null : (condition.split(' ')[0] ?? null),
      ifValue: condition === '' ? null : (condition.split(' ')[1] ?? null),
      filledFrom: filledFrom === '' ? null : filledFrom,
    }))
}

const sectorNames = Object.keys(sectors) as Sector[]
export const powerFields = sectorNames.flatMap((sector) => [`asks-${sector}`, `power-${sector}`, `checked-${sector}`])
/** A text that was changed is to be checked again. */
export const powersForm = (by: { today: string; accountId: string | null }, before: readonly Power[]) =>
  z
    .object(
      Object.fromEntries(
        sectorNames.flatMap((sector): [string, z.ZodType][] => [
          [`asks-${sector}`, textField.pipe(keyOf<Asks>(askers, `Choose in whose name schools are asked: ${sectors[sector]}`))],
          [
            `power-${sector}`,
            linesField.pipe(z.string().min(1, `Enter under what power: ${sectors[sector]}`).max(1000, 'Shorten it to 1000 characters')),
          ],
          [`checked-${sector}`, ticked],
        ]),
      ),
    )
    .transform((read): Power[] =>
      sectorNames.map((sector) => {
        const power = String(read[`power-${sector}`])
        const kept = before.find((one) => one.sector === sector && one.power === power && one.checkedOn !== null)
        const isChecked = read[`checked-${sector}`] === 1
        return {
          ...{ sector, asks: read[`asks-${sector}`] as Asks, power, checkedBy: null },
          checkedOn: isChecked ? (kept?.checkedOn ?? by.today) : null,
          checkedById: isChecked ? (kept?.checkedById ?? by.accountId) : null,
        }
      }),
    )

/** Of a published form: the texts that are ticked off. */
export const checkedForm = z
  .object(Object.fromEntries(sectorNames.map((sector) => [`checked-${sector}`, ticked])))
  .transform((read) => sectorNames.filter((sector) => read[`checked-${sector}`] === 1))
