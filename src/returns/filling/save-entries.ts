import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { merge } from './difference.ts'
import { type Entry, type ReadEntry, readEntry } from './entry.ts'
import { idOfSeen, type Sent } from './forms.ts'
import { insertEntry, selectEntries, selectQuestions, selectReturn, selectSeen } from './return-store.ts'
import { canType, type Question } from './school-return.ts'

/** What became of what was sent to one question. */
export type Outcome =
  /** This stands now; undefined: nothing was ever typed there. */
  | { is: 'saved'; entry: Entry | undefined }
  | { is: 'wrong'; problems: Extract<ReadEntry, { ok: false }>['problems'] }
  /** Another has entered something else meanwhile: whoever typed chooses. */
  | { is: 'to_choose'; theirs: Entry }

export type SaveRefusal = 'return_is_submitted' | 'round_is_closed' | 'answered_otherwise' | 'too_many_at_once'

/** How often it is tried when others enter something in the same moment. */
const tries = 5

/** `only`: one question. `seen`: the entries that the page showed. `sentOf`: what came of one. */
export type Typing = { only?: string | undefined; seen: readonly string[]; sentOf: (question: Question) => Sent | undefined }

export type Saved = { sent: readonly Sent[]; outcomes: ReadonlyMap<string, Outcome> }

/**
 * Saves what somebody typed to questions of their school's return: each that can be read and that
 * nobody changed meanwhile, whatever becomes of the others.
 */
export const saveEntries = async (
  act: Act,
  at: { schoolId: string; returnId: string },
  { only, seen, sentOf }: Typing,
): Promise<Result<Saved, SaveRefusal>> => {
  for (let tried = 0; tried < tries; tried += 1) {
    const found = await readTogether(act.db, {
      own: selectReturn(act, at.schoolId, at.returnId),
      questions: selectQuestions(act.db, at.returnId, only),
      entries: selectEntries(act.db, at.returnId, only),
      seen: selectSeen(act.db, at.returnId, seen),
    })
    const { own } = found
    if (!own?.mayFill) throw notFound('return')
    if (own.submitted) return refuse('return_is_submitted')
    if (own.closed) return refuse('round_is_closed')
    if (!canType(own)) return refuse('answered_otherwise')
    const sent = found.questions.flatMap((question) => sentOf(question) ?? [])
    const outcomes = new Map<string, Outcome>()
    const written: Entry[] = []
    for (const { question, attempt, mustChoose } of sent) {
      const current = found.entries.get(question.id)
      const read = readEntry(question.kind, attempt.typed, londonDay(act.now))
      if (!read.ok && attempt.chosen !== 'theirs') {
        outcomes.set(question.id, { is: 'wrong', problems: read.problems })
        continue
      }
      const typed = read.ok ? read.typed : attempt.typed
      const merged = merge({ ...attempt, typed }, current, attempt.seen ? found.seen.get(idOfSeen(attempt.seen) ?? '') : undefined)
      if (merged.does === 'ask' || (mustChoose && current && merged.does === 'write')) {
        outcomes.set(question.id, { is: 'to_choose', theirs: merged.does === 'ask' ? merged.theirs : (current as Entry) })
        continue
      }
      const by = act.actor.name ?? act.actor.email ?? ''
      const entry =
        merged.does === 'write'
          ? { ...typed, id: newId(act.now), questionId: question.id, afterId: merged.afterId, by, at: instant(act.now) }
          : undefined
      if (entry) written.push(entry)
      outcomes.set(question.id, { is: 'saved', entry: entry ?? current })
    }
    if (written.length === 0) return ok({ sent, outcomes })
    const done = await atomically(
      act.db,
      [
        ...written.map((entry) => insertEntry(act, { ...entry, returnId: at.returnId })),
        logged(act, {
          ...{ act: 'return.entered', subject: ['school_return', at.returnId] as const, schoolId: at.schoolId },
          after: { entries: written.map(({ id }) => id) },
        }),
      ],
      {
        entry_not_seen: 'again',
        'ReturnEntry.afterId': 'again',
        return_is_submitted: 'return_is_submitted',
        round_is_closed: 'round_is_closed',
        return_came_otherwise: 'answered_otherwise',
      } as const,
    )
    if (done.ok) return ok({ sent, outcomes })
    if (done.reason !== 'again') return refuse(done.reason)
  }
  return refuse('too_many_at_once')
}
