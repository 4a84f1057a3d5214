import { isLogEnd, selectKnown, selectLogEnd } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Candidate, type Line, schoolYear } from './publication.ts'
import { areAsMany, insertPublication, selectCandidate, selectCorrected, selectLines } from './store.ts'

const refusals = {
  published_before_shown: 'not_shown',
  published_while_time_runs: 'time_runs',
  published_before_decided: 'not_decided',
  [guardBroken]: 'changed',
  'Publication.id': 'changed',
} as const

export type PublishReason = (typeof refusals)[keyof typeof refusals]

/** `end`: where the log ended when it was read. */
export type Prepared = { candidate: Candidate; tookPart: string[]; lines: Line[]; end: number }

/** What would be public of a report; undefined when it is of no school year that was over. */
export const preparePublication = async (db: SqlDatabase, number: number): Promise<Prepared | undefined> => {
  const { candidate, corrected, end } = await readTogether(db, {
    candidate: selectCandidate(db, number),
    corrected: selectCorrected(db, number),
    end: selectLogEnd(db),
  })
  if (!candidate || !schoolYear(candidate.question, candidate.frozenAt)) return undefined
  const known = corrected.length === 0 ? [] : await readNow(db, selectKnown(db, candidate.question))
  const tookPart = known.filter(({ schoolId, code }) => code !== null && corrected.includes(schoolId)).map(({ schoolId }) => schoolId)
  return { candidate, tookPart, end, lines: await readNow(db, selectLines(db, candidate.id, tookPart)) }
}

/**
 * Makes the lines public, in place of those that are. The same form publishes once. 'changed':
 * something was written since they were read, or what the form published was withdrawn.
 */
export const publishReport = async (
  act: Act,
  byId: string,
  ask: { id: string; prepared: Prepared },
): Promise<Result<undefined, PublishReason>> => {
  const { candidate, tookPart, lines, end } = ask.prepared
  const result = await atomically(
    act.db,
    [
      isLogEnd(act.db, end),
      areAsMany(act.db, candidate.id, lines.length),
      ...insertPublication(act, byId, { id: ask.id, reportId: candidate.id, tookPart }),
      logged(act, {
        act: 'open_data.published',
        subject: ['publication', ask.id],
        after: { report: candidate.number, schools: lines.length },
      }),
    ],
    refusals,
  )
  if (result.ok) return ok(undefined)
  const stored = await storedAs(act.db, 'Publication', ask.id, { reportId: candidate.id, withdrawnAt: null })
  return stored === 'same' ? ok(undefined) : refuse(stored === undefined ? result.reason : 'changed')
}
