// What two conferences were worth: one of which enough people answered to be shown, also some weeks
// later, and one of which three did, so that nothing is shown.
import type { Act, Actor } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { choicesOf } from '#base/questions/kind.ts'
import { answerEvaluation } from '#correspondence/evaluations/answer-evaluation.ts'
import { type Answers, type Question, readySets, type Wave, waveKinds } from '#correspondence/evaluations/evaluation.ts'
import { followEvaluations } from '#correspondence/evaluations/follow-evaluations.ts'
import { releaseTexts, saveEvaluation } from '#correspondence/evaluations/save-evaluation.ts'
import { selectAsked, selectEvaluation } from '#correspondence/evaluations/store.ts'
import { type EventDetails, lastEnd } from '#events/events/event.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Conference } from './conference.ts'
import { demonstrationDates } from './dates.ts'
import { selectLinks } from './store.ts'
import { actOf } from './time.ts'

const texts = [
  'Ask every morning who took the telephone call, and write it down.',
  'Go through our policy with the deputies before half term.',
  'More time for questions would have helped.',
  'Show the flow chart to all staff on the next training day.',
]

const mostRuns = 6

/** One morning, until everybody is asked. */
const followOn = async (act: Act): Promise<void> => {
  for (let run = 0; run < mostRuns && (await followEvaluations(act)); run += 1);
}

const answersOf = (questions: readonly Question[], chance: Chance, n: number): Answers =>
  Object.fromEntries(
    questions.flatMap((question): [string, string][] => {
      const { id, kind } = question
      if (kind === 'text') return texts[n] ? [[id, texts[n]]] : []
      const choices = choicesOf(question)
      // Most are content: the upper end of a scale, the first of the words.
      const at = Math.floor(chance.next() ** 2 * choices.length)
      const value = (kind === 'scale' ? choices.toReversed() : choices)[at]?.[0]
      return value === undefined ? [] : [[id, value]]
    }),
  )

const answerSome = async (act: Act, eventId: string, wave: Wave, most: number): Promise<void> => {
  const chance = chanceOf(`evaluation ${wave} ${most}`)
  const links = (await readNow(act.db, selectLinks(act.db, eventId, waveKinds[wave]))).slice(0, most)
  for (const [n, { token }] of links.entries()) {
    const tokenHash = await sha256(token)
    const { asked, questions } = await readNow(act.db, selectAsked(act.db, tokenHash))
    if (asked) await answerEvaluation(act, tokenHash, asked, answersOf(questions, chance, n))
  }
}

/** The questions, before the event is announced. */
export const askAfterwards = async (act: Act, event: EventDetails, conference: Conference): Promise<void> => {
  const { id, code, title, state } = event
  for (const wave of conference.evaluated?.waves ?? []) {
    const weeks = wave === 'after' ? 0 : 8
    await saveEvaluation(act, { id, code, title, state, endsAt: lastEnd(event) ?? null }, { wave, weeks, questions: readySets[wave] })
  }
}

/** The days after it: people are asked, some answer, and what five or more said is put together. */
export const settleEvaluation = async (act: Act, event: EventDetails, conference: Conference): Promise<void> => {
  if (!conference.evaluated) return
  const { asked, answered, closed } = demonstrationDates(act.now).of(conference).evaluated
  await followOn(actOf(act, act.actor, asked))
  await answerSome(actOf(act, act.actor, answered), event.id, 'after', conference.evaluated.answers)
  await followOn(actOf(act, act.actor, closed))
}

/** What is asked some weeks later, if it is due by now; and what an officer lets be read. */
export const settleLaterEvaluations = async (act: Act, officer: Actor, events: readonly { id: string; code: string }[]): Promise<void> => {
  const { asked, answered, closed, released } = demonstrationDates(act.now).laterEvaluations
  await followOn(actOf(act, act.actor, asked))
  for (const { id, code } of events) {
    for (const wave of ['later', 'head'] as const) await answerSome(actOf(act, act.actor, answered), id, wave, 9)
    await followOn(actOf(act, act.actor, closed))
    const found = await readNow(act.db, selectEvaluation(act.db, code))
    const [first, second, hidden] = (found?.texts ?? []).map((text) => text.id)
    if (!found || !first || !second || !hidden) continue
    await releaseTexts(actOf(act, officer, released), found.event, { shown: [first, second], hidden: [hidden] })
  }
}
