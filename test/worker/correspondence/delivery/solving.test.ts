import { expect, it } from 'vitest'
import { tryAgain } from '#base/db/failed-job.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { resendMissed } from '#correspondence/delivery/resend-missed.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queued } from '#messages/outbox/store.ts'
import { anAct, before, db, leadsTo, request, rows, run } from '#test/support/factories.ts'
import { permanent, tell } from '#test/support/resend-webhooks.ts'
import { insert } from '#test/support/rows.ts'
import { aWorld, due, type Place, troubles, withhold, written } from './world.ts'

const bounce = (messageId: string) => tell({ type: 'email.bounced', message: messageId, data: permanent })

/** Something written to a person about their place that was not tried, because the address does not work. */
const missed = async (world: Awaited<ReturnType<typeof aWorld>>, place: Place, more: Partial<OutgoingMessage> = {}): Promise<string> => {
  const act = anAct({ now: new Date() })
  const id = newId(act.now)
  await db.batch(
    queued(act, {
      id,
      kind: 'mailing',
      recipient: place.personId,
      to: { name: place.name, email: place.email },
      subject: 'Bring a coat',
      text: `It is cold.`,
      html: '<p>It is cold.</p>',
      eventId: world.event.id,
      schoolId: world.school.id,
      bookingId: place.bookingId,
      placeId: place.placeId,
      personId: place.personId,
      ...more,
    }),
  )
  await withhold(id)
  return id
}

const correct = async (world: Awaited<ReturnType<typeof aWorld>>, place: Place, email: string, name = place.name) => {
  const answer = await request(`/bookings/${place.reference}/places/${place.placeId}/correct`, {
    cookie: world.contact.cookie,
    form: { 'name-1': name, 'email-1': email, name, email, was: place.personId },
  })
  return answer.status
}

const entries = (event: { id: string }, place: Place) =>
  rows<{ kind: string; method: string; to: string }>(
    `SELECT m.kind, m.method, y.email AS "to" FROM Message m JOIN MessageBody y ON y.messageId = m.id
     WHERE m.eventId = ?1 AND m.placeId = ?2 AND m.invitationId IS NOT NULL ORDER BY m.rowid`,
    event.id,
    place.placeId,
  )

const instantIn = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

it('Correcting the address solves the trouble once nobody has the old one, and sends what was missed to the new one, each message once', async () => {
  const world = await aWorld()
  const { event, first } = world
  await bounce(first.messageId)
  const link = `http://localhost:8787/place/${'x'.repeat(43)}`
  const one = await missed(world, first)
  const two = await missed(world, first, { text: `Choose: ${link} now`, html: `<a href="${link}">Choose</a>`, subject: 'Choose' })
  const email = `right.${event.code.toLowerCase()}@example.sch.uk`
  expect(await correct(world, first, email)).toBe(303)
  await due()
  await due()
  expect((await troubles(first.email)).map(({ solved }) => solved)).toEqual(['corrected'])
  const again = (await written(event.id, 'mailing')).filter(({ resendOfId }) => resendOfId)
  expect(again.map(({ to, resendOfId, state }) => [to, resendOfId, state])).toEqual([
    [email, one, 'sent'],
    [email, two, 'sent'],
  ])
  // “A link to one’s own page or certificate that went to a wrong address is replaced by a new one.”
  expect(again[1]?.text).toMatch(/^Choose: http:\/\/localhost:8787\/place\/[\w-]{43} now$/)
  expect(again[1]?.text).not.toContain(link)
  const path = new URL(again[1]?.text.match(/http\S+/)?.[0] ?? '').pathname
  expect((await request(path)).status).toBe(200)
  // “Calendar entries come to the corrected address by the correction itself, and are not sent a second time.”
  expect(await entries(event, first)).toEqual([
    { kind: 'invitation', method: 'REQUEST', to: first.email },
    { kind: 'place_cancelled', method: 'CANCEL', to: first.email },
    { kind: 'invitation', method: 'REQUEST', to: email },
  ])
})

