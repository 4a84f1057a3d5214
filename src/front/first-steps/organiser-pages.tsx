import { Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { firstSteps } from './steps.ts'
import { selectBegun } from './store.ts'
import { StepList } from './views.tsx'

const steps = page({
  at: '/',
  title: 'First steps',
  back: { href: '/organiser', text: 'Today' },
  find: async ({ db }, { council }) => ({ steps: firstSteps(council, await readNow(db, selectBegun(db))) }),
  show: ({ steps }) => (
    <>
      <P>What a council sets up before its first conference. Each step is marked as done by what is stored here.</P>
      <StepList steps={steps} />
    </>
  ),
})

/** Mounted at /organiser/first-steps. */
export const firstStepPages = withPages(new Hono<AppEnv>(), steps)
