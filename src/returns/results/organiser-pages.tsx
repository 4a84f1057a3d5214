import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { openedOf } from '#returns/progress/organiser-school-pages.tsx'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { freezeResults } from './freeze-results.ts'
import { freezeRefusals } from './views/refusals.tsx'

/** Freezing what schools answered, for officers. Mounted at /organiser/returns. */
export const organiserResultPages = new Hono<AppEnv>().post('/:round{[0-9a-f]{8}-[0-9a-f-]{27}}/results', async (c) => {
  const round = await openedOf(c)
  const done = await freezeResults(c.var.act, round)
  if (!done.ok) {
    flash(c, freezeRefusals[done.reason])
    return c.redirect(roundPath(round), 303)
  }
  flash(c, `Report ${done.value} is final. Its figures stay as they are now`)
  return c.redirect(`/coverage/returns/reports/${done.value}`, 303)
})
