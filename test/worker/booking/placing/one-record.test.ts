// “A person is one record”: whom a booking means, what it asks, and what stands afterwards.

import { beforeEach, expect, it, vi } from 'vitest'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { comparePeople } from '#people/people/compare-people.ts'
import { selectLikely } from '#people/people/people-store.ts'
import {
  anAccount,
  anAct,
  anEvent,
  aSchool,
  before as beforeBatch,
  db,
  request,
  rows,
  tick,
  withoutGuards,
} from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { leadTraining } from '../../attendance/requirements/world.ts'
import { aTrust } from '../../front/trusts/world.ts'

const before = '2026-06-01T09:00:00.000Z'
const now = (at: string) => vi.setSystemTime(new Date(at))
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(before) })
})

type Named = { name: string; email?: string; role?: string; meant?: string }
const formOf = (schoolId: string, people: Named[]): [string, string][] => [
  ['school', schoolId],
  ['formId', crypto.randomUUID()],
  ['rows', String(people.length)],
  ...people.flatMap(({ name, email = '', role = 'dsl', meant }, index): [string, string][] => [
    [`name-${index + 1}`, name],
    [`email-${index + 1}`, email],
    [`role-${index + 1}`, role],
    ...(meant ? [[`meant-${index + 1}`, meant] as [string, string]] : []),
  ]),
]

const check = async (event: { code: string }, schoolId: string, cookie: string, people: Named[]) => {
  const answer = await request(`/events/${event.code}/book`, { cookie, form: [...formOf(schoolId, people), ['action', 'check']] })
  const html = await answer.text()
  return { status: answer.status, html, text: plain(html) }
}

const book = async (event: { code: string }, schoolId: string, cookie: string, people: Named[]) => {
  const answer = await request(`/events/${event.code}/bookings`, { cookie, form: formOf(schoolId, people) })
  const html = await answer.text()
  return { status: answer.status, html, text: plain(html) }
}

const peopleCalled = (like: string) =>
  rows<{ id: string; name: string; email: string | null }>(
    `SELECT p.id, p.name, p.email FROM Person p WHERE p.name LIKE ?1 AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id) ORDER BY p.rowid`,
    like,
  )

/** Which record each of the event's places names. */
const placesOf = (event: { id: string }) =>
  rows<{ personId: string; name: string }>(
    `SELECT p.personId, n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1 AND p.state <> 'cancelled' ORDER BY p.rowid`,
    event.id,
  )

const aRecord = async (of: { schoolId: string; name: string; email?: string; roleId?: string; toDate?: string }): Promise<string> => {
  const personId = newId(tick())
  const at = tick().toISOString()
  await db.batch([
    insert('Person', { id: personId, name: of.name, email: of.email ?? null, createdAt: at }),
    insert('RoleAtSchool', {
      personId,
      schoolId: of.schoolId,
      roleId: of.roleId ?? 'dsl',
      toDate: of.toDate ?? null,
      learnedAt: at,
      confirmedAt: at,
    }),
  ])
  return personId
}

const aContact = async (name = 'Tansley Fold') => {
  const school = await aSchool({ name })
  return { school, ...(await anAccount({ schoolIds: [school.id], name: 'Gwen Office' })) }
}

