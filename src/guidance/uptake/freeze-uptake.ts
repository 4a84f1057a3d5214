import { type Question, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import type { FrozenReport, FrozenSchool } from '#attendance/reports/frozen.ts'
import { type FrozenStanding, type StandingDifference, standingDifferences } from '#attendance/reports/frozen-standing.ts'
import { insertStandings, selectRegisterCauses } from '#attendance/reports/standing-store.ts'
import { frozenAs, frozenNumber, insertFrozen, isLogEnd, selectLogEnd } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Level, levelWords } from '#guidance/issuing/answer.ts'
import { readUptake, selectUptakeCauses, type Uptake } from './store.ts'

const mostTries = 5

export type NotFrozen = 'goes_on_changing' | 'nothing_issued'

const linesOf = ({ document, version, schools }: Uptake) =>
  schools.map(({ school, state, why, evidence, level, how, answered, dates, publishedLevel, attended }) => ({
    schoolId: school.schoolId,
    requirementId: document.id,
    state,
    why,
    turnsOn: undefined,
    evidence: [...evidence],
    facts: JSON.stringify({ version: version.number, answered, level, how, dates, publishedLevel, attended }),
  }))

type LineFacts = { level?: Level; publishedLevel?: 'found' | 'ticked' }
const publishedWords = { found: 'found on its site', ticked: 'read by an officer' } as const

/** What a line says besides its state: how the answer is known, and whether it is published. */
const sayFacts = (was: LineFacts, is: LineFacts): string[] => {
  const level = (of: LineFacts): string => (of.level ? levelWords[of.level].toLowerCase() : 'no answer')
  const published = (of: LineFacts): string => (of.publishedLevel ? publishedWords[of.publishedLevel] : 'no')
  return [
    ...(was.level === is.level ? [] : [`How we know: ${level(was)} then, ${level(is)} today`]),
    ...(was.publishedLevel === is.publishedLevel ? [] : [`Published: ${published(was)} then, ${published(is)} today`]),
  ]
}

/** How today differs from a report of guidance; undefined: nothing of it is issued. */
export const readUptakeDifferences = async (
  act: Act,
  { report, schools, standings }: { report: FrozenReport; schools: readonly FrozenSchool[]; standings: readonly FrozenStanding[] },
): Promise<StandingDifference[] | undefined> => {
  const documentId = report.requirements[0]?.id ?? ''
  const uptake = await readUptake(act, documentId)
  if (!uptake) return undefined
  const known = linesOf(uptake).map((line) => ({ ...line, evidence: [...line.evidence] }))
  const roots = [...new Set([...standings, ...known].map(({ schoolId }) => schoolId))]
  const { register, own } = await readTogether(act.db, {
    register: selectRegisterCauses(act.db, roots, report.frozenAt),
    own: selectUptakeCauses(act.db, documentId, report.frozenAt),
  })
  const factsOf = (lines: readonly FrozenStanding[], of: string): LineFacts =>
    JSON.parse(lines.find(({ schoolId }) => schoolId === of)?.facts ?? '{}') as LineFacts
  const of = { schools: [...schools, ...uptake.schools.map(({ school }) => school)] }
  const differing = standingDifferences(standings, known, of, londonDay(act.now), {
    records: new Map(),
    lines: ({ schoolId }) => own.get(schoolId) ?? [],
    register,
  })
  return differing.map((one) => {
    const says = sayFacts(factsOf(standings, one.schoolId), factsOf(known, one.schoolId))
    return says.length > 0 && one.what.includes('as then') ? { ...one, what: says.join('. ') } : one
  })
}

/** Freezes how schools stand with a document now, under a number. The same form freezes once. */
export const freezeUptake = async (act: Act, ask: { id: string; documentId: string }): Promise<Result<number, NotFrozen>> => {
  const { db, now, laCodes } = act
  const day = londonDay(now)
  const question: Question = { laCodes, on: day, ...usualPeriod(day), topic: undefined, event: undefined }
  for (let tries = 1; ; tries += 1) {
    const end = await readNow(db, selectLogEnd(db))
    const uptake = await readUptake(act, ask.documentId)
    if (!uptake) return refuse('nothing_issued')
    const { sources } = await readReport(db, question, ['sector-kind'])
    const requirements = [{ id: ask.documentId, label: `${uptake.document.title}, version ${uptake.version.number}` }]
    const lines = linesOf(uptake)
    const result = await atomically(
      db,
      [
        isLogEnd(db, end),
        ...insertFrozen(act, { id: ask.id, question, sources, requirements, about: 'guidance' }),
        ...insertStandings(act, ask.id, lines),
        logged(act, {
          act: 'coverage.frozen',
          subject: ['frozen_report', ask.id],
          after: { documentId: ask.documentId, lines: lines.length },
        }),
      ],
      { [guardBroken]: 'goes_on_changing', 'FrozenReport.id': 'frozen_already', report_is_frozen: 'frozen_already' } as const,
    )
    if (result.ok || (await frozenAs(db, ask.id, { question, requirements, about: 'guidance' })) === 'same')
      return ok(await frozenNumber(db, ask.id))
    if (tries === mostTries) return refuse('goes_on_changing')
  }
}
