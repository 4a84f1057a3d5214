// A trust books for several of its schools in one go.

import { expect, it } from 'vitest'
import { counted } from '#base/limits/store.ts'
import { anAccount, anEvent, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { aPricedEvent, setCentral } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import { ahead, at, booked, check, type Event, filled, press } from './forms.ts'
import { aTrust } from './world.ts'

// “A trust chooses how many places each of its schools takes, names people at once or later, sees all of it on one page, and books with one press.”
it('places for several schools are booked with one press, some with names and some to be named later', async () => {
  const trust = await aTrust(['Ash', 'Birch', 'Cedar'])
  const event = await anEvent(ahead)
  expect(await textOf(request(`/trusts/${trust.uid}/book`, { cookie: trust.cookie }))).toContain('Book for several schools')
  const form = await filled(trust, event, { Ash: '2', Birch: '1', Cedar: '' }, { Ash: 'Zoë Łukasz O’Brien, zoe@ash.example, DSL' })
  const seen = await check(trust, event, form)
  expect(seen.status).toBe(200)
  expect(seen.page).toContain('Zoë Łukasz O’Brien, zoe@ash.example, Designated safeguarding lead 1 place to be named later')
  expect(seen.page).toContain('Pressing twice books nothing twice')
  expect(seen.page).not.toContain('Cedar')
  expect(await booked(event)).toEqual([])
  const done = await press(trust, event, seen.form)
  expect([done.status, done.location]).toEqual([303, at(trust, event)])
  expect(await booked(event)).toEqual([
    { name: 'Ash', places: 2, named: 1, waiting: 0 },
    { name: 'Birch', places: 1, named: 0, waiting: 0 },
  ])
  expect(await textOf(request(at(trust, event), { cookie: trust.cookie }))).toContain('2 places, 1 without a name')
  // The same person at another event of that day, for the same school and for another.
  const zoe = 'Zoë Łukasz O’Brien, zoe@ash.example, DSL'
  const second = await anEvent({ ...ahead, startsAt: '2099-06-12T12:30:00.000Z' })
  for (const [school, says] of [
    ['Ash', `: ${event.title}, Friday 12 June 2099, 9:30am to 4pm`],
    ['Birch', ' To pay'],
  ] as const) {
    const { page } = await check(trust, second, await filled(trust, second, { [school]: '1' }, { [school]: zoe }))
    expect(page).toContain(`Clash Zoë Łukasz O’Brien has another place that day${says}`)
  }
})

// “The check page says for each school what its places cost and who pays, and what all of it comes to.”
it('the check page says what each school pays, who pays, and the sum; what was shown is what is charged', async () => {
  const trust = await aTrust(['Ash', 'Birch'], { sector: 'academy' })
  await setCentral(trust.uid)
  const event = await aPricedEvent({ event: ahead })
  await setTerms(event.id, await someTerms())
  const seen = await check(trust, event, await filled(trust, event, { Ash: '2', Birch: '1' }))
  const owed = Object.entries(seen.form).filter(([name]) => name.startsWith('seen-'))
  expect(owed.every(([, pence]) => Number(pence) > 0)).toBe(true)
  expect(seen.page).toContain('the trust, Hedgerow Trust,')
  const without = await press(trust, event, seen.form)
  expect([without.status, without.page.includes('Say that you have authority to spend')]).toEqual([422, true])
  expect(await booked(event)).toEqual([])
  expect((await press(trust, event, { ...seen.form, ...(await termsOf(event)), authority: 'yes' })).status).toBe(303)
  const [sum] = await rows<{ pence: number }>('SELECT SUM(pence + vatPence) AS pence FROM LedgerLine WHERE eventId = ?1', event.id)
  expect(sum?.pence).toBe(owed.reduce((total, [, pence]) => total + Number(pence), 0))
})

const termsOf = async (event: Event) => {
  const [row] = await rows<{ termsId: string }>('SELECT termsId FROM Event WHERE id = ?1', event.id)
  return { termsId: row?.termsId ?? '' }
}

// “Each school is booked on its own, all of its places or none; what is refused for one stops none of the others.”
// “A school that is refused because the places are gone is led to the waiting list.”
it('when others take the last places meanwhile, the schools before are booked, and the page says of the rest what is so', async () => {
  const trust = await aTrust(['Ash', 'Birch', 'Cedar'])
  const event = await anEvent({ ...ahead, capacity: 5, placesPerSchool: null })
  const seen = await check(trust, event, await filled(trust, event, { Ash: '2', Birch: '2', Cedar: '1' }))
  expect(seen.status).toBe(200)
  await aDelegate(event, (await aSchool()).id)
  await aDelegate(event, (await aSchool()).id)
  const done = await press(trust, event, seen.form)
  expect(done.status).toBe(409)
  expect(done.page).toContain('Booked for 2 of 3 schools')
  expect(done.page).toContain('Birch : This event is full. You can join the waiting list.')
  expect(done.page).toContain('Join the waiting list for Birch')
  expect(await booked(event).then((all) => all.filter(({ name }) => ['Ash', 'Birch', 'Cedar'].includes(name)))).toEqual([
    { name: 'Ash', places: 2, named: 0, waiting: 0 },
    { name: 'Cedar', places: 1, named: 0, waiting: 0 },
  ])
  const [{ taken } = { taken: 0 }] = await rows<{ taken: number }>(`SELECT COUNT(*) AS taken FROM Place WHERE eventId = ?1`, event.id)
  expect(taken).toBe(5)
})

// “Pressing twice books nothing twice, and what broke off is finished by pressing again.”
it('a double click makes one booking a school; a form that broke off half-way is finished by the same press', async () => {
  const trust = await aTrust(['Ash', 'Birch', 'Cedar'])
  const event = await anEvent(ahead)
  const seen = await check(trust, event, await filled(trust, event, { Ash: '2', Birch: '2', Cedar: '2' }))
  const both = await Promise.all([press(trust, event, seen.form), press(trust, event, seen.form)])
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  const once = [
    { name: 'Ash', places: 2, named: 0, waiting: 0 },
    { name: 'Birch', places: 2, named: 0, waiting: 0 },
    { name: 'Cedar', places: 2, named: 0, waiting: 0 },
  ]
  expect(await booked(event)).toEqual(once)
  expect((await press(trust, event, seen.form)).status).toBe(303)
  expect(await booked(event)).toEqual(once)
  // Broken off after the first school.
  const other = await anEvent(ahead)
  const again = await check(trust, other, await filled(trust, other, { Ash: '1', Birch: '1' }))
  const first = Object.fromEntries(Object.entries(again.form).filter(([name]) => !name.endsWith('-2')))
  expect((await press(trust, other, first)).status).toBe(303)
  expect((await press(trust, other, again.form)).status).toBe(303)
  expect(await booked(other)).toEqual([
    { name: 'Ash', places: 1, named: 0, waiting: 0 },
    { name: 'Birch', places: 1, named: 0, waiting: 0 },
  ])
})

// “The form judges each school on what the schools above it leave, and limits of a trust hold for all of them together.”
it('what all schools ask for together is judged together, and what cannot be is said at its school', async () => {
  const trust = await aTrust(['Ash', 'Birch'])
  const event = await anEvent({ ...ahead, capacity: 3, placesPerSchool: null })
  const seen = await check(trust, event, await filled(trust, event, { Ash: '2', Birch: '2' }))
  expect([
    seen.status,
    seen.page.includes('Birch: with the places for the schools above, one place is left for it, and you asked for 2.'),
  ]).toEqual([422, true])
  const waits = await check(trust, event, { ...(await filled(trust, event, { Ash: '2', Birch: '2' })), wait: 'partly' })
  expect((await press(trust, event, waits.form)).status).toBe(303)
  expect(await booked(event)).toEqual([
    { name: 'Ash', places: 2, named: 0, waiting: 0 },
    { name: 'Birch', places: 2, named: 0, waiting: 1 },
  ])
  const limited = await anEvent({ ...ahead, placesPerSchool: null })
  await run('UPDATE Event SET placesPerTrust = 3 WHERE id = ?1', limited.id)
  const over = await check(trust, limited, await filled(trust, limited, { Ash: '2', Birch: '2' }))
  expect([over.status, over.page.includes('Birch: with the places for the schools above, the trust would have more than the 3')]).toEqual([
    422,
    true,
  ])
})

// “What is wrong stands at its school with everything that was typed, and a school that is not the trust’s is not read.”
it('numbers and lines that cannot be are said at their school; ids of other schools, events and trusts come to nothing', async () => {
  const trust = await aTrust(['Ash', 'Birch'])
  const event = await anEvent(ahead)
  // Where some take part online, the same page asks how, with what is left of each.
  const mixed = await anEvent({ ...ahead, attendanceMode: 'mixed', onlineCapacity: 30 })
  const asked = await check(trust, mixed, await filled(trust, mixed, { Ash: '1' }))
  expect([asked.status, asked.page.match(/All of them in the room, or all online\?.*?left\).*?left\)/)?.[0]]).toEqual([
    422,
    'All of them in the room, or all online? Error: Choose whether all of them come to the room or online In the room (50 places left) Online (30 places left)',
  ])
  for (const [places, says] of [
    ['999999999999999', 'Ash: Enter how many places you want as a number'],
    ['-1', 'Ash: Enter how many places you want as a number'],
    ['1e3', 'Ash: Enter how many places you want as a number'],
    ['two', 'Ash: Enter how many places you want as a number'],
    ['9', 'Ash has 0 of 2 places and you asked for 9 more'],
    ['', 'Enter how many places you want for at least one school'],
  ] as const) {
    const seen = await check(trust, event, await filled(trust, event, { Ash: places }))
    expect([places, seen.status, seen.page.includes(says)]).toEqual([places, 422, true])
  }
  const wrong = await check(trust, event, await filled(trust, event, { Ash: '1' }, { Ash: 'Ann Lee, not an address, Juggler' }))
  expect([wrong.status, wrong.page.includes('is not an email address'), wrong.html.includes('Ann Lee, not an address, Juggler')]).toEqual([
    422,
    true,
    true,
  ])
  const stranger = await aSchool({ name: 'Stranger' })
  const form = await filled(trust, event, { Ash: '1' })
  const seen = await check(trust, event, { ...form, rows: '3', 'school-3': stranger.id, 'formId-3': crypto.randomUUID(), 'places-3': '2' })
  expect(seen.page).not.toContain('Stranger')
  await press(trust, event, { ...seen.form, rows: '2', 'school-2': stranger.id, 'formId-2': crypto.randomUUID(), 'places-2': '2' })
  expect((await booked(event)).map(({ name }) => name)).toEqual(['Ash'])
  const others = [
    await anAccount({ schoolIds: [trust.schools[0]?.id ?? ''] }),
    await anAccount({ roles: ['organiser'] }),
    await aTrust(['Fern']),
  ]
  for (const { cookie } of others) {
    expect((await request(at(trust, event), { cookie })).status).toBe(404)
    expect((await request(`${at(trust, event)}/bookings`, { cookie, form: seen.form })).status).toBe(404)
  }
  expect((await request(`/trusts/${trust.uid}/events/NONE99`, { cookie: trust.cookie })).status).toBe(404)
})

