import { type Context, Hono } from 'hono'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { sayMoney } from '#base/money.ts'
import type { Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, problemsOf, typedOf } from '#base/web/form.ts'
import type { ProposalRefusal } from '#money/ledger/proposal.ts'
import { proposeRefund, proposeWaiver, proposeWaiverOfCharge, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { refundable } from '#money/ledger/store.ts'
import { readAbsences } from './absence-store.ts'
import { selectLine, selectPayer, selectPayerBookings, selectPayerSums } from './account-store.ts'
import { reasonForm, refundForm, waiverForm } from './forms.ts'
import { lineFacts, ProposePage } from './views/forms.tsx'
import { proposalRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Problems = Record<string, string>

export const readPayer = async (c: C) => {
  const { db } = c.var.act
  const id = c.req.param('payer') ?? ''
  const { payer, sums, bookings } = await readTogether(db, {
    payer: selectPayer(db, id),
    sums: selectPayerSums(db, id),
    bookings: selectPayerBookings(db, id),
  })
  if (!payer) throw notFound('payer')
  const asked = bookings.find(({ reference }) => reference === (c.req.query('booking') ?? '').toUpperCase())
  return { payer, sums, bookings, asked }
}

export const accountOf = (payer: { id: string; name: string }) => ({ href: `/organiser/finance/accounts/${payer.id}`, text: payer.name })

export const idOf = (c: C, body: Body): string => formId(body, c.var.act.now)

/**
 * Handles one proposal form: shows it again with its problems, or goes on to the list of proposals.
 */
export const proposed = (
  c: C,
  made: Result<{ pence: number; vatPence: number }, ProposalRefusal>,
  show: (status: 409, problems: Problems) => Response | Promise<Response>,
) => {
  if (!made.ok) return show(409, { reason: proposalRefusals[made.reason] })
  flash(c, 'Asked for. Somebody else in finance decides')
  return c.redirect('/organiser/finance/proposals', 303)
}

const lineOf = async (c: C) => {
  const { db } = c.var.act
  const line = await readNow(db, selectLine(db, Number(c.req.param('number'))))
  if (!line || line.left <= 0) throw notFound('line')
  return line
}

const showWaiver = async (c: C, id: string, typed: Record<string, string>, problems?: Problems) => {
  const line = await lineOf(c)
  return c.render(
    <ProposePage
      kind="waiver"
      facts={lineFacts(line)}
      amount={{ label: 'How much, without VAT, in pounds', hint: 'Leave it empty to waive all that is left. VAT goes in proportion.' }}
      id={id}
      typed={typed}
      problems={problems}
    />,
    { title: 'Waive a charge', hasProblems: problems !== undefined, back: { href: `/organiser/finance/accounts/${line.payerId}` } },
  )
}

const showAbsence = async (c: C, id: string, typed: Record<string, string>, problems?: Problems) => {
  const [absence] = (await readAbsences(c.var.act.db, [c.req.param('charge') ?? ''])).absences
  if (!absence) throw notFound('charge')
  return c.render(
    <ProposePage
      kind="waiver"
      facts={[
        ['Charge', 'For not attending, not posted yet'],
        ['Who did not come', absence.person ?? 'Nobody named'],
        ['School', absence.school],
        ['Booking', `${absence.reference}, ${absence.eventTitle}`],
        ['Total', sayMoney(absence.pence + absence.vatPence)],
      ]}
      id={id}
      typed={typed}
      problems={problems}
    />,
    {
      title: 'Waive a charge',
      hasProblems: problems !== undefined,
      back: { href: '/organiser/finance/absences', text: 'Charges for not attending' },
    },
  )
}

const showOfBooking = async (c: C, kind: 'refund' | 'write-off', id: string, typed: Record<string, string>, problems?: Problems) => {
  const { payer, asked } = await readPayer(c)
  if (!asked) throw notFound('booking')
  const byItself = Math.min(asked.goesBack, -asked.owed - refundable(asked))
  return c.render(
    <ProposePage
      kind={kind}
      facts={[
        ['Payer', payer.name],
        ['Booking', `${asked.reference}, ${asked.eventTitle}`],
        kind === 'refund'
          ? ['In favour of the payer', sayMoney(Math.max(0, -asked.owed))]
          : ['Owed, with VAT', sayMoney(Math.max(0, asked.owed))],
        ...(kind === 'refund' && byItself > 0 ? [['Goes back by itself', sayMoney(byItself)] as [string, string]] : []),
      ]}
      amount={kind === 'refund' ? { label: 'How much, in pounds', hint: `At most ${sayMoney(refundable(asked))}` } : undefined}
      id={id}
      typed={typed}
      problems={problems}
    />,
    { title: kind === 'refund' ? 'Pay money back' : 'Write off', hasProblems: problems !== undefined, back: accountOf(payer) },
  )
}

export const fresh = (c: C): string => newId(c.var.act.now)
export const poundsOf = (pence: number): string => (pence > 0 ? (pence / 100).toFixed(2) : '')
export const payerPath = '/accounts/:payer{[\\w-]{1,80}}'

/** Proposing waivers, refunds and write-offs. Mounted at /organiser/finance. */
export const organiserEntryPages = new Hono<AppEnv>()
  .get(`${payerPath}/refund`, async (c) => {
    const { asked } = await readPayer(c)
    return showOfBooking(c, 'refund', fresh(c), { amount: asked ? poundsOf(refundable(asked)) : '', reason: '' })
  })
  .post(`${payerPath}/refund`, async (c) => {
    const body = await c.req.parseBody()
    const [id, typed] = [idOf(c, body), typedOf(body, ['amount', 'reason'])]
    const show = (status: 409 | 422, problems: Problems) => {
      c.status(status)
      return showOfBooking(c, 'refund', id, typed, problems)
    }
    const read = refundForm.safeParse(body)
    if (!read.success) return show(422, problemsOf(read.error))
    const { payer: who, asked } = await readPayer(c)
    if (!asked) throw notFound('booking')
    const { amount, reason } = read.data
    return proposed(c, await proposeRefund(c.var.act, { id, bookingId: asked.bookingId, payerId: who.id, pence: amount, reason }), show)
  })
  .get(`${payerPath}/write-off`, (c) => showOfBooking(c, 'write-off', fresh(c), { reason: '' }))
  .post(`${payerPath}/write-off`, async (c) => {
    const body = await c.req.parseBody()
    const [id, typed] = [idOf(c, body), typedOf(body, ['reason'])]
    const show = (status: 409 | 422, problems: Problems) => {
      c.status(status)
      return showOfBooking(c, 'write-off', id, typed, problems)
    }
    const read = reasonForm.safeParse(body)
    if (!read.success) return show(422, problemsOf(read.error))
    const { payer: who, asked } = await readPayer(c)
    if (!asked) throw notFound('booking')
    return proposed(c, await proposeWriteOff(c.var.act, { id, bookingId: asked.bookingId, payerId: who.id, ...read.data }), show)
  })

  .get('/lines/:number{\\d{1,12}}/waiver', (c) => showWaiver(c, fresh(c), { amount: '', reason: '' }))
  .post('/lines/:number{\\d{1,12}}/waiver', async (c) => {
    const body = await c.req.parseBody()
    const [id, typed] = [idOf(c, body), typedOf(body, ['amount', 'reason'])]
    const show = (status: 409 | 422, problems: Problems) => {
      c.status(status)
      return showWaiver(c, id, typed, problems)
    }
    const read = waiverForm.safeParse(body)
    if (!read.success) return show(422, problemsOf(read.error))
    const { amount, reason } = read.data
    return proposed(c, await proposeWaiver(c.var.act, { id, lineNumber: Number(c.req.param('number')), pence: amount, reason }), show)
  })
  .get('/absences/:charge/waiver', (c) => showAbsence(c, fresh(c), { reason: '' }))
  .post('/absences/:charge/waiver', async (c) => {
    const body = await c.req.parseBody()
    const [id, typed] = [idOf(c, body), typedOf(body, ['reason'])]
    const show = (status: 409 | 422, problems: Problems) => {
      c.status(status)
      return showAbsence(c, id, typed, problems)
    }
    const read = reasonForm.safeParse(body)
    if (!read.success) return show(422, problemsOf(read.error))
    return proposed(c, await proposeWaiverOfCharge(c.var.act, { id, chargeId: c.req.param('charge'), ...read.data }), show)
  })
