import { type Context, Hono } from 'hono'
import { type Actor, actsFor, mayBookFor } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { cutTo } from '#base/words.ts'
import { shownTo } from '#front/due/due.ts'
import { selectDue } from '#front/due/store.ts'
import type { UnlistedClaimRow } from '#people/claims/unlisted-claim.ts'
import { councilRows } from '#people/claims/waiting-claim.ts'
import { selectRoleSchools } from '#returns/filling/return-store.ts'
import { selectOwnSchools } from '#schools/schools/record-store.ts'
import { rootOf } from '#schools/schools/store.ts'
import { byNeed, rowsOf } from './grid.ts'
import { selectOwnGrid } from './grid-store.ts'
import { selectHome, selectOwnUnlisted } from './store.ts'
import { HomePage } from './views/home.tsx'
import { OwnSchoolsPage } from './views/schools.tsx'

type C = Context<AppEnv>

/** Requests with who decides them and by when. */
const askedOf = (c: C, unlisted: readonly UnlistedClaimRow[], calendar: Calendar) =>
  unlisted.map((claim) => ({ claim, rows: councilRows(claim.requestedAt, c.var.council, calendar, c.var.act.now) }))

const rightsAt = (actor: Actor, schoolId: string) => ({
  approver: actor.approverSchoolIds.includes(schoolId),
  mayBook: mayBookFor(actor, schoolId),
})

const showHome = async (c: C, schoolId: string, isOnly: boolean) => {
  const { act } = c.var
  const home = actsFor(act.actor, schoolId) ? await readNow(act.db, selectHome(act, schoolId)) : undefined
  if (!home) {
    // An old link from before the school got another URN.
    const root = await rootOf(act.db, schoolId)
    if (root && root !== schoolId && actsFor(act.actor, root)) return c.redirect(`/school/${root}`, 302)
    throw notFound('school')
  }
  const may = rightsAt(act.actor, schoolId)
  const asked = askedOf(c, home.unlisted, home.calendar)
  return c.render(<HomePage {...home} asked={asked} dues={shownTo(home.dues, may)} {...may} now={instant(act.now)} />, {
    title: home.school.name,
    ...(isOnly ? {} : { back: { href: '/school', text: 'My schools' } }),
  })
}

const longest = 100

/** Where whoever acts for schools begins: of one its home, else a choice. At /school. */
export const schoolHomePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act } = c.var
    const { schoolIds, askedSchoolIds } = act.actor
    if (schoolIds[0] && schoolIds.length === 1 && askedSchoolIds.length === 0) return showHome(c, schoolIds[0], true)
    const { own, roleSchools, unlisted, calendar, grid, dues } = await readTogether(act.db, {
      own: selectOwnSchools(act.db, act.actor.accountId ?? ''),
      roleSchools: selectRoleSchools(act),
      unlisted: selectOwnUnlisted(act),
      calendar: selectCalendar(act.db),
      grid: selectOwnGrid(act),
      dues: selectDue(act.db, { ...act, rootIds: schoolIds }),
    })
    const today = londonDay(act.now)
    const shown = dues.flatMap((due) => shownTo([due], rightsAt(act.actor, due.schoolId)))
    const page = {
      grid: byNeed(rowsOf(grid, shown, act.actor.approverSchoolIds, today)),
      waiting: own.schools.filter(({ waiting }) => waiting),
      trusts: own.trusts,
      roleSchools,
      asked: askedOf(c, unlisted, calendar),
      today,
      q: cutTo(c.req.query('q') ?? '', longest),
    }
    return c.render(<OwnSchoolsPage {...page} />, { title: 'My schools' })
  })
  .get('/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}', (c) => {
    const { schoolIds, askedSchoolIds } = c.var.act.actor
    return showHome(c, c.req.param('schoolId'), schoolIds.length === 1 && askedSchoolIds.length === 0)
  })
