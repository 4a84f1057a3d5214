// How the places of an event are given out, and what is reserved of them.

import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, htmlOf, request, rows, tripsOf } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const organiser = async () => {
  const { cookie, accountId } = await anAccount({ roles: ['organiser'] })
  return {
    accountId,
    cookie,
    read: async (path: string) => (await request(path, { cookie })).text(),
    post: (path: string, form: Record<string, string>) => request(path, { cookie, form }),
  }
}

const asTheyAre = {
  version: '1',
  placesPerTrust: '',
  waitingOrder: 'first_come',
  offerHours: '48',
  namesDueDate: '',
  namesDueTime: '',
  choicesCloseDate: '',
  choicesCloseTime: '',
  termsId: '',
}

const rulesOf = (id: string) =>
  rows(
    `SELECT version, placesPerTrust, approval, waitingOrder, offerHours, namesDueAt, namesRelease, termsId, changedAt IS NOT NULL AS changed FROM Event WHERE id = ?1`,
    id,
  )

const someTerms = async (facts: { key?: string; version?: number; retiredAt?: string } = {}) => {
  const id = crypto.randomUUID()
  await add('CancellationTerms', {
    id,
    termsKey: facts.key ?? id,
    version: facts.version ?? 1,
    name: 'Late cancelling',
    freeDays: 5,
    fullPence: 5000,
    absentPence: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    retiredAt: facts.retiredAt ?? null,
  })
  return id
}

// “An organiser sets a limit for each school and, if they like, one for the schools of a trust
// together.”
it('An organiser sets the rules of an event; they raise its version and are in the log', async () => {
  const event = await anEvent({ ...future, placesPerSchool: 2 })
  const olwen = await organiser()
  const termsId = await someTerms()
  const page = await olwen.read(`/organiser/events/${event.code}/rules`)
  expect(plain(page)).toContain('Places for each school 2 places')
  expect(page).toContain('Late cancelling, version 1')
  const saved = await olwen.post(`/organiser/events/${event.code}/rules`, {
    ...asTheyAre,
    placesPerTrust: '6',
    approval: 'yes',
    waitingOrder: 'no_record_first',
    offerHours: '24',
    namesDueDate: '2099-06-01',
    namesDueTime: '15:00',
    namesRelease: 'yes',
    termsId,
  })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, `/organiser/events/${event.code}`])
  expect(await rulesOf(event.id)).toEqual([
    {
      ...{
        version: 2,
        placesPerTrust: 6,
        approval: 1,
        waitingOrder: 'no_record_first',
        offerHours: 24,
        namesDueAt: '2099-06-01T14:00:00.000Z',
      },
      ...{ namesRelease: 1, termsId, changed: 1 },
    },
  ])
  const [entry] = await rows<{ after: string; accountId: string }>(
    `SELECT after, accountId FROM Log WHERE eventId = ?1 AND act = 'event.rules_changed'`,
    event.id,
  )
  expect(entry?.accountId).toBe(olwen.accountId)
  expect(JSON.parse(entry?.after ?? '{}')).toEqual({
    ...{ placesPerTrust: 6, approval: true, waitingOrder: 'no_record_first', offerHours: 24, namesDueAt: '2099-06-01T14:00:00.000Z' },
    ...{ namesRelease: true, termsId },
  })
  const own = plain(await olwen.read(`/organiser/events/${event.code}/settings`))
  expect(own).toContain('An organiser decides on each booking')
  expect(own).toContain('No record first')
  expect(own).toContain('Monday 1 June 2099, 3pm, then places without a name are released')
  const shown = await textOf(request(`/events/${event.code}`))
  expect(shown).toContain('The schools of one trust can have 6 places together.')
  expect(shown).toContain('Ask for places')
})