// “Whoever is named with an address, and has a record without one at the school, is asked about before anything is kept; yes gives the record the address.”
it('a lead whom the school confirmed without an address is booked by her name and an address, comes, and every page says so of one person', async () => {
  const trust = await aTrust(['Tansley Fold'])
  const [school] = trust.schools
  if (!school) throw new Error('no school')
  const { cookie } = await anAccount({ schoolIds: [school.id], name: 'Gwen Office' })
  const confirmed = await request(`/school/${school.id}/roles/dsl`, {
    cookie,
    form: { answer: 'named', name: 'Dilys Llewellyn', email: '', fromDate: '2024-09-01' },
  })
  expect(confirmed.status).toBe(303)
  const [dilys, ...nobody] = await peopleCalled('%Llewellyn')
  expect([dilys?.email, nobody]).toEqual([null, []])
  const event = await leadTraining('2026-06-12')
  const form = await (await request(`/events/${event.code}/book?school=${school.id}`, { cookie })).text()
  expect(plain(form)).toContain('Dilys Llewellyn, Designated safeguarding lead We have no email address: you are asked for it')

  const named = [{ name: 'Dilys Llewellyn', email: 'd.llewellyn@tansleyfold.example' }]
  const checked = await check(event, school.id, cookie, named)
  expect(checked.text).toContain(
    'Is this the Dilys Llewellyn who is your designated safeguarding lead? Yes, the same person No, somebody else',
  )
  const unsaid = await book(event, school.id, cookie, named)
  expect([unsaid.status, unsaid.text.includes('Choose who Dilys Llewellyn is')]).toEqual([409, true])
  expect(unsaid.html).toContain('value="d.llewellyn@tansleyfold.example"')
  expect(await placesOf(event)).toEqual([])
  expect((await book(event, school.id, cookie, [{ ...(named[0] as Named), meant: dilys?.id ?? '' }])).status).toBe(303)
  expect(await placesOf(event)).toEqual([{ personId: dilys?.id, name: 'Dilys Llewellyn' }])
  expect(await peopleCalled('%Llewellyn')).toEqual([{ ...dilys, email: 'd.llewellyn@tansleyfold.example' }])

  const organiser = await anAccount({ roles: ['organiser'] })
  const [place] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1', event.id)
  const sessionId = event.sessions[0]?.id ?? ''
  const actAt = (at: string) => anAct({ actor: organiser.actor, now: new Date(at) })
  const marked = { id: newId(tick()), sessionId, person: place?.id ?? '', markType: 'attended', source: 'screen' } as const
  expect((await markAttendance(actAt('2026-06-12T09:00:00.000Z'), marked)).ok).toBe(true)
  const seen = { attended: 1, part: 0, absent: 0, apologies: 0 }
  expect((await closeRegister(actAt('2026-06-12T15:05:00.000Z'), { sessionId, seen })).ok).toBe(true)
  now('2026-06-13T09:00:00.000Z')
  // What follows from a write once the request is answered.
  do await followStandings(anAct({ now: new Date() }))
  while ((await rows('SELECT 1 FROM StandingToFollow LIMIT 1')).length > 0)
  const page = async (path: string, as = cookie) => await textOf(request(path, { cookie: as }))
  expect(await page(`/school/${school.id}/requirements`)).toContain(
    'Dilys Llewellyn Designated safeguarding lead In date until 12 June 2028 12 Jun 2028',
  )
  expect(await page(`/school/${school.id}/bookings`)).toMatch(/Lead training.*Dilys Llewellyn.*Attended/)
  expect(await page(`/trusts/${trust.uid}/schools.csv`, trust.cookie)).toMatch(
    /Tansley Fold,Leominster,\d+,[^\n]*\bIn date until 12 June 2028,/,
  )
  expect(await page(`/organiser/schools/${school.id}`, organiser.cookie)).toContain('Lead training')
})

// “A name that is like another at the school is asked about once. The answer holds for that spelling and address from then on.”
it('a name that is like another at the same address is asked about once, and the answer holds for every form after', async () => {
  const { school, cookie } = await aContact()
  const jonathan = await aRecord({ schoolId: school.id, name: 'Jonathan Smith', email: 'jonathan@tansleyfold.example' })
  const typed = { name: 'Jon Smith', email: 'jonathan@tansleyfold.example' }
  const [first, second] = [await anEvent(), await anEvent()]
  expect((await check(first, school.id, cookie, [typed])).text).toContain(
    'Is this the Jonathan Smith who is your designated safeguarding lead?',
  )
  expect((await book(first, school.id, cookie, [{ ...typed, meant: jonathan }])).status).toBe(303)
  expect((await check(second, school.id, cookie, [typed])).text).not.toContain('Is this')
  expect((await book(second, school.id, cookie, [typed])).status).toBe(303)
  for (const event of [first, second]) expect(await placesOf(event)).toEqual([{ personId: jonathan, name: 'Jonathan Smith' }])
  const kept = await rows(
    `SELECT json_extract(after, '$.address') AS address FROM Log WHERE act = 'person.spelling_kept' AND subjectId = ?1`,
    jonathan,
  )
  expect(kept).toEqual([{ address: 0 }])
  expect(await peopleCalled('Jon%Smith')).toHaveLength(1)
})

