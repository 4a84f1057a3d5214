// Asked once for a booking or for each person. Dietary and access needs are on each person's own
// page (src/booking/needs).
import type { Instant } from '#base/dates.ts'
import type { Kind, Settings } from '#base/questions/kind.ts'

/** Its answers are read without a day. */
export const bookingKinds = ['text', 'choice', 'choices', 'yes_no'] as const satisfies readonly Exclude<Kind, 'past_date'>[]

export const scopes = ['booking', 'place'] as const
export type Scope = (typeof scopes)[number]

export const mostQuestions = 20

export type QuestionFacts = { scope: Scope; kind: Kind; label: string; hint: string; settings: Settings; required: boolean }

export type Question = QuestionFacts & { id: string; eventId: string; position: number; createdAt: Instant; retiredAt: Instant | null }

export type Answered = { questionId: string; value: string }

/** A booking form's answers: of the booking, and of each person by row. */
export type AskedAnswers = { booking: Answered[]; places: Answered[][] }

/** `placeId` null: about the whole booking. */
export type PlacedAnswer = Answered & { placeId: string | null }

/** An answer that is not superseded. */
export type StandingAnswer = PlacedAnswer & { answeredAt: Instant }

export type BookingAnswers = {
  /** Questions asked now, and retired ones the booking has answered. */
  questions: Question[]
  answers: StandingAnswer[]
}

export type WriteRefusal = 'no_such_question' | 'question_is_retired' | 'event_cancelled' | 'too_many_questions' | 'questions_changed'

export const forScope = (questions: readonly Question[], scope: Scope): Question[] =>
  questions.filter((question) => question.scope === scope && question.retiredAt === null)

/** Answers belong to a wording; whether they are required is not part of it. */
export const sameWording = (one: QuestionFacts, other: QuestionFacts): boolean =>
  one.scope === other.scope &&
  one.kind === other.kind &&
  one.label === other.label &&
  one.hint === other.hint &&
  JSON.stringify(one.settings) === JSON.stringify(other.settings)

/** In the order of the form's people. */
export const placedAnswers = (answers: AskedAnswers, placeIds: readonly string[]): PlacedAnswer[] => [
  ...answers.booking.map((answer) => ({ ...answer, placeId: null })),
  ...answers.places.flatMap((given, index) => {
    const placeId = placeIds[index]
    return placeId === undefined ? [] : given.map((answer) => ({ ...answer, placeId }))
  }),
]

/** Answers that are new or different. */
export const changedAnswers = (given: readonly PlacedAnswer[], standing: readonly StandingAnswer[]): PlacedAnswer[] =>
  given.filter((answer) => {
    const before = standing.find((one) => one.questionId === answer.questionId && one.placeId === answer.placeId)
    return before?.value !== answer.value
  })

/** Current answers that the form showed and that are now empty. */
export const withdrawnAnswers = (
  given: readonly PlacedAnswer[],
  standing: readonly StandingAnswer[],
  form: { questions: readonly Question[]; placeIds: readonly (string | null)[] },
): StandingAnswer[] =>
  standing.filter(
    ({ questionId, placeId }) =>
      form.placeIds.includes(placeId) &&
      form.questions.some((question) => question.id === questionId && question.retiredAt === null) &&
      !given.some((answer) => answer.questionId === questionId && answer.placeId === placeId),
  )

// Words for special category data (UK GDPR Article 9) and for children; whole words or their
// beginnings.
const delicate =
  /\b(diet|allerg|vegetarian|vegan|halal|kosher|gluten|coeliac|celiac|intoleran|wheelchair|disab|access(ibility)? (need|requirement)|mobility|medical|medic(ation|ine)|health|illness|condition|pregnan|hearing (loop|aid)|impair|religio|ethnic|sexual)/i
const aboutChildren = /\b(names? of (the |any |each )?(child|pupil|student)|(child|pupil|student)(ren)?[’']?s?[’']? names?)/i

/** What it seems to ask and should not; the organiser is warned. */
export const delicacy = (facts: Pick<QuestionFacts, 'label' | 'hint' | 'settings'>): 'needs' | 'children' | undefined => {
  const words = [facts.label, facts.hint, ...(facts.settings.options ?? [])].join('\n')
  return delicate.test(words) ? 'needs' : aboutChildren.test(words) ? 'children' : undefined
}
