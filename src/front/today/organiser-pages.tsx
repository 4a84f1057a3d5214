import { Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { given, readTogether } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { firstSteps, hasFirstSteps } from '#front/first-steps/steps.ts'
import { selectBegun } from '#front/first-steps/store.ts'
import { canSend } from '#messages/outbox/deliver.ts'
import { selectToday } from './store.ts'
import { TodayPage } from './views.tsx'

/** Of the next events. */
const limit = 10

const today = page({
  at: '/',
  title: 'Today',
  ownHeading: true,
  wide: true,
  find: async (act, { council, c }) => {
    const setsUp = hasRole(act.actor, 'administrator')
    const today = selectToday(act, limit)
    const { begun, ...found } = await readTogether(act.db, { ...today, begun: setsUp ? selectBegun(act.db) : given(undefined) })
    const steps = begun ? firstSteps(council, begun) : []
    return { today: found, steps: hasFirstSteps(steps) ? steps : [], mailGoes: canSend(c.env) }
  },
  show: (found, _, { act }) => <TodayPage {...found} act={act} />,
})

/** Where organisers begin. Mounted at /organiser. */
export const todayPages = withPages(new Hono<AppEnv>(), today)
