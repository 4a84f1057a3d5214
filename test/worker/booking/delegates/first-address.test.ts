// Somebody who was booked without an address gets the entries of coming places once their first address is known.

import { beforeEach, expect, it, vi } from 'vitest'
import { newId } from '#base/id.ts'
import { inviteDelegates } from '#booking/delegates/invite-delegates.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aRole } from '../../attendance/requirements/world.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T09:00:00.000Z') })
})

const on = (day: string) => ({ startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z` })

/** A lead without an address who has places at an event to come and at one that is over. */
const aLead = async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id], name: 'Gwen Office' })
  const at = (hour: string) => ({ startsAt: `2026-07-07T${hour}:00:00.000Z`, endsAt: `2026-07-07T${hour}:45:00.000Z` })
  const coming = await anEvent({ title: 'To come', sessions: [at('09'), { ...at('11'), block: 'Morning', title: 'Online harm' }] })
  const { personId, placeId } = await aDelegate(coming, school.id, { name: 'Dilys Llewellyn' })
  await aDelegate(await anEvent({ title: 'Long over', ...on('2026-05-12') }), school.id, { personId })
  await aRole(personId, school)
  return { school, contact, personId, placeId, email: `${newId(tick())}@tansley.example` }
}

/** The school books her on another event, by her name and an address. */
const bookedWith = async ({ school, contact, personId, email }: Awaited<ReturnType<typeof aLead>>) => {
  const event = await anEvent({ title: 'Booked now', ...on('2026-08-04') })
  const form: [string, string][] = [
    ...([
      ['school', school.id],
      ['formId', crypto.randomUUID()],
      ['rows', '1'],
      ['name-1', 'Dilys Llewellyn'],
    ] as [string, string][]),
    ...([
      ['email-1', email],
      ['role-1', 'dsl'],
      ['meant-1', personId],
    ] as [string, string][]),
  ]
  expect((await request(`/events/${event.code}/bookings`, { cookie: contact.cookie, form })).status).toBe(303)
}

const mailTo = (email: string) =>
  rows<{ kind: string; title: string; n: number }>(
    `SELECT m.kind, e.title, COUNT(*) AS n FROM Message m JOIN MessageBody b ON b.messageId = m.id JOIN Event e ON e.id = m.eventId
     WHERE b.email = ?1 GROUP BY m.kind, e.title ORDER BY e.title`,
    email,
  )

// “Whoever gets their first address after they were booked is sent the entries of their coming places, once, as a booking sends them.”
it('a first address brings the entries of every coming place, workshops too, once, and nothing of what is over', async () => {
  const lead = await aLead()
  await bookedWith(lead)
  const sent = [
    { kind: 'invitation', title: 'Booked now', n: 1 },
    { kind: 'invitation', title: 'To come', n: 2 },
  ]
  expect(await mailTo(lead.email)).toEqual(sent)
  expect(await rows(`SELECT sequence, state FROM Invitation WHERE placeId = ?1`, lead.placeId)).toEqual([
    { sequence: 0, state: 'live' },
    { sequence: 0, state: 'live' },
  ])
  // Neither another run nor an address that somebody had already sends anything.
  expect(await inviteDelegates(anAct({ now: new Date() }))).toBe(false)
  await bookedWith(lead)
  expect((await mailTo(lead.email)).find(({ title }) => title === 'To come')).toEqual(sent[1])
})

it('entries go to the address that is right when they are written, and without the guard to the one that was read', async () => {
  const changed = async (on = db) => {
    const lead = await aLead()
    await run('UPDATE Person SET email = ?2 WHERE id = ?1', lead.personId, lead.email)
    await add('Log', {
      id: newId(new Date()),
      at: new Date().toISOString(),
      act: 'person.spelling_kept',
      subjectKind: 'person',
      subjectId: lead.personId,
      after: '{"address":true}',
    })
    const act = anAct({ now: new Date() })
    const later = `later.${lead.email}`
    const passing = before(3, () => run('UPDATE Person SET email = ?2 WHERE id = ?1', lead.personId, later), on)
    await inviteDelegates({ ...act, db: passing })
    const early = (await mailTo(lead.email)).length
    await inviteDelegates(act)
    return [early, (await mailTo(later)).length]
  }
  expect(await changed()).toEqual([0, 1])
  expect(await changed(withoutGuards)).toEqual([1, 0])
})
