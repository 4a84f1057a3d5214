// The link of an offer's email. request() runs at the time of today, so the event and what leads to the offer lie around it.
import { expect, it } from 'vitest'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { anAccount, anEvent, aSchool, db, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { pressed } from '#test/support/pressed.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aFullEvent, aGuest, asks, offerNow, placesOf, tokenOf, wasThere } from './world.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const anOffer = async (places = 1, names: string[] = []) => {
  const { event, free } = await aFullEvent(places, future)
  const guest = await aGuest({ name: 'Ashfield Park Primary School' })
  const now = new Date()
  const reference = await asks(guest, event.code, places, { now, names })
  await free(places, now)
  await offerNow(now)
  return { event, guest, reference, token: await tokenOf(reference), now }
}

const text = async (path: string): Promise<string> => (await request(path)).text()

it('Looking at an offer changes nothing and shows no personal data but the names on the school’s own places', async () => {
  const { reference, token, guest } = await anOffer(2, ['Ada Named'])
  const answer = await request(`/offers/${token}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  const page = await answer.text()
  expect(page).toContain('2 places are kept for you')
  expect(page).toContain('Ashfield Park Primary School')
  expect(page).toContain('Ada Named')
  expect(page).toContain('One has no name yet')
  expect(page).not.toContain('ada.named@example.sch.uk')
  expect(page).not.toContain(guest.act().actor.email)
  expect(page).toContain('noindex')
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 2 }])
  expect((await request(`/offers/${token}`, { method: 'HEAD' })).status).toBe(200)
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 2 }])
})

// “Before anything is pressed the check pages of a booking, of a trust’s and of a swap, and the page of an offer, say the same.”
it('An offer says before it is accepted that somebody has another place that day', async () => {
  const { reference, token } = await anOffer(1, ['Ada Named'])
  expect(await text(`/offers/${token}`)).not.toContain('another place that day')
  const [ada] = await rows<{ id: string }>(
    'SELECT p.personId AS id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1',
    reference,
  )
  await aDelegate(await anEvent({ ...future, title: 'Elsewhere' }), (await aSchool()).id, { personId: ada?.id ?? '' })
  const page = await text(`/offers/${token}`)
  expect(page).toContain('<div>Ada Named has another place that day</div>')
  expect(page).not.toContain('Elsewhere')
})

// “An offer is answered by its link without signing in, or from the school’s booking.”
it('Whoever has the link accepts without signing in; the second answer sees what became of the offer', async () => {
  const { reference, token } = await anOffer()
  const answers = await Promise.all([
    request(`/offers/${token}`, { form: { answer: 'accept' } }),
    request(`/offers/${token}`, { form: { answer: 'accept' } }),
  ])
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409])
  const refused = await answers.find((answer) => answer.status === 409)?.text()
  expect(refused).toContain('This offer has been answered already.')
  expect(refused).toContain('This offer has been accepted')
  expect(await placesOf(reference)).toEqual([{ state: 'confirmed', waitsFor: null, n: 1 }])
  const after = await text(`/offers/${token}`)
  expect(after).toContain('This offer has been accepted')
  expect(after).not.toContain('value="accept"')
})

// “Declining gives the places to the next school at once.”
it('Declining gives the place to the next school at once', async () => {
  const { event, token } = await anOffer()
  const next = await aGuest()
  const reference = await asks(next, event.code, 1, { now: new Date() })
  expect((await request(`/offers/${token}`, { form: { answer: 'decline' } })).status).toBe(303)
  expect(await text(`/offers/${token}`)).toContain('This offer has been declined')
  expect(await tokenOf(reference)).not.toBe('no token')
})

it('An offer that has run out says so, and cannot be accepted', async () => {
  const { event, reference, token } = await anOffer()
  const restore = await dropTriggers('Offer_settles_once')
  const early = '2026-01-02T09:00:00.000Z'
  await db.batch([
    db.prepare(`UPDATE Offer SET offeredAt = '2026-01-01T09:00:00.000Z', expiresAt = ?2 WHERE eventId = ?1`).bind(event.id, early),
    db.prepare(`UPDATE Place SET heldUntil = ?2 WHERE eventId = ?1 AND state = 'held'`).bind(event.id, early),
  ])
  await restore()
  expect(await text(`/offers/${token}`)).toContain('This offer has run out')
  const answer = await request(`/offers/${token}`, { form: { answer: 'accept' } })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('This offer has run out, so it can no longer be answered.')
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 1 }])
})

it('A made-up, cut-off or hostile link leads to a page that says so, and an answer without a button changes nothing', async () => {
  const { reference, token } = await anOffer()
  for (const path of ['/offers/nonsense', `/offers/${token.slice(0, -1)}`, '/offers/%3Cscript%3E', `/offers/${'x'.repeat(3000)}`]) {
    expect(await htmlOf(request(path), 404)).toContain('There is no such offer')
  }
  expect((await request(`/offers/${token}`, { form: { answer: 'perhaps' } })).status).toBe(422)
  expect((await request('/offers/nonsense', { form: { answer: 'accept' } })).status).toBe(404)
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 1 }])
  expect(await rows('SELECT 1 FROM Offer WHERE tokenHash = ?1', token)).toEqual([])
})

it('“The link of an offer ends when whoever it was sent to stops acting for the school; later offers go to a colleague who does.”', async () => {
  const { event, guest, reference, token } = await anOffer()
  const colleague = await anAccount({ schoolIds: [guest.school.id] })
  const end = () => run(`UPDATE Claim SET state = 'ended', decidedAt = ?2 WHERE accountId = ?1`, guest.accountId, new Date().toISOString())
  await end()
  expect((await request(`/offers/${token}`)).status).toBe(404)
  expect((await request(`/offers/${token}`, { form: { answer: 'accept' } })).status).toBe(404)
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 1 }])
  // A colleague answers, with the link or on the booking.
  expect((await request(`/offers/${token}`, { cookie: colleague.cookie })).status).toBe(200)
  const [offer] = await rows<{ id: string }>('SELECT id FROM Offer WHERE eventId = ?1', event.id)
  const organiser = await anAccount({ roles: ['organiser'] })
  const path = `/organiser/events/${event.code}/waiting/offers/${offer?.id}/withdraw`
  expect((await request(path, { cookie: organiser.cookie, form: { turn: 'back' } })).status).toBe(303)
  const offers = await rows<{ to: string }>(
    `SELECT y.toAddress AS "to" FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'offer' ORDER BY m.rowid`,
    event.id,
  )
  expect(offers).toHaveLength(2)
  expect(offers[1]?.to).toContain(colleague.email)
  const again = await tokenOf(reference)
  expect((await request(`/offers/${again}`, { form: { answer: 'accept' } })).status).toBe(303)
  expect(await placesOf(reference)).toEqual([{ state: 'confirmed', waitsFor: null, n: 1 }])
})

it('an offer is not accepted for somebody without the earlier course that the event needs by then; for somebody else it is', async () => {
  const { event, guest, reference, token } = await anOffer(1, ['Ada Untrained'])
  await add('EventAudience', { eventId: event.id, dimension: 'course', value: 'designated-lead' })
  const page = await text(`/offers/${token}`)
  expect(plain(page)).toContain('Without the earlier course it needs Ada Untrained')
  const form = pressed(page, 'Accept the place')
  const accept = () => request(form.to, { form: form.fields })
  expect(await htmlOf(accept(), 409)).toContain('Name somebody else on the page of the booking, then accept.')
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 1 }])
  const [place] = await rows<{ id: string; personId: string }>(
    "SELECT id, personId FROM Place WHERE eventId = ?1 AND state = 'held'",
    event.id,
  )
  const email = 'bo@example.sch.uk'
  const personId = await add('Person', { name: 'Bo Trained', email })
  await wasThere(guest.school.id, 'designated-lead', '2025-03-04', { personId, markType: 'attended' })
  const naming = {
    placeId: place?.id ?? '',
    was: place?.personId ?? null,
    delegate: { name: 'Bo Trained', email, roleId: 'dsl', represents: [] },
  }
  expect(await nameDelegates(guest.act(new Date()), reference, [naming])).toMatchObject({ ok: true })
  expect((await accept()).status).toBe(303)
  expect(await placesOf(reference)).toEqual([{ state: 'confirmed', waitsFor: null, n: 1 }])
})
