// The official command line of Stripe plays its own fixtures at the twin: a judge who has not read the twin.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '#commands/settings.ts'
import { accountOver } from '#test/support/stripe-in-node.ts'
import { startStripeTwin } from '#tools/twins/stripe/server.ts'

/** What Muster listens to, and what the twin needs to make it happen. */
const ours = [
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.refunded',
  'charge.succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.completed',
  'checkout.session.expired',
  'credit_note.created',
  'credit_note.updated',
  'credit_note.voided',
  'customer.created',
  'customer_cash_balance_transaction.created',
  'invoice.created',
  'invoice.finalized',
  'invoice.marked_uncollectible',
  'invoice.overdue',
  'invoice.overpaid',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.sent',
  'invoice.updated',
  'invoice.voided',
  'invoice_payment.paid',
  'payment_intent.payment_failed',
  'payment_intent.succeeded',
  'refund.created',
  'refund.failed',
  'refund.updated',
]
/** The command line has no fixtures for these; test/domain/twins makes them happen. */
const withoutFixture = ['invoice.overdue', 'invoice.overpaid', 'invoice_payment.paid', 'refund.created', 'refund.failed', 'refund.updated']

/** Stripe publishes one package a platform, and a lockfile of its own holds the hash of this one. */
const binary = join(root, 'tools/stripe-cli/node_modules/@stripe/cli-linux-x64/bin/stripe')
const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'))
const run = (...args: string[]) =>
  promisify(execFile)(binary, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' },
    timeout: 60_000,
  })

let twin: Awaited<ReturnType<typeof startStripeTwin>>
beforeAll(async () => {
  twin = await startStripeTwin({ port: 0 })
}, 120_000)
afterAll(async () => {
  await twin.stop()
  rmSync(home, { recursive: true, force: true })
})

describe.skipIf(!existsSync(binary))(
  'the command line of Stripe (skipped until `npm ci --prefix tools/stripe-cli` fetches it, on Linux x64)',
  () => {
    it('has fixtures for all of our events but those that we make ourselves', async () => {
      const { stdout } = await run('trigger', '--help')
      const supported = [...stdout.matchAll(/^ {2}([a-z_0-9]+(?:\.[a-z_0-9]+)+)$/gm)].map((match) => match[1])
      expect(supported.length).toBeGreaterThan(50)
      expect(ours.filter((type) => !supported.includes(type))).toEqual(withoutFixture)
    })

    it.each(ours.filter((type) => !withoutFixture.includes(type)))(
      'triggers %s at the twin, and the event is there',
      async (type) => {
        const key = `sk_test_cli_${type.replaceAll('.', '_')}`
        const { stdout, stderr } = await run('trigger', type, '--api-base', twin.url, '--api-key', key)
        expect(`${stdout}${stderr}`).toContain('Trigger succeeded')
        const { stripe } = accountOver(twin.twin, key)
        expect((await stripe.events.list({ type })).data.map((event) => event.type)).toContain(type)
      },
      60_000,
    )
  },
)
