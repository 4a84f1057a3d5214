import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type AppEnv, stripeOf } from '#base/web/env.ts'
import { apiVersion, verifyEvent } from './client.ts'
import { isFollowed, keptOf } from './event.ts'
import { insertEvents } from './event-store.ts'

const largest = 1_000_000

/** Only a failure to store answers with an error, because Stripe then sends the event again. */
export const stripeApi = new Hono<AppEnv>().post('/stripe/webhooks', bodyLimit({ maxSize: largest }), async (c) => {
  const access = stripeOf(c.env)
  if (!access) return c.text('Not found', 404)
  const event = await verifyEvent(access, await c.req.text(), c.req.header('stripe-signature') ?? '')
  if (!event) return c.json({ error: 'signature' }, 400)
  if (event.api_version !== apiVersion) console.warn(JSON.stringify({ stripeEvent: event.id, apiVersion: event.api_version }))
  const kept = isFollowed(event.type) ? keptOf(event) : undefined
  if (!kept) return c.json({ received: true, followed: false })
  try {
    await insertEvents(c.env.DB, new Date(), [kept]).run()
  } catch (error) {
    console.error(JSON.stringify({ stripeEvent: event.id, error: error instanceof Error ? error.message : String(error) }))
    return c.json({ error: 'not kept' }, 503)
  }
  return c.json({ received: true, followed: true })
})
