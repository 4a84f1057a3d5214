// From the refusal of a mail server to the correction, through the twin of the mail provider: nothing here is told by hand.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { queued } from '#messages/outbox/store.ts'
import { anAct, db, request, rows, bindings as testBindings } from '#test/support/factories.ts'
import { aPost } from '#test/worker/correspondence/replies/world.ts'
import { deliveryViolations } from '#upkeep/audit/delivery-store.ts'
import { due, troubles, written } from './world.ts'

const broken = async (): Promise<string[]> => {
  const found = []
  for (const [name, sql] of Object.entries(deliveryViolations)) {
    const { results } = await db
      .prepare(sql.includes('?1') ? sql : `SELECT * FROM (${sql}) WHERE ?1 IS NOT NULL`)
      .bind(new Date().toISOString())
      .all()
    if (results.length > 0) found.push(name)
  }
  return found
}

it('a refused invitation is followed by the school being told, nothing more being sent there, a correction, and what was missed arriving', async () => {
  const { event, contact, first, desk, arrive, bindings, invitationTo } = await aPost()
  await desk.befalls(await invitationTo(first), 'bounce')
  await arrive()
  expect((await troubles(first.email)).map(({ kind, solved }) => [kind, solved])).toEqual([['bounced', null]])
  const accepted = async (address: string) =>
    (await desk.accepted()).filter(({ to }) => to.join().includes(address)).map(({ subject }) => subject)
  expect(await accepted(contact.email)).toContain('We cannot reach Siân Ŵyn')
  expect(await accepted('events@example.gov.uk')).toContainEqual(expect.stringMatching(/^1 person could not be reached/))
  // What is written to everybody does not go to the address that does not work.
  const before = (await accepted(first.email)).length
  const act = anAct({ now: new Date(), mailFrom: bindings.MAIL_FROM ?? '' })
  const coat = newId(act.now)
  await db.batch(
    queued(act, {
      ...{ id: coat, kind: 'mailing', recipient: first.personId, eventId: event.id, placeId: first.placeId, personId: first.personId },
      ...{ bookingId: first.bookingId, to: { email: first.email }, subject: 'Bring a coat', text: 'Cold', html: 'Cold' },
    }),
  )
  await deliverDue({ ...testBindings, ...bindings }, new Date())
  expect(await rows('SELECT state, withheld FROM Message WHERE id = ?1', coat)).toEqual([{ state: 'failed', withheld: 1 }])
  expect((await accepted(first.email)).length).toBe(before)

  const email = `right.${event.code.toLowerCase()}@example.sch.uk`
  const done = await request(`/bookings/${first.reference}/places/${first.placeId}/correct`, {
    cookie: contact.cookie,
    bindings,
    form: { 'name-1': first.name, 'email-1': email, name: first.name, email, was: first.personId },
  })
  expect(done.status).toBe(303)
  await due(new Date(), bindings)
  await arrive()
  expect((await troubles(first.email)).map(({ solved }) => solved)).toEqual(['corrected'])
  expect(await accepted(email)).toEqual([expect.stringMatching(/^Your place: Safeguarding conference/), 'Bring a coat'])
  expect(await accepted(first.email)).toHaveLength(before)
  expect((await written(event.id, 'place_cancelled')).map(({ to, state }) => [to, state])).toEqual([[first.email, 'failed']])
  expect(await broken()).toEqual([])
})
