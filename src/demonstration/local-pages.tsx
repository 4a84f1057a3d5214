// The local-only end of the demonstration: `npm start` and `npm run reset -- --demo` load it through here, `npm run bench` measures its floor.
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { followAutomatic } from '../automatic/follow-automatic.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { deliverDue } from '../outbox/deliver.ts'
import { stepForm } from './forms.ts'
import { liveCounty } from './live-county.ts'
import { readTrips, schoolsHeld, writeBatch } from './store.ts'

const localOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (c.env.LOCAL_MAIL !== '1') throw notFound('page')
  await next()
})

const commandOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (!c.env.LOCAL_TOKEN || c.req.header('x-muster-token') !== c.env.LOCAL_TOKEN) throw notFound('page')
  await next()
})

/** Each writes to a hundred people of an event at most. */
const mostRuns = 5

/** Mounted at /dev. */
export const localDemonstrationPages = new Hono<AppEnv>()
  .get('/commands/demonstration', localOnly, commandOnly, async (c) => c.json(await schoolsHeld(c.env.DB)))
  .post('/commands/demonstration', localOnly, commandOnly, async (c) => {
    const { step } = stepForm.parse(await c.req.json())
    const done = await liveCounty(c.var.act, step)
    // What is left of the last days, and what goes by itself about them, arrives now, and not in front of the first mail that somebody waits for.
    if (step === 'end') {
      for (let runs = 0; runs < mostRuns && (await followAutomatic(c.var.act)); ) runs += 1
      await deliverDue(c.env, c.var.act.now, { messages: 1000, seconds: 60 })
    }
    return done ? c.json(done) : c.json({ said: 'There is no such step' }, 422)
  })
  .get('/floor/:trips{[0-9](-[0-9]){0,9}}', localOnly, async (c) => {
    await readTrips(c.env.DB, c.req.param('trips').split('-').map(Number))
    return c.text('floor')
  })
  .post('/floor/batch', localOnly, async (c) => {
    await writeBatch(c.env.DB, c.var.act.now)
    return c.text('floor')
  })
