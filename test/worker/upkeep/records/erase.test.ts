// Erasing a person. Rules: docs/rules/records.md.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { databaseWith } from '#test/support/database-with.ts'
import {
  anAccount,
  anAct,
  anEvent,
  aSchool,
  before,
  db,
  leadsTo,
  request,
  rows,
  run,
  tick,
  withoutGuards,
} from '#test/support/factories.ts'
import { rowText } from '#test/support/row-of.ts'
import { add } from '#test/support/rows.ts'
import { aPerson, aPlace, aWalkIn } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { selectErasure } from '#upkeep/records/erasure-store.ts'
import { aKeptForm, aKnownPerson, aMessage, aRequestFor, tracesOf } from './known.ts'

const organising = async (on = db) => anAct({ db: on, actor: (await anAccount({ roles: ['organiser'] })).actor })

const broken = async (...names: string[]) =>
  (await auditAll(db, tick())).invariants
    .filter((one) => !one.ok && (names.length === 0 || names.includes(one.name)))
    .map((one) => one.name)

const reached = () => rows('SELECT schoolId, sessionId, markId, how, markType FROM SchoolReached ORDER BY 1, 2, 3, 4')
const attendance = (personId: string) =>
  rows(
    `SELECT p.id, p.schoolId, p.roleId, p.state, m.markType, m.happenedAt FROM Place p JOIN Mark m ON m.placeId = p.id WHERE p.personId = ?1 ORDER BY m.id`,
    personId,
  )

// “Erasing a person takes their name, address, telephone number, messages, needs, answers, links, calendars, consents and sign-in out of every table.”
// “That a lead of the school attended stays, with the marks, the role and every figure as they were.”
it('nothing anywhere says who an erased person was, and the school keeps that its lead came', async () => {
  const known = await aKnownPerson()
  const figures = [await reached(), await attendance(known.personId)]
  expect(figures[1]).toHaveLength(2)
  expect((await tracesOf(known.traces)).length).toBeGreaterThan(20)
  expect(await erasePerson(await organising(), known.personId, 'asked')).toEqual({ ok: true, value: { personId: known.personId } })
  expect(await tracesOf(known.traces)).toEqual([])
  expect([await reached(), await attendance(known.personId)]).toEqual(figures)
  expect(await rows('SELECT name, email, telephone, erasedAt IS NOT NULL AS gone FROM Person WHERE id = ?1', known.personId)).toEqual([
    { name: null, email: null, telephone: null, gone: 1 },
  ])
  expect(await rows('SELECT state FROM Claim WHERE accountId = ?1', known.accountId)).toEqual([{ state: 'ended' }])
  expect(await rows(`SELECT text FROM MessageBody WHERE messageId = ?1`, known.untouched)).toEqual([{ text: 'Twelve places are taken.' }])
  expect(await rows('SELECT personId, ground, byId IS NOT NULL AS said FROM Erasure WHERE personId = ?1', known.personId)).toEqual([
    { personId: known.personId, ground: 'asked', said: 1 },
  ])
  expect(await rows('SELECT COUNT(*) AS n FROM RowToDestroy')).toEqual([{ n: 0 }])
  expect(await rows(`SELECT act, after FROM Log WHERE subjectId = ?1 AND act = 'person.erased'`, known.personId)).toEqual([
    { act: 'person.erased', after: '{"ground":"asked"}' },
  ])
  // The booking was put straight into the database, unlogged.
  expect(await broken()).toEqual(['log_for_every_booking'])
})

// “Records that were merged into theirs are erased with it.”
it('a record that was merged into another is erased with it, and is erased by itself by nobody', async () => {
  const [kept, merged] = [await aPerson('Olwen Treharne'), await aPerson('Olwen Treharne-Vaughan')]
  await add('PersonMerge', { keptId: kept, mergedId: merged, moved: '{}' })
  expect(await erasePerson(await organising(), merged, 'asked')).toEqual({ ok: false, reason: 'merged' })
  expect((await erasePerson(await organising(), kept, 'asked')).ok).toBe(true)
  expect(await tracesOf(['Treharne'])).toEqual([])
  expect(await erasePerson(await organising(), kept, 'asked')).toEqual({ ok: false, reason: 'already_erased' })
})

