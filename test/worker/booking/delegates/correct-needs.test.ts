// Correcting an address sends the link to a delegate's own page to the new one. Whoever books chooses that address, and is not to read by it
// what the delegate told the organisers.
import { expect, it } from 'vitest'
import { correctDelegate } from '#booking/delegates/correct-delegate.ts'
import { anAct, db, request, rows } from '#test/support/factories.ts'
import { aBooking, person } from './bookings.ts'

const tokenSentTo = async (email: string): Promise<string> => {
  const [body] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.kind = 'invitation' AND b.toAddress LIKE '%' || ?1 || '%' ORDER BY m.rowid DESC LIMIT 1`,
    email,
  )
  return body?.text.match(/\/place\/([\w-]{43})/)?.[1] ?? 'no token'
}

it('A booker who corrects a delegate’s address to one of their own reads nothing of what the delegate needs: it is deleted with the old link', async () => {
  const { contact, reference, places, event } = await aBooking(['Ann Needs-Correcting'])
  const place = places[0] as { id: string; personId: string }
  const ann = person('Ann Needs-Correcting')
  const own = await tokenSentTo(ann.email)
  const saved = await request(`/place/${own}/needs`, {
    form: { access: 'wheelchair', 'access-words': 'epilepsy, tell nobody', agreed: 'yes' },
  })
  expect(saved.status).toBe(303)
  expect(await rows('SELECT placeId FROM Need WHERE eventId = ?1', event.id)).toEqual([{ placeId: place.id }])
  const mine = `booker-${crypto.randomUUID().slice(0, 8)}@example.sch.uk`
  const done = await correctDelegate(anAct({ actor: contact.actor }), reference, place.id, place.personId, { name: ann.name, email: mine })
  expect(done).toEqual({ ok: true, value: 'corrected' })
  const taken = await tokenSentTo(mine)
  expect(taken).not.toBe('no token')
  const page = await (await request(`/place/${taken}`)).text()
  expect(page).toContain('What you need on the day')
  expect(page).not.toContain('epilepsy')
  expect(await (await request(`/place/${taken}/needs`)).text()).not.toContain('epilepsy')
  expect(await db.prepare('SELECT COUNT(*) AS n FROM Need WHERE eventId = ?1').bind(event.id).first('n')).toBe(0)
  expect((await request(`/place/${own}`)).status).toBe(410)
})
