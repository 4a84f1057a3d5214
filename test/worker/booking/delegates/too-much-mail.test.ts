// A place that passes from one to another sends three mails each time: it has an end.
import { expect, it } from 'vitest'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { anAccount, anAct, rows } from '#test/support/factories.ts'
import { doneOf } from '#test/support/outbox.ts'
import { aBooking, namesOn, person } from './bookings.ts'

const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)
const personOn = async (placeId: string | undefined) =>
  (await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId))[0]?.personId ?? ''

it('“A place passes from one person to another at most six times in a day”: ten swaps in a row send no more than six times three mails, and nothing is changed by the others', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 0, { now: nine })
  const before = (await rows('SELECT id FROM Message WHERE eventId = ?1', event.id)).length
  const done: string[] = []
  for (let n = 1; n <= 10; n += 1) {
    const swapped = nameDelegates(anAct({ actor: contact.actor, now: minutes(n) }), reference, [
      { placeId: places[0]?.id ?? '', was: await personOn(places[0]?.id), delegate: person(`Person ${'ABCDEFGHIJ'[n]}${'abcdefghij'[n]}`) },
    ])
    done.push(await doneOf(swapped))
  }
  expect(done).toEqual([...Array(6).fill('done'), ...Array(4).fill('too_much_mail')])
  expect(await namesOn(event.id)).toEqual(['Person Gg'])
  expect((await rows('SELECT id FROM Message WHERE eventId = ?1', event.id)).length - before).toBe(18)
  const organiser = await anAccount({ roles: ['organiser'] })
  const byCouncil = await nameDelegates(anAct({ actor: organiser.actor, now: minutes(11) }), reference, [
    { placeId: places[0]?.id ?? '', was: await personOn(places[0]?.id), delegate: person('Zoe Hughes') },
  ])
  expect(byCouncil.ok).toBe(true)
  const tomorrow = await nameDelegates(anAct({ actor: contact.actor, now: minutes(24 * 60 + 7) }), reference, [
    { placeId: places[0]?.id ?? '', was: await personOn(places[0]?.id), delegate: person('Yan Hughes') },
  ])
  expect(tomorrow.ok).toBe(true)
})
