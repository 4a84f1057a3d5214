import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { sayChanged } from '#base/changed.ts'
import { sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import type { BookingMoneyShown } from '#booking/bookings/booking-money.ts'
import { readBookingMoney } from '#booking/bookings/booking-money-store.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { totalOf } from '#money/prices/price.ts'
import { type Agreeing, confirmAgreement, findAgreeing } from './confirm-agreement.ts'
import { AboutAgreeing, AgreeClosedPage, AgreedPage, SaysMaySpend } from './views/agreement.tsx'

type Shown = Agreeing & { money: BookingMoneyShown }

/** What is to be agreed, or a page that says why nothing is. */
const find = async (act: Act, { part, c }: Asked & { c: Context<AppEnv> }): Promise<Shown | Response | undefined> => {
  const agreeing = await findAgreeing(act, part('token'))
  if (!agreeing) return undefined
  const { found, payer, refusal } = agreeing
  if (refusal === 'agreed') {
    c.status(200)
    return c.render(<AgreedPage booking={found.booking} event={found.event} payer={payer} before />, { title: 'This has been agreed' })
  }
  if (refusal && refusal !== 'changed') {
    c.status(409)
    return c.render(<AgreeClosedPage reason={refusal} contact={contactOf(found.event)} />, { title: 'Nothing to agree to' })
  }
  return { ...agreeing, money: await readBookingMoney(act, found.booking) }
}

const grossOf = ({ money }: Shown): number => totalOf(money.prices).gross

const agree = press({
  at: '/agree/:token',
  attributes: { id: 'agree' },
  hidden: (shown: Shown) => ({ payer: shown.payer.id, seen: String(grossOf(shown)) }),
  shape: (_, shown) => <SaysMaySpend {...shown} gross={grossOf(shown)} />,
  button: (shown) => (grossOf(shown) > 0 ? `Agree to pay ${sayMoney(grossOf(shown))}` : 'Agree to these terms'),
  act: async (act, _, { part, field, c }) => {
    const done = await confirmAgreement(act, part('token'), { payerId: field('payer'), gross: Number(field('seen')) })
    if (!done.ok) return done
    const { found } = done.value
    return c.render(<AgreedPage booking={found.booking} event={found.event} />, { title: 'Thank you' })
  },
  refused: {
    changed: { field: 'agree', says: sayChanged('What you agree to has', 'agreed', 'Read it again, then agree') },
    no_such_link: gone,
    // The page says which of these it is.
    agreed: '',
    run_out: '',
    cancelled: '',
    not_the_contact: '',
  },
  to: '',
})

const agreement = page({
  at: '/agree/:token',
  find,
  title: 'Agree to what the council booked for you',
  heading: ({ found: { booking } }) => `Do you agree to this for ${booking.school.name}?`,
  caption: ({ found: { event } }) => event.title,
  presses: { agree },
  show: (shown, forms, { now }) => <AboutAgreeing {...shown} now={now} form={forms.agree(shown)} />,
})

/** The address holds a secret (base/web/secret-path.ts). */
export const publicAgreePages = withPages(new Hono<AppEnv>(), agreement)