it('A link to a certificate that went to a wrong address is replaced by a new one, which opens the same', async () => {
  const world = await aWorld()
  const { event, first } = world
  await bounce(first.messageId)
  const [was, id] = [newToken(), newId(new Date())]
  await run('DROP TRIGGER Certificate_of_somebody_who_came')
  await db.batch([
    insert('Certificate', {
      id,
      number: '2345'.repeat(7),
      eventId: event.id,
      personId: first.personId,
      placeId: first.placeId,
      name: 'Nia Certified',
      schoolName: 'School',
      attended: 'whole',
      minutes: 90,
      partSessions: 0,
      title: 'Conference',
      fromDay: '2026-06-12',
      toDay: '2026-06-12',
      topics: '[]',
      council: 'Council',
      checkAt: '',
      towards: '[]',
      issuedAt: '2026-06-12T15:00:00.000Z',
    }),
    insert('CertificateLink', { tokenHash: await sha256(was), certificateId: id, createdAt: '2026-06-12T15:00:00.000Z' }),
  ])
  const link = `http://localhost:8787/certificate/${was}`
  await missed(world, first, { text: `Open: ${link} now`, html: `<a href="${link}">Open</a>`, subject: 'Your certificate' })
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', first.personId, `right.${event.code.toLowerCase()}@example.sch.uk`)
  await run(`UPDATE AddressProblem SET solvedAt = ?2, solved = 'corrected' WHERE email = ?1`, first.email, instantIn(0))
  await due()
  const [again] = (await written(event.id, 'mailing')).filter(({ resendOfId }) => resendOfId)
  const path = new URL(again?.text.match(/http\S+/)?.[0] ?? '').pathname
  expect(path).toMatch(/^\/certificate\/[\w-]{43}$/)
  const page = await request(path)
  expect([path.includes(was), page.status, (await page.text()).includes('Nia Certified')]).toEqual([false, 200, true])
  expect((await request(`/certificate/${was}`)).status).toBe(404)
})

it('‘It works again’ is said by the organiser or the school’s contact, who must confirm it, and sends what was missed to the same address', async () => {
  for (const who of ['contact', 'organiser'] as const) {
    const world = await aWorld()
    const { event, first } = world
    await bounce(first.messageId)
    const id = await missed(world, first)
    const [trouble] = await troubles(first.email)
    const path =
      who === 'contact' ? `/bookings/${first.reference}/addresses/${trouble?.id}` : `/organiser/addresses/${trouble?.id}/works-again`
    const { cookie } = world[who]
    expect((await request(path, { cookie })).status).toBe(200)
    expect((await request(path, { cookie, form: { confirmed: 'no' } })).status).toBe(422)
    expect((await troubles(first.email))[0]?.solved).toBe(null)
    expect((await request(path, { cookie, form: { confirmed: 'yes' } })).status).toBe(303)
    // Pressed again: nothing happens twice.
    await request(path, { cookie, form: { confirmed: 'yes' } })
    if (who === 'contact') {
      expect(await leadsTo(request(path, { cookie, form: {} }))).toBe(`/bookings/${first.reference}`)
    }
    expect(await rows('SELECT solved, solvedById FROM AddressProblem WHERE email = ?1', first.email)).toEqual([
      { solved: 'works_again', solvedById: world[who].accountId },
    ])
    expect(
      (await written(event.id, 'mailing', 'invitation'))
        .filter(({ resendOfId }) => resendOfId)
        .map(({ to, resendOfId }) => [to, resendOfId]),
    ).toEqual([
      [first.email, first.messageId],
      [first.email, id],
    ])
  }
})

it('Nothing is sent again that was overtaken, is of an event that is over, or was missed by somebody who has no place any more', async () => {
  const world = await aWorld()
  const { event, first, second } = world
  const past = await aWorld(undefined, { startsAt: '2099-01-12T08:30:00.000Z', endsAt: '2099-01-12T15:00:00.000Z' })
  await bounce(first.messageId)
  await bounce(second.messageId)
  await bounce(past.first.messageId)
  await missed(past, past.first)
  const week = await missed(world, first, { kind: 'reminder_week' })
  const day = await missed(world, first, { kind: 'reminder_day' })
  await missed(world, first, { nature: 'promotion' })
  await run(
    `UPDATE Session SET startsAt = '2026-01-12T08:30:00.000Z', endsAt = '2026-01-12T15:00:00.000Z' WHERE eventId = ?1`,
    past.event.id,
  )
  await missed(world, second)
  // Somebody else comes in the place of the second.
  await run(`UPDATE Invitation SET state = 'cancelled', sequence = sequence + 1 WHERE placeId = ?1`, second.placeId)
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', second.placeId, (await aWorld()).first.personId, instantIn(0))
  await run(`UPDATE Invitation SET sequence = sequence + 1 WHERE placeId = ?1`, first.placeId)
  await run(
    `UPDATE AddressProblem SET solved = 'works_again', solvedAt = ?4 WHERE email IN (?1, ?2, ?3)`,
    first.email,
    second.email,
    past.first.email,
    instantIn(1),
  )
  await due()
  const again = (id: string) =>
    rows<{ resendOfId: string }>('SELECT resendOfId FROM Message WHERE eventId = ?1 AND resendOfId IS NOT NULL', id)
  expect(await again(event.id)).toEqual([{ resendOfId: day }])
  expect(await again(past.event.id)).toEqual([])
  expect(week).not.toBe(day)
})