// “An address alone never makes a person. One name at one address is one person, however it is spelt; another name at the address of a colleague is asked about, and two names with one address on one form are two people.”
it('another name at the address of a colleague is asked about; with “also reads this mailbox” they are two, and no third is asked about', async () => {
  const { school, cookie } = await aContact()
  const dea = await aRecord({ schoolId: school.id, name: 'Siobhán O’Dea', email: 'dea@tansleyfold.example' })
  const event = await anEvent({ placesPerSchool: 9 })
  const bo = { name: 'Bo Price', email: 'dea@tansleyfold.example' }
  const asked = await check(event, school.id, cookie, [bo])
  expect(asked.text).toContain(
    'Who is this? We know the address dea@tansleyfold.example as that of somebody else Siobhán O’Dea, designated safeguarding lead Bo Price, who also reads this mailbox',
  )
  expect((await book(event, school.id, cookie, [{ ...bo, meant: 'new' }])).status).toBe(303)
  expect((await book(event, school.id, cookie, [{ ...bo, name: 'Cai Rees' }])).status).toBe(303)
  expect((await placesOf(event)).map(({ name }) => name)).toEqual(['Bo Price', 'Cai Rees'])
  expect((await placesOf(event)).some(({ personId }) => personId === dea)).toBe(false)
})

it('two names with one address on one form are two people, and so is whoever has none and gets the address of whoever books', async () => {
  const { school, cookie, email, personId } = await aContact()
  const event = await anEvent({ placesPerSchool: 9 })
  const shared = { email: 'office2000@tansleyfold.example' }
  const people = [{ name: 'Ann Lee', ...shared }, { name: 'Annie Lee', ...shared }, { name: 'Bo Price' }, { name: 'Gwen Office', email }]
  expect((await book(event, school.id, cookie, people)).status).toBe(303)
  const places = await placesOf(event)
  expect(places.map(({ name }) => name)).toEqual(['Ann Lee', 'Annie Lee', 'Bo Price', 'Gwen Office'])
  expect(new Set(places.map((place) => place.personId)).size).toBe(4)
  expect(places[3]?.personId).toBe(personId)
})

// “Nobody is matched across schools by a name alone, and no school is told who has an address at another.”
it('one name at two schools is two people, and one name at one address is one, unless the address is of a post', async () => {
  const [here, there] = [await aContact('Tansley Fold'), await aContact('Birch Hill')]
  const event = await anEvent({ placesPerSchool: 9 })
  const away = await aRecord({ schoolId: there.school.id, name: 'Ann Lee', email: 'ann@birchhill.example' })
  const post = await aRecord({ schoolId: there.school.id, name: 'Bo Price', email: 'dsl@trust.example' })
  const people = [
    { name: 'Ann Lee', email: 'ann@birchhill.example' },
    { name: 'Bo Price', email: 'dsl@trust.example' },
  ]
  expect((await book(event, here.school.id, here.cookie, people)).status).toBe(303)
  const places = await placesOf(event)
  expect(places[0]?.personId).toBe(away)
  expect(places[1]?.personId).not.toBe(post)
  // Nobody is told who has an address at another school.
  const third = await aContact('Cedar Lane')
  expect((await book(event, third.school.id, third.cookie, [{ name: 'Cai Rees', email: 'ann@birchhill.example' }])).status).toBe(303)
})

// “An address of a post, or of somebody who has left, proves nothing: a successor has no training of the person before.”
it('no successor to twenty addresses has a training of whoever had the address before', async () => {
  const { school, cookie } = await aContact()
  const posts = 'dsl head office admin governors deputy senco safeguarding chair clerk'
    .split(' ')
    .map((post) => `${post}@tansleyfold.example`)
  const own = posts.map((_, n) => `leaver${n}@tansleyfold.example`)
  const held = new Map<string, string>()
  for (const [n, email] of [...posts, ...own].entries())
    held.set(email, await aRecord({ schoolId: school.id, name: `Leaver Number${n}`, email, ...(n < 10 ? {} : { toDate: '2026-01-01' }) }))
  const event = await anEvent({ placesPerSchool: 40 })
  const successors = [...held.keys()].map((email, n) => ({
    name: `${'Ann Bo Cai Dai Eve'.split(' ')[n % 5]} Successor${'abcdefghij'[n % 10]}`,
    email,
  }))
  expect((await book(event, school.id, cookie, successors)).status).toBe(303)
  const places = await placesOf(event)
  expect(places.map(({ name }) => name)).toEqual(successors.map(({ name }) => name))
  expect(places.filter(({ personId }) => [...held.values()].includes(personId))).toEqual([])
})

