// The local end of the demonstration: `npm start` and `npm run reset -- --demo` load it, and `npm
// run bench` measures its minimum.
import { Hono } from 'hono'
import { type Act, nobody } from '#base/act.ts'
import type { AppEnv } from '#base/web/env.ts'
import { askedSoFar } from '#base/web/measured-database.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { stepForm } from './forms.ts'
import { liveCounty } from './live-county.ts'
import { readTrips, schoolsHeld, writeBatch } from './store.ts'

/** Each run writes to at most a hundred people of an event. */
const mostRuns = 5

/** Mounted at /dev by `local.ts`, which guards it. */
export const localDemonstrationPages = new Hono<AppEnv>()
  .get('/commands/demonstration', async (c) => c.json(await schoolsHeld(c.env.DB)))
  .post('/commands/demonstration', async (c) => {
    const { step } = stepForm.parse(await c.req.json())
    const done = await liveCounty(c.var.act, step)
    // Recent messages and automatic ones are delivered now, so that they do not delay the first
    // mail somebody waits for.
    if (step === 'end') {
      const byClock: Act = { ...c.var.act, actor: nobody, origin: 'schedule' }
      for (let runs = 0; runs < mostRuns && (await followAutomatic(byClock)); ) runs += 1
      await deliverDue(c.env, c.var.act.now, { messages: 1000, seconds: 60 })
    }
    return done ? c.json(done) : c.json({ said: 'There is no such step' }, 422)
  })
  .get('/commands/asked', (c) => c.json(askedSoFar))
  .get('/floor/:trips{[0-9](-[0-9]){0,9}}', async (c) => {
    await readTrips(c.env.DB, c.req.param('trips').split('-').map(Number))
    return c.text('floor')
  })
  .post('/floor/batch', async (c) => {
    await writeBatch(c.env.DB, c.var.act.now)
    return c.text('floor')
  })
