import { all, mapped, type Read, together } from '#base/db/read.ts'
import type { CountedRound, KeptCount } from './progress.ts'
import { countColumns, countTables } from './store.ts'

/** Latest first, with the schools of their last count by phase. */
export const selectCountedRounds = (db: SqlDatabase): Read<CountedRound[]> =>
  mapped(
    together({
      rounds: all<{ id: string; title: string; year: string; report: number | null }>(
        db.prepare(
          `SELECT o.id, o.title, o.year, f.number AS report FROM ReturnRound o LEFT JOIN FrozenReport f ON f.id = 'audit ' || o.id
           WHERE EXISTS (SELECT 1 FROM ReturnCount c WHERE c.roundId = o.id) ORDER BY o.deadlineAt DESC, o.id`,
        ),
      ),
      counts: all<KeptCount & { roundId: string }>(db.prepare(`SELECT c.roundId, ${countColumns} FROM ${countTables}`)),
      phases: all<CountedRound['phases'][number] & { roundId: string }>(
        db.prepare(
          `SELECT d.roundId, d.phase, COUNT(*) AS asked, COUNT(*) FILTER (WHERE d.state IN ('submitted', 'otherwise')) AS answered FROM ReturnCounted d
           WHERE d.moment = (SELECT MAX(c.moment) FROM ReturnCount c WHERE c.roundId = d.roundId) GROUP BY d.roundId, d.phase ORDER BY d.phase`,
        ),
      ),
    }),
    ({ rounds, counts, phases }) =>
      rounds.map((round) => ({
        ...round,
        counts: counts.filter(({ roundId }) => roundId === round.id),
        phases: phases.filter(({ roundId }) => roundId === round.id),
      })),
  )