// “Everybody in a role at the school, confirmed or proposed, and who came for it within two years, can be picked for a booking; whoever came before that is found by their whole name.”
it('the list to pick from holds everybody in a role or who came within two years; who came before that is found by the whole name', async () => {
  const { school, cookie } = await aContact()
  await aRecord({ schoolId: school.id, name: 'Mair Vaughan' })
  await aRecord({ schoolId: school.id, name: 'Long Gone', toDate: '2020-01-01' })
  for (const [name, heldOn] of [
    ['Came Lately', '2025-03-01'],
    ['Came Longago', '2021-03-01'],
  ]) {
    const personId = newId(tick())
    await db.batch([
      insert('Person', { id: personId, name, createdAt: before }),
      insert('EarlierAttendance', {
        batchId: 'b',
        schoolId: school.id,
        topicId: 'designated-lead',
        title: 'Course',
        heldOn,
        personId,
        source: 'A list',
        learnedAt: before,
      }),
    ])
  }
  const event = await anEvent({ placesPerSchool: 9 })
  const form = await (await request(`/events/${event.code}/book?school=${school.id}`, { cookie })).text()
  const picks = [...form.matchAll(/name="pick"[^>]*value="[^"]*"[\s\S]*?<label[^>]*>\s*([^<]+?)\s*</g)].map(([, name]) => name)
  expect(picks).toEqual(['Came Lately', 'Mair Vaughan, Designated safeguarding lead'])
  const picked = await request(`/events/${event.code}/book`, {
    cookie,
    form: [...formOf(school.id, [{ name: '', role: '' }]), ['pick', (await peopleCalled('Mair%'))[0]?.id ?? ''], ['action', 'pick']],
  })
  const filled = await picked.text()
  expect(filled).toMatch(/name="meant-1" value="[0-9a-f-]{36}"/)
  const [mair] = await peopleCalled('Mair%')
  // Picked, and given the address that was missing: nothing is asked.
  expect(
    (await book(event, school.id, cookie, [{ name: 'Mair Vaughan', email: 'mair@tansleyfold.example', meant: mair?.id ?? '' }])).status,
  ).toBe(303)
  expect((await check(event, school.id, cookie, [{ name: 'Came Longago', email: 'came@tansleyfold.example' }])).text).toContain(
    'Is this the Came Longago whom we know at your school?',
  )
  expect(await peopleCalled('Mair%')).toEqual([{ ...mair, email: 'mair@tansleyfold.example' }])
})

it('a colleague of one name comes to be in the moment before the booking is kept, and is meant by it', async () => {
  const { school, actor } = await aContact()
  const named = { name: 'Nia Bevan', email: 'nia@tansleyfold.example', roleId: 'dsl', represents: [] }
  const booking = async (on?: SqlDatabase) => {
    const event = await anEvent()
    const act = anAct({ actor, ...(on ? { db: on } : {}) })
    const done = await placeBooking(act, { code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [named] })
    expect(done.ok).toBe(true)
  }
  // Both have read that there is no such person.
  await booking(beforeBatch(2, () => booking()))
  expect(await peopleCalled('Nia Bevan')).toHaveLength(1)
  named.name = 'Huw Prosser'
  await booking(beforeBatch(2, () => booking(), withoutGuards))
  // Control: without the guard they are two, and the council's list of likely doubles shows them.
  await comparePeople(anAct())
  expect(await peopleCalled('Huw Prosser')).toHaveLength(2)
  expect((await readNow(db, selectLikely(db))).map(({ one, other }) => [one.name, other.name])).toContainEqual([
    'Huw Prosser',
    'Huw Prosser',
  ])
})

it('the same new person booked three times at the same moment is one record', async () => {
  const { school, cookie } = await aContact()
  const events = [await anEvent(), await anEvent(), await anEvent()]
  const named = [{ name: 'Nia Bevan', email: 'nia@tansleyfold.example' }]
  expect((await Promise.all(events.map((event) => book(event, school.id, cookie, named)))).map(({ status }) => status)).toEqual([
    303, 303, 303,
  ])
  expect(await peopleCalled('Nia Bevan')).toHaveLength(1)
})

it('whoever names a lead is asked whom they mean too, and who came for the school is the lead who is named', async () => {
  const { school, cookie } = await aContact()
  const event = await anEvent()
  expect((await book(event, school.id, cookie, [{ name: 'Eleri Parry', email: 'eleri@tansleyfold.example', role: 'head' }])).status).toBe(
    303,
  )
  const [eleri] = await peopleCalled('Eleri Parry')
  const named = { answer: 'named', name: 'Ellen Parry', email: 'eleri@tansleyfold.example', fromDate: '2024-09-01' }
  const name = (more: Record<string, string> = {}) => request(`/school/${school.id}/roles/dsl`, { cookie, form: { ...named, ...more } })
  const asked = await name()
  expect(asked.status).toBe(422)
  expect(await textOf(asked)).toContain(
    'We know the address eleri@tansleyfold.example as that of somebody else Error: Choose who Ellen Parry is Eleri Parry, headteacher or principal',
  )
  expect(await rows(`SELECT 1 FROM RoleAtSchool WHERE schoolId = ?1 AND roleId = 'dsl'`, school.id)).toEqual([])
  expect((await name({ 'meant-1': eleri?.id ?? '' })).status).toBe(303)
  expect(await rows(`SELECT personId FROM RoleAtSchool WHERE schoolId = ?1 AND roleId = 'dsl'`, school.id)).toEqual([
    { personId: eleri?.id },
  ])
  expect(await peopleCalled('%Parry')).toEqual([eleri])
})

it('whoever is on a place already, and is named there with another address, keeps the place; the address is known from then on', async () => {
  const { school, cookie } = await aContact()
  const event = await anEvent()
  await book(event, school.id, cookie, [{ name: 'Carys Meredith', email: 'carys@tansleyfold.example' }])
  const [booking] = await rows<{ reference: string }>('SELECT reference FROM Booking WHERE eventId = ?1', event.id)
  const [place] = await rows<{ id: string; personId: string }>('SELECT id, personId FROM Place WHERE eventId = ?1', event.id)
  const swap = (more: [string, string][] = []) =>
    request(`/bookings/${booking?.reference}/places/${place?.id}/name`, {
      cookie,
      form: [
        ['place', place?.id ?? ''],
        ['was', place?.personId ?? ''],
        ...formOf(school.id, [{ name: 'Carys Meredith', email: 'c.meredith@tansleyfold.example' }]),
        ['action', 'swap'],
        ...more,
      ],
    })
  const asked = await swap()
  expect([asked.status, (await textOf(asked)).includes('Is this the Carys Meredith who is your designated safeguarding lead?')]).toEqual([
    409,
    true,
  ])
  expect((await swap([['meant-1', place?.personId ?? '']])).status).toBe(303)
  expect(await placesOf(event)).toEqual([{ personId: place?.personId, name: 'Carys Meredith' }])
  const other = await anEvent()
  expect((await book(other, school.id, cookie, [{ name: 'Carys Meredith', email: 'c.meredith@tansleyfold.example' }])).status).toBe(303)
  expect(await placesOf(other)).toEqual([{ personId: place?.personId, name: 'Carys Meredith' }])
  expect(await peopleCalled('Carys Meredith')).toHaveLength(1)
})

// “Who names themselves at the address with which they are signed in is meant, also where it is the address of a post.”
it('a trust lead who signs in with the address of her post and books for herself finds the place on her own record', async () => {
  const school = await aSchool()
  const name = 'Rosalind Merryweather'
  const lead = await anAccount({ schoolIds: [school.id], name, email: 'safeguarding@hedgerow.example' })
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', title: 'Lead training' })
  const booked = await placeBooking(anAct({ actor: lead.actor }), {
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID() },
    delegates: [{ name, email: 'safeguarding@hedgerow.example', roleId: 'trust_lead', represents: [] }],
  })
  expect(booked.ok).toBe(true)
  expect(await rows('SELECT personId FROM Place WHERE eventId = ?1', event.id)).toEqual([{ personId: lead.personId }])
})
