import type { Act } from '#base/act.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { each, mapped, type Read, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { askedOf, selectFacts } from '#guidance/answers/facts-store.ts'
import { stateOn, stateWords } from '#guidance/answers/state.ts'
import type { Question } from '#returns/forms/return-form.ts'
import { type Held, textOf } from './fact.ts'
import { selectDocuments, selectHeld } from './held-store.ts'
import { selectEntries, selectQuestions, selectReturn, selectSaid, selectSections } from './return-store.ts'
import { type Filled, questionsAsked, questionsOf, type SchoolReturn } from './school-return.ts'
import { type QuestionState, type Saved, stateOf } from './shown-question.ts'

export type WholeReturn = Filled & { own: SchoolReturn; facts: Held; asked: ReadonlySet<string> }

/** With all entries; undefined: for this account there is none. */
export const selectFilled = (act: Act, schoolId: string, returnId: string): Read<WholeReturn | undefined> =>
  mapped(
    together({
      own: selectReturn(act, schoolId, returnId),
      questions: selectQuestions(act.db, returnId),
      sections: selectSections(act.db, returnId),
      entries: selectEntries(act.db, returnId),
      held: selectSaid(act.db, returnId),
      facts: selectHeld(act, schoolId),
    }),
    ({ own, questions, sections, entries, held, facts }) =>
      own && { own, sections: sections(questions), entries, held, facts, asked: questionsAsked(questions, entries) },
  )

export const readFilled = async (act: Act, schoolId: string, returnId: string): Promise<WholeReturn> => {
  const whole = await readNow(act.db, selectFilled(act, schoolId, returnId))
  if (!whole) throw notFound('return')
  return withGuidance(act, whole)
}

export const withGuidance = async <Whole extends WholeReturn>(act: Act, whole: Whole): Promise<Whole> =>
  questionsOf(whole).some(({ filledFrom }) => filledFrom === 'guidance')
    ? { ...whole, facts: await readWithGuidance(act, whole.own.schoolId, whole.facts) }
    : whole

/** @param saved what was typed just now, and the outcome */
export const statesOf = (
  act: Act,
  { entries, held, facts, asked }: Pick<WholeReturn, 'entries' | 'held' | 'facts' | 'asked'>,
  questions: readonly Question[],
  { sent, outcomes }: Saved = { sent: [], outcomes: new Map() },
): QuestionState[] =>
  questions.map((question) => {
    const { id, filledFrom } = question
    const shown = filledFrom
      ? { kind: filledFrom, shown: textOf(filledFrom, facts), on: londonDay(act.now), said: held.get(id) }
      : undefined
    return stateOf(
      { question, asked: asked.has(id), current: entries.get(id), held: shown },
      sent.find((one) => one.question.id === id),
      outcomes.get(id),
    )
  })

export const allStates = (act: Act, whole: WholeReturn): QuestionState[] => statesOf(act, whole, questionsOf(whole))

/** Facts held, with guidance to answer: a second trip. */
export const readWithGuidance = async (act: Act, schoolId: string, held: Held): Promise<Held> => {
  const documents = await readNow(act.db, selectDocuments(act.db, schoolId))
  const facts = await readNow(act.db, each(documents.map(({ id }) => selectFacts(act.db, id, schoolId))))
  const today = londonDay(act.now)
  const guidance = documents.flatMap(({ title, became }, n) => {
    const standing = facts[n] && stateOn(askedOf(facts[n], schoolId, became ? [became] : []), today)
    if (!standing) return []
    const on = standing.answer ? standing.dates.answered : standing.dates.issued
    return [{ title: `${title}, version ${standing.version}`, state: `${stateWords[standing.state]}${on ? ` (${sayDay(on)})` : ''}` }]
  })
  return { ...held, guidance }
}