it('Wrong rules are refused field by field, what was typed is kept, and nothing changes', async () => {
  const event = await anEvent({ ...future, sessions: [future, { ...future, title: 'Consent', block: 'Workshops' }] })
  const olwen = await organiser()
  const retired = await someTerms({ retiredAt: '2026-02-01T00:00:00.000Z' })
  for (const [form, words] of [
    [{ placesPerTrust: '0' }, 'Enter the places for the schools of one trust, from 1 to 999,999'],
    [{ placesPerTrust: 'six' }, 'Enter the places for the schools of one trust, from 1 to 999,999'],
    [{ waitingOrder: 'friends_first' }, 'Choose in which order freed places are offered'],
    [{ offerHours: '337' }, 'Enter how many hours there are to accept an offer, from 1 to 336'],
    [{ offerHours: '' }, 'Enter how many hours there are to accept an offer, from 1 to 336'],
    [
      { namesDueDate: '2099-06-12', namesDueTime: '09:30' },
      'Enter a time before the event begins (Friday 12 June 2099, 9:30am), by which names are due',
    ],
    [{ namesDueDate: '2026-01-01', namesDueTime: '09:00' }, 'Enter a time that lies ahead, by which names are due'],
    [{ namesDueDate: '2099-03-29', namesDueTime: '01:30' }, 'There is no 01:30 on 29 March 2099'],
    [{ namesDueDate: '', namesDueTime: '09:00' }, 'Enter the date by which names are due'],
    [{ namesRelease: 'yes' }, 'Enter by when names are due, or do not have places without a name released'],
    [{ choicesCloseDate: '2099-06-13', choicesCloseTime: '09:00' }, 'by which workshops can be changed'],
    [{ termsId: retired }, 'Choose terms from the list'],
    [{ termsId: 'x' }, 'Choose terms from the list'],
  ] as const) {
    expect(await htmlOf(olwen.post(`/organiser/events/${event.code}/rules`, { ...asTheyAre, ...form }), 422)).toContain(words)
  }
  expect(await rows('SELECT version, changedAt FROM Event WHERE id = ?1', event.id)).toEqual([{ version: 1, changedAt: null }])
})

// “Where an organiser enters another time, nothing is saved, and the form has the last school
// hour before it and says so.” “Every such time is said with its day of the week.” “An
// organiser reads, where the hours are set, when an offer made now would end.”
it('a deadline at which no school works is not saved: the form says which would be used, and saves that', async () => {
  const event = await anEvent({ ...future, state: 'published' })
  const olwen = await organiser()
  const path = `/organiser/events/${event.code}/rules`
  expect(plain(await olwen.read(path))).toMatch(/By what is saved, one made now would end on \w+day \d+ \w+ 20\d\d, /)
  const form = { ...asTheyAre, namesDueDate: '2099-05-31', namesDueTime: '12:00' }
  const asked = await olwen.post(path, form)
  const html = await asked.text()
  expect(asked.status).toBe(422)
  expect(plain(html)).toContain(
    'Schools do not work on Sunday 31 May 2099 at midday. The form now has the last hour before it at which they do, Friday 29 May 2099, 4pm: save it, or enter another time by which names are due',
  )
  expect(html).toMatch(/name="namesDueDate" type="date" value="2099-05-29"/)
  expect(html).toMatch(/name="namesDueTime" type="time" value="16:00"/)
  expect(await rows('SELECT namesDueAt, version FROM Event WHERE id = ?1', event.id)).toEqual([{ namesDueAt: null, version: 1 }])
  expect((await olwen.post(path, { ...form, namesDueDate: '2099-05-29', namesDueTime: '16:00' })).status).toBe(303)
  expect(await rows('SELECT namesDueAt FROM Event WHERE id = ?1', event.id)).toEqual([{ namesDueAt: '2099-05-29T15:00:00.000Z' }])
  const held = await olwen.post(`/organiser/events/${event.code}/held-back`, {
    ...{ rows: '1', places: '1', forWhom: 'no_record', releaseDate: '2099-06-06', releaseTime: '09:00', id: crypto.randomUUID() },
  })
  expect([held.status, (await textOf(held)).includes('Friday 5 June 2099, 4pm')]).toEqual([422, true])
  expect(await rows('SELECT id FROM HeldBack WHERE eventId = ?1', event.id)).toEqual([])
})

