import { selectFrozenStandings } from '#attendance/reports/standing-store.ts'
import { selectFrozen, selectFrozenSchools } from '#attendance/reports/store.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { questionsOf } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import type { Results } from './document.ts'
import { type Answered, type KeptAnswers, resultOf, unpacked } from './result.ts'

/** The report of an audit, counted from its rows; undefined: there is none of this number. */
export const readResults = async (db: D1Database, number: number): Promise<Results | undefined> => {
  const { report, schools, standings } = await readTogether(db, {
    report: selectFrozen(db, number),
    schools: selectFrozenSchools(db, number),
    standings: selectFrozenStandings(db, number),
  })
  const [audit, before] = report?.about === 'audit' ? report.requirements : []
  const form = audit && (await readNow(db, selectForm(db, audit.id)))
  if (!report || !audit || !form) return undefined
  const questions = questionsOf(form)
  const byId = new Map(schools.map((school) => [school.schoolId, school]))
  const lines = standings.filter(({ schoolId }) => byId.has(schoolId))
  const answered = lines.flatMap(({ schoolId, state, facts }): Answered[] => {
    const school = byId.get(schoolId)
    if (!school || state !== 'submitted') return []
    const { now, before: then } = JSON.parse(facts ?? '{}') as KeptAnswers
    return [{ school, now: unpacked(questions, now), before: unpacked(questions, then) }]
  })
  const fewest = report.thresholds.smallest
  const came = (one: string): string => String(lines.filter(({ state }) => state === one).length)
  return {
    ...{
      number,
      label: audit.label,
      before: before?.label,
      fewest,
      on: report.question.on,
      frozenOn: londonDay(new Date(report.frozenAt)),
    },
    came: [
      ['Schools asked', String(lines.length)],
      ['Submitted', came('submitted')],
      ['On paper or another audit', came('otherwise')],
      ['Nothing came', came('missing')],
    ],
    sections: form.sections.map(({ title, questions }) => ({ title, results: questions.map((one) => resultOf(one, answered, fewest)) })),
  }
}
