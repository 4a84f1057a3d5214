import { Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownRecord } from './record-store.ts'
import { rootOf } from './store.ts'
import { OwnSchoolPage } from './views/own.tsx'

/** Mounted at /school. Each query checks the school. */
export const schoolOwnPages = new Hono<AppEnv>().get('/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}/bookings', async (c) => {
  const { act } = c.var
  const schoolId = c.req.param('schoolId')
  const record = await ownRecord(act.db, schoolId, act.actor.accountId ?? '')
  if (!record) {
    // An old link from before the school got another URN.
    const root = await rootOf(act.db, schoolId)
    if (root && root !== schoolId && actsFor(act.actor, root)) return c.redirect(`/school/${root}/bookings`, 302)
    throw notFound('school')
  }
  return c.render(<OwnSchoolPage school={record.school} lines={record.lines} now={instant(act.now)} />, {
    title: 'Bookings, and who came',
    back: { href: `/school/${schoolId}`, text: 'Your school' },
  })
})
