import { Hono } from 'hono'
import { actsFor, mayBookFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { schoolCard } from '#schools/schools/store.ts'
import { readComing } from './coming-store.ts'
import { ComingPage, sayStillHave } from './views/coming-of-person.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** As many as one form can end the roles of. */
const most = 60

/** What lies ahead of a school's people whose roles it has ended; mounted at /school. */
export const schoolComingPages = new Hono<AppEnv>().get(`/:school{${uuid}}/staff/:person{${uuid}}/coming`, async (c) => {
  const { act } = c.var
  const schoolId = c.req.param('school')
  const ids = [c.req.param('person'), ...(c.req.query('with') ?? '').split(',')].slice(0, most)
  const school = actsFor(act.actor, schoolId) ? await schoolCard(act.db, schoolId) : null
  const people = school ? await readComing(act, schoolId, ids) : []
  if (!school || people.length === 0) throw notFound('person')
  const may = { book: mayBookFor(act.actor, schoolId), approve: act.actor.approverSchoolIds.includes(schoolId) }
  return c.render(<ComingPage people={people} may={may} school={schoolId} caption={schoolLabel(school)} now={instant(act.now)} />, {
    title: sayStillHave(people),
    back: may.approve ? { href: `/school/${schoolId}/roles`, text: 'People in roles' } : { href: `/school/${schoolId}`, text: school.name },
  })
})
