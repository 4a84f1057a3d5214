import { type Context, Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { takeBackWords } from '#money/ledger/line.ts'
import { proposeTakeBack } from '#money/ledger/propose-money.ts'
import { putToBooking, recordPayment } from '#money/ledger/record-payment.ts'
import { saySecondPerson } from '#money/ledger/second-person.ts'
import { setSecondPerson } from '#money/ledger/set-second-person.ts'
import { readSecondPerson } from '#money/ledger/setting-store.ts'
import { type RecordedPayment, selectPayment } from '#money/ledger/taken-back-store.ts'
import { selectLine } from './account-store.ts'
import { paymentForm, secondPersonForm, takeBackForm } from './forms.ts'
import { accountOf, fresh, idOf, payerPath, poundsOf, proposed, readPayer } from './organiser-entry-pages.tsx'
import { PaymentPage, ProposePage, PutPage, paymentFacts, SecondPersonPage } from './views/forms.tsx'
import { paymentRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Problems = Record<string, string>

const showPayment = async (c: C, id: string, typed: Record<string, string>, problems?: Problems, over = false) => {
  const [{ payer, bookings }, rule] = [await readPayer(c), await readSecondPerson(c.var.act.db)]
  return c.render(
    <PaymentPage rule={saySecondPerson(rule)} payer={payer} bookings={bookings} id={id} typed={typed} problems={problems} over={over} />,
    {
      title: 'Record a payment',
      hasProblems: problems !== undefined,
      back: accountOf(payer),
    },
  )
}

const fieldsOfPayment = ['booking', 'amount', 'happenedOn', 'reference']

const showPut = async (c: C, id: string, typed: Record<string, string>, problems?: Problems) => {
  const { payer, sums, asked } = await readPayer(c)
  if (!asked) throw notFound('booking')
  return c.render(<PutPage payer={payer} booking={asked} onAccount={sums.onAccount} id={id} typed={typed} problems={problems} />, {
    title: 'Use money on account for a booking',
    hasProblems: problems !== undefined,
    back: accountOf(payer),
  })
}

/** For one part of a joined request's payment: the whole payment, which is taken back as one. */
const joinedFacts = (payments: readonly RecordedPayment[]): [string, string][] =>
  payments.length < 2
    ? []
    : [
        [
          'It is part of',
          `A payment of ${sayMoney(payments.reduce((sum, { pence }) => sum + pence, 0))} for ${payments.length} bookings of one request. All of it is taken back together`,
        ],
      ]

const showTakeBack = async (c: C, id: string, typed: Record<string, string>, problems?: Problems) => {
  const { db } = c.var.act
  const number = Number(c.req.param('number'))
  const { line, whole } = await readTogether(db, { line: selectLine(db, number), whole: selectPayment(db, number) })
  if (line?.kind !== 'payment') throw notFound('line')
  return c.render(
    <ProposePage
      kind="take-back"
      facts={[...paymentFacts(line), ...joinedFacts(whole)]}
      whys={Object.entries(takeBackWords).map(([value, words]) => ({ value, text: `${words[0]?.toUpperCase()}${words.slice(1)}` }))}
      id={id}
      typed={typed}
      problems={problems}
    />,
    { title: 'Take back a payment', hasProblems: problems !== undefined, back: { href: `/organiser/finance/accounts/${line.payerId}` } },
  )
}

const showSecondPerson = async (c: C, typed?: string, problems?: Problems) => {
  const set = await readSecondPerson(c.var.act.db)
  return c.render(<SecondPersonPage now={saySecondPerson(set)} typed={typed ?? poundsOf(set.abovePence ?? 0)} problems={problems} />, {
    title: 'Payments that need a second person',
    hasProblems: problems !== undefined,
    back: { href: '/organiser/finance', text: 'Money' },
  })
}

/**
 * Recording payments, assigning them to a booking and taking them back. Mounted at
 * /organiser/finance.
 */
export const organiserPaymentPages = new Hono<AppEnv>()
  .get(`${payerPath}/payment`, async (c) => {
    const { asked } = await readPayer(c)
    return showPayment(c, fresh(c), {
      ...{ booking: asked?.reference ?? '', amount: poundsOf(asked?.owed ?? 0), happenedOn: londonDay(c.var.act.now), reference: '' },
    })
  })
  .post(`${payerPath}/payment`, async (c) => {
    const body = await c.req.parseBody()
    const [id, typed] = [idOf(c, body), typedOf(body, fieldsOfPayment)]
    const read = paymentForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showPayment(c, id, typed, problemsOf(read.error))
    }
    const { payer: who, bookings } = await readPayer(c)
    const booking = bookings.find(({ reference }) => reference === read.data.booking)
    const recorded =
      read.data.booking && !booking
        ? ({ ok: false, reason: 'no_such_payer' } as const)
        : await recordPayment(c.var.act, {
            ...{ formId: id, payerId: who.id, bookingId: booking?.bookingId ?? null, pence: read.data.amount },
            ...{ happenedOn: read.data.happenedOn, reference: read.data.reference, anyway: read.data.anyway },
          })
    if (!recorded.ok) {
      c.status(409)
      const [field, says] = paymentRefusals[recorded.reason]
      return showPayment(c, id, typed, { [field]: says }, recorded.reason === 'more_than_owed')
    }
    const { again, waits } = recorded.value
    const said = waits ? ' and waits for a second person. It counts for nothing until then' : ''
    flash(c, again && !waits ? 'It was recorded already' : `${sayMoney(read.data.amount)} is recorded${said}`)
    return c.redirect(accountOf(who).href, 303)
  })

  .get(`${payerPath}/put`, async (c) => {
    const { sums, asked } = await readPayer(c)
    return showPut(c, fresh(c), { amount: poundsOf(Math.min(sums.onAccount, asked?.owed ?? 0)) })
  })
  .post(`${payerPath}/put`, async (c) => {
    const body = await c.req.parseBody()
    const [id, typed] = [idOf(c, body), typedOf(body, ['amount'])]
    const read = paymentForm.pick({ amount: true }).safeParse(body)
    if (!read.success) {
      c.status(422)
      return showPut(c, id, typed, problemsOf(read.error))
    }
    const { payer: who, asked } = await readPayer(c)
    if (!asked) throw notFound('booking')
    const put = await putToBooking(c.var.act, { formId: id, payerId: who.id, bookingId: asked.bookingId, pence: read.data.amount })
    if (!put.ok) {
      c.status(409)
      const more = put.reason === 'more_than_owed' ? 'This is more than is owed for the booking' : paymentRefusals[put.reason][1]
      return showPut(c, id, typed, { amount: more })
    }
    flash(c, put.value.again ? 'It was done already' : `${sayMoney(read.data.amount)} is put to the booking`)
    return c.redirect(accountOf(who).href, 303)
  })

  .get('/lines/:number{\\d{1,12}}/take-back', (c) => showTakeBack(c, fresh(c), { reason: '' }))
  .post('/lines/:number{\\d{1,12}}/take-back', async (c) => {
    const body = await c.req.parseBody()
    const [id, typed] = [idOf(c, body), typedOf(body, ['why', 'reason'])]
    const show = (status: 409 | 422, problems: Problems) => {
      c.status(status)
      return showTakeBack(c, id, typed, problems)
    }
    const read = takeBackForm.safeParse(body)
    if (!read.success) return show(422, problemsOf(read.error))
    return proposed(c, await proposeTakeBack(c.var.act, { id, lineNumber: Number(c.req.param('number')), ...read.data }), show)
  })

  .get('/second-person', (c) => showSecondPerson(c))
  .post('/second-person', async (c) => {
    const body = await c.req.parseBody()
    const { amount = '' } = typedOf(body, ['amount'])
    const read = secondPersonForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showSecondPerson(c, amount, problemsOf(read.error))
    }
    const set = { abovePence: read.data.amount }
    const saved = await setSecondPerson(c.var.act, set)
    if (!saved.ok) {
      c.status(409)
      return showSecondPerson(c, amount, { amount: sayChanged('This has') })
    }
    flash(c, `Saved. ${saySecondPerson(set)}`)
    return c.redirect('/organiser/finance/second-person', 303)
  })