// “A mailbox that several people read stays, without the name of whoever is erased.”
it('an office goes on signing in when one of those who read its mailbox is erased', async () => {
  const school = await aSchool()
  const office = await anAccount({ email: 'office@quiet.example.sch.uk', name: 'Morfydd Jenkins', schoolIds: [school.id] })
  await run('UPDATE Account SET shared = 1 WHERE id = ?1', office.accountId)
  await run('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1', office.accountId, office.personId)
  expect((await erasePerson(await organising(), office.personId, 'asked')).ok).toBe(true)
  expect(await rows('SELECT email, personId, erasedAt FROM Account WHERE id = ?1', office.accountId)).toEqual([
    { email: 'office@quiet.example.sch.uk', personId: null, erasedAt: null },
  ])
  expect(await rows('SELECT personId FROM SignIn WHERE accountId = ?1', office.accountId)).toEqual([{ personId: null }])
  expect(await rows('SELECT state FROM Claim WHERE accountId = ?1', office.accountId)).toEqual([{ state: 'approved' }])
  expect(await tracesOf(['Morfydd'])).toEqual([])
})

// “Nobody is erased while they have a place at an event that is not over: it is cancelled or passed on first.”
// “Nobody of the council’s staff is erased before their roles are ended.”
it('who has a coming place or a staff role is not erased', async () => {
  const [school, personId] = [await aSchool(), await aPerson('Gwenllian Prosser')]
  await aPlace(await anEvent(), school, { personId })
  expect(await erasePerson(await organising(), personId, 'asked')).toEqual({ ok: false, reason: 'has_coming_place' })
  expect((await readNow(db, selectErasure(db, personId, tick())))?.coming).toHaveLength(1)
  const staff = await anAccount({ roles: ['finance'] })
  expect(await erasePerson(await organising(), staff.personId, 'asked')).toEqual({ ok: false, reason: 'is_staff' })
  expect(await rows('SELECT COUNT(*) AS n FROM Person WHERE id IN (?1, ?2) AND erasedAt IS NULL', personId, staff.personId)).toEqual([
    { n: 2 },
  ])
})

// “A message to somebody else that names them is sent before they are erased; one to them is not sent any more.”
it('what waits to be sent to them is withheld, and what names them to others goes first', async () => {
  const [event, school] = [await anEvent({ startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }), await aSchool()]
  const personId = await aPerson('Ceridwen Blayney')
  await aPlace(event, school, { personId })
  const own = await aMessage(
    { personId, recipient: personId, email: `${personId}@example.sch.uk`, name: 'Ceridwen Blayney' },
    { state: 'queued', eventId: event.id },
  )
  const other = await aMessage(
    { recipient: 'council', email: 'e@example.gov.uk' },
    { state: 'queued', eventId: event.id, text: 'Ceridwen Blayney came' },
  )
  expect(await erasePerson(await organising(), personId, 'asked')).toEqual({ ok: false, reason: 'mail_is_waiting' })
  await run(`UPDATE Message SET state = 'sent', sentAt = ?2 WHERE id = ?1`, other, tick().toISOString())
  expect((await erasePerson(await organising(), personId, 'asked')).ok).toBe(true)
  expect(await rows('SELECT state, withheld FROM Message WHERE id = ?1', own)).toEqual([{ state: 'failed', withheld: 1 }])
  expect(await tracesOf(['Ceridwen'])).toEqual([])
})

// “Nobody is erased while somebody else’s request for places names them: it is settled first.” “A form of somebody else that is kept and names them goes.”
it('a stranger’s request that names them keeps them from being erased until it is settled, and a form that does goes with them', async () => {
  const name = 'Sinéad O’Malley-Trace'
  for (const typed of [
    { name, email: 'other@example.sch.uk' },
    { name: 'S. O.', email: 'SINEAD.TRACE@example.sch.uk' },
  ]) {
    const person = await anAccount({ name, email: 'sinead.trace@example.sch.uk' })
    const { id, asker, event } = await aRequestFor(typed)
    await aKeptForm(asker.accountId, `${name} eats no nuts`)
    const organiser = await anAccount({ roles: ['organiser'] })
    expect(await erasePerson(await organising(), person.personId, 'asked')).toEqual({ ok: false, reason: 'request_is_waiting' })
    const page = await (await request(`/organiser/records/people/${person.personId}/erase`, { cookie: organiser.cookie })).text()
    expect(page).toContain(`href="/organiser/events/${event.code}/requests"`)
    // One that comes between the looking and the erasing is found by the batch itself.
    await run(`UPDATE BookingRequest SET state = 'withdrawn', typed = NULL, settledAt = requestedAt WHERE id = ?1`, id)
    const late: { id?: string } = {}
    const racing = before(2, async () => {
      late.id = (await aRequestFor(typed)).id
    })
    expect(await erasePerson(await organising(racing), person.personId, 'asked')).toEqual({ ok: false, reason: 'changed' })
    await run(`UPDATE BookingRequest SET state = 'withdrawn', typed = NULL, settledAt = requestedAt WHERE id = ?1`, late.id)
    expect((await erasePerson(await organising(), person.personId, 'asked')).ok).toBe(true)
    expect(await tracesOf(['Malley-Trace', 'sinead.trace'])).toEqual([])
    expect(
      await rows('SELECT COUNT(*) AS n FROM SavedForm k JOIN SignIn s ON s.id = k.signInId WHERE s.accountId = ?1', asker.accountId),
    ).toEqual([{ n: 0 }])
  }
})

