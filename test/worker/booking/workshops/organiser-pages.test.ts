import { expect, it } from 'vitest'
import { readRegister } from '#attendance/attendance/register-store.ts'
import { readNow } from '#base/db/read.ts'
import { chooseForPlaces } from '#booking/workshops/choose-workshops.ts'
import { movePeople } from '#booking/workshops/move-people.ts'
import { selectWorkshops } from '#booking/workshops/store.ts'
import { eventByCode } from '#events/events/store.ts'
import { accepted, anAccount, anAct, db, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aBooking, aConference, calendarOf, chosenBy, mailsOf } from './world.ts'

const { cookie, actor } = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })

const choose = async (booking: Awaited<ReturnType<typeof aBooking>>, ...sessionIds: string[]) => {
  const choices = booking.placeIds.map((placeId) => ({ placeId, sessionIds }))
  await chooseForPlaces(anAct({ actor: booking.actor }), { choices, by: 'school' }).then(accepted)
}
const at = (code: string, path = '') => `/organiser/events/${code}/workshops${path}`
const text = async (path: string) => (await request(path, { cookie })).text()

it('“An organiser sees of each workshop its places, who has chosen it and what is left, and who has not chosen.”', async () => {
  const world = await aConference({ anxiety: 3 })
  const first = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  await choose(first, world.anxiety)
  await aBooking(world.event, ['Cara Moss'])
  const page = await text(at(world.event.code))
  expect(plain(page)).toContain('Anxiety Friday 12 June 2099, 11:30am to 12:30pm 3 2 1 CSV of Anxiety')
  expect(page).toContain('3 people with a place')
  expect(page).toContain('Put the one person who has not chosen into what is left')
  const people = await text(at(world.event.code, `/people?workshop=${world.anxiety}`))
  for (const name of ['Ann Price', 'Ben Lloyd']) expect(people).toContain(name)
  expect(people).not.toContain('Cara Moss')
  expect(await text(at(world.event.code, '/people?block=1'))).toContain('Cara Moss')
  expect((await eventByCode(db, world.event.code))?.sessions.find((one) => one.id === world.anxiety)?.chosen).toBe(2)
})

it('“An organiser moves people to another workshop: first it is shown, then done at once, and each person’s calendar follows.”', async () => {
  const world = await aConference()
  const booking = await aBooking(world.event, ['Ann Price', 'Ben Lloyd', 'Cara Moss'])
  const [ann = '', ben = '', cara = ''] = booking.placeIds
  await choose(booking, world.anxiety)
  const list = at(world.event.code, `/people?workshop=${world.anxiety}`)
  const form = { to: world.bullying, place: [ann, cara] }
  const shown = await (await request(list, { cookie, form })).text()
  expect(shown).toContain('Move 2 people from “Anxiety” to “Bullying”')
  expect(shown).not.toContain('Ben Lloyd')
  expect(await chosenBy(ann)).toEqual(['Anxiety'])
  for (const time of [1, 2]) {
    const done = await request(list, { cookie, form: { ...form, confirmed: 'yes' } })
    expect([time, done.status, done.headers.get('location')]).toEqual([time, 303, at(world.event.code)])
  }
  expect([await chosenBy(ann), await chosenBy(ben), await chosenBy(cara)]).toEqual([['Bullying'], ['Anxiety'], ['Bullying']])
  expect(await calendarOf(cara)).toEqual(['Safeguarding conference', 'Safeguarding conference: Bullying'])
  expect((await mailsOf(cara, 2)).map((mail) => mail.split(' ')[0])).toEqual(['CANCEL', 'REQUEST'])
  const log = await rows<{ after: string }>(
    `SELECT after FROM Log WHERE eventId = ?1 AND act = 'booking.workshops_chosen' ORDER BY rowid DESC LIMIT 1`,
    world.event.id,
  )
  expect(JSON.parse(log[0]?.after ?? '')).toMatchObject({ by: 'organiser' })
})

it('“A move that does not fit is refused as a whole, saying how many fit.”', async () => {
  const world = await aConference({ bullying: 1 })
  const booking = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  await choose(booking, world.anxiety)
  const list = at(world.event.code, `/people?workshop=${world.anxiety}`)
  const form = { to: world.bullying, place: booking.placeIds }
  for (const confirmed of ['', 'yes']) {
    const answer = await request(list, { cookie, form: { ...form, confirmed } })
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain(
      'Only 1 of the 2 you chose fit: “Bullying” has 1 place left. Choose 1, or give it more places first',
    )
  }
  await run('UPDATE Session SET capacity = 20 WHERE id = ?1', world.bullying)
  await run(
    `UPDATE Session SET startsAt = '2099-06-12T11:00:00.000Z', endsAt = '2099-06-12T12:00:00.000Z' WHERE id IN (?1, ?2)`,
    world.consent,
    world.bullying,
  )
  await run(`UPDATE Session SET endsAt = '2099-06-12T11:00:00.000Z' WHERE id = ?1`, world.anxiety)
  await choose(booking, world.anxiety, world.consent)
  const clash = await request(list, { cookie, form })
  expect(clash.status).toBe(409)
  expect(await clash.text()).toContain('Ann Price (“Consent”) and Ben Lloyd (“Consent”) have another workshop at the time of “Bullying”')
  expect((await request(list, { cookie, form: { to: world.bullying } })).status).toBe(422)
  expect((await request(list, { cookie, form: { ...form, to: world.drugs } })).status).toBe(422)
  expect(await chosenBy(booking.placeId)).toEqual(['Anxiety', 'Consent'])
})

