// The local end of the demonstration: `npm start` and `npm run reset -- --demo` load it, one press
// signs in as one of its people, and `npm run bench` measures its minimum.
import { Hono } from 'hono'
import { type Act, nobody } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import { type AppEnv, stripeOf } from '#base/web/env.ts'
import { askedSoFar } from '#base/web/measured-database.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { entryPath } from '#people/sign-in/entry-link.ts'
import { makeEntryLink } from '#people/sign-in/make-entry-link.ts'
import { personForm, stepForm } from './forms.ts'
import { liveCounty } from './live-county.ts'
import { signInAs } from './people.ts'
import { addressesHeld, readTrips, schoolsHeld, writeBatch } from './store.ts'
import { PeoplePage } from './views/people.tsx'

/** Each run writes to at most a hundred people of an event. */
const mostRuns = 5

/** Mounted at /dev by `local.ts`, which guards it. */
export const localDemonstrationPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const held = new Set(await addressesHeld(c.env.DB, signInAs))
    const people = signInAs.filter(({ email }) => held.has(email))
    const stripe = stripeOf(c.env)
    return c.render(<PeoplePage people={people} deskUrl={stripe?.apiBase && `${stripe.apiBase}/desk`} />, { title: 'Try this copy' })
  })
  .post('/sign-in', async (c) => {
    const { email } = personForm.parse(await c.req.parseBody())
    const [held] = await addressesHeld(
      c.env.DB,
      signInAs.filter((person) => person.email === email),
    )
    if (held === undefined) throw notFound('person')
    // The press goes on to the link, so that there is one way in.
    return c.redirect(entryPath(await makeEntryLink({ ...c.var.act, actor: nobody }, held)), 307)
  })
  .get('/commands/demonstration', async (c) => c.json(await schoolsHeld(c.env.DB)))
  .post('/commands/demonstration', async (c) => {
    const asked = stepForm.parse(await c.req.json())
    const now = new Date(asked.now)
    // Nothing is sent before the end: most of it was delivered long ago.
    const done = await liveCounty({ ...c.var.act, now, soFar: undefined }, asked.step)
    // Recent messages and automatic ones are delivered now, so that they do not delay the first
    // mail somebody waits for.
    if (asked.step === 'end') {
      const byClock: Act = { ...c.var.act, now, actor: nobody, origin: 'schedule' }
      for (let runs = 0; runs < mostRuns && (await followAutomatic(byClock)); ) runs += 1
      await deliverDue(c.env, now, { messages: 1000, seconds: 60 })
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
