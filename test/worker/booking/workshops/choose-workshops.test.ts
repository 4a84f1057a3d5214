import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { dropFullChoices } from '#booking/bookings/choice-store.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { entriesOf } from '#booking/history/history.ts'
import { selectHistory } from '#booking/history/history-store.ts'
import { chooseForPlaces, chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { eventByCode } from '#events/events/store.ts'
import { choicesThatFit } from '#events/events/workshop.ts'
import { anAccount, anAct, counting, db, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { aBooking, aConference, calendarOf, chosenBy, mailsOf } from './world.ts'

const organiser = await anAccount({ roles: ['organiser'] })

it('“The school chooses one workshop of each block for a place; the person is invited to each, and the log says by whom.”', async () => {
  const world = await aConference()
  const { placeId, actor, accountId, reference, school } = await aBooking(world.event, ['Ann Price'])
  const act = anAct({ actor })
  expect(await chooseWorkshops(act, { placeId, sessionIds: [world.anxiety, world.consent], by: 'school' })).toEqual({ ok: true, value: 1 })
  expect(await chosenBy(placeId)).toEqual(['Anxiety', 'Consent'])
  expect(await calendarOf(placeId)).toEqual([
    'Safeguarding conference',
    'Safeguarding conference: Anxiety',
    'Safeguarding conference: Consent',
  ])
  expect(await mailsOf(placeId, 1)).toEqual([
    'REQUEST Your place: Safeguarding conference: Anxiety, Friday 12 June 2099, 11:30am',
    'REQUEST Your place: Safeguarding conference: Consent, Friday 12 June 2099, 2pm',
  ])
  expect(await chooseWorkshops(act, { placeId, sessionIds: [world.consent, world.anxiety], by: 'school' })).toEqual({ ok: true, value: 0 })
  const log = await rows<{ act: string; before: string; after: string; accountId: string; schoolId: string }>(
    `SELECT l.act, l.before, l.after, l.accountId, l.schoolId FROM Log l JOIN Booking b ON b.id = l.subjectId
     WHERE b.reference = ?1 AND l.act = 'booking.workshops_chosen'`,
    reference,
  )
  expect(log.map((entry) => ({ ...entry, before: JSON.parse(entry.before), after: JSON.parse(entry.after) }))).toEqual([
    {
      act: 'booking.workshops_chosen',
      accountId,
      schoolId: school.id,
      before: { places: [{ id: placeId, workshops: [] }] },
      after: { by: 'school', places: [{ id: placeId, workshops: [world.anxiety, world.consent] }] },
    },
  ])
})

it('“Another choice takes the old workshop out of the calendar and puts the new one in; the rest stays as it is.”', async () => {
  const world = await aConference()
  const { placeId, actor } = await aBooking(world.event, ['Ann Price'])
  const act = anAct({ actor })
  await chooseWorkshops(act, { placeId, sessionIds: [world.anxiety, world.consent], by: 'school' })
  await chooseWorkshops(act, { placeId, sessionIds: [world.bullying, world.consent], by: 'school' })
  expect(await mailsOf(placeId, 3)).toEqual([
    'CANCEL No longer your workshop: Safeguarding conference: Anxiety, Friday 12 June 2099',
    'REQUEST Your place: Safeguarding conference: Bullying, Friday 12 June 2099, 11:30am',
  ])
  expect(await calendarOf(placeId)).toEqual([
    'Safeguarding conference',
    'Safeguarding conference: Bullying',
    'Safeguarding conference: Consent',
  ])
  await chooseWorkshops(act, { placeId, sessionIds: [world.consent], by: 'school' })
  expect(await chosenBy(placeId)).toEqual(['Consent'])
  expect(await mailsOf(placeId, 5)).toEqual(['CANCEL No longer your workshop: Safeguarding conference: Bullying, Friday 12 June 2099'])
})

it('“Nobody has two workshops of one block, or two at the same time, or one of another event.”', async () => {
  const world = await aConference()
  const other = await aConference()
  const { placeId, actor } = await aBooking(world.event, ['Ann Price'])
  const choose = (...sessionIds: string[]) => chooseWorkshops(anAct({ actor }), { placeId, sessionIds, by: 'school' })
  expect(await choose(world.anxiety, world.bullying)).toEqual({ ok: false, reason: 'one_workshop_a_block' })
  expect(await choose(other.anxiety)).toEqual({ ok: false, reason: 'unknown_workshop' })
  expect(await choose(world.opening)).toEqual({ ok: false, reason: 'unknown_workshop' })
  expect(await choose('nonsense')).toEqual({ ok: false, reason: 'unknown_workshop' })
  await run(`UPDATE Session SET startsAt = '2099-06-12T11:00:00.000Z', endsAt = '2099-06-12T12:00:00.000Z' WHERE id = ?1`, world.consent)
  expect(await choose(world.anxiety, world.consent)).toEqual({ ok: false, reason: 'workshops_clash' })
  expect(await choose(world.anxiety, world.drugs)).toEqual({ ok: true, value: 1 })
  expect(await choose(world.anxiety, world.consent)).toEqual({ ok: false, reason: 'workshops_clash' })
  expect(await chosenBy(placeId)).toEqual(['Anxiety', 'Drugs'])
})

it('“A full workshop can be kept, and joined only when somebody leaves it.”', async () => {
  const world = await aConference({ anxiety: 1, bullying: 1 })
  const { placeIds, actor } = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  const [ann = '', ben = ''] = placeIds
  const act = anAct({ actor })
  await chooseWorkshops(act, { placeId: ann, sessionIds: [world.anxiety], by: 'school' })
  expect(await chooseWorkshops(act, { placeId: ben, sessionIds: [world.anxiety], by: 'school' })).toEqual({
    ok: false,
    reason: 'workshop_full',
  })
  expect((await chooseWorkshops(act, { placeId: ann, sessionIds: [world.anxiety, world.drugs], by: 'school' })).ok).toBe(true)
  await chooseWorkshops(act, { placeId: ben, sessionIds: [world.bullying], by: 'school' })
  const exchanged = await chooseForPlaces(act, {
    by: 'school',
    choices: [
      { placeId: ann, sessionIds: [world.bullying, world.drugs] },
      { placeId: ben, sessionIds: [world.anxiety] },
    ],
  })
  expect(exchanged).toEqual({ ok: true, value: 2 })
  expect([await chosenBy(ann), await chosenBy(ben)]).toEqual([['Bullying', 'Drugs'], ['Anxiety']])
  expect(await calendarOf(ben)).toEqual(['Safeguarding conference', 'Safeguarding conference: Anxiety'])
})

it('“Until the organiser’s cut-off, or the start, the school and the delegate may change it; an organiser until the workshops begin.”', async () => {
  const world = await aConference()
  const { placeId, actor } = await aBooking(world.event, ['Ann Price'])
  await run(`UPDATE Event SET choicesCloseAt = '2099-06-01T11:00:00.000Z' WHERE id = ?1`, world.event.id)
  const choose = (now: string, by: 'school' | 'delegate' | 'organiser', sessionIds: string[]) =>
    chooseWorkshops(anAct({ actor: by === 'organiser' ? organiser.actor : actor, now: new Date(now) }), { placeId, sessionIds, by })
  expect(await choose('2099-06-01T10:59:59.999Z', 'school', [world.anxiety])).toEqual({ ok: true, value: 1 })
  for (const by of ['school', 'delegate'] as const)
    expect(await choose('2099-06-01T11:00:00.000Z', by, [world.bullying])).toEqual({ ok: false, reason: 'choices_closed' })
  expect(await choose('2099-06-12T09:00:00.000Z', 'organiser', [world.bullying])).toEqual({ ok: true, value: 1 })
  expect(await choose('2099-06-12T10:30:00.000Z', 'organiser', [world.anxiety])).toEqual({ ok: false, reason: 'workshop_started' })
  expect(await choose('2099-06-12T10:30:00.000Z', 'organiser', [world.bullying, world.drugs])).toEqual({ ok: true, value: 1 })
  await run(`UPDATE Event SET choicesCloseAt = NULL WHERE id = ?1`, world.event.id)
  expect(await choose('2099-06-12T08:30:00.000Z', 'delegate', [])).toEqual({ ok: false, reason: 'event_started' })
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = createdAt WHERE id = ?1`, world.event.id)
  expect(await choose('2099-06-01T08:30:00.000Z', 'organiser', [])).toEqual({ ok: false, reason: 'event_cancelled' })
})

// “A place that waits has no workshop: it chooses once it is certain.”
it('a place of another school, a place that is none and a place that waits or is cancelled get no workshop', async () => {
  const world = await aConference()
  const ours = await aBooking(world.event, ['Ann Price'])
  const theirs = await aBooking(world.event, ['Ben Lloyd'])
  const choose = (placeId: string, by: 'school' | 'organiser' = 'school') =>
    chooseWorkshops(anAct({ actor: ours.actor }), { placeId, sessionIds: [world.anxiety], by })
  expect(await choose(theirs.placeId)).toEqual({ ok: false, reason: 'no_such_place' })
  expect(await choose(theirs.placeId, 'organiser')).toEqual({ ok: false, reason: 'no_such_place' })
  expect(await choose('nonsense')).toEqual({ ok: false, reason: 'no_such_place' })
  await cancelBooking(anAct({ actor: ours.actor }), ours.reference, undefined)
  expect(await choose(ours.placeId)).toEqual({ ok: false, reason: 'place_not_confirmed' })
  expect(await chosenBy(theirs.placeId)).toEqual([])
})

it('“A place without a name can have workshops; whoever is named is invited to them, and whoever comes instead has the same.”', async () => {
  const world = await aConference()
  const { placeId, actor, reference } = await aBooking(world.event, [], 1)
  await chooseWorkshops(anAct({ actor }), { placeId, sessionIds: [world.anxiety], by: 'school' })
  expect([await chosenBy(placeId), await mailsOf(placeId)]).toEqual([['Anxiety'], []])
  const name = (who: string, was: string | null) =>
    nameDelegates(anAct({ actor }), reference, [
      { placeId, was, delegate: { name: who, email: `${who.slice(0, 3).toLowerCase()}@example.sch.uk`, roleId: 'dsl', represents: [] } },
    ])
  expect((await name('Cara Moss', null)).ok).toBe(true)
  expect(await calendarOf(placeId)).toEqual(['Safeguarding conference', 'Safeguarding conference: Anxiety'])
  const [cara] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId)
  expect((await name('Dewi Rees', cara?.personId ?? null)).ok).toBe(true)
  expect(await chosenBy(placeId)).toEqual(['Anxiety'])
  expect(await calendarOf(placeId)).toEqual(['Safeguarding conference', 'Safeguarding conference: Anxiety'])
  expect((await mailsOf(placeId, 2)).map((mail) => mail.split(' ')[0])).toEqual(['CANCEL', 'CANCEL', 'REQUEST', 'REQUEST'])
})

it('“A cancelled place frees its workshop; brought back, it keeps the workshops that have room.”', async () => {
  const world = await aConference({ anxiety: 1 })
  const { placeIds, actor, reference } = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  const [ann = '', ben = ''] = placeIds
  const act = anAct({ actor })
  await chooseWorkshops(act, { placeId: ann, sessionIds: [world.anxiety, world.consent], by: 'school' })
  await cancelBooking(act, reference, [ann])
  expect(await calendarOf(ann)).toEqual([])
  expect(await chooseWorkshops(act, { placeId: ben, sessionIds: [world.anxiety], by: 'school' })).toEqual({ ok: true, value: 1 })
  const event = await eventByCode(db, world.event.code)
  const kept = choicesThatFit(event?.sessions ?? [], [world.anxiety, world.consent])
  expect(kept).toEqual([world.consent])
  const back = db.prepare(`UPDATE Place SET state = 'confirmed' WHERE id = ?1`).bind(ann)
  await expect(back.run()).rejects.toThrow('workshop_full')
  await expect(db.batch([...dropFullChoices(act, ann, [world.anxiety, world.consent]), back])).rejects.toThrow('malformed JSON')
  await db.batch([...dropFullChoices(act, ann, kept), back])
  expect([await chosenBy(ann), await chosenBy(ben)]).toEqual([['Consent'], ['Anxiety']])
})

it('choosing takes the same number of round trips for one place and for many', async () => {
  const world = await aConference()
  const trips: number[] = []
  for (const names of [['Ann Price'], ['Ben Lloyd', 'Cara Moss', 'Dewi Rees', 'Eve Hill']]) {
    const { placeIds, actor } = await aBooking(world.event, names)
    const counted = counting()
    const choices = placeIds.map((placeId, index) => ({ placeId, sessionIds: [index % 2 ? world.anxiety : world.bullying, world.drugs] }))
    expect((await chooseForPlaces(anAct({ db: counted.db, actor }), { choices, by: 'school' })).ok).toBe(true)
    trips.push(counted.trips())
  }
  expect(trips[0]).toBe(trips[1])
})

// “Nobody has to choose.” “The page of the booking says which places have no workshop yet.”
it('the booking’s page asks for the workshops that are not chosen, and the form for all places or one chooses them', async () => {
  const world = await aConference({ anxiety: 1 })
  const { placeIds, cookie, reference } = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  const [ann = '', ben = ''] = placeIds
  expect(await (await request(`/bookings/${reference}`, { cookie })).text()).toContain('2 places have no workshops yet')
  const page = await (await request(`/bookings/${reference}/workshops`, { cookie })).text()
  for (const text of ['Ann Price', 'Ben Lloyd', 'Morning workshops', '1 of 1 places left', 'You can change the choice until'])
    expect(page).toContain(text)
  const saved = await request(`/bookings/${reference}/workshops`, {
    cookie,
    form: { [`place-${ann}-block-1`]: world.anxiety, [`place-${ann}-block-2`]: world.drugs },
  })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, `/bookings/${reference}`])
  expect([await chosenBy(ann), await chosenBy(ben)]).toEqual([['Anxiety', 'Drugs'], []])
  const form = await (await request(`/bookings/${reference}/places/${ben}/workshops`, { cookie })).text()
  expect(form).toContain('Choose workshops for Ben Lloyd')
  expect(form).toMatch(new RegExp(`value="${world.anxiety}"[^>]*disabled`))
  const full = await request(`/bookings/${reference}/places/${ben}/workshops`, {
    cookie,
    form: { [`place-${ben}-block-1`]: world.anxiety, [`place-${ben}-block-2`]: world.consent },
  })
  expect(full.status).toBe(409)
  const again = await full.text()
  expect(again).toContain('“Anxiety” has no place left. Nothing has been changed')
  expect(again).toMatch(new RegExp(`value="${world.consent}" checked`))
  expect(await chosenBy(ben)).toEqual([])
})

it('somebody else’s booking has no workshops page, and nor has an event without workshops', async () => {
  const world = await aConference()
  const { placeId, reference } = await aBooking(world.event, ['Ann Price'])
  const stranger = await aBooking(world.event, ['Ben Lloyd'])
  for (const path of [`/bookings/${reference}/workshops`, `/bookings/${reference}/places/${placeId}/workshops`])
    for (const options of [{ cookie: stranger.cookie }, { cookie: stranger.cookie, form: { 'block-1': world.anxiety } }])
      expect((await request(path, options)).status).toBe(404)
  expect((await request(`/bookings/${stranger.reference}/places/${placeId}/workshops`, { cookie: stranger.cookie })).status).toBe(404)
})

it('the history of the booking says which workshops were chosen for whom, and an undone cancellation keeps those that fit', async () => {
  const world = await aConference({ anxiety: 1 })
  const { placeIds, actor, reference } = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  const [ann = '', ben = ''] = placeIds
  const act = anAct({ actor })
  await chooseWorkshops(act, { placeId: ann, sessionIds: [world.bullying], by: 'school' })
  await chooseWorkshops(act, { placeId: ann, sessionIds: [world.anxiety, world.consent], by: 'school' })
  await cancelBooking(act, reference, [ann])
  await chooseWorkshops(act, { placeId: ben, sessionIds: [world.anxiety], by: 'school' })
  expect(await undoCancellation(anAct({ actor: organiser.actor }), reference, [ann])).toEqual({ ok: true, value: 1 })
  expect(await chosenBy(ann)).toEqual(['Consent'])
  expect(await calendarOf(ann)).toEqual(['Safeguarding conference', 'Safeguarding conference: Consent'])
  const history = await readNow(db, selectHistory(db, reference))
  const told = history ? entriesOf(history, (kind) => kind).map(({ sentence }) => sentence) : []
  expect(told.filter((sentence) => sentence.startsWith('Chose workshops'))).toEqual([
    'Chose workshops: Ann Price “Bullying”',
    'Chose workshops: Ann Price “Anxiety” and “Consent” instead of “Bullying”',
    'Chose workshops: Ben Lloyd “Anxiety”',
  ])
})

it('after the cut-off the booking’s page offers workshops to organisers alone, and the school reads whom to ask', async () => {
  const world = await aConference()
  const { placeId, reference, cookie } = await aBooking(world.event, ['Ann Price'])
  await run(`UPDATE Event SET choicesCloseAt = '2026-06-01T11:00:00.000Z' WHERE id = ?1`, world.event.id)
  const form = `/bookings/${reference}/places/${placeId}/workshops`
  expect(await (await request(`/bookings/${reference}`, { cookie })).text()).not.toContain(form)
  expect(await htmlOf(request(form, { cookie }))).toContain(
    'Workshops could be changed until Monday 1 June 2026, midday. Ask the organiser',
  )
  const late = await request(form, { cookie, form: { [`place-${placeId}-block-1`]: world.anxiety } })
  expect([late.status, await chosenBy(placeId)]).toEqual([409, []])
  expect(await (await request(`/bookings/${reference}`, { cookie: organiser.cookie })).text()).toContain(form)
  const done = await request(form, { cookie: organiser.cookie, form: { [`place-${placeId}-block-1`]: world.anxiety } })
  expect([done.status, await chosenBy(placeId)]).toEqual([303, ['Anxiety']])
})

it('what is sent by hand is refused: another workshop’s id, a script, an endless list', async () => {
  const world = await aConference()
  const { placeId, reference, cookie } = await aBooking(world.event, ['Ann Price'])
  const send = (value: string | string[]) =>
    request(`/bookings/${reference}/places/${placeId}/workshops`, { cookie, form: { [`place-${placeId}-block-1`]: value } })
  for (const value of ['<script>alert(1)</script>', 'x'.repeat(50_000), world.opening, 'ŵ\u202e'])
    expect((await send(value)).status).toBe(409)
  expect((await send([world.anxiety, world.bullying])).status).toBe(303)
  expect(await chosenBy(placeId)).toEqual(['Bullying'])
  expect(await (await send('<script>alert(1)</script>')).text()).not.toContain('<script>alert')
})
