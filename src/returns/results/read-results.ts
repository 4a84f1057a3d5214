import { selectFrozenStandings } from '#attendance/reports/standing-store.ts'
import { selectFrozen, selectFrozenSchools } from '#attendance/reports/store.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { selectForm } from '#returns/forms/store.ts'
import type { Results } from './document.ts'
import { selectGivenAnswers } from './store.ts'

/** undefined: no report of an audit with this number. */
export const readResults = async (db: SqlDatabase, number: number): Promise<Results | undefined> => {
  const { report, schools, standings, given } = await readTogether(db, {
    report: selectFrozen(db, number),
    schools: selectFrozenSchools(db, number),
    standings: selectFrozenStandings(db, number),
    given: selectGivenAnswers(db, number),
  })
  const [audit, before] = report?.about === 'audit' ? report.requirements : []
  const form = audit && (await readNow(db, selectForm(db, audit.id)))
  if (!report || !audit || !form) return undefined
  const open = new Set(schools.map(({ schoolId }) => schoolId))
  const lines = standings.filter(({ schoolId }) => open.has(schoolId))
  const came = (one: string): string => String(lines.filter(({ state }) => state === one).length)
  return {
    number,
    label: audit.label,
    before: before?.label,
    fewest: report.thresholds.smallest,
    on: report.question.on,
    frozenOn: londonDay(new Date(report.frozenAt)),
    came: [
      ['Schools asked', String(lines.length)],
      ['Submitted', came('submitted')],
      ['On paper or another audit', came('otherwise')],
      ['Nothing came', came('missing')],
    ],
    sections: form.sections.map(({ title, questions }) => ({
      title,
      results: questions.map((question) => ({ question, ...(given[question.id] ?? { groups: [] }) })),
    })),
  }
}