// “An event whose booking is closed says so before anything is typed.”
it('what cannot be booked says why before anything is typed', async () => {
  const trust = await aTrust(['Ash'])
  const closed = await anEvent({ ...ahead, bookingClosesAt: '2026-01-01T00:00:00.000Z' })
  expect(await textOf(request(at(trust, closed), { cookie: trust.cookie }))).toContain('Booking closed on 1 January 2026')
  const done = await press(trust, closed, {
    rows: '1',
    'school-1': trust.schools[0]?.id ?? '',
    'formId-1': crypto.randomUUID(),
    'places-1': '1',
  })
  expect([done.status, done.page.includes('Nothing has been booked'), done.page.includes('Booking closed on')]).toEqual([409, true, true])
  expect(await booked(closed)).toEqual([])
})

it('two trusts that press at once do not take more places than there are; without the guard of the event they would', async () => {
  const race = async () => {
    const trusts = [await aTrust(['Ash']), await aTrust(['Cedar'])]
    const event = await anEvent({ ...ahead, capacity: 3, placesPerSchool: null })
    const forms: Record<string, string>[] = []
    for (const trust of trusts) forms.push((await check(trust, event, await filled(trust, event, { Ash: '2', Cedar: '2' }))).form)
    const done = await Promise.all(trusts.map((trust, index) => press(trust, event, forms[index] ?? {})))
    const [taken] = await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed'`, event.id)
    return { statuses: done.map(({ status }) => status).toSorted(), taken: taken?.n }
  }
  expect(await race()).toEqual({ statuses: [303, 409], taken: 2 })
  await run('DROP TRIGGER Place_fits_on_insert')
  expect(await race()).toEqual({ statuses: [303, 303], taken: 4 })
})

it('a trust whose messages run out keeps the places of the schools before, and reads when to go on with the rest', async () => {
  const trust = await aTrust(['Ash', 'Birch'])
  const event = await anEvent(ahead)
  const seen = await check(trust, event, await filled(trust, event, { Ash: '1', Birch: '1' }))
  await counted(db, new Date(), [{ key: `mails:account:${trust.accountId}`, minutes: 60, most: 240, n: 239 }]).run()
  const done = await press(trust, event, seen.form)
  expect([done.status, await booked(event)]).toMatchObject([409, [{ name: 'Ash', places: 1 }]])
  expect(plain(done.page)).toContain('have gone out. You can go on in 60 minutes, or ask the council to do it for you.')
})
