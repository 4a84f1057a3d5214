import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { qrPath, qrTable } from '#base/qr.ts'
import { ticketsBy } from '#calendars/invites/invite-places.ts'
import { bindings, db, request } from '#test/support/factories.ts'
import { booked, mails, runClock, weekBefore } from '#test/worker/correspondence/automatic/world.ts'
import { aWorld } from '#test/worker/correspondence/feeds/world.ts'

const ticketFor = await ticketsBy(bindings.TICKET_KEY)

// “A ticket is made from a key of the service, the place and the person; it opens no page and
// says nothing of anybody.”
it('a delegate’s page shows their ticket, which is the same each time and opens no page', async () => {
  const { first } = await aWorld()
  const ticket = await ticketFor(first.id, first.personId)
  expect(ticket).toMatch(/^M[0-9A-F]{32}$/)
  const page = await (await request(first.link)).text()
  expect(page).toContain('A square code that is scanned at the door')
  expect(page).toContain(qrPath(ticket ?? '').path)
  expect((await request(`/place/${ticket}`)).status).toBe(404)
})

it('without its key the service makes no tickets, and the page shows none', async () => {
  const { first } = await aWorld()
  const page = await (await request(first.link, { bindings: { TICKET_KEY: '' } })).text()
  expect(page).toContain('What you need on the day')
  expect(page).not.toContain('Your ticket')
})

it('no two places or people have the same ticket, and another key makes others', async () => {
  const other = await ticketsBy('another key')
  const ids = Array.from({ length: 20 }, () => newId(new Date()))
  const tickets = await Promise.all(ids.flatMap((id) => [ticketFor(id, 'somebody'), ticketFor('a place', id), other(id, 'somebody')]))
  expect(new Set(tickets).size).toBe(60)
  expect(await db.prepare('SELECT 1 FROM PlaceLink WHERE tokenHash = ?1').bind(tickets[0]).first()).toBeNull()
})

it('the invitation and the reminder show the same ticket as the page, and say in words where it is', async () => {
  const { event, places } = await booked(['Ann Lee'])
  await runClock(weekBefore)
  const ticket = (await ticketFor(places[0]?.id ?? '', places[0]?.personId ?? '')) ?? ''
  const table = qrTable(ticket, { label: 'Your ticket, which is scanned at the door' })
  for (const kind of ['invitation', 'reminder_week'] as const) {
    const [mail] = await mails(event.id, kind)
    expect(mail?.html).toContain(table)
    expect(mail?.text).toContain('Your ticket is on your page too; your name is enough at the door.')
    expect(mail?.text).not.toContain(ticket)
  }
})

it('whoever joins online is sent no ticket', async () => {
  const { event } = await booked(['Ann Lee'], 0, { attendanceMode: 'online', joiningLink: 'https://meet.example.gov.uk/1' })
  await runClock(weekBefore)
  for (const kind of ['invitation', 'reminder_week'] as const) expect((await mails(event.id, kind))[0]?.html).not.toContain('Your ticket')
})
