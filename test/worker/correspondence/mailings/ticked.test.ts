// A message to people whom an organiser ticked in the list of an event.
import { expect, it } from 'vitest'
import { prepareMailing } from '#correspondence/mailings/start-mailing.ts'
import { aBrowser } from '#test/support/browsing.ts'
import { anAccount, anAct, anEvent, aSchool, rows, run, tick } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { mailing, settledAs, start } from './world.ts'

const organiser = await anAccount({ roles: ['organiser'] })

/** An event with somebody of each of these names, and their places. */
const aList = async (...names: string[]) => {
  const event = await anEvent({ placesPerSchool: null, startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const places: string[] = []
  for (const name of names) {
    const place = await aPlace(event, await aSchool())
    await run('UPDATE Person SET name = ?2 WHERE id = (SELECT personId FROM Place WHERE id = ?1)', place, name)
    places.push(place)
  }
  return { event, places }
}

const person = (place: string | undefined, set: string, value: string | null) =>
  run(`UPDATE Person SET ${set} = ?2 WHERE id = (SELECT personId FROM Place WHERE id = ?1)`, place, value)

const cancelled = (place: string | undefined) =>
  run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, place, tick().toISOString())

const ticked = async (code: string, ...names: string[]): Promise<HtmlClient> => {
  const page = aBrowser(organiser)
  await page.goto(`/organiser/events/${code}/bookings`)
  for (const name of names) page.check(new RegExp(`: ${name}$`))
  return page
}

const draftOf = (page: HtmlClient): string => page.path.split('/').at(-1) ?? ''
const begun = (eventId: string) => rows<{ id: string }>('SELECT id FROM Sending WHERE eventId = ?1', eventId)

it('“People ticked in the list of an event are written to: each address once, for a place without a name whoever booked it.”', async () => {
  const { event, places } = await aList('Ann Able', 'Ben Bold', 'Sol Silent', 'Eve Else')
  await person(places[0], 'email', 'ann@ticked.example')
  await person(places[2], 'email', null)
  const school = await aSchool()
  const booker = await anAccount({ schoolIds: [school.id] })
  const unnamed = await aPlace(event, school)
  await run('UPDATE Booking SET bookedById = ?2 WHERE id = (SELECT bookingId FROM Place WHERE id = ?1)', unnamed, booker.accountId)
  await run('UPDATE Place SET personId = NULL, roleId = NULL, namedAt = ?2 WHERE id = ?1', unnamed, tick().toISOString())
  const page = await ticked(event.code, 'Ann Able', 'Sol Silent', 'To be named')
  await page.press('Write to those ticked')
  expect(page.url.search).toBe('')
  expect(page.text).toContain(`3 places ticked in the list: ${event.title}`)
  for (const words of ['2 people of 2 schools', '1 person or booking has no address']) expect(page.text).toContain(words)
  expect(page.has('link', 'Change to whom')).toBe(false)
  const draft = await mailing(draftOf(page))
  expect(draft).toMatchObject({ eventId: event.id, nature: 'service', audience: { who: 'ticked' } })
  await page.follow('See reaches')
  for (const words of ['Ann Able', 'ann@ticked.example', booker.email, 'Sol Silent']) expect(page.text).toContain(words)
  for (const words of ['Ben Bold', 'Eve Else']) expect(page.text).not.toContain(words)
  await run(`UPDATE Sending SET subject = 'Room', body = 'It is upstairs.' WHERE id = ?1`, draft.id)
  await start(await mailing(draft.id))
  expect((await settledAs(draft.id)).map(({ email, why }) => [email, why]).toSorted()).toEqual(
    [
      ['', 'no_address'],
      ['ann@ticked.example', null],
      [booker.email, null],
    ].toSorted(),
  )
})

it('“Nothing is begun where nobody was ticked, or somebody who was ticked is no longer in the list.”', async () => {
  const { event, places } = await aList('Ann Able', 'Ben Bold')
  const none = await ticked(event.code)
  await none.press('Write to those ticked')
  expect([none.path, none.text.includes('Tick the people you want to write to.')]).toEqual([
    `/organiser/events/${event.code}/bookings`,
    true,
  ])
  const page = await ticked(event.code, 'Ann Able', 'Ben Bold')
  await cancelled(places[0])
  await page.press('Write to those ticked')
  expect(page.path).toBe(`/organiser/events/${event.code}/bookings`)
  expect(page.text).toContain('Somebody you ticked is cancelled or no longer in this list. Tick again. No message has been begun.')
  expect(await begun(event.id)).toEqual([])
})

it('“Whoever cancels after being ticked gets nothing, and what was shown is not sent.”', async () => {
  const { event, places } = await aList('Ann Able', 'Ben Bold')
  const page = await ticked(event.code, 'Ann Able', 'Ben Bold')
  await page.press('Write to those ticked')
  const id = draftOf(page)
  await run(`UPDATE Sending SET subject = 'Room', body = 'It is upstairs.' WHERE id = ?1`, id)
  await page.goto(`/organiser/mailings/${id}/send`)
  await cancelled(places[1])
  await page.press('Send to 2 people')
  expect([page.status, page.text.includes('What would be sent, or to whom, has changed')]).toEqual([409, true])
  expect(page.text).toContain('2 places ticked in the list: ' + event.title + '; 1 of them cancelled since')
  const { chosen } = await prepareMailing(anAct(), await mailing(id))
  expect(chosen.recipients.map(({ placeId }) => placeId)).toEqual([places[0]])
  expect(await settledAs(id)).toEqual([])
})

it('the press sent twice begins one draft; other ticks on the page that the browser kept begin another', async () => {
  const { event } = await aList('Ann Able', 'Ben Bold')
  const page = await ticked(event.code, 'Ann Able')
  await page.press('Write to those ticked')
  const first = page.path
  page.back()
  await page.press('Write to those ticked')
  expect(page.path).toBe(first)
  page.back()
  page.check(/: Ben Bold$/)
  await page.press('Write to those ticked')
  expect(page.path).not.toBe(first)
  expect((await begun(event.id)).length).toBe(2)
  await page.goto(`${page.path}/whom`)
  expect(page.text).toContain('Its people were ticked in a list. For others, begin another message')
})
