import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { typedMost } from '#base/limits/budget.ts'
import { spendingToday } from '#base/limits/spend-budget.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Question } from '#returns/forms/return-form.ts'
import { type Entry, merge, readEntry, type Typed } from './entry.ts'
import { disputeDue, textOf } from './fact.ts'
import type { Sent } from './forms.ts'
import { insertSaid, isStillOpen, selectHeld } from './held-store.ts'
import { readWithGuidance } from './read-filled.ts'
import { areAsRead, insertEntry, selectEntries, selectFresh, selectQuestions, selectReturn, selectSaid, typeOn } from './return-store.ts'
import { canType } from './school-return.ts'
import type { Outcome, Saved } from './shown-question.ts'

export type SaveRefusal = 'return_is_submitted' | 'round_is_closed' | 'answered_otherwise' | 'too_many_at_once' | 'too_much_today'

const enteredIn = (act: Act, { schoolId, returnId }: { schoolId: string; returnId: string }, added: readonly Entry[]) =>
  logged(act, {
    act: 'return.entered',
    subject: ['school_return', returnId] as const,
    schoolId,
    after: { entries: added.map(({ id }) => id) },
  })

const bytesOf = ({ value, evidence, action }: Typed): number => new TextEncoder().encode(value + evidence + action).length

/** @param written with the entry that each replaces */
const typedToday = (
  act: Act,
  at: { schoolId: string; returnId: string },
  written: readonly { entry: Entry; over: Entry | undefined }[],
): SqlStatement[] => {
  const sizes = written.map(({ entry, over }) =>
    entry.id === over?.id ? Math.max(0, bytesOf(entry) - bytesOf(over)) : typedMost.entry + bytesOf(entry),
  )
  const n = sizes.reduce((sum, size) => sum + size, 0)
  return spendingToday(act, [
    { key: `typed:audit:${at.returnId}`, most: typedMost.audit, n },
    { key: `typed:school:${at.schoolId}`, most: typedMost.school, n },
    { key: `typed:account:${act.actor.accountId}`, most: typedMost.account, n },
  ])
}

/** Tries when others save at the same moment. */
const tries = 5

/** `only`: one question. `sentOf`: what was sent for one. */
export type Typing = { only?: string | undefined; sentOf: (question: Question) => Sent | undefined }

/**
 * Saves each answer that is valid and unchanged by others, whatever becomes of the rest. Changes
 * within ten minutes stay one entry, which is logged already.
 */
