import { expect, it } from 'vitest'
import { nameAtDoor } from '#attendance/attendance/name-at-door.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anAct, anEvent, aSchool, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { without } from '#test/worker/booking/waiting/world.ts'
import { aPlace } from './places.ts'

/** A register with one named place and one without a name, of the same school. */
const aRegisterToName = async () => {
  const event = await anEvent({ placesPerSchool: null, startsAt: '2026-04-12T08:30:00.000Z', endsAt: '2026-04-12T15:00:00.000Z' })
  const school = await aSchool()
  const named = await aPlace(event, school, { name: 'Delyth Morgan', email: `delyth.${event.code.toLowerCase()}@example.sch.uk` })
  const unnamed = await aPlace(event, school)
  const { placeId } = unnamed
  await db.batch([
    db.prepare('UPDATE Place SET personId = NULL, roleId = NULL, namedAt = ?2 WHERE id = ?1').bind(placeId, tick().toISOString()),
  ])
  const { cookie } = await anAccount({ roles: ['organiser'] })
  return { event, school, named, placeId, sessionId: event.sessions[0]?.id ?? '', cookie }
}

const personOf = async (placeId: string) =>
  rows('SELECT n.name, n.email, p.roleId FROM Place p LEFT JOIN Person n ON n.id = p.personId WHERE p.id = ?1', placeId)

// “It can be marked as one that nobody came to; nobody is marked as having come on it before they are named.”
it('A place without a name is on the register as “Not named”; it can be marked as one that nobody came to, and no more before somebody is named', async () => {
  const { sessionId, cookie, placeId } = await aRegisterToName()
  const page = await (await request(`/register/${sessionId}`, { cookie })).text()
  expect(page).toContain('Not named')
  expect(page).toContain(`/register/${sessionId}/people/${placeId}/name`)
  expect(page.match(/value="attended"/g)).toHaveLength(1)
  expect(page.match(/value="absent"/g)).toHaveLength(2)
  const mark = (markType: string) =>
    request(`/register/${sessionId}/marks`, { cookie, form: { person: placeId, mark: crypto.randomUUID(), markType } })
  expect(await htmlOf(mark('attended'), 409)).toContain('This place has no name yet: name who came first')
  expect((await mark('absent')).status).toBe(303)
  expect(await rows('SELECT markType FROM Mark WHERE placeId = ?1', placeId)).toEqual([{ markType: 'absent' }])
})

