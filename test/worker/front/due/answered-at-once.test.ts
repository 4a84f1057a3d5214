// Two answers to who asks for a place, and an event that changes in between.
import { expect, it } from 'vitest'
import { refuseAsked } from '#booking/requests/answer-asked.ts'
import { settleRequests } from '#booking/requests/settle-requests.ts'
import { bookAsked, findAnswering } from '#front/due/book-asked.ts'
import { aBrowser } from '#test/support/browsing.ts'
import { anAct, db, rows, run, withoutGuards } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aStory, hourOf, inTime, linkOf, namesAt, type Story, states } from './asked-world.ts'

it('of “not this time” and a booking at once one holds, and one answer goes', async () => {
  const atOnce = async () => {
    const { office, event, at, teacher } = await aStory({}, { isFree: true })
    const [yes, no] = [aBrowser(office), aBrowser(office)]
    await Promise.all([yes.goto(at), no.goto(at)])
    await Promise.all([yes.press('Book Tegan Teacher, free of charge'), no.press(/^Not this time/)])
    await settleRequests(anAct({ now: new Date(), origin: 'schedule' }))
    const [{ state = '' } = {}] = await states(event)
    return { state, booked: (await namesAt(event)).length, heard: (await hourOf(teacher)).length }
  }
  for (let n = 0; n < 4; n += 1) {
    const { state, booked, heard } = await atOnce()
    expect([state === 'booked', heard]).toEqual([booked === 1, 1])
  }
})

it('a booking decided before a “not this time” was said books nothing; without its trigger it does', async () => {
  const late = async () => {
    const story = await aStory({}, { isFree: true })
    const act = anAct({ now: new Date() })
    const key = { token: (await linkOf(story)).replace('/asked/', '') }
    const found = await findAnswering(act, key)
    const [one] = found?.asked ?? []
    if (!found || !one) throw new Error('nobody asks')
    expect((await refuseAsked(found, one.request.id)).ok).toBe(true)
    const tried = await bookAsked(
      { as: found.act, one },
      { startsAt: inTime.startsAt, priceId: '', seen: '0', termsId: '', references: {} },
    )
    return [tried.ok && tried.value.result.ok, await namesAt(story.event), (await states(story.event))[0]?.state]
  }
  expect(await late()).toEqual([false, [], 'refused'])
  await dropTriggers('BookingRequest_settles_once', 'Booking_settles_request')
  expect(await late()).toEqual([true, ['Tegan Teacher'], 'refused'])
})

/** The page of the mail's link as it was opened, and its press. */
const opened = async (story: Story) => {
  const found = await findAnswering(anAct({ now: new Date() }), { token: (await linkOf(story)).replace('/asked/', '') })
  const [one] = found?.asked ?? []
  if (!found || !one) throw new Error('nobody asks')
  const shown = { startsAt: inTime.startsAt, priceId: '', seen: '0', termsId: '', references: {} }
  return async (on = db, formId = one.request.formId) => {
    const tried = await bookAsked({ as: { ...found.act, db: on }, one: { ...one, request: { ...one.request, formId } } }, shown)
    return tried.ok ? (tried.value.result.ok ? 'booked' : tried.value.result.reason) : tried.reason
  }
}

it('pressed twice at once it is one booking and both presses say so; control: with forms of their own one is refused', async () => {
  const twice = async (formIds: readonly (string | undefined)[]) => {
    const story = await aStory({}, { isFree: true })
    const press = await opened(story)
    const said = await Promise.all(formIds.map((formId) => press(db, formId)))
    const bookings = await rows('SELECT id FROM Booking WHERE eventId = ?1', story.event.id)
    return [said.toSorted(), bookings.length, await namesAt(story.event)]
  }
  expect(await twice([undefined, undefined])).toEqual([['booked', 'booked'], 1, ['Tegan Teacher']])
  expect(await twice([crypto.randomUUID(), crypto.randomUUID()])).toEqual([['already_has_place', 'booked'], 1, ['Tegan Teacher']])
})

it('an event that moved after the page was opened is not booked on its other day; control: without the guard it is', async () => {
  const moved = async (on: typeof db) => {
    const story = await aStory({}, { isFree: true })
    const press = await opened(story)
    await run(
      `UPDATE Session SET startsAt = '2099-07-01T08:30:00.000Z', endsAt = '2099-07-01T15:00:00.000Z' WHERE eventId = ?1`,
      story.event.id,
    )
    await run('UPDATE Event SET version = version + 1 WHERE id = ?1', story.event.id)
    return [await press(on), await namesAt(story.event), (await states(story.event))[0]?.state]
  }
  expect(await moved(db)).toEqual(['event_changed', [], 'waiting'])
  expect(await moved(withoutGuards)).toEqual(['booked', ['Tegan Teacher'], 'booked'])
})
