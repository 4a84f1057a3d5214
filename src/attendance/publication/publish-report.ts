import { selectKnown } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Candidate, type Line, schoolYear } from './publication.ts'
import { insertPublication, selectCandidate, selectCorrected, selectLines } from './store.ts'

const refusals = {
  published_before_shown: 'not_shown',
  published_while_time_runs: 'time_runs',
  published_before_decided: 'not_decided',
  'Publication.id': 'published_already',
} as const

export type PublishReason = Exclude<(typeof refusals)[keyof typeof refusals], 'published_already'>

export type Prepared = { candidate: Candidate; tookPart: string[]; lines: Line[] }

/** What would be public of a report; undefined when it is of no school year that was over. */
export const preparePublication = async (db: D1Database, number: number): Promise<Prepared | undefined> => {
  const { candidate, corrected } = await readTogether(db, {
    candidate: selectCandidate(db, number),
    corrected: selectCorrected(db, number),
  })
  if (!candidate || !schoolYear(candidate.question, candidate.frozenAt)) return undefined
  const known = corrected.length === 0 ? [] : await readNow(db, selectKnown(db, candidate.question))
  const tookPart = known.filter(({ schoolId, code }) => code !== null && corrected.includes(schoolId)).map(({ schoolId }) => schoolId)
  return { candidate, tookPart, lines: await readNow(db, selectLines(db, candidate.id, tookPart)) }
}

/** Makes the lines public, in place of those that are. The same form publishes once. */
export const publishReport = async (
  act: Act,
  byId: string,
  ask: { id: string; prepared: Prepared },
): Promise<Result<undefined, PublishReason>> => {
  const { candidate, tookPart, lines } = ask.prepared
  const done = await atomically(
    act.db,
    [
      ...insertPublication(act, byId, { id: ask.id, reportId: candidate.id, tookPart }),
      logged(act, {
        act: 'open_data.published',
        subject: ['publication', ask.id],
        after: { report: candidate.number, schools: lines.length },
      }),
    ],
    refusals,
  )
  return done.ok || done.reason === 'published_already' ? ok(undefined) : refuse(done.reason)
}
