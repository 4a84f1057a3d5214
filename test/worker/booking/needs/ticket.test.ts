import { expect, it } from 'vitest'
import { newToken } from '#base/id.ts'
import { hashesOf, ticketOf } from '#calendars/invites/ticket.ts'
import { db, request, rows } from '#test/support/factories.ts'
import { aWorld } from '#test/worker/correspondence/feeds/world.ts'

// “A place's ticket is made from the link of its delegate and opens no page; it ends with the link.”
it('a delegate’s page shows a ticket that the door knows by its hash alone, and that opens no page', async () => {
  const { first } = await aWorld()
  const token = first.link.replace('/place/', '')
  const page = await (await request(first.link)).text()
  expect(page).toContain('A square code that is scanned at the door')
  const ticket = await ticketOf(token)
  expect(ticket).toMatch(/^M[0-9A-F]{32}$/)
  expect((await request(`/place/${ticket}`)).status).toBe(404)
  const { ticketHash } = await hashesOf(token)
  expect(await rows('SELECT 1 FROM PlaceLink WHERE ticketHash = ?1 AND endedAt IS NULL', ticketHash)).toHaveLength(1)
  await db.prepare('UPDATE Person SET email = ?2 WHERE id = ?1').bind(first.personId, 'new@example.sch.uk').run()
  expect(await rows('SELECT 1 FROM PlaceLink WHERE ticketHash = ?1 AND endedAt IS NULL', ticketHash)).toEqual([])
})

it('no two links make the same ticket', async () => {
  const tickets = await Promise.all(Array.from({ length: 50 }, () => ticketOf(newToken())))
  expect(new Set(tickets).size).toBe(50)
})
