// The whole service with pretend money, for a browser test: the built Worker, and the twin of Stripe with its pages and its postman.
import { startStripeTwin } from '#tools/twins/stripe/server.ts'
import { type Muster, startMuster } from './muster.ts'
import { type StripeTwinDesk, twinFor } from './stripe-twin.ts'

/** @param vars bindings besides those that lead to the twin */
export const startMusterWithTwin = async (
  on: 'nothing' | 'demonstration',
  vars: Record<string, string> = {},
): Promise<Muster & { desk: StripeTwinDesk; pages: string }> => {
  const twin = await startStripeTwin({ port: 0 })
  const [key, secret] = ['sk_test_in_the_browser', 'whsec_in_the_browser']
  const muster = await startMuster(on, { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret, STRIPE_API_BASE: twin.url, ...vars })
  const desk = twinFor(key, fetch, twin.url)
  await desk.endpoint(`${muster.url}/stripe/webhooks`, secret)
  return {
    ...muster,
    desk,
    pages: twin.url,
    stop: async () => {
      await twin.stop()
      await muster.stop()
    },
  }
}