const booked = async () => {
  const [school, event] = [await aSchool(), await anEvent()]
  const booker = await anAccount({ schoolIds: [school.id] })
  const placeId = await aPlace(event, school)
  await run('UPDATE Place SET personId = NULL, namedAt = ?2 WHERE id = ?1', placeId, tick().toISOString())
  const [booking] = await rows<{ reference: string }>(
    'SELECT b.reference FROM Booking b JOIN Place p ON p.bookingId = b.id WHERE p.id = ?1',
    placeId,
  )
  return { event, school, booker, placeId, reference: booking?.reference ?? '' }
}
const naming = (placeId: string, name: string, email: string) => [
  { placeId, was: null, delegate: { name, email, roleId: 'dsl', represents: [] } },
]
const erasedWithPlace = () =>
  rows(`SELECT p.id FROM Place p JOIN Person n ON n.id = p.personId JOIN Event e ON e.id = p.eventId JOIN Session s ON s.eventId = e.id
    WHERE n.erasedAt IS NOT NULL AND p.state = 'confirmed' AND s.endsAt > '2026-06-01'`)

// “Nobody who was erased gets a place, a message or a sign-in again: whoever had looked at them before finds that things have changed.”
it('erasing and naming the same person at one moment leave no place to somebody erased, whichever comes first', async () => {
  for (const first of ['naming', 'erasing'] as const) {
    const { booker, placeId, reference } = await booked()
    const personId = await aPerson('Heledd Roderick')
    const email = `${personId}@example.sch.uk`
    const name = () => nameDelegates(anAct({ actor: booker.actor }), reference, naming(placeId, 'Heledd Roderick', email))
    const erase = async (on = db) => erasePerson(await organising(on), personId, 'asked')
    if (first === 'naming') {
      // Named after the preview was read, just before the batch that erases.
      const late = before(2, name)
      expect(await erase(late)).toEqual({ ok: false, reason: 'changed' })
      expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).toEqual([{ personId }])
    } else {
      let erased: unknown
      let batches = 0
      const late = databaseWith(db, {
        batch: async (statements: SqlStatement[]) => {
          // The batch that writes is the one that changes hands: everything before it reads.
          batches += 1
          if (statements.length > 8 && erased === undefined) erased = await erase()
          return db.batch(statements)
        },
      })
      const named = await nameDelegates(anAct({ db: late, actor: booker.actor }), reference, naming(placeId, 'Heledd Roderick', email))
      expect(batches).toBeGreaterThan(1)
      expect(erased).toEqual({ ok: true, value: { personId } })
      // Decided anew they are somebody whom nobody knows yet.
      expect(named.ok).toBe(true)
      expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).not.toEqual([{ personId }])
    }
    expect(await erasedWithPlace()).toEqual([])
  }
})

it('control: with the guards and the trigger off, somebody erased is named on a place', async () => {
  const { booker, placeId, reference } = await booked()
  const personId = await aPerson('Mererid Gethin')
  const name = () =>
    nameDelegates(anAct({ actor: booker.actor }), reference, naming(placeId, 'Mererid Gethin', `${personId}@example.sch.uk`))
  expect((await erasePerson(await organising(before(2, name, withoutGuards)), personId, 'asked')).ok).toBe(true)
  expect(await erasedWithPlace()).toEqual([{ id: placeId }])
  expect(await broken('erased_has_no_coming_place')).toEqual(['erased_has_no_coming_place'])
  await run('UPDATE Place SET personId = NULL, namedAt = ?2 WHERE id = ?1', placeId, tick().toISOString())
})

