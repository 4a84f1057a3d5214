import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { text } from '#base/web/form.ts'
import { readBookingMoney } from '#booking/bookings/booking-money-store.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { confirmAgreement, findAgreeing } from './confirm-agreement.ts'
import { AgreeClosedPage, AgreedPage, AgreePage } from './views/agreement.tsx'

type C = Context<AppEnv>

const show = async (c: C, token: string, changed = false) => {
  const agreeing = await findAgreeing(c.var.act, token)
  if (!agreeing) throw notFound('link')
  const { found, payer, refusal } = agreeing
  if (refusal === 'agreed')
    return c.render(<AgreedPage booking={found.booking} event={found.event} payer={payer} before />, { title: 'This has been agreed' })
  if (refusal && refusal !== 'changed') {
    c.status(409)
    return c.render(<AgreeClosedPage reason={refusal} contact={contactOf(found.event)} />, { title: 'Nothing to agree to' })
  }
  if (changed) c.status(409)
  const money = await readBookingMoney(c.var.act, found.booking)
  return c.render(<AgreePage {...agreeing} money={money} token={token} now={c.var.act.now} changed={changed} />, {
    title: 'Agree to what the council booked for you',
    hasProblems: changed,
  })
}

/** The address holds a secret (base/web/secret-path.ts). */
export const publicAgreePages = new Hono<AppEnv>()
  .get('/agree/:token', (c) => show(c, c.req.param('token')))
  .post('/agree/:token', async (c) => {
    const token = c.req.param('token')
    const body = await c.req.parseBody({ all: true })
    const done = await confirmAgreement(c.var.act, token, { payerId: text(body, 'payer'), gross: Number(text(body, 'seen')) })
    if (!done.ok) {
      if (done.reason === 'no_such_link') throw notFound('link')
      return show(c, token, done.reason === 'changed')
    }
    const { found } = done.value
    return c.render(<AgreedPage booking={found.booking} event={found.event} />, { title: 'Thank you' })
  })