it('Whoever saves a stale copy is told, and a limit below what a trust has is refused', async () => {
  const event = await anEvent({ ...future, placesPerSchool: 5 })
  const olwen = await organiser()
  const school = await aSchool({ trustUid: 'T-rules', trustName: 'Trust of rules' })
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const booked = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: { school: school.id, formId: crypto.randomUUID(), rows: '1', places: '3', naming: 'later', wait: '' },
  })
  expect(booked.status).toBe(303)
  const low = await olwen.post(`/organiser/events/${event.code}/rules`, { ...asTheyAre, placesPerTrust: '2' })
  expect(low.status).toBe(409)
  expect(await low.text()).toContain('no lower than the places that the schools of one trust have already')
  expect((await olwen.post(`/organiser/events/${event.code}/rules`, { ...asTheyAre, placesPerTrust: '3' })).status).toBe(303)
  const page = await htmlOf(olwen.post(`/organiser/events/${event.code}/rules`, { ...asTheyAre, offerHours: '12' }), 409)
  expect(page).toContain('The event has changed since you opened this page')
  expect(page).toContain('value="12"')
  expect(await rows('SELECT offerHours, version FROM Event WHERE id = ?1', event.id)).toEqual([{ offerHours: 48, version: 2 }])
})

it('Saving the rules unchanged changes nothing, and a cancelled event keeps its own', async () => {
  const event = await anEvent(future)
  const olwen = await organiser()
  expect((await olwen.post(`/organiser/events/${event.code}/rules`, asTheyAre)).status).toBe(303)
  expect(await rows('SELECT version FROM Event WHERE id = ?1', event.id)).toEqual([{ version: 1 }])
  const cancelled = await anEvent({ ...future, state: 'cancelled' })
  expect((await request(`/organiser/events/${cancelled.code}/rules`, { cookie: olwen.cookie })).status).toBe(303)
  expect((await olwen.post(`/organiser/events/${cancelled.code}/rules`, { ...asTheyAre, offerHours: '1' })).status).toBe(409)
  expect(
    (
      await olwen.post(`/organiser/events/${cancelled.code}/held-back`, {
        rows: '1',
        places: '1',
        forWhom: 'no_record',
        releaseDate: '2099-01-01',
        releaseTime: '09:00',
      })
    ).status,
  ).toBe(409)
})

const held = { rows: '1', places: '2', forWhom: 'schools', releaseDate: '2099-06-01', releaseTime: '09:00' }

it('Places are reserved for schools of a list; they alone can book them, and the list says what is used and left', async () => {
  const event = await anEvent({ ...future, capacity: 3 })
  const olwen = await organiser()
  const [kept, other] = [await aSchool({ name: 'Kept School' }), await aSchool({ name: 'Other School' })]
  const path = `/organiser/events/${event.code}/held-back`
  const id = crypto.randomUUID()
  const added = await olwen.post(path, { ...held, 'school-1': kept.id, do: 'add-school' })
  expect(await added.text()).toContain('id="school-2"')
  const form = { ...held, id, rows: '2', 'school-1': kept.id, 'school-2': '' }
  expect((await olwen.post(path, form)).status).toBe(303)
  // The same form again holds nothing more back.
  expect((await olwen.post(path, form)).status).toBe(303)
  // With something else in it, it says so and keeps what was typed.
  const otherwise = await olwen.post(path, { ...form, places: '1' })
  expect([otherwise.status, (await textOf(otherwise)).includes('This form was saved before: places are reserved.')]).toEqual([409, true])
  expect(await rows('SELECT places, forWhom, releaseAt FROM HeldBack WHERE eventId = ?1', event.id)).toEqual([
    { places: 2, forWhom: 'schools', releaseAt: '2099-06-01T08:00:00.000Z' },
  ])
  expect(await rows('SELECT version, changedAt IS NOT NULL AS changed FROM Event WHERE id = ?1', event.id)).toEqual([
    { version: 2, changed: 1 },
  ])
  const book = async (schoolId: string, places: string) => {
    const { cookie } = await anAccount({ schoolIds: [schoolId] })
    return request(`/events/${event.code}/bookings`, {
      cookie,
      form: { school: schoolId, formId: crypto.randomUUID(), rows: '1', places, naming: 'later', wait: '' },
    })
  }
  expect((await book(other.id, '2')).status).toBe(409)
  expect((await book(kept.id, '1')).status).toBe(303)
  expect((await book(other.id, '1')).status).toBe(303)
  const page = plain(await olwen.read(path))
  expect(page).toContain(`Kept School, Leominster (URN ${kept.urn}) 2 1 1`)
  expect(page).toContain('1 of 3 places left, 1 reserved for some schools')
  const { cookie } = await anAccount({ schoolIds: [kept.id] })
  const shown = await textOf(request(`/events/${event.code}`, { cookie }))
  expect(shown).toContain('1 of 3 places left, 1 reserved for your school; your school has 1 of 2.')
  expect(shown).toContain('Book places')
  const full = await textOf(request(`/events/${event.code}`))
  expect(full).toContain('The places left are reserved for some schools for now.')
})