it('every way back is closed by a trigger', async () => {
  const known = await aKnownPerson()
  await erasePerson(await organising(), known.personId, 'asked')
  const at = tick().toISOString()
  const other = await aPlace(await anEvent(), known.school)
  const ways: [string, ...unknown[]][] = [
    ['UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', other, known.personId, at],
    [`UPDATE Person SET name = 'Back', erasedAt = NULL WHERE id = ?1`, known.personId],
    [`UPDATE Account SET email = 'back@example.sch.uk', erasedAt = NULL WHERE id = ?1`, known.accountId],
    [rowText('SignIn', { accountId: known.accountId })],
    [rowText('Message', { kind: 'thanks', state: 'queued', recipient: 'x', personId: known.personId })],
    [rowText('Message', { kind: 'thanks', state: 'queued', recipient: known.accountId })],
    [rowText('RoleAtSchool', { personId: known.personId, schoolId: known.school.id, roleId: 'dsl' })],
    [rowText('Claim', { accountId: known.accountId, schoolId: known.school.id, evidence: 'self_asserted' })],
    [`DELETE FROM Erasure WHERE personId = ?1`, known.personId],
  ]
  for (const [sql, ...values] of ways) await expect(run(sql, ...values), sql).rejects.toThrow(/is_erased|erasure_stands/)
})

it('what keeps records lets go of nothing outside an act that erases', async () => {
  const known = await aKnownPerson()
  for (const [sql, word] of [
    [`UPDATE Mark SET reason = 'x' WHERE placeId = '${known.placeId}'`, 'mark_is_append_only'],
    [`DELETE FROM MailConsent WHERE accountId = '${known.accountId}'`, 'consent_stands'],
    [`DELETE FROM AddressProblem WHERE email = '${known.email}'`, 'address_problem_is_kept'],
    [`DELETE FROM InviteReply`, 'reply_stands'],
    [`DELETE FROM DelegateStatement`, 'delegate_statement_stands'],
    [`DELETE FROM Joining`, 'joining_stands'],
    [`DELETE FROM AcceptanceLink`, 'acceptance_link_stands'],
  ] as const)
    await expect(run(sql), sql).rejects.toThrow(word)
})

// “The audit finds whatever is left of an erased person.”
it('the audit names the table in which something is left of somebody erased', async () => {
  const known = await aKnownPerson()
  await run(
    'UPDATE Person SET name = NULL, email = NULL, telephone = NULL, erasedAt = ?2 WHERE id = ?1',
    known.personId,
    tick().toISOString(),
  )
  const [found] = (await auditAll(db, tick())).invariants.filter((one) => one.name === 'nothing_left_of_erased')
  expect(found?.violations).toEqual(expect.arrayContaining(['Answer', 'Feed', 'MessageBody', 'Need', 'PlaceLink', 'SendingRecipient']))
  // Not through the act: nothing else of this file may find it.
  await run('DELETE FROM Need WHERE personId = ?1', known.personId)
})

it('a walk-in who is erased stays on the register as somebody of their school', async () => {
  const [event, school] = [await anEvent({ startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }), await aSchool()]
  const walkInId = await aWalkIn(event, school)
  const [walkIn] = await rows<{ personId: string }>('SELECT personId FROM WalkIn WHERE id = ?1', walkInId)
  const personId = walkIn?.personId ?? ''
  expect((await erasePerson(await organising(), personId, 'asked')).ok).toBe(true)
  expect(await rows('SELECT personId, schoolId FROM WalkIn WHERE id = ?1', walkInId)).toEqual([{ personId, schoolId: school.id }])
})

it('only organisers and administrators erase', async () => {
  const personId = await aPerson('Tegwen Maddocks')
  const finance = anAct({ actor: (await anAccount({ roles: ['finance'] })).actor })
  expect(await erasePerson(finance, personId, 'asked')).toEqual({ ok: false, reason: 'changed' })
  const { cookie } = await anAccount({ roles: ['finance'] })
  expect((await request(`/organiser/records/people/${personId}/erase`, { cookie })).status).toBe(404)
})

// “What goes, what stays and why is shown first, and nothing goes before somebody says so.”
it('an organiser sees what would go and what stays, and erases by saying so', async () => {
  const known = await aKnownPerson()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = `/organiser/records/people/${known.personId}/erase`
  const page = await (await request(path, { cookie })).text()
  for (const words of [
    'Messages sent to them',
    'Messages to others that name them',
    'Needs at events',
    '1 place at an event',
    '2 marks of attendance',
  ])
    expect(page).toContain(words)
  expect((await request(path, { cookie, form: {} })).status).toBe(422)
  expect((await tracesOf(known.traces)).length).toBeGreaterThan(20)
  expect(await leadsTo(request(path, { cookie, form: { confirmed: 'yes' } }))).toBe(`/organiser/people/${known.personId}`)
  expect(await tracesOf(known.traces)).toEqual([])
  expect(await (await request(`/organiser/people/${known.personId}`, { cookie })).text()).toContain('An erased person')
  expect((await request(path, { cookie })).status).toBe(404)
})
