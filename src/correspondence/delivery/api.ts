import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AppEnv } from '#base/web/env.ts'
import { verifyWebhook } from '#messages/outbox/resend-webhook.ts'
import { insertMailEvent } from './event-store.ts'
import { readMailEvent } from './forms.ts'

const largest = 1_000_000

/** Stores and answers. Only a failure to store is an error: the provider then sends it again. */
export const deliveryApi = new Hono<AppEnv>().post('/resend/webhooks', bodyLimit({ maxSize: largest }), async (c) => {
  const secret = c.env.RESEND_WEBHOOK_SECRET
  if (!secret) return c.text('Not found', 404)
  const id = c.req.header('svix-id') ?? ''
  const isVerified = verifyWebhook(secret, await c.req.text(), {
    id,
    timestamp: c.req.header('svix-timestamp') ?? '',
    signature: c.req.header('svix-signature') ?? '',
  })
  if (isVerified === undefined) return c.json({ error: 'signature' }, 400)
  const now = new Date()
  const kept = readMailEvent(id, isVerified, now)
  if (!kept) return c.json({ received: true, followed: false })
  try {
    await insertMailEvent(c.env.DB, now, kept).run()
  } catch (error) {
    console.error(JSON.stringify({ mailEvent: kept.type, error: error instanceof Error ? error.message : String(error) }))
    return c.json({ error: 'not kept' }, 503)
  }
  return c.json({ received: true, followed: true })
})
