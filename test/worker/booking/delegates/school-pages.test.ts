import { expect, it } from 'vitest'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, htmlOf, request, rows, tripsOf } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aBooking, messagesOf, namesOn, person } from './bookings.ts'

const row = (number: number, name: string, roleId = 'dsl', represents?: string): [string, string][] => {
  const { email } = person(name)
  return [
    [`name-${number}`, name],
    [`email-${number}`, email],
    [`role-${number}`, roleId],
    ...(represents ? ([[`represents-${number}-1`, represents]] as [string, string][]) : []),
  ]
}

const hidden = (html: string, formAt = 0): [string, string][] => {
  const forms = html.match(/<form method="post"[\s\S]*?<\/form>/g) ?? []
  const form = forms.filter((one) => one.includes('name="place"'))[formAt] ?? ''
  return [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
}

it('a school names some of its places, leaves one for later, and is told how many are left', async () => {
  const { event, contact, reference } = await aBooking(['Ann Lee'], 3)
  const page = await (await request(`/bookings/${reference}/names`, { cookie: contact.cookie })).text()
  expect(page).toContain('3 places have no name yet.')
  const form = [...hidden(page), ...row(1, 'Bo Price'), ...row(3, 'Cai Rees')]
  expect(form.filter(([name]) => name === 'place')).toHaveLength(3)
  expect((await request(`/bookings/${reference}/names`, { cookie: contact.cookie, form })).status).toBe(303)
  expect(await namesOn(event.id)).toEqual(['Ann Lee', 'Bo Price', null, 'Cai Rees'])
  expect((await request(`/bookings/${reference}/names`, { cookie: contact.cookie, form })).status).toBe(303)
  expect((await messagesOf(event.id, 'delegates_changed')).length).toBe(1)
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'delegates_changed' AND m.eventId = ?1`,
    event.id,
  )
  expect(mail?.text).toContain('Bo Price is named for a place')
  expect(mail?.text).toContain('Still without a name: One place')
})

// “Names can be pasted from a spreadsheet.”
it('names are pasted and picked into the rows, and saved only when they have been seen', async () => {
  const { event, contact, reference, school } = await aBooking(['Ann Lee'], 3)
  const path = `/bookings/${reference}/names`
  const page = await (await request(path, { cookie: contact.cookie })).text()
  const base = hidden(page)
  const send = async (...extra: [string, string][]) => request(path, { cookie: contact.cookie, form: [...base, ...extra] })
  const bad = await send(['pasted', 'Bo Price\tnowhere\tDSL'], ['action', 'paste'])
  expect(bad.status).toBe(422)
  expect(await bad.text()).toContain('Line 1, email address: “nowhere” is not an email address')
  const many = await send(['pasted', 'A,a@b.example\nB,b@b.example\nC,c@b.example\nD,d@b.example'], ['action', 'paste'])
  expect(await many.text()).toContain(
    '4 people were pasted, and this booking has 3 places without a name. None is filled in yet, and all are still in the box: leave 3 in it',
  )
  expect(page).toContain('Paste up to 3 people at a time')
  expect(await htmlOf(send(['pasted', 'Bo Price\tbo@example.sch.uk\tDSL'], ['action', 'save']), 200)).toContain('value="Bo Price"')
  expect(await namesOn(event.id)).toEqual(['Ann Lee', null, null, null])
  const other = await aBooking(['Cai Rees'])
  const [theirs] = await rows<{ id: string }>(`SELECT personId AS id FROM Place WHERE eventId = ?1`, other.event.id)
  const picked = await (await send(['pick', theirs?.id ?? ''], ['action', 'pick'])).text()
  expect(picked).not.toContain('Cai Rees')
  expect(page).not.toContain('Cai Rees')
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await (await request(path, { cookie: organiser.cookie })).text()).not.toContain('Pick from')
  expect(school.id).toBeTruthy()
})

it('Before somebody loses a place, a page says who is told what; the school they also come for is replaced with them', async () => {
  const other = await aSchool({ name: 'Other School' })
  const { event, contact, reference, places } = await aBooking(['Ann Lee'])
  const path = `/bookings/${reference}/places/${places[0]?.id}/name`
  const page = await (await request(path, { cookie: contact.cookie })).text()
  expect(page).toContain('Send someone else instead of Ann Lee')
  const confirm = await request(path, {
    cookie: contact.cookie,
    form: [...hidden(page), ...row(1, 'Bo Price', 'head', other.id), ['action', 'save']],
  })
  expect(confirm.status).toBe(200)
  const text = await confirm.text()
  expect(text).toContain('Ann Lee is told that somebody else comes')
  expect(text).toContain('Bo Price is sent an invitation')
  expect(text).toContain(`${contact.email} is told`)
  expect(text.slice(text.indexOf('<dl'), text.indexOf('<ul class="govuk-list'))).toContain('Other School')
  expect(await namesOn(event.id)).toEqual(['Ann Lee'])
  const form: [string, string][] = [...hidden(text), ['action', 'swap']]
  const answers = await Promise.all(Array.from({ length: 4 }, () => request(path, { cookie: contact.cookie, form })))
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303])
  expect(await namesOn(event.id)).toEqual(['Bo Price'])
  expect(await rows('SELECT schoolId FROM PlaceRepresents WHERE placeId = ?1', places[0]?.id)).toEqual([{ schoolId: other.id }])
  expect((await messagesOf(event.id, 'place_cancelled')).length).toBe(1)
  const back = await (await request(path, { cookie: contact.cookie })).text()
  const home = await (await request(path, { cookie: contact.cookie, form: [...hidden(back), ...row(1, 'Ann Lee'), ['action', 'swap']] }))
    .status
  expect(home).toBe(303)
  expect(await rows('SELECT schoolId FROM PlaceRepresents WHERE placeId = ?1', places[0]?.id)).toEqual([])
})

it('A form that was left open does not take a place from whoever was put on it since', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'])
  const path = `/bookings/${reference}/places/${places[0]?.id}/name`
  const stale = hidden(await (await request(path, { cookie: contact.cookie })).text())
  const post = (name: string) => request(path, { cookie: contact.cookie, form: [...stale, ...row(1, name), ['action', 'swap']] })
  expect((await post('Bo Price')).status).toBe(303)
  const told = await htmlOf(post('Cai Rees'), 409)
  expect(told).toContain('Meanwhile Bo Price was named for this place. What you typed is not saved')
  expect(told).toContain('value="Cai Rees"')
  expect(await namesOn(event.id)).toEqual(['Bo Price'])
  // What is shown names whoever is there now, so that it can be saved again knowingly.
  const again = [...hidden(told), ...row(1, 'Cai Rees'), ['action', 'save']] as [string, string][]
  expect(await (await request(path, { cookie: contact.cookie, form: again })).text()).toContain('Bo Price is told that somebody else comes')
  expect(await namesOn(event.id)).toEqual(['Bo Price'])
})

// “When the address changes, the invitation is sent to the new one and taken back from the old one.”
it('a wrongly spelt address is corrected and the invitation sent again; the old address learns that it no longer holds', async () => {
  const { event, contact, reference, places } = await aBooking(['Gwen Parry'])
  const path = `/bookings/${reference}/places/${places[0]?.id}/correct`
  expect((await request(path, { cookie: contact.cookie })).status).toBe(200)
  const form = { was: places[0]?.personId ?? '', 'name-1': 'Gwenn Parry', 'email-1': 'gwenn.parry@example.sch.uk' }
  expect((await request(path, { cookie: contact.cookie, form })).status).toBe(303)
  expect(await rows('SELECT id, name, email FROM Person WHERE id = ?1', places[0]?.personId)).toEqual([
    { id: places[0]?.personId, name: 'Gwenn Parry', email: 'gwenn.parry@example.sch.uk' },
  ])
  expect((await messagesOf(event.id, 'place_cancelled', 'invitation')).slice(1)).toEqual([
    { kind: 'place_cancelled', method: 'CANCEL', to: '"Gwen Parry" <gwen.parry@example.sch.uk>' },
    { kind: 'invitation', method: 'REQUEST', to: '"Gwenn Parry" <gwenn.parry@example.sch.uk>' },
  ])
  // The link to the person's own page that went to the wrong address leads nowhere now.
  expect(await rows('SELECT endedAt IS NULL AS live FROM PlaceLink WHERE placeId = ?1 ORDER BY id', places[0]?.id)).toEqual([
    { live: 0 },
    { live: 1 },
  ])
  expect((await request(path, { cookie: contact.cookie, form })).status).toBe(303)
  expect((await messagesOf(event.id, 'place_cancelled', 'invitation')).length).toBe(3)
  const [log] = await rows<{ after: string; before: string }>(
    `SELECT before, after FROM Log WHERE act = 'person.corrected' AND eventId = ?1`,
    event.id,
  )
  expect(`${log?.before}${log?.after}`).not.toMatch(/Gwen|example/)
})

// “Correcting a spelling changes the record only while no account, other school or register relies on it; otherwise somebody else would come.”
it('details on which an account or another school relies are not changed by this school: somebody else would come instead', async () => {
  const first = await aBooking(['Mair Evans'])
  const { event, contact, reference, places } = await aBooking(['Mair Evans'])
  expect(places[0]?.personId).toBe(first.places[0]?.personId)
  const path = `/bookings/${reference}/places/${places[0]?.id}/correct`
  const form = { was: places[0]?.personId ?? '', 'name-1': 'Mair Evans', 'email-1': 'mair@elsewhere.example' }
  const text = await htmlOf(request(path, { cookie: contact.cookie, form }), 409)
  expect(text).toContain('is also known to another school, signs in with these details')
  expect(text).toContain(`action="/bookings/${reference}/places/${places[0]?.id}/name"`)
  expect(await rows('SELECT email FROM Person WHERE id = ?1', places[0]?.personId)).toEqual([{ email: 'mair.evans@example.sch.uk' }])
  const swap = (...more: [string, string][]) =>
    request(`/bookings/${reference}/places/${places[0]?.id}/name`, {
      cookie: contact.cookie,
      form: [...hidden(text), ['action', 'swap'], ...more],
    })
  const asked = await swap()
  expect([asked.status, (await asked.text()).includes('Is this the Mair Evans who is your designated safeguarding lead?')]).toEqual([
    409,
    true,
  ])
  expect(await rows(`SELECT personId FROM Place WHERE eventId = ?1`, event.id)).toEqual([{ personId: places[0]?.personId }])
  expect((await swap(['meant-1', 'new'])).status).toBe(303)
  expect(await rows('SELECT email FROM Person WHERE id = ?1', first.places[0]?.personId)).toEqual([{ email: 'mair.evans@example.sch.uk' }])
  expect(await rows(`SELECT p.email FROM Place x JOIN Person p ON p.id = x.personId WHERE x.eventId = ?1`, event.id)).toEqual([
    { email: 'mair@elsewhere.example' },
  ])
})

it('another school’s booking and places do not exist here', async () => {
  const mine = await aBooking(['Ann Lee'], 1)
  const theirs = await aBooking(['Bo Price'], 1)
  const { cookie } = mine.contact
  for (const path of ['names', `places/${theirs.places[0]?.id}/name`, `places/${theirs.places[0]?.id}/correct`]) {
    expect((await request(`/bookings/${theirs.reference}/${path}`, { cookie })).status).toBe(404)
    expect((await request(`/bookings/${theirs.reference}/${path}`, { cookie, form: row(1, 'Cai Rees') })).status).toBe(404)
    expect((await request(`/bookings/${theirs.reference}/${path}`)).headers.get('location')).toContain('/sign-in')
  }
  const smuggled = await request(`/bookings/${mine.reference}/names`, {
    cookie,
    form: [['place', theirs.places[1]?.id ?? ''], ...row(1, 'Cai Rees')],
  })
  expect(smuggled.status).toBe(404)
  expect(await namesOn(theirs.event.id)).toEqual(['Bo Price', null])
})

it('the form of names takes as many round trips for one place as for many', async () => {
  const trips: number[] = []
  for (const unnamed of [1, 8]) {
    const { contact, reference } = await aBooking([], unnamed)
    trips.push(await tripsOf((on) => request(`/bookings/${reference}/names`, { cookie: contact.cookie, bindings: { DB: on } })))
  }
  expect(trips[0]).toBe(trips[1])
})

// “Somebody with places at the same time at two events is said to have another place that day, on both bookings.”
// “The other event is named where it is the same school’s, and nothing is said of another’s but that.”
it('a person with two places at one time is said to have another place that day, named to their own school alone', async () => {
  const afternoon = { startsAt: '2099-06-12T12:30:00.000Z', endsAt: '2099-06-12T15:30:00.000Z', placesPerSchool: 10 }
  const first = await aBooking(['Mari Twice'], 1)
  const second = await anEvent({ ...afternoon, title: 'Knife crime' })
  const evening = await anEvent({
    title: 'Twilight',
    startsAt: '2099-06-12T16:00:00.000Z',
    endsAt: '2099-06-12T17:00:00.000Z',
    placesPerSchool: 10,
  })
  const others = await aBooking(['Mari Twice'], 0, {}, second)
  await aBooking(['Mari Twice'], 0, {}, evening)
  const clashes = async ({ reference, contact }: Pick<typeof first, 'reference' | 'contact'>) => {
    const page = await textOf(request(`/bookings/${reference}`, { cookie: contact.cookie }))
    return page.match(/[A-Z]\w+ \w+ has another place that day(: Knife crime, .*? to [\d:]+[ap]m)?/g) ?? []
  }
  expect([await clashes(first), await clashes(others)]).toEqual([
    ['Mari Twice has another place that day'],
    ['Mari Twice has another place that day'],
  ])
  // The same school’s: named with its hours. Whoever is named later is said the same.
  await placeBooking(anAct({ actor: first.contact.actor }), {
    ...{ code: second.code, schoolId: first.school.id, formId: crypto.randomUUID(), delegates: [person('Nia Later')], unnamed: 0 },
  }).then(accepted)
  const unnamed = first.places.find(({ personId }) => personId === null)?.id ?? ''
  const named = await nameDelegates(anAct({ actor: first.contact.actor }), first.reference, [
    { placeId: unnamed, was: null, delegate: person('Nia Later') },
  ])
  expect(named.ok).toBe(true)
  expect(await clashes(first)).toEqual([
    'Mari Twice has another place that day',
    'Nia Later has another place that day: Knife crime, Friday 12 June 2099, 1:30pm to 4:30pm',
  ])
})

// “Naming says it on its form, which is then saved once more.”
it('a place elsewhere at the same time is said before people are named, and they are named by saving again', async () => {
  const held = await aBooking(['Gwen Both'], 0)
  const event = await anEvent({
    title: 'Knife crime',
    startsAt: '2099-06-12T12:30:00.000Z',
    endsAt: '2099-06-12T15:30:00.000Z',
    placesPerSchool: 10,
  })
  const placed = await placeBooking(anAct({ actor: held.contact.actor }), {
    ...{ code: event.code, schoolId: held.school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 2 },
  }).then(accepted)
  const { cookie } = held.contact
  const path = `/bookings/${placed.reference}/names`
  const ids = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1 ORDER BY rowid', event.id)
  const form = [...ids.map(({ id }): [string, string] => ['place', id]), ['rows', '2'], ...row(1, 'Nan Alone'), ...row(2, 'Gwen Both')] as [
    string,
    string,
  ][]
  const asked = await request(path, { cookie, form })
  const html = await asked.text()
  expect([asked.status, await namesOn(event.id)]).toEqual([409, [null, null]])
  expect(plain(html)).toContain(
    `Gwen Both has another place that day: ${held.event.title}, Friday 12 June 2099, 9:30am to 4pm. Save again if they come all the same`,
  )
  expect(plain(html)).not.toContain('Nan Alone has another place')
  const [, seen = ''] = /name="clash" value="([^"]+)"/.exec(html) ?? []
  // Seen of somebody else is not seen of her.
  expect((await request(path, { cookie, form: [...form, ['clash', 'nan alone ']] })).status).toBe(409)
  expect((await request(path, { cookie, form: [...form, ['clash', seen]] })).status).toBe(303)
  expect(await namesOn(event.id)).toEqual(['Nan Alone', 'Gwen Both'])
})

// “Before anything is pressed the check pages of a booking, of a trust’s and of a swap, and the page of an offer, say the same.”
it('a place elsewhere at the same time is said on the check page of a booking and of a swap, before anything is booked', async () => {
  const held = await aBooking(['Beca Both'], 0)
  const event = await anEvent({ title: 'Knife crime', startsAt: '2099-06-12T12:30:00.000Z', endsAt: '2099-06-12T15:30:00.000Z' })
  const own = held.contact
  const [other, evening] = [
    await aBooking(['Cai Rees']),
    await anEvent({ startsAt: '2099-06-12T16:00:00.000Z', endsAt: '2099-06-12T17:00:00.000Z' }),
  ]
  const said = (html: string) => plain(html).match(/Beca Both has another place that day(: .*? to [\d:]+[ap]m)?/g) ?? []
  const checked = async (code: string, { school, contact }: Pick<typeof held, 'school' | 'contact'>) => {
    const form = [['school', school.id], ['formId', crypto.randomUUID()], ['places', '1'], ...row(1, 'Beca Both')] as [string, string][]
    const page = await (await request(`/events/${code}/book`, { cookie: contact.cookie, form })).text()
    expect(plain(page)).toContain('Check before you book')
    return said(page)
  }
  expect([await checked(event.code, held), await checked(event.code, other), await checked(evening.code, held)]).toEqual([
    [`Beca Both has another place that day: ${held.event.title}, Friday 12 June 2099, 9:30am to 4pm`],
    ['Beca Both has another place that day'],
    [],
  ])
  // The swap of Beca for Olwen at the event in the afternoon.
  const swapped = await placeBooking(anAct({ actor: own.actor }), {
    ...{ code: event.code, schoolId: held.school.id, formId: crypto.randomUUID(), delegates: [person('Olwen Goes')], unnamed: 0 },
  }).then(accepted)
  const { reference } = swapped
  const [place] = await rows<{ id: string }>(
    'SELECT p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1',
    reference,
  )
  const path = `/bookings/${reference}/places/${place?.id}/name`
  const form = hidden(await (await request(path, { cookie: own.cookie })).text())
  const confirming = await (await request(path, { cookie: own.cookie, form: [...form, ...row(1, 'Beca Both')] })).text()
  expect(plain(confirming)).toContain('Send Beca Both instead of Olwen Goes?')
  expect(said(confirming)).toEqual([`Beca Both has another place that day: ${held.event.title}, Friday 12 June 2099, 9:30am to 4pm`])
})
