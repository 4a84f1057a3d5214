import { type Context, Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { askAgreement } from './ask-agreement.ts'
import { readBooking } from './booking-store.ts'
import { agreeToPay, changeReferences } from './change-references.ts'
import { readReferences, referenceProblems } from './paying-forms.ts'
import type { References } from './pricing.ts'
import { ReferencesPage } from './views/booking-money.tsx'
import { payingRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const show = async (c: C, typed?: References, problems?: Problems) => {
  const found = await readBooking(c.var.act, c.req.param('reference') ?? '')
  if (!found?.payer) throw notFound('booking')
  const { booking, payer } = found
  return c.render(<ReferencesPage booking={booking} payer={payer} typed={typed ?? payer} problems={problems} />, {
    title: 'What the bill is to say',
    back: { href: `/bookings/${booking.reference}` },
    hasProblems: problems !== undefined,
  })
}

/** Agreeing to pay, and the bill's references. Mounted at the root. */
export const schoolPayingPages = new Hono<AppEnv>()
  .post('/bookings/:reference/agree', async (c) => {
    const reference = c.req.param('reference').toUpperCase()
    const done = await agreeToPay(c.var.act, reference)
    if (!done.ok && done.reason === 'no_such_booking') throw notFound('booking')
    flash(c, done.ok ? 'Your school agrees to pay.' : `${sayChanged('The booking has')}.`, done.ok)
    return c.redirect(`/bookings/${reference}`, 303)
  })
  .post('/bookings/:reference/ask-to-agree', async (c) => {
    const reference = c.req.param('reference').toUpperCase()
    const done = await askAgreement(c.var.act, reference)
    if (!done.ok && done.reason === 'no_such_booking') throw notFound('booking')
    flash(
      c,
      done.ok ? 'Sent again, with a new link to agree.' : 'Nothing was sent: it has been agreed, or nobody can be asked by email.',
      done.ok,
    )
    return c.redirect(`/bookings/${reference}`, 303)
  })
  .get('/bookings/:reference/references', (c) => show(c))
  .post('/bookings/:reference/references', async (c) => {
    const reference = c.req.param('reference').toUpperCase()
    const typed = readReferences(await c.req.parseBody({ all: true }))
    const wrong = referenceProblems(typed)
    if (wrong) {
      c.status(422)
      return show(c, typed, wrong)
    }
    const done = await changeReferences(c.var.act, reference, typed)
    if (done.ok) {
      flash(c, 'Saved.')
      return c.redirect(`/bookings/${reference}`, 303)
    }
    if (done.reason === 'no_such_booking') throw notFound('booking')
    c.status(409)
    return show(c, typed, { references: payingRefusals[done.reason] })
  })
