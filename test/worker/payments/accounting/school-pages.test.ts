import { expect, it } from 'vitest'
import { addDays, londonDay, sayDay } from '#base/dates.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { anAccount, anAct, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPaidBooking } from '#test/worker/money/ledger/booked.ts'

const pay = (booked: { bookingId: string; payerId: string }, pence: number, happenedOn: string, reason = 'BACS 77') =>
  insertPayment(anAct(), {
    ...{ ...booked, route: 'invoice', pence, happenedOn, reason, source: crypto.randomUUID(), rule: { why: 'by_hand' } },
  }).run()

const text = async (answer: Response | Promise<Response>): Promise<string> => (await answer).text().then((html) => plain(html))

const laterEvent = (title = 'Safeguarding conference') =>
  aPricedEvent({ event: { title, startsAt: '2026-12-04T09:30:00.000Z', endsAt: '2026-12-04T15:00:00.000Z' } })

/** Charged £120 on 31 March (£120 each) and twice on 1 and 2 April, paid £100 on 1 April. */
const aYear = async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const booked = await aPaidBooking({ school, contact, event: await laterEvent(), at: '2026-03-31T22:30:00.000Z', poNumber: 'PO 4711' })
  const next = await aPaidBooking({
    school,
    contact,
    event: await laterEvent('=Cmd conference'),
    at: '2026-04-01T22:30:00.000Z',
    places: 2,
  })
  await pay(booked, 10_000, '2026-04-01', '=HYPERLINK("x")')
  return { school, cookie: contact.cookie, contact, booked, next, path: `/school/${school.id}/money` }
}

// “A school sees what it owes by booking, with VAT, what is paid, the order number, its
// receipts and its statements; nobody sees another's.”
it('a school sees what it owes by booking; a stranger, another school, finance and an organiser see nothing there', async () => {
  const { cookie, path, booked, next, school } = await aYear()
  const page = await text(request(path, { cookie }))
  expect(page).toContain('£260.00 owed for the school’s bookings')
  expect(page).toContain(`${booked.reference} Safeguarding conference, 4 Dec 2026 £100.00 £20.00 £100.00 £20.00`)
  expect(page).toContain('PO 4711')
  expect(page).toContain(`${next.reference} =Cmd conference, 4 Dec 2026 £200.00 £40.00 £0.00 £240.00`)
  const [receipt] = await rows<{ number: number }>(
    `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
    booked.bookingId,
  )
  const paths = [
    path,
    `${path}/statement`,
    `${path}/statement.csv`,
    `${path}/${booked.reference}`,
    `${path}/receipts/${receipt?.number}`,
    `${path}/lines/${booked.numbers[0]}/dispute`,
  ]
  for (const one of paths) expect((await request(one, { cookie })).status, one).toBe(200)
  const others = [
    await anAccount({ schoolIds: [(await aSchool()).id] }),
    await anAccount({ roles: ['finance'] }),
    await anAccount({ roles: ['organiser'] }),
    await anAccount(),
  ]
  for (const other of others) for (const one of paths) expect((await request(one, { cookie: other.cookie })).status, one).toBe(404)
  const mine = others[0]
  const own = `/school/${mine?.actor.schoolIds[0]}/money`
  for (const one of [`${own}/${booked.reference}`, `${own}/receipts/${receipt?.number}`, `${own}/lines/${booked.numbers[0]}/dispute`])
    expect((await request(one, { cookie: mine?.cookie ?? '' })).status, one).toBe(404)
  expect((await request(path)).status).toBe(303)
  expect(await text(request(`/school/${school.id}`, { cookie }))).toContain('What is owed, and receipts')
})

// “A statement begins with what was owed before its first day and ends with what is owed after
// its last, by the London day on which each line happened.”
it('a statement carries the balance from before to the penny, as a page and as a file without formulas', async () => {
  const { cookie, path, booked, next } = await aYear()
  const page = await text(request(`${path}/statement?from=2026-04-01&to=2026-04-30`, { cookie }))
  expect(page).toContain('1 Apr 2026 Balance brought forward £120.00')
  expect(page).toContain('30 Apr 2026 Balance carried forward £260.00')
  expect(page).toContain('Charged £240.00, paid or taken off £100.00')
  const file = await request(`${path}/statement.csv?from=2026-04-01&to=2026-04-30`, { cookie })
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="statement-2026-04-01-to-2026-04-30.csv"')
  const what = 'Charge. =Cmd conference. Paid conferences, version 1: academy or free school, in the area, without a service agreement'
  const [payment] = await rows<{ number: number }>(
    `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
    booked.bookingId,
  )
  expect((await file.text()).split('\r\n')).toEqual([
    'Date,Line,What,Booking,Route,Net,VAT,Total,Balance',
    '2026-04-01,,Balance brought forward,,,,,,120',
    `2026-04-01,${next.numbers[0]},"${what}",${next.reference},Invoice of the council,100,20,120,240`,
    `2026-04-01,${next.numbers[1]},"${what}",${next.reference},Invoice of the council,100,20,120,360`,
    `2026-04-01,${payment?.number},"Payment. Safeguarding conference. Recorded by hand. =HYPERLINK(""x"")",${booked.reference},Invoice of the council,-100,0,-100,260`,
    '2026-04-30,,Balance carried forward,,,,,,260',
    '',
  ])
  expect((await request(`${path}/statement?from=2026-05-01&to=2026-04-01`, { cookie })).status).toBe(422)
  expect(await text(request(`${path}/statement?from=2025-04-01&to=2026-03-31`, { cookie }))).toContain(
    '31 Mar 2026 Balance carried forward £120.00',
  )
})

