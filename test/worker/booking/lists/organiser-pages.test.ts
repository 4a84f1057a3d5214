import { expect, it } from 'vitest'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { listPlaces } from '#booking/lists/list-store.ts'
import { everyPlace } from '#booking/lists/listed-place.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, counting, htmlOf, request, tick } from '#test/support/factories.ts'

const book = async (code: string, name: string, school: { id: string }) => {
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: [{ name, email: 'person@example.sch.uk', roleId: 'dsl', represents: [] }],
  }).then(accepted)
  return { reference: placed.reference, actor }
}

it('an organiser sees who has booked, by school, and finds one among them', async () => {
  const event = await anEvent({ capacity: 60 })
  const other = await anEvent()
  await book(event.code, 'Zoë Ŵyn', await aSchool({ name: 'Ashfield', town: 'Ross-on-Wye' }))
  await book(event.code, '=1+1 Lee', await aSchool({ name: 'Bosbury', town: 'Ledbury' }))
  await book(other.code, 'Someone Else', await aSchool({ name: 'Elsewhere' }))
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const page = await (await request(`/organiser/events/${event.code}/bookings`, { cookie })).text()
  expect(page).toContain('2 of 60')
  expect(page.indexOf('Ashfield')).toBeLessThan(page.indexOf('Bosbury'))
  expect(page).not.toContain('Someone Else')
  const found = await (await request(`/organiser/events/${event.code}/bookings?q=ledbury`, { cookie })).text()
  expect(found).toContain('=1+1 Lee')
  expect(found).not.toContain('Zoë')
  expect(await htmlOf(request(`/organiser/events/${event.code}/bookings?q=%25&state=nonsense&page=-3`, { cookie }))).toContain(
    'No places match',
  )
})

it('the list of an event has short pages, and its headings sort it and keep what is chosen', async () => {
  const event = await anEvent({ capacity: 60, placesPerSchool: null })
  const school = await aSchool({ name: 'Ashfield' })
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const delegates = Array.from({ length: 26 }, (_, n) => ({
    name: `Lee ${n + 10}`,
    email: `lee${n}@example.sch.uk`,
    roleId: 'dsl',
    represents: [],
  }))
  await placeBooking(anAct({ actor }), { code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates }).then(accepted)
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const at = `/organiser/events/${event.code}/bookings`
  const first = await htmlOf(request(`${at}?sort=person&state=confirmed`, { cookie }))
  expect(first).toContain('26 places in 1 booking of 1 school, 25 on this page.')
  expect(first).toContain('Page 1 of 2')
  expect(first).toContain(
    `aria-sort="ascending"><a class="govuk-link govuk-link--no-visited-state" href="${at}?state=confirmed&amp;sort=person">Person`,
  )
  expect(first).toContain(`href="${at}?state=confirmed&amp;sort=newest">When booked`)
  expect([first.includes('Lee 34'), first.includes('Lee 35')]).toEqual([true, false])
  const second = await htmlOf(request(`${at}?sort=person&state=confirmed&page=2`, { cookie }))
  expect([second.includes('Lee 34'), second.includes('Lee 35')]).toEqual([false, true])
})

it('the list and a booking are one round trip each, however many places there are', async () => {
  const event = await anEvent()
  for (const name of ['Ann', 'Ben', 'Cat']) {
    const { reference, actor } = await book(event.code, name, await aSchool())
    const counted = counting()
    await listPlaces(counted.db, { ...everyPlace, event: event.code, state: 'all' }, 1, tick())
    await readBooking(anAct({ db: counted.db, actor }), reference)
    expect(counted.trips()).toBe(2)
  }
})
