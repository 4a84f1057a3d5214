// What a school answers to a question of its safeguarding audit, so that it reads as an answer.
import { addDays, type Day } from '#base/dates.ts'
import { choicesOf } from '#base/questions/kind.ts'
import type { Question } from '#returns/forms/return-form.ts'
import type { Chance } from './chance.ts'
import { staffOf } from './staff.ts'
import type { CountySchool } from './store.ts'

type Answer = { value: string; evidence: string; action: string }

/** Who answers on which day, how content they are, and the names of those in its roles. */
export type Answering = {
  on: Day
  chance: Chance
  better?: number
  names: Partial<Record<NonNullable<Question['filledFrom']>, string>>
}

export const namesOf = (school: CountySchool): Answering['names'] => {
  const name = (roleId: string): string => staffOf(school).colleagues.find((one) => one.roleId === roleId)?.name ?? ''
  return { lead: name('dsl'), deputy: name('deputy_dsl'), governor: name('link_governor') }
}

const words: Readonly<Record<string, string>> = {
  'Where can parents read the child protection policy?': 'On our website under Safeguarding, and in the office',
  'Where is the record of who was trained when?': 'In the training log that the school office keeps',
  'What will change so that every panel has?': 'Two governors take the safer recruitment course this term.',
  'What is in the way, and by when will it be put right?':
    'Some references are missing from the central record. The head has them by half-term.',
}

const evidence: readonly (readonly [about: RegExp, where: string])[] = [
  [/central record/, 'The central record, kept by the business manager'],
  [/polic/, 'The policies on our website'],
  [/^Children/, 'Our survey of pupils last term'],
  [/trained|staff/i, 'The training log, and the slides of the last training day'],
  [/./, 'Minutes of the governing body, in the office'],
]

const weak = new Set(['3', '4', 'amber', 'red', 'no'])

const answerTo = (asked: Question, { on, chance, names, better = 2 }: Answering): Answer => {
  const choices = choicesOf(asked).map(([value]) => value)
  // Most are content: the first choices are the best.
  const chosen = choices[Math.floor(chance.next() ** better * choices.length)]
  const typed =
    asked.kind === 'date' || asked.kind === 'past_date'
      ? addDays(on, -chance.between(20, 300))
      : asked.kind === 'number'
        ? String(chance.between(0, 9))
        : ((asked.filledFrom && names[asked.filledFrom]) ?? words[asked.label] ?? 'As shown beside this question')
  const value = chosen ?? typed
  return {
    value,
    evidence: asked.asksEvidence ? (evidence.find(([about]) => about.test(asked.label))?.[1] ?? '') : '',
    action: asked.asksAction && weak.has(value) ? 'The DSL puts it right before the end of term' : '',
  }
}

/** Each question that is asked, given the answers before it, with its answer. */
export const answersTo = (questions: readonly Question[], answering: Answering): (Answer & { question: Question })[] => {
  const given = new Map<string, string>()
  return questions.flatMap((question) => {
    const { ifQuestionId, ifValue } = question
    if (ifQuestionId !== null && given.get(ifQuestionId) !== ifValue) return []
    const answer = answerTo(question, answering)
    given.set(question.id, answer.value)
    return [{ ...answer, question }]
  })
}