// “A statement says nothing of a day to come: a last day after today is refused, and today's is
// up to today.”
it('a statement of a day to come is refused, as a page and as a file, and keeps what was typed; today is said to be today', async () => {
  const { cookie, path } = await aYear()
  const today = londonDay(new Date())
  const tomorrow = addDays(today, 1)
  for (const file of ['statement', 'statement.csv']) {
    const answer = await request(`${path}/${file}?from=2026-04-01&to=${tomorrow}`, { cookie })
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([422, null])
    const page = await answer.text()
    expect(page).toContain(`value="${tomorrow}"`)
    expect(page).toContain('Enter a last day that is not after today: what is owed then is not known yet')
    expect(page).not.toContain(`at the end of ${sayDay(tomorrow)}`)
  }
  for (const query of ['', `?from=2026-04-01&to=${today}`])
    expect(await text(request(`${path}/statement${query}`, { cookie }))).toContain(`up to today, ${sayDay(today)}.`)
})

it('a receipt says who paid, how much, when, for what and with which reference', async () => {
  const { cookie, path, booked, school } = await aYear()
  const [receipt] = await rows<{ number: number }>(
    `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
    booked.bookingId,
  )
  const page = await text(request(`${path}/receipts/${receipt?.number}`, { cookie }))
  for (const said of [
    `Receipt ${receipt?.number}`,
    `Received from ${school.name}`,
    'Amount £100.00',
    'Received on 1 April 2026',
    booked.reference,
  ])
    expect(page).toContain(said)
})

// “People who act for a trust also see its statement; a school that its trust pays for does
// not.”
it('a trust contact sees the statement of the trust, a contact of one of its schools does not', async () => {
  const trustUid = String(tick().getTime())
  const school = await aSchool({ trustUid, trustName: 'Marches Trust', sector: 'academy' })
  const contact = await anAccount({ schoolIds: [school.id] })
  const ofTrust = await anAccount({ schoolIds: [school.id] })
  await add('TrustClaim', {
    accountId: ofTrust.accountId,
    trustUid,
    state: 'approved',
    evidence: 'organiser',
    decidedAt: tick().toISOString(),
  })
  const payerId = `payer-of-trust-${trustUid}`
  await add('Payer', { id: payerId, kind: 'trust', trustUid })
  await insertPayment(anAct(), {
    ...{
      payerId,
      route: 'invoice',
      bookingId: null,
      pence: 700,
      happenedOn: '2026-04-02',
      source: crypto.randomUUID(),
      rule: { why: 'by_hand' },
    },
  }).run()
  const path = `/school/${school.id}/money`
  const span = 'from=2026-04-01&to=2026-04-30'
  expect(await text(request(path, { cookie: ofTrust.cookie }))).toContain('Statement of Marches Trust')
  expect(await text(request(`${path}/statement?payer=trust&${span}`, { cookie: ofTrust.cookie }))).toContain(
    '£7.00 in your favour at the end',
  )
  expect(await text(request(`${path}/statement?${span}`, { cookie: ofTrust.cookie }))).toContain('Nothing owed at the end')
  expect(await text(request(path, { cookie: contact.cookie }))).not.toContain('Statement of Marches Trust')
  expect((await request(`${path}/statement?payer=trust&${span}`, { cookie: contact.cookie })).status).toBe(404)
})

it('a school says that it does not agree, keeps what it typed, and takes it back', async () => {
  const { cookie, path, booked } = await aYear()
  const form = `${path}/lines/${booked.numbers[0]}/dispute`
  const long = await request(form, { cookie, form: { id: crypto.randomUUID(), words: 'x'.repeat(1001) } })
  expect(long.status).toBe(422)
  expect(await long.text()).toContain('x'.repeat(1001))
  const id = crypto.randomUUID()
  expect((await request(form, { cookie, form: { id, words: 'We cancelled in time' } })).status).toBe(303)
  expect((await request(form, { cookie, form: { id: crypto.randomUUID(), words: 'Again' } })).status).toBe(409)
  expect(await text(request(path, { cookie }))).toContain('We cancelled in time')
  expect(await text(request(`${path}/${booked.reference}`, { cookie }))).toContain('Not agreed')
  expect((await request(`${path}/disputes/${id}/withdraw`, { cookie, method: 'POST', form: {} })).status).toBe(303)
  expect(await text(request(path, { cookie }))).toContain('Taken back by the school')
})

it('a school that owes nothing is told so', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  expect(await text(request(`/school/${school.id}/money`, { cookie }))).toContain('Nothing has been charged to the school')
})
