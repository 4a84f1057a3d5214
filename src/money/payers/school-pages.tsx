import { Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { rootOf } from '#schools/schools/store.ts'
import { readOwnPaying } from './agreement-store.ts'
import { decidePayer } from './payer.ts'
import { OwnPayingPage } from './views/school.tsx'
import { sayHowSchoolPays } from './words.ts'

/** How a school pays, for whoever acts for it. Mounted at /school. */
export const schoolPayerPages = new Hono<AppEnv>().get('/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}/agreements', async (c) => {
  const { act } = c.var
  const schoolId = c.req.param('schoolId')
  const today = londonDay(act.now)
  const paying = await readOwnPaying(act, schoolId, today)
  if (!paying) {
    // An old link from before the school got another URN.
    const root = await rootOf(act.db, schoolId)
    if (root && root !== schoolId && actsFor(act.actor, root)) return c.redirect(`/school/${root}/agreements`, 302)
    throw notFound('school')
  }
  const { ground } = paying
  const decision = decidePayer(ground.rootId, ground.standing, ground.rules, { stripe: act.stripe !== undefined })
  return c.render(
    <OwnPayingPage
      school={paying.school}
      says={sayHowSchoolPays(decision, ground.trustName, decision.payer.kind === 'school' ? ground.details : undefined)}
      agreements={paying.agreements}
      today={today}
    />,
    { title: 'How your school pays', back: { href: `/school/${schoolId}`, text: paying.school.name } },
  )
})