it('No more is reserved than is free, and wrong answers are said field by field', async () => {
  const event = await anEvent({ ...future, capacity: 3 })
  const olwen = await organiser()
  const school = await aSchool()
  const path = `/organiser/events/${event.code}/held-back`
  for (const [form, words] of [
    [{ places: '' }, 'Enter how many places to reserve'],
    [{ places: '4' }, 'Enter no more than the 3 places of the event'],
    [{ forWhom: '' }, 'Choose for which schools the places are reserved'],
    [{ 'school-1': '' }, 'Choose at least one school'],
    [{ 'school-1': 'made up' }, 'Choose a school from the list'],
    [{ releaseDate: '' }, 'Enter the date by which the places are released'],
    [{ releaseDate: '', releaseTime: '' }, 'Enter the date on which the places are released to everyone'],
    [{ releaseDate: '2026-01-01' }, 'Enter a time that lies ahead, at which the places are released'],
    [{ releaseDate: '2099-06-13' }, 'Enter a time no later than the start of the event'],
  ] as const) {
    expect(await htmlOf(olwen.post(path, { ...held, 'school-1': school.id, ...form }), 422)).toContain(words)
  }
  expect((await olwen.post(path, { ...held, forWhom: 'no_record' })).status).toBe(303)
  const tooMany = await olwen.post(path, { ...held, 'school-1': school.id })
  expect(tooMany.status).toBe(409)
  expect(await tooMany.text()).toContain('there are not as many places that are neither taken, on offer nor reserved already')
  expect(await rows('SELECT COUNT(*) AS n FROM HeldBack WHERE eventId = ?1', event.id)).toEqual([{ n: 1 }])
})

// “What is reserved can be released early, once, after a page that says what then happens; what
// schools took of it stays theirs.”
it('What is reserved can be released early, once, after a page that says what then happens', async () => {
  const event = await anEvent({ ...future, capacity: 3 })
  const olwen = await organiser()
  const path = `/organiser/events/${event.code}/held-back`
  await olwen.post(path, { ...held, forWhom: 'no_record' })
  const [one] = await rows<{ id: string }>('SELECT id FROM HeldBack WHERE eventId = ?1', event.id)
  expect(plain(await olwen.read(`${path}/${one?.id}/release`))).toContain(
    'Release 2 places now? They are reserved until Monday 1 June 2099, 9am',
  )
  const answers = await Promise.all([olwen.post(`${path}/${one?.id}/release`, {}), olwen.post(`${path}/${one?.id}/release`, {})])
  expect(answers.some(({ status }) => status === 303)).toBe(true)
  expect(await rows(`SELECT act FROM Log WHERE eventId = ?1 AND act = 'event.held_back_released'`, event.id)).toEqual([
    { act: 'event.held_back_released' },
  ])
  expect((await olwen.post(`${path}/${one?.id}/release`, {})).status).toBe(303)
  expect(plain(await olwen.read(path))).toContain('Withdrawn')
  expect((await olwen.post(`${path}/made-up/release`, {})).status).toBe(404)
})

it('The page of what is reserved takes as many round trips with one as with five', async () => {
  const { cookie } = await organiser()
  const trips = async (n: number): Promise<number> => {
    const event = await anEvent({ ...future, capacity: 50 })
    for (let index = 0; index < n; index += 1)
      await request(`/organiser/events/${event.code}/held-back`, { cookie, form: { ...held, forWhom: 'no_record' } })
    return tripsOf(async (on) => {
      expect((await request(`/organiser/events/${event.code}/held-back`, { cookie, bindings: { DB: on } })).status).toBe(200)
    })
  }
  expect(await trips(5)).toBe(await trips(1))
})
