import * as z from 'zod'
import { type Day, sayDay } from '#base/dates.ts'
import { questionFields, typedQuestion, withSettings } from '#base/questions/forms.ts'
import { choicesOf } from '#base/questions/kind.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, type Field, type Form, form, line, lines, select, sentAlong, type Texts, ticks, under } from '#base/web/fields.tsx'
import { linesField, shortLine, textField, textsField } from '#base/web/form.ts'
import { type Sector, sectors } from '#schools/schools/school.ts'
import { type Asks, askers, auditKinds, type HeldFact, heldFacts, type Power, type Question, type ReturnForm } from './return-form.ts'

const ticked = textField.transform((typed) => (typed === 'yes' ? 1 : 0))
const shortened = (longest: number, what: string) => linesField.pipe(z.string().max(longest, `Shorten ${what} to ${longest} characters`))
const keyOf = <K extends string>(of: Readonly<Record<K, unknown>>, sentence: string) => z.enum(Object.keys(of) as [K, ...K[]], sentence)

const tick = (label: string, text: string) => ticks(label, [{ value: 'yes', text }], ticked)

export const typedFacts = (facts: object): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value === 1 ? 'yes' : value === 0 ? '' : String(value ?? '')]))

export const newForm = form({
  title: line('What is it called?', shortLine(200, 'the title', 'Enter what the form is called')),
  from: choice(
    'What do you begin with?',
    [
      { value: 'example', text: 'The ready example', hint: 'Nine sections and 46 questions in our own words, to be changed' },
      { value: 'nothing', text: 'An empty form' },
    ],
    textField.pipe(z.enum(['example', 'nothing'], 'Choose what to begin with')),
  ),
})

export const headForm = form({
  note: lines('What schools read before they begin', shortened(4000, 'what schools read first'), {
    hint: 'Each audit adds who will read the answers, and the dates.',
  }),
  leadSigns: tick('Who signs beside the head?', 'The designated safeguarding lead'),
  bodySigns: tick('Does the governing body sign?', 'A governor, trustee or the proprietor, who is somebody else than the head'),
  inOrder: tick('Does the order matter?', 'The DSL signs first, then the head, then the governing body'),
})

/** By one place up or down. */
export const moveForm = form({ what: sentAlong(textField), part: sentAlong(textField), way: sentAlong(textField) })

export const sectionForm = form({
  title: line('Title', shortLine(200, 'the title', 'Enter the title of the section')),
  about: lines('What schools read below it', shortened(2000, 'the words below it')),
})

/** As one field: the question and its answer. */
const conditionOf = ({ ifQuestionId, ifValue }: Pick<Question, 'ifQuestionId' | 'ifValue'>): string =>
  ifQuestionId === null ? '' : `${ifQuestionId} ${ifValue}`

/** The question and its answer, which may have blanks. */
const readCondition = (condition: string): Pick<Question, 'ifQuestionId' | 'ifValue'> => {
  const [ifQuestionId = '', ...words] = condition.split(' ')
  return condition === '' ? { ifQuestionId: null, ifValue: null } : { ifQuestionId, ifValue: words.join(' ') }
}

export const typedAuditQuestion = ({ kind, label, hint, settings, ...facts }: Question): Texts => ({
  ...typedFacts(facts),
  ...typedQuestion({ kind, label, hint, settings }),
  condition: conditionOf(facts),
})

/** Each answer of a choice before it. */
const conditionsFrom = (before: readonly Question[]): { value: string; text: string }[] =>
  before.flatMap((question) =>
    choicesOf(question).map(([value, said]) => ({ value: `${question.id} ${value}`, text: `${question.label} ${said}` })),
  )

