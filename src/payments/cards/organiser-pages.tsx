import { Hono } from 'hono'
import { together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withStripe } from '#base/web/guard.ts'
import { page, withPages } from '#base/web/page.tsx'
import { gone, press } from '#base/web/press.tsx'
import { selectSetting } from '#money/ledger/setting-store.ts'
import { allowCards } from './allow-cards.ts'
import { type CardSettings, cardSettingsFrom } from './checkout.ts'
import { allowForm } from './forms.ts'
import type { ListedRefund } from './refund.ts'
import { refundAgain } from './refund-again.ts'
import { selectDisputes, selectRefunds } from './refund-store.ts'
import { CardsPage } from './views/cards.tsx'

const to = '/organiser/finance/cards'

const allow = press({
  at: '/cards',
  form: allowForm,
  filled: ({ atBooking, balances }: CardSettings) => ({ allow: [atBooking ? 'atBooking' : '', balances ? 'balances' : ''] }),
  button: 'Save',
  act: (act, { allow }) => allowCards(act, allow),
  refused: {},
  done: 'Saved.',
  to,
})

const again = press({
  at: '/cards/refunds/:id/again',
  button: ({ reference }: ListedRefund) => [{ text: 'Try again', of: `to pay back booking ${reference}`, kind: 'secondary' }],
  act: (act, _, { part }) => refundAgain(act, part('id')),
  refused: { no_such_refund: gone, nothing_left: { after: 'There is nothing of that payment left to pay back.' } },
  done: 'Stripe is asked again.',
  to,
})

const cards = page({
  at: '/cards',
  read: ({ db }) => together({ refunds: selectRefunds(db), disputes: selectDisputes(db), settings: selectSetting(db, 'card') }),
  title: 'Card payments',
  back: { href: '/organiser/finance', text: 'Money' },
  wide: true,
  presses: { allow, again },
  show: ({ settings, ...lists }, forms) => (
    <CardsPage
      {...lists}
      again={(refund) => forms.again(refund, { id: refund.id })}
      allow={forms.allow(cardSettingsFrom(settings?.value))}
    />
  ),
})

/** Card payments, for finance; 404 without Stripe keys. Mounted at /organiser/finance. */
export const organiserCardPages = withPages(new Hono<AppEnv>().use('/cards/*', withStripe), cards)
