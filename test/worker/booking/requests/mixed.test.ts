// What somebody whom nobody has confirmed asks for at an event in the room and online.

import { expect, it } from 'vitest'
import { aClaimant } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aMixed = (capacity: number, onlineCapacity: number) =>
  anEvent({
    ...inTime,
    attendanceMode: 'mixed',
    joiningLink: 'https://meet.example.gov.uk/j/1',
    capacity,
    onlineCapacity,
    placesPerSchool: null,
  })

const asked = (schoolId: string) => ({
  ...{ school: schoolId, formId: crypto.randomUUID(), rows: '2', places: '4', online: '1', naming: 'later', wait: 'all' },
  ...{ 'name-1': 'Nia Okoro', 'email-1': `nia-${schoolId}@example.sch.uk`, 'role-1': 'dsl', 'attendance-1': 'in_person' },
  ...{ 'name-2': 'Bo Reed', 'email-2': `bo-${schoolId}@example.sch.uk`, 'role-2': 'dsl', 'attendance-2': 'online' },
})

const aNewcomer = async (event: { code: string }) => {
  const school = await aSchool()
  const person = await aClaimant(school.id)
  const form = asked(school.id)
  const send = (path: string, more: Record<string, string> = {}) =>
    request(`/events/${event.code}/${path}`, { cookie: person.cookie, form: { ...form, ...more } })
  const confirm = async () => {
    const organiser = await anAccount({ roles: ['organiser'] })
    await request(`/organiser/claims/${person.claimId}`, { cookie: organiser.cookie, form: { decision: 'approve' } })
  }
  return { school, person, send, confirm }
}

const placesOf = (eventId: string) =>
  rows<{ attendance: string | null; state: string; waitsFor: string | null; n: number }>(
    'SELECT attendance, state, waitsFor, COUNT(*) AS n FROM Place WHERE eventId = ?1 GROUP BY attendance, state, waitsFor ORDER BY attendance, state',
    eventId,
  )

// “Each place says whether its person comes to the room or online, and their calendar says where that is.”
it('The form asks of each how they come, the check page says it, and once the person is confirmed each has the place they asked for', async () => {
  const event = await aMixed(10, 10)
  const { person, school, send, confirm } = await aNewcomer(event)
  const form = await textOf(request(`/events/${event.code}/book?school=${school.id}`, { cookie: person.cookie }))
  expect(form).toContain('10 of 10 places in the room and 10 of 10 online left')
  const unsaid = await send('book', { action: 'check', 'attendance-2': '' })
  expect([unsaid.status, await textOf(unsaid)]).toEqual([409, expect.stringContaining('to the room or online')])
  const check = await textOf(send('book', { action: 'check' }))
  for (const said of ['Nia Okoro', 'In the room', 'Bo Reed', 'Online', 'To be named later 2', 'Of them online 1'])
    expect(check).toContain(said)
  expect((await send('request')).status).toBe(303)
  expect(await placesOf(event.id)).toEqual([])
  await confirm()
  expect(await placesOf(event.id)).toEqual([
    { attendance: 'in_person', state: 'confirmed', waitsFor: null, n: 2 },
    { attendance: 'online', state: 'confirmed', waitsFor: null, n: 2 },
  ])
})

it('Where online has filled meanwhile, what was asked for online waits and what was asked for the room is booked', async () => {
  const event = await aMixed(10, 1)
  const { send, confirm } = await aNewcomer(event)
  expect((await send('request', { wait: 'partly' })).status).toBe(303)
  await confirm()
  expect(await placesOf(event.id)).toEqual([
    { attendance: 'in_person', state: 'confirmed', waitsFor: null, n: 2 },
    { attendance: 'online', state: 'confirmed', waitsFor: null, n: 1 },
    { attendance: 'online', state: 'held', waitsFor: 'list', n: 1 },
  ])
})

for (const [mode, capacity, attendance] of [
  ['online', 12, null],
  ['in_person', 12, null],
] as const)
  it(`An event that is ${mode === 'online' ? 'online' : 'in the room'} by the time the person is confirmed takes what they asked for`, async () => {
    const event = await aMixed(6, 6)
    const { send, confirm } = await aNewcomer(event)
    await send('request')
    await run('UPDATE Event SET attendanceMode = ?2, onlineCapacity = NULL, capacity = ?3 WHERE id = ?1', event.id, mode, capacity)
    await confirm()
    expect(await placesOf(event.id)).toEqual([{ attendance, state: 'confirmed', waitsFor: null, n: 4 }])
  })

for (const attendanceMode of ['online', 'in_person'] as const)
  it(`Of an event that was ${attendanceMode === 'online' ? 'online' : 'in the room'} and is mixed by the time the person is confirmed they come as they asked to`, async () => {
    const joiningLink = 'https://meet.example.gov.uk/j/1'
    const event = await anEvent({ ...inTime, attendanceMode, joiningLink, capacity: 10, placesPerSchool: null })
    const { send, confirm } = await aNewcomer(event)
    await send('request', { 'attendance-1': '', 'attendance-2': '', online: '' })
    await run(`UPDATE Event SET attendanceMode = 'mixed', onlineCapacity = 5 WHERE id = ?1`, event.id)
    await confirm()
    expect(await placesOf(event.id)).toEqual([{ attendance: attendanceMode, state: 'confirmed', waitsFor: null, n: 4 }])
  })
