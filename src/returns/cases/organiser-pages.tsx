import { Hono } from 'hono'
import { londonDay, sayDay } from '#base/dates.ts'
import { together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type AuditsOfSchool, bands, type CaseAudit, sayYear, schoolsIn, schoolYear } from './audit.ts'
import { selectCaseAudits, selectOpenCount } from './store.ts'
import { CaseFigures, NotAudited } from './views/figures.tsx'

const sayLast = (one: CaseAudit | undefined): string =>
  one ? `${sayDay(one.doneOn)}: ${bands[one.readBand]} read, ${bands[one.completeBand]?.toLowerCase()} complete` : ''

const figures = list({
  at: '/case-records',
  ask: ({ now, query }) => {
    const current = schoolYear(londonDay(now))
    const asked = Number(query['year'])
    return { current, year: Number.isInteger(asked) && asked > current - 6 && asked <= current ? asked : current }
  },
  beside: ({ db, year, council: { laCodes } }) =>
    together({
      open: selectOpenCount(db, laCodes),
      audits: selectCaseAudits(db, { from: `${year}-09-01`, to: `${year + 1}-08-31`, laCodes }),
    }),
  title: 'Audits of case records',
  caption: ({ year }) => `School year ${sayYear(year)}`,
  back: { href: '/organiser/returns', text: 'Safeguarding audit' },
  whole: { rows: ({ audits }) => schoolsIn(audits), idOf: ({ schoolId }) => schoolId },
  of: ['school'],
  tableCaption: ({ total }) => `Schools with an audit in the year: ${total}`,
  columns: [
    {
      name: 'School',
      cell: ({ schoolId, name, town }: AuditsOfSchool) => (
        <Link href={`/organiser/schools/${schoolId}/case-records`}>{[name, town].filter(Boolean).join(', ')}</Link>
      ),
    },
    { name: 'As the school states', cell: ({ own }) => sayLast(own) },
    { name: 'By the council', cell: ({ council }) => sayLast(council) },
  ],
  above: (shown) => <CaseFigures {...shown} />,
  below: ({ open, total }) => <NotAudited schools={open - total} />,
})

/** Mounted at /organiser/returns. */
export const organiserCasePages = withPages(new Hono<AppEnv>(), figures)