export const saveEntries = async (
  act: Act,
  at: { schoolId: string; returnId: string },
  { only, sentOf }: Typing,
): Promise<Result<Saved, SaveRefusal>> => {
  for (let tried = 0; tried < tries; tried += 1) {
    const filled = await readTogether(act.db, {
      own: selectReturn(act, at.schoolId, at.returnId),
      questions: selectQuestions(act.db, at.returnId, only),
      entries: selectEntries(act.db, at.returnId, only),
      fresh: selectFresh(act, at.returnId, only),
    })
    const { own } = filled
    if (!own?.mayFill) throw notFound('return')
    if (own.submitted) return refuse('return_is_submitted')
    if (own.closed) return refuse('round_is_closed')
    if (!canType(own)) return refuse('answered_otherwise')
    const sent = filled.questions.flatMap((question) => sentOf(question) ?? [])
    const outcomes = new Map<string, Outcome>()
    const changes: { entry: Entry; over: Entry | undefined }[] = []
    for (const { question, attempt, mustChoose } of sent) {
      const current = filled.entries.get(question.id)
      const read = readEntry(question, attempt.typed, londonDay(act.now))
      if (!read.ok && attempt.chosen !== 'theirs') {
        outcomes.set(question.id, { is: 'wrong', problems: read.problems })
        continue
      }
      const typed = read.ok ? read.typed : attempt.typed
      const merged = merge({ ...attempt, typed }, current)
      if (merged.does === 'ask' || (mustChoose && current && merged.does === 'write')) {
        outcomes.set(question.id, { is: 'to_choose', theirs: merged.does === 'ask' ? merged.theirs : (current as Entry) })
        continue
      }
      if (merged.does === 'write') {
        const by = act.actor.name ?? act.actor.email ?? ''
        const another = { id: newId(act.now), questionId: question.id, afterId: merged.over?.id ?? null, by, times: 0 }
        const entry = merged.over && filled.fresh.has(merged.over.id) ? merged.over : another
        changes.push({ entry: { ...entry, ...typed, times: entry.times + 1, at: instant(act.now) }, over: merged.over })
      }
      outcomes.set(question.id, { is: 'saved', entry: merged.does === 'write' ? changes.at(-1)?.entry : current })
    }
    if (changes.length === 0) return ok({ sent, outcomes })
    const entries = changes.map(({ entry }) => entry)
    const [added, typedOn] = [entries.filter(({ times }) => times === 1), entries.filter(({ times }) => times > 1)]
    const result = await atomically(
      act.db,
      [
        areAsRead(
          act.db,
          changes.flatMap(({ over }) => over ?? []),
        ),
        ...typedToday(act, at, changes),
        ...typedOn.map((entry) => typeOn(act, entry)),
        ...added.map((entry) => insertEntry(act, { ...entry, returnId: at.returnId })),
        ...(added.length === 0 ? [] : [enteredIn(act, at, added)]),
      ],
      {
        [guardBroken]: 'again',
        entry_stands: 'again',
        entry_not_seen: 'again',
        'ReturnEntry.afterId': 'again',
        return_is_submitted: 'return_is_submitted',
        round_is_closed: 'round_is_closed',
        return_came_otherwise: 'answered_otherwise',
        too_much_today: 'too_much_today',
      } as const,
    )
    if (result.ok) return ok({ sent, outcomes })
    if (result.reason !== 'again') return refuse(result.reason)
  }
  return refuse('too_many_at_once')
}

export type AnswerFact = { questionId: string; shown: string; answer: 'confirmed' | 'disputed'; words: string }

export type FactRefusal = 'fact_has_changed' | 'return_is_submitted'

/** Confirms or disputes a fact we hold, with what was shown. Repeating it changes nothing. */
export const answerFact = async (
  act: Act,
  at: { schoolId: string; returnId: string },
  { questionId, shown, answer, words }: AnswerFact,
): Promise<Result<void, FactRefusal>> => {
  const { own, questions, said, held } = await readTogether(act.db, {
    own: selectReturn(act, at.schoolId, at.returnId),
    questions: selectQuestions(act.db, at.returnId, questionId),
    said: selectSaid(act.db, at.returnId),
    held: selectHeld(act, at.schoolId),
  })
  const filledFrom = questions[0]?.filledFrom
  if (!own?.mayFill || !filledFrom) throw notFound('return')
  if (!canType(own)) return refuse('return_is_submitted')
  const now = textOf(filledFrom, filledFrom === 'guidance' ? await readWithGuidance(act, at.schoolId, held) : held)
  // Forms send other line ends.
  if (now !== shown.replaceAll('\r\n', '\n')) return refuse('fact_has_changed')
  const last = said.get(questionId)
  if (last?.shown === now && last.answer === answer && last.words === words) return ok(undefined)
  const today = londonDay(act.now)
  const disputed = answer === 'disputed'
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      isStillOpen(act.db, at.returnId),
      insertSaid(act, {
        id,
        returnId: at.returnId,
        questionId,
        shown: now,
        heldOn: today,
        answer,
        words,
        ownerId: disputed ? own.askedById : null,
        dueOn: disputed ? disputeDue(today) : null,
      }),
      logged(act, {
        act: `return.fact_${answer}`,
        subject: ['school_return', at.returnId] as const,
        schoolId: at.schoolId,
        after: { shownId: id, questionId },
      }),
    ],
    { [guardBroken]: 'return_is_submitted' } as const,
  )
  return result.ok ? ok(undefined) : result
}
