import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { readChoices } from '#attendance/coverage/choices-store.ts'
import { categoryLabel, type Dimension, dimensionNames, dimensions } from '#attendance/coverage/coverage.ts'
import { basisNames, dayOf, gradeNames, reached } from '#attendance/coverage/evidence.ts'
import { questionOf, readAsked, sameQuestion } from '#attendance/coverage/forms.ts'
import { sayStored } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { AppError, notFound } from '#base/errors.ts'
import { files, list } from '#base/list/list.tsx'
import { isAsSealed } from '#base/seal/entry-store.ts'
import { mayAsk } from '#base/web/access.ts'
import { type Column, cellsOf, columnsOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { freezeReport } from './freeze-report.ts'
import { freezeStandings, mostSchools, type NotFrozen, readStandingDifferences } from './freeze-standings.ts'
import { categoryOf, differences, type FrozenReport, type FrozenSchool, nameOf } from './frozen.ts'
import { type FrozenRequirement, frozenStateName } from './frozen-standing.ts'
import { selectFrozenStandings } from './standing-store.ts'
import { listedReports, selectCauses, selectFrozen, selectFrozenEntry, selectFrozenSchools, selectKnown } from './store.ts'
import { AboutKept, FrozenDifferencePage, FrozenReportPage, sayAbout, sayAnswered, sayFrozen } from './views/frozen.tsx'
import { FrozenStandingsPage, type Line, StandingDifferencePage, sectorOfLine } from './views/standings.tsx'

const keptFigures = { href: '/coverage/frozen', text: 'Kept figures' }

const asked = z.object({ by: z.enum(dimensions).catch('sector-kind'), requirement: z.string().catch('') })

const numberOf = (c: Context<AppEnv>): number => {
  const number = Number(c.req.param('number'))
  if (!Number.isSafeInteger(number)) throw notFound('report')
  return number
}

const selectWhole = (db: SqlDatabase, number: number) =>
  together({
    entry: selectFrozenEntry(db, number),
    report: selectFrozen(db, number),
    schools: selectFrozenSchools(db, number),
    standings: selectFrozenStandings(db, number),
  })

const found = async (c: Context<AppEnv>) => {
  const { report, schools, standings, entry } = await readNow(c.env.DB, selectWhole(c.env.DB, numberOf(c)))
  if (!report) throw notFound('report')
  return { report, schools, standings, entry }
}

/** The lines of a report of requirements or guidance, by name of school. */
const linesOf = ({ schools, standings }: Pick<Awaited<ReturnType<typeof found>>, 'schools' | 'standings'>): Line[] => {
  const byId = Map.groupBy(standings, ({ schoolId }) => schoolId)
  return schools.flatMap((school) => (byId.get(school.schoolId) ?? []).map((line) => ({ ...line, school })))
}

const chosenOf = (report: FrozenReport, id: string): FrozenRequirement => {
  const chosen = report.requirements.find((one) => one.id === id) ?? (id === '' ? report.requirements[0] : undefined)
  if (!chosen) throw notFound('requirement')
  return chosen
}

const requirementOf = ({ requirements }: FrozenReport, line: Line) => requirements.find(({ id }) => id === line.requirementId)

const standingColumns = (report: FrozenReport): readonly Column<Line>[] => [
  { name: 'URN', value: ({ school }) => school?.urn },
  { name: 'School', value: ({ school }) => school?.name },
  { name: 'Town', value: ({ school }) => school?.town },
  { name: 'Sector and kind', value: sectorOfLine },
  { name: 'Trust', value: ({ school }) => school?.trustName },
  {
    name: report.about === 'guidance' ? 'Guidance' : 'Training rule',
    value: (line) => requirementOf(report, line)?.label,
  },
  { name: 'State by our record', value: (line) => frozenStateName(line.state, requirementOf(report, line)?.stated) },
  { name: 'Why', value: ({ why }) => why },
  { name: 'Changes by itself on', value: ({ turnsOn }) => turnsOn },
  { name: 'As at', value: () => report.question.on },
]

const notFrozen: Record<NotFrozen, string> = {
  not_in_force: 'No edition of this rule is in force, so there is nothing to report.',
  too_many_schools: `A report of requirements holds at most ${mostSchools.toLocaleString('en-GB')} schools, and this area has more. Have an administrator name fewer authorities under Settings, or freeze who took part instead.`,
  saved_otherwise: sayStored('figures are kept that ask something else', 'Keep these too'),
  goes_on_changing:
    'So much was being recorded that no one moment could be kept. Nothing is frozen: try again once fewer people are arriving at a door, or after an import is done.',
}

const counts = (schools: readonly FrozenSchool[]) => ({
  open: schools.length,
  tookPart: schools.filter(({ code }) => code !== null).length,
})

const how = ({ code }: FrozenSchool) => reached(code)

const columns: readonly Column<FrozenSchool>[] = [
  { name: 'URN', value: ({ urn }) => urn },
  { name: 'School', value: ({ name }) => name },
  { name: 'Town', value: ({ town }) => town },
  { name: 'Sector and kind', value: ({ sector, kind }) => categoryLabel('sector-kind', `${sector}.${kind}`, '') },
  { name: 'Phase', value: ({ phase }) => phase },
  { name: 'Trust', value: ({ trustName }) => trustName },
  { name: 'Ward', value: ({ wardName }) => wardName },
  { name: 'District', value: ({ districtName }) => districtName },
  ...(['faith', 'gender', 'settlement', 'size', 'free-meals'] as const).map((by) => ({
    name: dimensionNames[by],
    value: (school: FrozenSchool) => categoryOf(by, school),
  })),
  { name: 'Took part', value: ({ code }) => (code === null ? 'no' : 'yes') },
  { name: 'How', value: (school) => sayIf(how(school)?.grade, gradeNames) },
  { name: 'Based on', value: (school) => sayIf(how(school)?.basis, basisNames) },
  { name: 'Last attended any event', value: ({ lastAt }) => (lastAt === null ? '' : dayOf(lastAt)) },
]

const sayIf = <Name extends string>(name: Name | undefined, names: Readonly<Record<Name, string>>): string => (name ? names[name] : '')

const kept = list({
  at: '/',
  also: ({ actor }) => ({ names: mayAsk(actor, 'GET /coverage/frozen/:number/schools.csv'), mayGoBack: mayAsk(actor, 'GET /coverage') }),
  title: 'Kept figures',
  back: ({ mayGoBack }) => (mayGoBack ? { href: '/coverage', text: 'Coverage' } : undefined),
  rows: () => listedReports,
  of: ['report'],
  tableCaption: () => 'Newest first',
  columns: [
    { name: 'Figures', cell: (report) => <Link href={`/coverage/frozen/${report.number}`}>{nameOf(report)}</Link> },
    { name: 'Question', cell: (report) => sayAbout(report) },
    { name: 'Answer', cell: (report, { names }) => sayAnswered(report, names) },
    { name: 'Kept since', cell: (report, { names }) => sayFrozen(report, names) },
  ],
  above: () => <AboutKept />,
  none: 'No figures are kept yet. Officers keep them from which schools took part, or from how schools stand.',
})

const isFrozen = 'These figures are kept as they are now'
const toFrozen = (_: Asked, number: number | undefined): string => `${keptFigures.href}/${number}`

/** Back to the figures that were to be kept, with what was asked. */
const notKept = (c: Context<AppEnv>, why: NotFrozen, to: string): Response => {
  flash(c, notFrozen[why], false)
  return c.redirect(to, 303)
}

const freeze = press({
  at: '/',
  act: async (act, _, { body, council, id, c }) => {
    const query = Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
    const today = londonDay(act.now)
    const typed = readAsked(query)
    const { question, problems } = questionOf(typed, await readChoices(act.db, today), council.laCodes, today)
    if (typed.event && !question.event) throw notFound('event')
    if (Object.keys(problems).length > 0) throw new AppError('bad_request', 'Coverage frozen with a period that is none')
    const frozen = await freezeReport(act, { id, question })
    if (frozen.ok || frozen.reason === 'not_held') return frozen
    return notKept(c, frozen.reason, `/coverage?${sameQuestion(question, typed.by)}`)
  },
  refused: { ...notFrozen, not_held: gone },
  done: isFrozen,
  to: toFrozen,
})

const freezeRule = press({
  at: '/requirements',
  act: async (act, _, { field, id, c }) => {
    const requirement = field('requirement')
    const frozen = await freezeStandings(act, { id, requirementId: requirement || undefined })
    return frozen.ok ? frozen : notKept(c, frozen.reason, `/coverage/requirements?${new URLSearchParams({ requirement })}`)
  },
  refused: {},
  done: isFrozen,
  to: toFrozen,
})

const cellsAs = <Row,>(of: readonly Column<Row>[], rows: readonly Row[]) => ({
  heads: columnsOf(of.map(({ name }) => name)),
  cells: [...cellsOf(of, rows)],
})

const schoolFile = files({
  at: '/:number/schools',
  beside: ({ db, part }) =>
    mapped(selectWhole(db, Number(part('number'))), ({ report, schools, standings }) => {
      if (!report || report.about === 'audit') return undefined
      const isOfAttendance = report.about === 'attendance'
      return {
        report,
        schools,
        ...(isOfAttendance ? cellsAs(columns, schools) : cellsAs(standingColumns(report), linesOf({ schools, standings }))),
      }
    }),
  title: ({ report }) => nameOf(report),
  whole: { rows: ({ cells }) => cells },
  columns: ({ heads }) => heads,
  file: {
    name: ({ report }) => `figures-${report.question.on}`,
    log: ({ report, schools }, _, format) => ({
      act: 'frozen_schools.exported',
      after: { report: report.number, schools: schools.length, format },
    }),
  },
})

export const reportFrozenPages = withPages(new Hono<AppEnv>(), kept, freeze, freezeRule, schoolFile)
  .get('/:number', async (c) => {
    const { report, schools, standings, entry } = await found(c)
    if (report.about === 'audit') return c.redirect(`/coverage/returns/reports/${report.number}`, 303)
    const names = mayAsk(c.var.act.actor, 'GET /coverage/frozen/:number/schools.csv')
    if (report.about !== 'attendance') {
      const chosen = chosenOf(report, asked.parse(c.req.query()).requirement)
      const lines = linesOf({ schools, standings }).filter(({ requirementId }) => requirementId === chosen.id)
      return c.render(<FrozenStandingsPage report={report} chosen={chosen} lines={lines} names={names} />, {
        title: nameOf(report),
        back: keptFigures,
      })
    }
    const by: Dimension = asked.parse(c.req.query()).by
    const sealed = entry && { number: entry.entry.number, at: entry.entry.at, isUnchanged: (await isAsSealed(entry)) === true }
    return c.render(<FrozenReportPage report={report} schools={schools} by={by} sealed={sealed} names={names} />, {
      title: nameOf(report),
      back: keptFigures,
    })
  })

  .get('/:number/difference', async (c) => {
    const { db, now } = c.var.act
    const { report, schools, standings } = await found(c)
    if (report.about === 'audit') throw notFound('report')
    if (report.about === 'guidance') return c.redirect(`/guidance/reports/${report.number}/difference`, 303)
    const title = 'What has become known since'
    const back = { href: `/coverage/frozen/${report.number}`, text: nameOf(report) }
    if (report.about === 'requirements') {
      const differing = await readStandingDifferences(c.var.act, { report, schools, standings })
      return c.render(<StandingDifferencePage report={report} found={differing} knownAt={now} />, { title, back })
    }
    const known = await readNow(db, selectKnown(db, report.question))
    const ids = [...new Set([...schools, ...known].flatMap(({ evidence }) => evidence))]
    const roots = [...new Set([...schools, ...known].map(({ schoolId }) => schoolId))]
    const causes = await readTogether(db, selectCauses(db, ids, roots, report.frozenAt))
    const differing = differences(schools, known, report.frozenAt, causes)
    return c.render(<FrozenDifferencePage report={report} was={counts(schools)} now={counts(known)} found={differing} knownAt={now} />, {
      title,
      back,
    })
  })
