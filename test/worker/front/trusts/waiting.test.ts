// A trust books where places run out, are approved by the organiser, or are paid by card. Rules: docs/rules/trusts.md.

import { expect, it } from 'vitest'
import { expireCardHolds } from '#payments/cards/expire-card-holds.ts'
import { anAct, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { aPricedEvent, ledgerOf, setRoute } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import { ahead, at, booked, check, filled, press } from './forms.ts'
import { aTrust } from './world.ts'

const limit = (event: { id: string }, most: number) => run('UPDATE Event SET placesPerTrust = ?2 WHERE id = ?1', event.id, most)

it('“What a school would only wait for counts toward no limit of the trust, and stands before what the schools below it ask.”', async () => {
  const trust = await aTrust(['Ash', 'Birch'])
  const event = await anEvent({ ...ahead, capacity: 2, placesPerSchool: null })
  await limit(event, 3)
  const seen = await check(trust, event, { ...(await filled(trust, event, { Ash: '3', Birch: '2' })), wait: 'all' })
  expect([seen.status, seen.page.includes('Check before you book')]).toEqual([200, true])
  expect((await press(trust, event, seen.form)).status).toBe(303)
  expect(await booked(event)).toEqual([
    { name: 'Ash', places: 3, named: 0, waiting: 3 },
    { name: 'Birch', places: 2, named: 0, waiting: 2 },
  ])
  const partly = await anEvent({ ...ahead, capacity: 3, placesPerSchool: null })
  await limit(partly, 4)
  const some = await check(trust, partly, { ...(await filled(trust, partly, { Ash: '4', Birch: '1' })), wait: 'partly' })
  expect((await press(trust, partly, some.form)).status).toBe(303)
  expect(await booked(partly)).toEqual([
    { name: 'Ash', places: 4, named: 0, waiting: 1 },
    { name: 'Birch', places: 1, named: 0, waiting: 1 },
  ])
  const over = await check(trust, partly, { ...(await filled(trust, partly, { Ash: '1', Birch: '2' })), wait: 'partly' })
  expect([
    over.status,
    over.page.includes('the schools of Hedgerow Trust have 3 of the 4 places') || over.page.includes('have 3 of the 4'),
  ]).toEqual([422, true])
})

it('where the organiser approves, each school has its own request, which takes no place', async () => {
  const trust = await aTrust(['Ash', 'Birch'])
  const event = await anEvent({ ...ahead, capacity: 3, placesPerSchool: null })
  await run('UPDATE Event SET approval = 1 WHERE id = ?1', event.id)
  const seen = await check(trust, event, await filled(trust, event, { Ash: '2', Birch: '2' }, { Ash: 'Ann Lee, ann@ash.example, DSL' }))
  expect([seen.status, seen.page.includes('Send 2 requests'), seen.page.includes('Until they decide nobody has a place')]).toEqual([
    200,
    true,
    true,
  ])
  expect((await press(trust, event, seen.form)).status).toBe(303)
  expect((await press(trust, event, seen.form)).status).toBe(303)
  expect(await rows(`SELECT state, waitsFor, COUNT(*) AS n FROM Place WHERE eventId = ?1 GROUP BY state, waitsFor`, event.id)).toEqual([
    { state: 'held', waitsFor: 'approval', n: 4 },
  ])
  expect(await rows(`SELECT kind, COUNT(*) AS n FROM Message WHERE eventId = ?1 GROUP BY kind`, event.id)).not.toContainEqual({
    kind: 'invitation',
    n: expect.anything(),
  })
  expect(await textOf(request(at(trust, event), { cookie: trust.cookie }))).toContain('2 waiting')
})

it('who pays by card has the places of each school held for forty minutes, with a link to pay each; unpaid ones go back', async () => {
  const stripe = { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' }
  const trust = await aTrust(['Ash', 'Birch'], { sector: 'independent' })
  for (const { id } of trust.schools) await setRoute(id, 'card')
  const event = await aPricedEvent({ event: { ...ahead, capacity: 10, placesPerSchool: null } })
  const seen = await check(trust, event, await filled(trust, event, { Ash: '2', Birch: '1' }), stripe)
  expect(seen.page).toContain('Places that are paid by card are held for 40 minutes')
  const dearer = await press(trust, event, { ...seen.form, 'seen-1': '1' }, stripe)
  expect([dearer.status, dearer.page.includes('Booked for 1 of 2 schools')]).toEqual([409, true])
  expect((await press(trust, event, seen.form, stripe)).status).toBe(303)
  expect((await press(trust, event, seen.form, stripe)).status).toBe(303)
  const held = () =>
    rows('SELECT state, COUNT(*) AS n, SUM(heldUntil IS NOT NULL) AS held FROM Place WHERE eventId = ?1 GROUP BY state', event.id)
  expect(await held()).toEqual([{ state: 'held', n: 3, held: 3 }])
  expect([await ledgerOf(event.id), await rows('SELECT kind FROM Message WHERE eventId = ?1', event.id)]).toEqual([
    [],
    [{ kind: 'places_held' }, { kind: 'places_held' }],
  ])
  const html = await (await request(at(trust, event), { cookie: trust.cookie, bindings: stripe })).text()
  expect([...html.matchAll(/\/bookings\/[A-Z0-9-]+\/pay/g)]).toHaveLength(2)
  await expireCardHolds(anAct({ now: new Date(Date.now() + 60 * 60_000) }))
  expect(await held()).toEqual([{ state: 'cancelled', n: 3, held: 0 }])
})

it('who has not said that they may spend is asked again with every school, also those whose places have gone meanwhile', async () => {
  const trust = await aTrust(['Ash', 'Birch'])
  const event = await anEvent({ ...ahead, capacity: 4, placesPerSchool: null })
  await setTerms(event.id, await someTerms())
  const seen = await check(trust, event, await filled(trust, event, { Ash: '2', Birch: '2' }))
  await aDelegate(event, (await aSchool()).id)
  const again = await press(trust, event, seen.form)
  expect([again.status, again.page.includes('Say that you have authority to spend'), again.page.includes('Book for 2 schools')]).toEqual([
    422,
    true,
    true,
  ])
})
