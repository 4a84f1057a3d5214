import { type Question, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { insertStandings } from '#attendance/reports/standing-store.ts'
import { frozenNumber, insertFrozen } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { given, readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { questionsOf } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { asNow, type FreezeRefusal, type KeptAnswers, outcomesOf, packed } from './result.ts'
import { selectRoundAnswers, selectRoundBefore } from './store.ts'

const labelOf = ({ title, year }: { title: string; year: string }): string => `${title}, ${year}`

/** The report of a round, of which there is one: nothing more is taken once it is closed. */
const resultsId = (roundId: string): string => `audit ${roundId}`

/** Keeps what schools answered in a closed round. @returns the number of its report */
export const freezeResults = async (act: Act, round: Round): Promise<Result<number, FreezeRefusal>> => {
  if (round.closedAt === null) return refuse('round_not_closed')
  const { db, laCodes } = act
  const on = londonDay(act.now)
  const question: Question = { laCodes, on, ...usualPeriod(on), topic: undefined, event: undefined }
  const { before } = await readTogether(db, { before: selectRoundBefore(db, round.id) })
  const { form, schools, formBefore, schoolsBefore } = await readTogether(db, {
    ...{ form: selectForm(db, round.versionId), schools: selectRoundAnswers(db, round.id) },
    formBefore: before ? selectForm(db, before.versionId) : given(undefined),
    schoolsBefore: before ? selectRoundAnswers(db, before.id) : given([]),
  })
  if (!form || !schools.some(({ state }) => state === 'submitted')) return refuse('nothing_submitted')
  const [questions, asked] = [questionsOf(form), formBefore ? questionsOf(formBefore) : []]
  const valuesBefore = new Map(
    schoolsBefore.flatMap(({ schoolId, state, values }) => (state === 'submitted' ? [[schoolId, values] as const] : [])),
  )
  const lines = [...new Map(schools.map((one) => [one.schoolId, one])).values()].map(({ schoolId, state, values }) => {
    const was = valuesBefore.get(schoolId)
    const then = was && before ? asNow(asked, questions, outcomesOf(asked, was, londonDay(before.deadlineAt))) : {}
    const kept: KeptAnswers = {
      now: packed(questions, outcomesOf(questions, values, londonDay(round.deadlineAt))),
      before: packed(questions, then),
    }
    return {
      ...{ schoolId, requirementId: round.versionId, state, why: '', turnsOn: undefined, evidence: [] },
      facts: JSON.stringify(state === 'submitted' ? kept : {}),
    }
  })
  const requirements = [{ id: round.versionId, label: labelOf(round) }, ...(before ? [{ id: before.id, label: labelOf(before) }] : [])]
  const { sources } = await readReport(db, question, ['sector-kind'])
  const id = resultsId(round.id)
  await atomically(
    db,
    [
      ...insertFrozen(act, { id, question, sources, requirements, about: 'audit' }),
      ...insertStandings(act, id, lines),
      logged(act, { act: 'coverage.frozen', subject: ['frozen_report', id], after: { roundId: round.id, lines: lines.length } }),
    ],
    { 'FrozenReport.id': 'frozen_already', report_is_frozen: 'frozen_already' } as const,
  )
  return ok(await frozenNumber(db, id))
}
