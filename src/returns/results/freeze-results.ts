import { type Question, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { mostTries } from '#attendance/reports/freeze-report.ts'
import { insertStandings } from '#attendance/reports/standing-store.ts'
import { frozenNumber, insertFrozen, isLogEnd, selectKnown, selectLogEnd } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { selectThresholds } from '#base/council/threshold-store.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { given, readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { questionsOf } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { type Answered, type FreezeRefusal, type KeptAnswers, outcomesOf, packed, sameQuestions, unpacked } from './result.ts'
import { selectKeptAnswers, selectRoundAnswers, selectRoundBefore } from './store.ts'
import { beforeOf, givenAnswers } from './suppression.ts'

const labelOf = ({ title, year }: { title: string; year: string }): string => `${title}, ${year}`

/** A round has one report. */
const resultsId = (roundId: string): string => `audit ${roundId}`

const tryToFreeze = async (act: Act, round: Round): Promise<Result<undefined, FreezeRefusal>> => {
  const { db, laCodes } = act
  const on = londonDay(act.now)
  const question: Question = { laCodes, on, ...usualPeriod(on), topic: undefined, event: undefined }
  const { before } = await readTogether(db, { before: selectRoundBefore(db, round.id) })
  const { end, form, schools, known, thresholds, formBefore, kept } = await readTogether(db, {
    end: selectLogEnd(db),
    form: selectForm(db, round.versionId),
    schools: selectRoundAnswers(db, round.id),
    known: selectKnown(db, question),
    thresholds: selectThresholds(db),
    formBefore: before ? selectForm(db, before.versionId) : given(undefined),
    kept: before ? selectKeptAnswers(db, resultsId(before.id)) : given(undefined),
  })
  if (!form || !schools.some(({ state }) => state === 'submitted')) return refuse('nothing_submitted')
  const [questions, asked] = [questionsOf(form), formBefore ? questionsOf(formBefore) : []]
  const same = sameQuestions(asked, questions)
  const then = (kept?.schools ?? []).map(({ now, before, ...school }) => ({
    ...school,
    now: unpacked(asked, now),
    before: unpacked(asked, before),
  }))
  const thenOf = new Map(then.map(({ schoolId, now }) => [schoolId, now]))
  const kinds = new Map(known.map(({ schoolId, kind }) => [schoolId, kind]))
  const answers = [...new Map(schools.map((one) => [one.schoolId, one])).values()].map(({ schoolId, state, values }) => ({
    schoolId,
    state,
    kind: kinds.get(schoolId),
    now: outcomesOf(questions, values, londonDay(round.deadlineAt)),
  }))
  const lines = answers.map(({ schoolId, state, now }) => {
    const was = thenOf.get(schoolId) ?? {}
    const before = Object.fromEntries([...same].flatMap(([id, old]) => (was[old] === undefined ? [] : [[id, was[old]]])))
    const facts: KeptAnswers = { now: packed(questions, now), before: packed(questions, before) }
    return {
      schoolId,
      requirementId: round.versionId,
      state,
      why: '',
      turnsOn: undefined,
      evidence: [],
      facts: JSON.stringify(state === 'submitted' ? facts : {}),
    }
  })
  const counted = answers.flatMap(({ kind, state, ...one }): Answered[] => (kind && state === 'submitted' ? [{ ...one, kind }] : []))
  const toReaders = givenAnswers(questions, counted, thresholds.smallest, beforeOf(same, then, kept?.given ?? {}))
  const requirements = [
    { id: round.versionId, label: labelOf(round) },
    ...(before && kept ? [{ id: before.id, label: labelOf(before) }] : []),
  ]
  const { sources } = await readReport(db, question, ['sector-kind'])
  const id = resultsId(round.id)
  const result = await atomically(
    db,
    [
      isLogEnd(db, end),
      ...insertFrozen(act, { id, question, sources, requirements, given: toReaders, about: 'audit' }),
      ...insertStandings(act, id, lines),
      logged(act, { act: 'coverage.frozen', subject: ['frozen_report', id], after: { roundId: round.id, lines: lines.length } }),
    ],
    { [guardBroken]: 'goes_on_changing', 'FrozenReport.id': 'frozen_already', report_is_frozen: 'frozen_already' } as const,
  )
  return result.ok || result.reason === 'frozen_already' ? ok(undefined) : refuse('goes_on_changing')
}

/** Of a closed round. @returns the report's number */
export const freezeResults = async (act: Act, round: Round): Promise<Result<number, FreezeRefusal>> => {
  if (round.closedAt === null) return refuse('round_not_closed')
  for (let tries = 1; ; tries += 1) {
    const done = await tryToFreeze(act, round)
    if (done.ok) return ok(await frozenNumber(act.db, resultsId(round.id)))
    if (done.reason !== 'goes_on_changing' || tries === mostTries) return done
  }
}
