import { isInWords } from '#base/questions/store.ts'
import type { EvaluationInvariant } from './audit.ts'

export const evaluationViolations: Record<EvaluationInvariant, string> = {
  answers_no_more_than_given: `SELECT w.eventId || ' ' || w.wave AS id FROM EvaluationWave w
    WHERE w.released + w.dropped + (SELECT COUNT(*) FROM EvaluationTray t WHERE t.eventId = w.eventId AND t.wave = w.wave)
      <> (SELECT COUNT(a.answeredOn) FROM EvaluationAsked a WHERE a.eventId = w.eventId AND a.wave = w.wave)`,

  answers_of_five_or_more: `SELECT q.id FROM EvaluationQuestion q JOIN EvaluationWave w ON w.eventId = q.eventId AND w.wave = q.wave
    JOIN EvaluationAnswer x ON x.questionId = q.id
    GROUP BY q.id HAVING w.released < 5 OR COUNT(*) > w.released OR (NOT ${isInWords('q.kind')} AND COUNT(*) <> w.released)`,
}