it('somebody who has chosen otherwise since the organiser looked is not moved', async () => {
  const world = await aConference()
  const booking = await aBooking(world.event, ['Ann Price'])
  await choose(booking, world.bullying)
  const ask = { block: 'Morning workshops', from: undefined, moves: [{ placeId: booking.placeId, to: world.anxiety }] }
  expect(await movePeople(anAct({ actor }), ask)).toEqual({ ok: false, reason: 'choice_changed' })
  expect(await movePeople(anAct({ actor: booking.actor }), ask)).toEqual({ ok: false, reason: 'no_such_place' })
  expect(await chosenBy(booking.placeId)).toEqual(['Bullying'])
})

// “Nobody who has chosen is moved.”
it('“Those who have not chosen are put into what is left, in the order in which they booked, first shown and then done at once.”', async () => {
  const world = await aConference({ anxiety: 2, bullying: 1 })
  const early = await aBooking(world.event, ['Ann Price'])
  const chosen = await aBooking(world.event, ['Ben Lloyd'])
  await choose(chosen, world.anxiety)
  const late = await aBooking(world.event, ['Cara Moss', 'Dewi Rees'])
  const preview = await text(at(world.event.code, '/assignment?block=1'))
  expect(preview).toContain('2 people')
  expect(preview).toContain('1 person fits nowhere')
  const moves = [...preview.matchAll(/name="move" value="([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(moves.map((move) => move.split(' ')[0])).toEqual([early.placeId, late.placeId])
  expect((await request(at(world.event.code, '/assignment?block=1'), { cookie, form: { move: moves } })).status).toBe(303)
  const all = await Promise.all([early.placeId, late.placeId].map(chosenBy))
  expect(all.flat().sort()).toEqual(['Anxiety', 'Bullying'])
  expect(await chosenBy(late.placeIds[1] ?? '')).toEqual([])
  const again = await request(at(world.event.code, '/assignment?block=1'), {
    cookie,
    form: { move: [`${late.placeIds[1]} ${world.anxiety}`] },
  })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('so nothing has been saved. This is how things stand now.')
})

it('“The people of a workshop leave as CSV that no spreadsheet runs.”', async () => {
  const world = await aConference()
  const booking = await aBooking(world.event, ['=1+1 Lee'])
  await choose(booking, world.anxiety)
  const answer = await request(at(world.event.code, `/people.csv?workshop=${world.anxiety}`), { cookie })
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const csv = await answer.text()
  expect(csv).toContain('Morning workshops,Anxiety,2099-06-12 11:30,')
  expect(csv).toContain("'=1+1 Lee")
  expect(await (await request(at(world.event.code, '/people.csv?block=2'), { cookie })).text()).toContain('Not chosen')
})

it('what is no workshop or block of the event is not there', async () => {
  const world = await aConference()
  for (const path of ['/people?workshop=nonsense', '/people?block=9', `/people?workshop=${world.opening}`, '/assignment?block=9'])
    expect((await request(at(world.event.code, path), { cookie })).status).toBe(404)
})

// “Once somebody is marked at a workshop, their choice stays.”
it('“The register of a workshop lists those who chose it, and the opening’s lists everyone.”', async () => {
  const world = await aConference()
  const booking = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  const [ann = ''] = booking.placeIds
  await chooseForPlaces(anAct({ actor: booking.actor }), { choices: [{ placeId: ann, sessionIds: [world.anxiety] }], by: 'school' })
  const names = async (sessionId: string) => (await readRegister(db, actor, sessionId))?.people.map((person) => person.name).sort()
  expect(await names(world.opening)).toEqual(['Ann Price', 'Ben Lloyd'])
  expect(await names(world.anxiety)).toEqual(['Ann Price'])
  expect(await names(world.bullying)).toEqual([])
  expect(await text(`/register/${world.anxiety}`)).toContain('Anxiety')
  // Once marked, the choice stays: the register says who came.
  await add('Mark', {
    id: ann,
    sessionId: world.anxiety,
    placeId: ann,
    markType: 'attended',
    happenedAt: '2099-06-12T10:00:00.000Z',
    notedAt: '2099-06-12T10:00:00.000Z',
    receivedAt: '2099-06-12T10:00:00.000Z',
    source: 'screen',
  })
  const moved = await movePeople(anAct({ actor }), {
    block: 'Morning workshops',
    from: world.anxiety,
    moves: [{ placeId: ann, to: world.bullying }],
  })
  expect(moved).toEqual({ ok: false, reason: 'place_has_marks' })
})

it('the page is one round trip, however many people there are', async () => {
  const world = await aConference()
  for (const names of [['Ann Price'], ['Ben Lloyd', 'Cara Moss', 'Dewi Rees']]) {
    await choose(await aBooking(world.event, names), world.anxiety)
    expect(await tripsOf((on) => readNow(on, selectWorkshops(on, world.event.code, new Date())))).toBe(1)
  }
})
