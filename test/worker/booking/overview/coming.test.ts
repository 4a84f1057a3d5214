// Who comes to an event from a school, or from the schools of a trust: a list, its print and files.
import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { documentOf } from '#test/support/html-page.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '../../attendance/attendance/places.ts'

const lateYear = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const rowsIn = (page: ReturnType<typeof documentOf>) =>
  [...page.querySelectorAll('main tbody tr')].map((row) => [...row.querySelectorAll('th, td')].map(({ textContent }) => plain(textContent)))

const plain = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim()

/** Two schools of one trust with three places, one of them unnamed and one that waits. */
const twoSchools = async () => {
  const [alder, birch] = [await aSchool({ name: 'Alder Primary' }), await aSchool({ name: 'Birch Primary' })]
  const event = await anEvent({ ...lateYear, placesPerSchool: null })
  const zoe = await aPlace(event, alder, { name: 'Zoë Łukasz', email: 'zoe@alder.example' })
  const bert = await aPlace(event, birch, { name: 'Bert Dunn', email: 'bert@new.example' })
  const unnamed = await aPlace(event, alder, { unnamed: true })
  const waits = await aPlace(event, alder, { name: 'Wanda Waits' })
  await run(`UPDATE Place SET state = 'held', waitsFor = 'list', heldUntil = '2026-01-01T00:00:00.000Z' WHERE id = ?1`, waits.placeId)
  const [references] = await rows<Record<string, string>>(
    `SELECT ${[zoe, bert, unnamed].map(({ placeId }, n) => `(SELECT b.reference FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.id = '${placeId}') AS r${n}`).join(', ')}`,
  )
  const [ofZoe, ofBert, ofUnnamed] = Object.values(references ?? {})
  return { alder, birch, event, bert, ofZoe, ofBert, ofUnnamed }
}

const linesOf = async (code: string, cookie: string): Promise<string[]> =>
  (await (await request(`/events/${code}/people.csv`, { cookie })).text()).replace('\uFEFF', '').trim().split('\r\n')

const headings = 'Person,School,Role,Place,Email address,Booking'

it('a school has who is coming as a list and as files: confirmed places alone, and the log says who took them', async () => {
  const { alder, event, ofZoe, ofUnnamed } = await twoSchools()
  const { cookie, accountId } = await anAccount({ schoolIds: [alder.id] })
  const page = documentOf(await (await request(`/events/${event.code}/people`, { cookie })).text())
  expect(plain(page.querySelector('main h1')?.textContent)).toContain('Who is coming from your school')
  expect(rowsIn(page)).toEqual([
    ['Zoë Łukasz', 'Designated safeguarding lead', 'Booked', 'zoe@alder.example', ofZoe],
    ['To be named', 'Designated safeguarding lead', 'Booked, no name yet', '', ofUnnamed],
  ])
  expect(await linesOf(event.code, cookie)).toEqual([
    headings,
    `Zoë Łukasz,Alder Primary,Designated safeguarding lead,Booked,zoe@alder.example,${ofZoe}`,
    `To be named,Alder Primary,Designated safeguarding lead,"Booked, no name yet",,${ofUnnamed}`,
  ])
  expect(
    await rows(`SELECT accountId, subjectKind, subjectId, after FROM Log WHERE act = 'coming.exported' AND accountId = ?1`, accountId),
  ).toEqual([{ accountId, subjectKind: 'event', subjectId: event.id, after: JSON.stringify({ rows: 2 }) }])
})

it('whoever acts for several schools has all of theirs, and of somebody who left the address that the school knows', async () => {
  const { alder, birch, event, bert, ofZoe, ofBert, ofUnnamed } = await twoSchools()
  const { cookie } = await anAccount({ schoolIds: [alder.id, birch.id] })
  await add('AddressAtSchool', { personId: bert.personId, schoolId: birch.id, email: 'bert@birch.example' })
  expect(await linesOf(event.code, cookie)).toEqual([
    headings,
    `Zoë Łukasz,Alder Primary,Designated safeguarding lead,Booked,zoe@alder.example,${ofZoe}`,
    `To be named,Alder Primary,Designated safeguarding lead,"Booked, no name yet",,${ofUnnamed}`,
    `Bert Dunn,Birch Primary,Designated safeguarding lead,Booked,bert@birch.example,${ofBert}`,
  ])
})

it('a school without a place there, and an organiser, find nothing', async () => {
  const { event } = await twoSchools()
  const { cookie: elsewhere } = await anAccount({ schoolIds: [(await aSchool()).id] })
  const { cookie: organiser } = await anAccount({ roles: ['organiser'] })
  for (const cookie of [elsewhere, organiser])
    for (const file of ['people', 'people.csv'])
      expect([file, (await request(`/events/${event.code}/${file}`, { cookie })).status]).toEqual([file, 404])
})

it('after the event it says who came', async () => {
  const { alder, event } = await twoSchools()
  const { cookie } = await anAccount({ schoolIds: [alder.id] })
  await run(`UPDATE Session SET startsAt = '2026-01-12T08:30:00.000Z', endsAt = '2026-01-12T15:00:00.000Z' WHERE eventId = ?1`, event.id)
  const page = documentOf(await (await request(`/events/${event.code}/people`, { cookie })).text())
  expect(plain(page.querySelector('main h1')?.textContent)).toContain('Who came from your school')
  expect(rowsIn(page).map(([name, , place]) => [name, place])).toEqual([
    ['Zoë Łukasz', 'Not recorded'],
    ['To be named', 'Not recorded'],
  ])
})
