import { Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { schoolCard } from '#schools/schools/store.ts'
import { readComing } from './coming-store.ts'
import { ComingOfPersonPage } from './views/coming-of-person.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** What lies ahead of one of a school's people; mounted at /school. */
export const schoolComingPages = new Hono<AppEnv>().get(`/:school{${uuid}}/staff/:person{${uuid}}/coming`, async (c) => {
  const { act } = c.var
  const [schoolId, personId] = [c.req.param('school'), c.req.param('person')]
  const school = actsFor(act.actor, schoolId) ? await schoolCard(act.db, schoolId) : null
  const coming = school && (await readComing(act, schoolId, personId))
  if (!school || !coming) throw notFound('person')
  return c.render(<ComingOfPersonPage coming={coming} school={schoolId} caption={schoolLabel(school)} now={instant(act.now)} />, {
    title: `What ${coming.name} still has for your school`,
    back: { href: `/school/${schoolId}/roles`, text: 'People in roles' },
  })
})
