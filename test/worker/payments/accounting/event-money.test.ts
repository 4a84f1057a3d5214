import { expect, it } from 'vitest'
import { insertPayment } from '#money/ledger/store.ts'
import { anAccount, anAct, aSchool, request, rows } from '#test/support/factories.ts'
import { documentOf } from '#test/support/html-page.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain } from '#test/support/plain.ts'
import { aPaidBooking } from '#test/worker/money/ledger/booked.ts'

const event = await aPricedEvent({ event: { startsAt: '2026-12-04T09:30:00.000Z', endsAt: '2026-12-04T15:00:00.000Z' } })
const at = `/organiser/events/${event.code}/money`
const { cookie } = await anAccount({ roles: ['organiser'] })
const finance = await anAccount({ roles: ['finance', 'organiser'] })

const booking = async (name: string, places: number, paid: number, on: string) => {
  const school = await aSchool({ name })
  const booked = await aPaidBooking({ school, event, places, at: `${on}T09:00:00.000Z` })
  if (paid > 0) {
    const payment = { payerId: booked.payerId, bookingId: booked.bookingId, route: 'invoice', source: crypto.randomUUID() } as const
    await insertPayment(anAct(), { ...payment, pence: paid, rule: { why: 'by_hand' } }).run()
  }
  return booked
}

const ash = await booking('Ash Primary', 1, 0, '2026-01-05')
const birch = await booking('Birch Primary', 3, 10_000, '2026-01-03')
const cedar = await booking('Cedar Primary', 2, 24_000, '2026-01-04')

const wordsOf = (of: { textContent: string } | null): string => (of?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()

const shown = async (query = '', who = cookie) => {
  const page = documentOf(await (await request(`${at}${query}`, { cookie: who })).text())
  const cells = [...page.querySelectorAll('main tbody tr')].map((row) => [...row.querySelectorAll('th, td')].map(wordsOf))
  return { page, cells, says: wordsOf(page.querySelector('main')) }
}

const row = (name: string, { reference }: { reference: string }, on: string, sums: readonly string[]) =>
  [`${name}, Leominster ${reference}`, on, ...sums, '', 'Not yet'] as const

it('an organiser sees which booking of an event owes what, the most first', async () => {
  const { cells, page } = await shown()
  expect(cells).toEqual([
    row('Birch Primary', birch, '3 Jan 2026', ['£360.00', '£100.00', '£260.00']),
    row('Ash Primary', ash, '5 Jan 2026', ['£120.00', '£0.00', '£120.00']),
    [...row('Cedar Primary', cedar, '4 Jan 2026', ['£240.00', '£240.00', '£0.00']).slice(0, -1), ''],
  ])
  expect(page.querySelector('main caption')?.textContent).toBe('2 bookings owe £380.00')
  expect(page.querySelector('main th[aria-sort]')?.getAttribute('aria-sort')).toBe('descending')
})

it('a heading sorts, a search and a filter narrow, and each keeps the others', async () => {
  const schools = async (query: string) => (await shown(query)).cells.map(([school = '']) => school.split(',')[0])
  expect(await schools('?sort=school')).toEqual(['Ash Primary', 'Birch Primary', 'Cedar Primary'])
  expect(await schools('?sort=-booked-on')).toEqual(['Ash Primary', 'Cedar Primary', 'Birch Primary'])
  expect(await schools('?sort=nothing')).toEqual(['Ash Primary', 'Birch Primary', 'Cedar Primary'])
  expect(await schools('?owes=yes&sort=price')).toEqual(['Ash Primary', 'Birch Primary'])
  expect(await schools(`?q=${cedar.reference}`)).toEqual(['Cedar Primary'])
  const { page } = await shown('?owes=yes&q=primary')
  const links = [...page.querySelectorAll('main thead a')].map((link) => link.getAttribute('href'))
  expect(links.slice(0, 2)).toEqual(['?owes=yes&q=primary&sort=school', '?owes=yes&q=primary&sort=booked-on'])
  expect((await shown('?q=nobody')).says).toContain('No booking matches')
})

it('a file has the rows of the page in its order, with payers and days', async () => {
  const { cookie: lately } = await anAccount({ roles: ['organiser'], provenAt: new Date().toISOString() })
  const file = await (await request(`${at}.csv?owes=yes&sort=school`, { cookie: lately })).text()
  expect(file.replace('\uFEFF', '').trim().split('\r\n')).toEqual([
    'School,Booking,Payer,Booked on,Price,Paid,Owed,Invoice,Invoice due on,Asked for on,Days since asked',
    `"Ash Primary, Leominster",${ash.reference},"Ash Primary, Leominster",2026-01-05,120,0,120,,,,`,
    `"Birch Primary, Leominster",${birch.reference},"Birch Primary, Leominster",2026-01-03,360,100,260,,,,`,
  ])
  const [log] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'event_money.exported' AND eventId = ?1`, event.id)
  expect(JSON.parse(log?.after ?? '')).toEqual({ format: 'csv', bookings: 2, owes: true, searched: false })
})

it('finance records a payment from the row of who owes; others are not offered it', async () => {
  const linked = async (who: string) =>
    [...(await shown('', who)).page.querySelectorAll('main tbody a')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => href.includes('/payment'))
  expect(await linked(finance.cookie)).toEqual(
    [birch, ash].map(({ payerId, reference }) => `/organiser/finance/accounts/${payerId}/payment?booking=${reference}`),
  )
  expect(await linked(cookie)).toEqual([])
})

it('an event that has charged nothing says so, and what its places cost', async () => {
  const free = await aPricedEvent({ event: { startsAt: '2026-12-05T09:30:00.000Z', endsAt: '2026-12-05T15:00:00.000Z' } })
  const says = plain(await (await request(`/organiser/events/${free.code}/money`, { cookie })).text())
  expect(says).toContain('Nothing has been charged for this event.')
  expect(says).toMatch(/Prices .*Cancelling/)
})
