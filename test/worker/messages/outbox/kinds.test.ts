// A kind of message that a list forgot: every kind is shown, and every one that goes by itself is audited.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { kindFacts, kinds, labelOf, type MessageKind } from '#messages/outbox/kind.ts'
import { anAccount, anEvent, aSchool, db, request, tick } from '#test/support/factories.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'

const insertMessage = (kind: MessageKind, about: { eventId?: string; bookingId?: string; placeId?: string } = {}) => {
  const id = newId(tick())
  return db.batch([
    db
      .prepare(
        `INSERT INTO Message (id, kind, state, recipient, eventId, bookingId, placeId, createdAt, dueAt) VALUES (?1, ?2, 'sent', 'somebody', ?3, ?4, ?5, ?6, ?6)`,
      )
      .bind(id, kind, about.eventId ?? null, about.bookingId ?? null, about.placeId ?? null, tick().toISOString()),
    db
      .prepare(
        `INSERT INTO MessageBody (messageId, fromAddress, toAddress, subject, text, html) VALUES (?1, 'a@example.gov.uk', 'b@example.sch.uk', 's', 't', 'h')`,
      )
      .bind(id),
  ])
}

it('every kind can be chosen in the list of messages, and is then shown by its name', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  for (const kind of kinds) {
    await insertMessage(kind)
    const page = await (await request(`/organiser/messages?state=all&kind=${kind}`, { cookie })).text()
    expect([kind, page.includes(`<option value="${kind}" selected`), page.includes(`>${labelOf(kind)}<`)]).toEqual([kind, true, true])
  }
})

it.each(kinds.filter((kind) => kindFacts(kind).automatic))(
  'the audit finds a message of kind %s that nothing notes as sent',
  async (kind) => {
    const event = await anEvent()
    const placeId = await aPlace(event, await aSchool())
    const place = await db.prepare('SELECT bookingId FROM Place WHERE id = ?1').bind(placeId).first<{ bookingId: string }>()
    const found = async () =>
      (await auditAll(db, new Date('2026-06-01T09:00:00.000Z'))).invariants.find(({ name }) => name === 'automatic_message_once')?.count ??
      0
    const before = await found()
    await insertMessage(kind, { eventId: event.id, placeId, ...(place ? { bookingId: place.bookingId } : {}) })
    expect((await found()) - before).toBe(1)
  },
)
