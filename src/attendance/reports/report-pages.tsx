import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { readChoices } from '#attendance/coverage/choices-store.ts'
import { categoryLabel, type Dimension, dimensions } from '#attendance/coverage/coverage.ts'
import { basisNames, dayOf, gradeNames, reached } from '#attendance/coverage/evidence.ts'
import { questionOf, readAsked } from '#attendance/coverage/forms.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { AppError, notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { isAsSealed } from '#base/seal/entry-store.ts'
import { type Column, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { formId } from '#base/web/form.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { freezeReport } from './freeze-report.ts'
import { differences, type FrozenSchool } from './frozen.ts'
import { listFrozen, selectCauses, selectFrozen, selectFrozenEntry, selectFrozenSchools, selectKnown } from './store.ts'
import { FrozenDifferencePage, FrozenListPage, FrozenReportPage } from './views/frozen.tsx'

const pageSize = 50

const list = { href: '/coverage/frozen', text: 'Frozen reports' }

const asked = z.object({ by: z.enum(dimensions).catch('sector-kind'), page: pageNumber })

const numberOf = (c: Context<AppEnv>): number => {
  const number = Number(c.req.param('number'))
  if (!Number.isSafeInteger(number)) throw notFound('report')
  return number
}

const found = async (c: Context<AppEnv>) => {
  const number = numberOf(c)
  const { report, schools } = await readTogether(c.env.DB, {
    report: selectFrozen(c.env.DB, number),
    schools: selectFrozenSchools(c.env.DB, number),
  })
  if (!report) throw notFound('report')
  return { report, schools }
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
  { name: 'Took part', value: ({ code }) => (code === null ? 'no' : 'yes') },
  { name: 'How', value: (school) => sayIf(how(school)?.grade, gradeNames) },
  { name: 'Rests on', value: (school) => sayIf(how(school)?.basis, basisNames) },
  { name: 'Last attended any event', value: ({ lastAt }) => (lastAt === null ? '' : dayOf(lastAt)) },
]

const sayIf = <Name extends string>(name: Name | undefined, names: Readonly<Record<Name, string>>): string => (name ? names[name] : '')

export const reportFrozenPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { page } = asked.parse(c.req.query())
    const listed = await listFrozen(c.env.DB, pageSize, (page - 1) * pageSize)
    return c.render(<FrozenListPage {...listed} url={c.req.url} page={page} pageSize={pageSize} />, {
      title: 'Frozen reports',
      back: { href: '/coverage', text: 'Coverage' },
    })
  })

  .post('/', async (c) => {
    const { act, council } = c.var
    const form = await c.req.parseBody()
    const query = Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
    const today = londonDay(act.now)
    const typed = readAsked(query)
    const { question, problems } = questionOf(typed, await readChoices(act.db, today), council.laCodes, today)
    if (typed.event && !question.event) throw notFound('event')
    if (Object.keys(problems).length > 0) throw new AppError('bad_request', 'Coverage frozen with a period that is none')
    const frozen = await freezeReport(act, { id: formId(form, act.now), question })
    if (!frozen.ok) throw notFound('report')
    flash(c, `Report ${frozen.value} is frozen. Its figures stay as they are now.`)
    return c.redirect(`/coverage/frozen/${frozen.value}`, 303)
  })

  .get('/:number', async (c) => {
    const number = numberOf(c)
    const { report, schools, entry } = await readTogether(c.env.DB, {
      report: selectFrozen(c.env.DB, number),
      schools: selectFrozenSchools(c.env.DB, number),
      entry: selectFrozenEntry(c.env.DB, number),
    })
    if (!report) throw notFound('report')
    const by: Dimension = asked.parse(c.req.query()).by
    const sealed = entry && { number: entry.entry.number, at: entry.entry.at, isUnchanged: (await isAsSealed(entry)) === true }
    return c.render(<FrozenReportPage {...{ report, schools, by, sealed }} />, { title: `Report ${report.number}`, back: list })
  })

  .get('/:number/schools.csv', async (c) => {
    const { report, schools } = await found(c)
    await logExport(c.var.act, { act: 'frozen_schools.exported', after: { report: report.number, schools: schools.length } })
    return c.body(csvOf(columns, schools), 200, csvHeaders(`report-${report.number}`))
  })

  .get('/:number/difference', async (c) => {
    const { db, now } = c.var.act
    const { report, schools } = await found(c)
    const known = await readNow(db, selectKnown(db, report.question))
    const ids = [...new Set([...schools, ...known].flatMap(({ evidence }) => evidence))]
    const roots = [...new Set([...schools, ...known].map(({ schoolId }) => schoolId))]
    const causes = await readTogether(db, selectCauses(db, ids, roots, report.frozenAt))
    const differing = differences(schools, known, report.frozenAt, causes)
    return c.render(<FrozenDifferencePage {...{ report, was: counts(schools), now: counts(known), found: differing }} knownAt={now} />, {
      title: `What has become known since report ${report.number}`,
      back: { href: `/coverage/frozen/${report.number}`, text: `Report ${report.number}` },
    })
  })
