import { Hono } from 'hono'
import { together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withStripe } from '#base/web/guard.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import type { ListedCall } from './call.ts'
import { selectStuckEvents } from './event-store.ts'
import { tryAgain } from './retry-call.ts'
import { selectUnsettled } from './store.ts'
import { StripePage, sayWanted } from './views.tsx'

const again = press({
  at: '/stripe/:id/again',
  button: (call: ListedCall) => [{ text: 'Try again', of: sayWanted(call), kind: 'secondary' }],
  act: (act, _, { part }) => tryAgain(act, part('id')),
  refused: { not_failed: { after: 'It is done, or asked again, already.' } },
  done: 'Stripe is asked again.',
  to: '/organiser/finance/stripe',
})

const stripe = page({
  at: '/stripe',
  read: ({ db }) => together({ calls: selectUnsettled(db), events: selectStuckEvents(db) }),
  title: 'Stripe',
  back: { href: '/organiser/finance', text: 'Money' },
  wide: true,
  presses: { again },
  show: (lists, forms) => <StripePage {...lists} again={(call) => forms.again(call, { id: call.id })} />,
})

/** What Stripe has not settled; 404 without its keys. Mounted at /organiser/finance. */
export const organiserStripePages = withPages(new Hono<AppEnv>().use('/stripe/*', withStripe), stripe)