// “The person who takes the register names who came, also after the event has begun or from a paper sheet.”
it('Whoever takes the register names who came, also once the event has begun; a second press changes nothing', async () => {
  const { sessionId, cookie, placeId, school } = await aRegisterToName()
  const path = `/register/${sessionId}/people/${placeId}/name`
  expect(await (await request(path, { cookie })).text()).toContain(`Who came for ${school.name}`)
  const form = { name: 'Bo Price', email: 'Bo.Price@Example.sch.uk', roleId: 'deputy_dsl' }
  expect((await request(path, { cookie, form })).status).toBe(303)
  expect((await request(path, { cookie, form })).status).toBe(303)
  expect(await personOf(placeId)).toEqual([{ name: 'Bo Price', email: 'bo.price@example.sch.uk', roleId: 'deputy_dsl' }])
  expect((await request(path, { cookie, form: { ...form, name: 'Cai Rees' } })).status).toBe(409)
  const attended = { person: placeId, mark: crypto.randomUUID(), markType: 'attended' }
  expect((await request(`/register/${sessionId}/marks`, { cookie, form: attended })).status).toBe(303)
  expect(await rows(`SELECT schoolId FROM SchoolReached WHERE sessionId = ?1`, sessionId)).toEqual([{ schoolId: school.id }])
  const [log] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'place.named' ORDER BY id DESC LIMIT 1`)
  expect(log?.after).not.toMatch(/Bo|Price|example/)
  expect(await rows(`SELECT COUNT(*) AS n FROM Invitation WHERE placeId = ?1`, placeId)).toEqual([{ n: 0 }])
})

it('nobody is named who has a place already, nor a post, nor by someone who does not take this register', async () => {
  const { event, sessionId, cookie, placeId } = await aRegisterToName()
  const path = `/register/${sessionId}/people/${placeId}/name`
  const taken = await request(path, {
    cookie,
    form: { name: 'delyth MORGAN', email: `delyth.${event.code.toLowerCase()}@example.sch.uk`, roleId: '' },
  })
  expect(taken.status).toBe(409)
  expect(await taken.text()).toContain('This person has a place already')
  expect(await (await request(path, { cookie, form: { name: 'School office', email: '', roleId: '' } })).text()).toContain(
    'Enter the name of the person, not of an office',
  )
  expect((await request(path, { cookie, form: { name: '', email: 'x', roleId: '' } })).status).toBe(422)
  const other = await anAccount({ doorEventIds: [(await anEvent()).id] })
  expect((await request(path, { cookie: other.cookie })).status).toBe(404)
  expect((await request(path, { cookie: other.cookie, form: { name: 'Bo Price', email: '', roleId: '' } })).status).toBe(404)
  expect(await personOf(placeId)).toEqual([{ name: null, email: null, roleId: null }])
})

it('everyone is marked as having come but the places without a name', async () => {
  const { sessionId, cookie, placeId } = await aRegisterToName()
  const page = await (await request(`/register/${sessionId}/mark-everyone?markType=attended`, { cookie })).text()
  expect(page).toContain('Delyth Morgan')
  expect(page).not.toContain('Not named')
  const form = { markType: 'attended', mark: [`${placeId}:${crypto.randomUUID()}`] }
  expect((await request(`/register/${sessionId}/mark-everyone`, { cookie, form })).status).toBe(409)
  expect(await rows('SELECT id FROM Mark WHERE placeId = ?1', placeId)).toEqual([])
})

/** Somebody is named at the first of three sessions, and in the moment in which that is written the second is called off. */
const namedMeanwhile = async () => {
  const event = await anEvent({
    placesPerSchool: null,
    sessions: ['2026-04-12', '2026-04-13', '2026-04-14'].map((day) => ({
      startsAt: `${day}T08:30:00.000Z`,
      endsAt: `${day}T15:00:00.000Z`,
    })),
  })
  const [first, second, third] = event.sessions.map(({ id }) => id)
  const { placeId } = await aPlace(event, await aSchool())
  await run('UPDATE Place SET personId = NULL, namedAt = ?2 WHERE id = ?1', placeId, tick().toISOString())
  const { actor } = await anAccount({ doorEventIds: [event.id] })
  const act = anAct({ actor, now: new Date('2026-04-12T09:00:00.000Z') })
  const callOff = () =>
    run(`UPDATE Session SET calledOffAt = ?2, calledOffWhy = 'weather' WHERE id = ?1`, second, '2026-04-12T09:00:00.000Z')
  let called = false
  const late = databaseWith(db, {
    batch: async (statements: SqlStatement[]) => {
      // The batch that writes: everything before it reads.
      if (statements.length > 5 && !called) {
        called = true
        await callOff()
      }
      return db.batch(statements)
    },
  })
  const asked = { sessionId: first ?? '', placeId, name: 'Bo Price', email: 'bo.price@example.sch.uk', roleId: 'dsl' }
  const named = await nameAtDoor({ ...act, db: late }, asked)
  expect(called).toBe(true)
  const invited = await rows<{ sessionId: string }>(
    `SELECT sessionId FROM Invitation WHERE placeId = ?1 AND state = 'live' ORDER BY createdAt, sessionId`,
    placeId,
  )
  return { named, placeId, invited: invited.map(({ sessionId }) => sessionId), second, third }
}

it('whoever is named while a later part of the event is called off is invited to what still takes place', async () => {
  const { named, placeId, invited, third } = await namedMeanwhile()
  expect(named).toEqual({ ok: true, value: { placeId } })
  expect(invited).toEqual([third])
})

it('control: without its trigger they are invited to what was called off', async () => {
  const { invited, second, third } = await without(['Invitation_of_standing_session'], namedMeanwhile)
  expect(new Set(invited)).toEqual(new Set([second, third]))
})