export const questionForm = (before: readonly Question[], sections: readonly { id: string; title: string }[]) => {
  const conditions = conditionsFrom(before)
  const isCondition = (typed: string): boolean => typed === '' || conditions.some(({ value }) => value === typed)
  const isSection = (typed: string): boolean => sections.some(({ id }) => id === typed)
  return form(
    {
      ...questionFields(auditKinds),
      sectionId: select(
        'Section',
        sections.map(({ id, title }) => ({ value: id, text: title })),
        textField.pipe(z.string().refine(isSection, 'Choose a section')),
      ),
      mustAnswer: tick('Must it be answered?', 'A school cannot submit without an answer'),
      asksEvidence: tick('What shows it?', 'Ask what shows it, and where that is kept: no evidence is uploaded'),
      asksAction: tick('What will be done?', 'Ask what the school will do, who and by when'),
      condition: select(
        'Asked only where',
        [{ value: '', text: 'Always asked' }, ...conditions],
        textField.pipe(z.string().refine(isCondition, 'Choose an answer to an earlier question')),
      ),
      filledFrom: select(
        'What of our record is shown beside it?',
        [{ value: '', text: 'Nothing' }, ...Object.entries(heldFacts).map(([value, { says }]) => ({ value, text: says }))],
        textField.pipe(z.union([z.literal(''), keyOf<HeldFact>(heldFacts, 'Choose what is shown beside it')])),
      ),
    },
    (schema) =>
      schema.transform(({ condition, filledFrom, ...typed }, context) => ({
        ...withSettings(typed, context),
        ...readCondition(condition),
        filledFrom: filledFrom === '' ? null : filledFrom,
      })),
  )
}

const sectorNames = Object.keys(sectors) as Sector[]
const compared = 'I compared this text with the law in force'

export const sayChecked = (power: Power | undefined): string =>
  power?.checkedOn ? `${sayDay(power.checkedOn)}${power.checkedBy ? `, ${power.checkedBy}` : ''}` : 'Not yet'

type TypedPower = Pick<Power, 'sector' | 'asks' | 'power'> & { isChecked: boolean }

export const powersForm = (before: readonly Power[]): Form<TypedPower[]> =>
  form(
    Object.fromEntries(
      sectorNames.flatMap((sector): [string, Field<unknown>][] => [
        [
          `asks-${sector}`,
          under(
            sectors[sector],
            select(
              'In whose name',
              optionsOf(askers),
              textField.pipe(keyOf<Asks>(askers, `Choose in whose name schools are asked: ${sectors[sector]}`)),
            ),
          ),
        ],
        [
          `power-${sector}`,
          lines(
            'Under what power',
            linesField.pipe(z.string().min(1, `Enter under what power: ${sectors[sector]}`).max(1000, 'Shorten it to 1000 characters')),
          ),
        ],
        [`checked-${sector}`, tick(`Is it checked? ${sayChecked(before.find((one) => one.sector === sector))}`, compared)],
      ]),
    ),
    (schema) =>
      schema.transform((read) =>
        sectorNames.map((sector) => ({
          sector,
          asks: read[`asks-${sector}`] as Asks,
          power: String(read[`power-${sector}`]),
          isChecked: read[`checked-${sector}`] === 1,
        })),
      ),
  )

export const typedPowers = (powers: readonly Power[]): Record<string, string> =>
  Object.fromEntries(
    powers.flatMap(({ sector, asks, power, checkedOn }) => [
      [`asks-${sector}`, asks],
      [`power-${sector}`, power],
      [`checked-${sector}`, checkedOn ? 'yes' : ''],
    ]),
  )

/** A changed text must be checked again. */
export const powersAfter = (
  typed: readonly TypedPower[],
  before: readonly Power[],
  by: { today: Day; accountId: string | null },
): Power[] =>
  typed.map(({ isChecked, ...one }) => {
    const kept = before.find(({ sector, power, checkedOn }) => sector === one.sector && power === one.power && checkedOn !== null)
    return {
      ...one,
      checkedBy: null,
      checkedOn: isChecked ? (kept?.checkedOn ?? by.today) : null,
      checkedById: isChecked ? (kept?.checkedById ?? by.accountId) : null,
    }
  })

const unchecked = ({ powers }: ReturnForm) => powers.filter(({ checkedOn }) => checkedOn === null)

/** Of a published form: the texts compared with the law. */
export const checkedForm = (of: ReturnForm) =>
  form({
    checked: ticks(
      compared,
      unchecked(of).map(({ sector }) => ({ value: sector, text: sectors[sector] })),
      textsField.pipe(
        z.array(z.enum(sectorNames as [Sector, ...Sector[]])).min(1, 'Tick the texts that you compared with the law in force'),
      ),
    ),
  })
