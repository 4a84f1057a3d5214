// The audit's form, in versions. Officers write a draft; a published one never changes, because
// schools answered its words. The next year begins with a copy.
import type { Day, Instant } from '#base/dates.ts'
import type { Asked, Kind } from '#base/questions/kind.ts'
import { type Sector, sectors } from '#schools/schools/school.ts'

export const auditKinds = ['grade', 'rag', 'yes_no', 'text', 'date', 'past_date', 'number', 'where_kept'] as const satisfies readonly Kind[]

/** Facts we can show beside a question, to be confirmed or disputed: of whose role, or training. */
export const heldFacts = {
  head: { says: 'Who is the head', role: 'head', of: 'role' },
  lead: { says: 'Who is the designated safeguarding lead', role: 'dsl', of: 'role' },
  deputy: { says: 'Who deputises for the DSL', role: 'deputy_dsl', of: 'role' },
  governor: { says: 'Who is the governor for safeguarding', role: 'link_governor', of: 'role' },
  lead_training: { says: 'When the DSL was last trained', role: 'dsl', of: 'training' },
  deputy_training: { says: 'When the deputies were last trained', role: 'deputy_dsl', of: 'training' },
  governor_training: { says: 'When the governor was last trained', role: 'link_governor', of: 'training' },
  guidance: { says: 'Which guidance the school has answered', role: '', of: 'guidance' },
} as const
export type HeldFact = keyof typeof heldFacts

export type QuestionFacts = Asked & {
  label: string
  hint: string
  mustAnswer: number
  asksEvidence: number
  asksAction: number
  ifQuestionId: string | null
  ifValue: string | null
  filledFrom: HeldFact | null
}
export type Question = QuestionFacts & { id: string; sectionId: string; position: number }
export type SectionFacts = { title: string; about: string }
export type Section = SectionFacts & { id: string; position: number; questions: readonly Question[] }

/** Whether it is stored so already, as when a form is sent twice. */
export const isStored = (stored: object | undefined, facts: object): boolean =>
  stored !== undefined &&
  Object.entries(facts).every(([name, fact]) => JSON.stringify((stored as Record<string, unknown>)[name]) === JSON.stringify(fact))

/** The council; the safeguarding partners by law; or optional. */
export const askers = {
  council: 'The council',
  partners: 'The safeguarding partners',
  voluntary: 'The council, and answering is voluntary',
} as const
export type Asks = keyof typeof askers
/** `checkedOn`, `checkedBy`: when somebody compared the text with current law, and who. */
export type Power = {
  sector: Sector
  asks: Asks
  power: string
  checkedOn: Day | null
  checkedById: string | null
  checkedBy: string | null
}

export type FormHead = {
  id: string
  formId: string
  title: string
  number: number
  note: string
  leadSigns: number
  bodySigns: number
  inOrder: number
  publishedAt: Instant | null
}
export type ListedForm = FormHead & { questions: number }
export type ReturnForm = FormHead & { sections: readonly Section[]; powers: readonly Power[] }

export const questionsOf = ({ sections }: Pick<ReturnForm, 'sections'>): Question[] => sections.flatMap(({ questions }) => questions)

/** What prevents publishing, as sentences. */
export const faultsOf = (form: Pick<ReturnForm, 'sections' | 'powers'>): string[] => {
  const questions = questionsOf(form)
  const place = new Map(questions.map(({ id }, n) => [id, n]))
  return [
    ...(questions.length === 0 ? ['Add at least one question'] : []),
    ...form.sections.flatMap(({ title, questions: of }) =>
      of.length === 0 ? [`Add a question to “${title}”, or take the section out`] : [],
    ),
    ...questions.flatMap(({ label, ifQuestionId }, n) =>
      ifQuestionId !== null && (place.get(ifQuestionId) ?? n) >= n ? [`Move “${label}” below the question that it depends on`] : [],
    ),
    ...Object.entries(sectors).flatMap(([sector, name]) =>
      form.powers.some((power) => power.sector === sector) ? [] : [`Say under what power schools are asked: ${name}`],
    ),
  ]
}

export type FormRefusal = 'form_is_published' | 'others_depend' | 'no_such_question'
export type PublishRefusal = 'form_is_published' | 'has_faults'
export type CheckRefusal = 'text_is_checked'