it('what was missed is sent once, although runs meet or die between reading and writing', async () => {
  const world = await aWorld()
  const { event, first } = world
  await bounce(first.messageId)
  const ids = [await missed(world, first), await missed(world, first, { subject: 'Second' })]
  await run(`UPDATE AddressProblem SET solved = 'works_again', solvedAt = ?2 WHERE email = ?1`, first.email, instantIn(1))
  await resendMissed(anAct({ now: new Date(), db: before(1, () => Promise.reject(new Error('cut off'))) }))
  await tryAgain(db, { now: new Date(Date.now() + 60_000) })
  await resendMissed(anAct({ now: new Date(), db: before(2, () => resendMissed(anAct({ now: new Date() }))) }))
  await Promise.all([1, 2, 3].map(() => resendMissed(anAct({ now: new Date() }))))
  const again = (await written(event.id, 'mailing', 'invitation')).flatMap(({ resendOfId }) => resendOfId ?? [])
  expect(again.toSorted()).toEqual([first.messageId, ...ids].toSorted())
})

it('An address that somebody else still has stays marked when one of two is corrected', async () => {
  const world = await aWorld()
  const { event, first, second } = world
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', second.personId, first.email)
  await bounce(first.messageId)
  const id = await missed(world, first)
  expect(await correct(world, first, `new.${event.code.toLowerCase()}@example.sch.uk`)).toBe(303)
  await due()
  expect((await troubles(first.email)).map(({ solved }) => solved)).toEqual([null])
  expect((await written(event.id, 'mailing')).map(({ resendOfId }) => resendOfId)).toEqual([null])
  expect(await correct(world, { ...second, email: first.email }, `other.${event.code.toLowerCase()}@example.sch.uk`)).toBe(303)
  await due()
  expect((await troubles(first.email)).map(({ solved }) => solved)).toEqual(['corrected'])
  expect((await written(event.id, 'mailing')).filter(({ resendOfId }) => resendOfId).map(({ to, resendOfId }) => [to, resendOfId])).toEqual(
    [[`new.${event.code.toLowerCase()}@example.sch.uk`, id]],
  )
})

it('When somebody else is sent instead, nobody at the event is unreached any more, and the address stays marked', async () => {
  const world = await aWorld()
  const { event, first, organiser } = world
  await bounce(first.messageId)
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', first.placeId, (await aWorld()).first.personId, instantIn(0))
  const page = await (await request(`/organiser/events/${event.code}/unreached`, { cookie: organiser.cookie })).text()
  expect(page).toContain('Every address of this event works')
  expect((await troubles(first.email)).map(({ solved }) => solved)).toEqual([null])
})

it('a contact who changes the address of their account gets what they missed there, and not once they act for the school no longer', async () => {
  for (const acts of [true, false]) {
    const world = await aWorld()
    const { event, contact, school } = world
    const [confirmation] = await written(event.id, 'booking_confirmed')
    await bounce(confirmation?.id ?? '')
    const email = `moved.${event.code.toLowerCase()}@example.sch.uk`
    await db.batch([
      db.prepare('UPDATE Account SET email = ?2 WHERE id = ?1').bind(contact.accountId, email),
      db.prepare('UPDATE Person SET email = ?2 WHERE id = ?1').bind(contact.personId, email),
      ...(acts
        ? []
        : [db.prepare(`UPDATE Claim SET state = 'ended' WHERE accountId = ?1 AND schoolId = ?2`).bind(contact.accountId, school.id)]),
    ])
    await due()
    expect((await troubles(contact.email)).map(({ solved }) => solved)).toEqual(['corrected'])
    expect((await written(event.id, 'booking_confirmed')).map(({ to, resendOfId }) => [to, resendOfId])).toEqual([
      [contact.email, null],
      ...(acts ? [[email, confirmation?.id]] : []),
    ])
  }
})

it('Mail that is sent again to an address that still does not work is missed again, and follows the next correction', async () => {
  const world = await aWorld()
  const { event, first } = world
  await bounce(first.messageId)
  const id = await missed(world, first)
  const wrong = `wrong.${event.code.toLowerCase()}@example.sch.uk`
  await correct(world, first, wrong)
  await due()
  const [, again] = await written(event.id, 'mailing')
  await bounce(again?.id ?? '')
  const right = `right.${event.code.toLowerCase()}@example.sch.uk`
  expect(await correct(world, { ...first, email: wrong }, right)).toBe(303)
  await due()
  expect((await written(event.id, 'mailing')).map(({ to, resendOfId }) => [to, resendOfId])).toEqual([
    [first.email, null],
    [wrong, id],
    [right, again?.id],
  ])
})
