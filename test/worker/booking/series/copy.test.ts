// A copy of an event has all its settings, on other days and at the same times; series hold
// the dates together.

import { expect, it } from 'vitest'
import { countEvent } from '#attendance/editions/count-event.ts'
import { selectCounted } from '#attendance/editions/event-store.ts'
import { readNow } from '#base/db/read.ts'
import { copyEvent } from '#booking/series/copy-event.ts'
import { eventByCode, eventById } from '#events/events/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, existing, request, rows, run, tick } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'

const organiser = () => anAccount({ roles: ['organiser'] })

/** An event with everything that an organiser can set, in British Summer Time. */
const aFullEvent = async () => {
  const event = await anEvent({
    title: 'Everything',
    capacity: 60,
    placesPerSchool: 3,
    sessions: [
      { startsAt: '2027-06-11T08:30:00.000Z', endsAt: '2027-06-11T11:00:00.000Z' },
      { startsAt: '2027-06-11T12:00:00.000Z', endsAt: '2027-06-11T14:00:00.000Z' },
    ],
    bookingOpensAt: '2027-03-01T09:00:00.000Z',
    bookingClosesAt: '2027-06-08T22:59:00.000Z',
  })
  const [a, b] = [await aSchool(), await aSchool()]
  const at = tick().toISOString()
  await db.batch([
    insert('CancellationTerms', {
      id: `terms-${event.id}`,
      termsKey: `terms-${event.id}`,
      name: 'Old',
      fullPence: 100,
      absentPence: 0,
      createdAt: at,
    }),
    insert('CancellationTerms', {
      id: `${`terms-${event.id}`}b`,
      termsKey: `terms-${event.id}`,
      version: 2,
      name: 'New',
      freeDays: 5,
      fullPence: 200,
      absentPence: 0,
      createdAt: at,
    }),
    db
      .prepare(
        `UPDATE Event SET placesPerTrust = 5, approval = 1, waitingOrder = 'no_record_first', offerHours = 24, namesDueAt = '2027-06-04T11:00:00.000Z', namesRelease = 1,
           choicesCloseAt = '2027-06-09T11:00:00.000Z', termsId = ?2 WHERE id = ?1`,
      )
      .bind(event.id, `terms-${event.id}`),
    db.prepare(`UPDATE Session SET block = 'Afternoon', capacity = 20, title = 'Workshop' WHERE id = ?1`).bind(event.sessions[1]?.id),
    insert('HeldBack', { id: `hb1-${event.id}`, eventId: event.id, places: 4, releaseAt: '2027-05-01T11:00:00.000Z', createdAt: at }),
    insert('HeldBack', {
      id: `hb2-${event.id}`,
      eventId: event.id,
      forWhom: 'no_record',
      releaseAt: '2027-05-15T11:00:00.000Z',
      createdAt: at,
    }),
    insert('HeldBackSchool', { heldBackId: `hb1-${event.id}`, schoolId: a.id }),
    insert('HeldBackSchool', { heldBackId: `hb1-${event.id}`, schoolId: b.id }),
    insert('EventQuestion', {
      id: `q-${event.id}`,
      eventId: event.id,
      position: 1,
      kind: 'choice',
      label: 'Travel?',
      settings: '{"options":["Car","Train"]}',
      required: 1,
      createdAt: at,
    }),
    insert('EvaluationWave', { eventId: event.id, wave: 'head', weeks: 7, released: 5 }),
    insert('EvaluationQuestion', {
      id: `e-${event.id}`,
      eventId: event.id,
      wave: 'head',
      position: 1,
      label: 'What has changed?',
      settings: '{"options":["Much","Little"]}',
    }),
    insert('EventAudience', { eventId: event.id }),
    insert('EventAudience', { eventId: event.id, dimension: 'kind', value: 'primary' }),
  ])
  return { ...event, schools: [a, b] }
}

// “A copy is a draft with everything that an organiser has set, terms in their newest version.”
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

it('“Every day of it moves by as many days as the event, at the same time of day in London”: everything that an organiser has set is in the copy', async () => {
  const original = await aFullEvent()
  const event = await eventByCode(db, original.code).then(existing)
  const { actor } = await organiser()
  const counts = { event: { id: event.id, state: 'draft' }, reason: undefined }
  const lead = { requirementId: 'lead', sessionId: undefined, countsAs: 'either' as const }
  const panel = { requirementId: 'panel', sessionId: event.sessions.find(({ block }) => block !== '')?.id, countsAs: 'first' as const }
  const deputies = { requirementId: 'deputies', sessionId: undefined, countsAs: 'first' as const }
  await countEvent(anAct({ actor }), { ...counts, seen: [], counts: [lead, panel, deputies] })
  const seen = await readNow(db, selectCounted(db, event.code))
  await countEvent(anAct({ actor, now: new Date(Date.now() + 1000) }), { ...counts, seen, counts: [lead, panel] })
  // From British Summer Time to Greenwich Mean Time: half past nine stays half past nine.
  const id = crypto.randomUUID()
  const copied = await copyEvent(anAct({ actor }), { event, id, startsOn: '2027-11-19', inSeries: false })
  const copy = copied.ok ? await eventById(db, id) : undefined
  if (!copy) throw new Error('no copy')
  const same = ({
    id: _id,
    code: _code,
    sessions: _s,
    createdAt: _c,
    publishedAt: _p,
    version: _v,
    state: _st,
    rules: _r,
    termsId: _t,
    bookingOpensAt: _o,
    bookingClosesAt: _cl,
    heldBack: _h,
    onlyFor: _on,
    ...rest
  }: typeof event) => rest
  expect(same(copy)).toEqual(same(event))
  expect([copy.state, copy.publishedAt, copy.seriesId]).toEqual(['draft', null, null])
  expect(copy.sessions.map(({ startsAt, endsAt, block, capacity, title }) => [startsAt, endsAt, block, capacity, title])).toEqual([
    ['2027-11-19T09:30:00.000Z', '2027-11-19T12:00:00.000Z', '', null, ''],
    ['2027-11-19T13:00:00.000Z', '2027-11-19T15:00:00.000Z', 'Afternoon', 20, 'Workshop'],
  ])
  expect(copy.rules).toEqual({ ...event.rules, namesDueAt: '2027-11-12T12:00:00.000Z', choicesCloseAt: '2027-11-17T12:00:00.000Z' })
  expect([copy.bookingOpensAt, copy.bookingClosesAt]).toEqual(['2027-08-09T08:00:00.000Z', '2027-11-16T23:59:00.000Z'])
  expect(copy.termsId).toBe(`terms-${original.id}b`)
  expect(
    await rows(
      `SELECT h.places, h.forWhom, h.releaseAt, (SELECT COUNT(*) FROM HeldBackSchool x WHERE x.heldBackId = h.id) AS schools FROM HeldBack h WHERE h.eventId = ?1 ORDER BY h.releaseAt`,
      id,
    ),
  ).toEqual([
    // “In a copy of an event they fall on the last school hour before the moved time.”
    { places: 4, forWhom: 'schools', releaseAt: '2027-10-08T15:00:00.000Z', schools: 2 },
    { places: 2, forWhom: 'no_record', releaseAt: '2027-10-22T15:00:00.000Z', schools: 0 },
  ])
  expect(await rows('SELECT scope, kind, label, settings, required FROM EventQuestion WHERE eventId = ?1', id)).toEqual([
    { scope: 'place', kind: 'choice', label: 'Travel?', settings: '{"options":["Car","Train"]}', required: 1 },
  ])
  // What it asks afterwards comes along, and nothing of what was answered.
  expect(
    await rows(
      `SELECT w.wave, w.weeks, w.released, q.kind, q.label, q.settings FROM EvaluationWave w JOIN EvaluationQuestion q ON q.eventId = w.eventId WHERE w.eventId = ?1`,
      id,
    ),
  ).toEqual([
    { wave: 'head', weeks: 7, released: 0, kind: 'choice', label: 'What has changed?', settings: '{"options":["Much","Little"]}' },
  ])
  const workshop = copy.sessions.find(({ block }) => block !== '')?.id
  expect(await rows('SELECT sessionId, requirementId, countsAs FROM CountsTowards WHERE eventId = ?1 ORDER BY countsAs', id)).toEqual([
    { sessionId: null, requirementId: 'lead', countsAs: 'either' },
    { sessionId: workshop, requirementId: 'panel', countsAs: 'first' },
  ])
  expect(await rows('SELECT * FROM Booking WHERE eventId = ?1', id)).toEqual([])
})

// “Every day of it moves by as many days as the event, at the same time of day in London; a
// time that the clock skips is an hour later.”
it('“a time that the clock skips is an hour later. A day that would lie in the past is left to be decided anew.”', async () => {
  const night = await anEvent({
    startsAt: '2026-11-29T01:30:00.000Z',
    endsAt: '2026-11-29T05:00:00.000Z',
    bookingOpensAt: '2026-02-01T09:00:00.000Z',
  })
  const event = await eventByCode(db, night.code).then(existing)
  const { actor } = await organiser()
  const id = crypto.randomUUID()
  // On 28 March 2027 the clock in London goes from 1am to 2am.
  await copyEvent(anAct({ actor, now: new Date('2026-11-24T09:00:00.000Z') }), { event, id, startsOn: '2027-03-28', inSeries: false })
  const copy = await eventById(db, id)
  expect(copy?.sessions.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
    ['2027-03-28T01:30:00.000Z', '2027-03-28T04:00:00.000Z'],
  ])
  expect(copy?.bookingOpensAt).toBe(null)
})

it('“A session that was called off is not copied.”', async () => {
  const sessions = [
    { title: 'Opening', startsAt: '2027-06-11T08:30:00.000Z', endsAt: '2027-06-11T11:00:00.000Z' },
    { title: 'Panel', startsAt: '2027-06-11T12:00:00.000Z', endsAt: '2027-06-11T14:00:00.000Z' },
  ]
  const held = await anEvent({ sessions })
  await run(
    `UPDATE Session SET calledOffAt = ?2, calledOffWhy = 'The speaker is ill.' WHERE id = ?1`,
    held.sessions[0]?.id,
    tick().toISOString(),
  )
  const event = await eventByCode(db, held.code).then(existing)
  const { actor } = await organiser()
  const id = crypto.randomUUID()
  expect((await copyEvent(anAct({ actor }), { event, id, startsOn: '2027-06-18', inSeries: false })).ok).toBe(true)
  expect(await rows('SELECT title, startsAt, calledOffAt FROM Session WHERE eventId = ?1', id)).toEqual([
    { title: 'Panel', startsAt: '2027-06-18T12:00:00.000Z', calledOffAt: null },
  ])
})

it('a copy and another date of a series keep the joining link, but none from before links were looked at', async () => {
  const { actor } = await organiser()
  const linkOfCopy = async (joiningLink: string, inSeries: boolean) => {
    const made = await anEvent({
      startsAt: '2027-06-11T08:30:00.000Z',
      endsAt: '2027-06-11T14:00:00.000Z',
      attendanceMode: 'online',
      joiningLink,
    })
    const event = await eventByCode(db, made.code).then(existing)
    const id = crypto.randomUUID()
    expect((await copyEvent(anAct({ actor }), { event, id, startsOn: '2027-06-18', inSeries })).ok).toBe(true)
    return (await eventById(db, id))?.joiningLink
  }
  for (const inSeries of [false, true]) {
    expect(await linkOfCopy('https://meet.example/x?pwd=a', inSeries)).toBe('https://meet.example/x?pwd=a')
    for (const old of ['javascript:alert(1)', 'https://council.gov.uk@evil.example/', 'https://meet.example/a b'])
      expect(await linkOfCopy(old, inSeries)).toBe('')
  }
})

// “Bookings, waiting lists, answers, needs, messages and registers stay with the original.”
it('the page says what is copied and what is not, and refuses a day that is none or past', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const { cookie } = await organiser()
  const page = await (await request(`/organiser/events/${event.code}/copy`, { cookie })).text()
  expect(page).toContain('value="2100-06-11"')
  expect(page).toContain('bookings, waiting lists, answers, needs, messages and registers')
  for (const [startsOn, problem] of [
    ['soon', 'Enter the date on which the copy begins'],
    ['2020-01-01', 'The date must be today or later'],
    ['2999-01-01', 'The date must be in the next 5 years'],
  ] as const) {
    const answer = await request(`/organiser/events/${event.code}/copy`, { cookie, form: { startsOn, id: crypto.randomUUID() } })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(problem)
  }
})

// “A series is the same conference on several dates.”
it('a copy as another date makes one series of both, sent twice too, and a third joins it', async () => {
  const event = await anEvent({ startsAt: `${dayIn(200)}T08:30:00.000Z`, endsAt: `${dayIn(200)}T15:00:00.000Z` })
  const { cookie } = await organiser()
  const form = { id: crypto.randomUUID(), startsOn: dayIn(221), series: 'yes' }
  const answers = await Promise.all([1, 2].map(() => request(`/organiser/events/${event.code}/copy`, { cookie, form })))
  expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
  const [first] = await rows<{ seriesId: string }>('SELECT seriesId FROM Event WHERE id = ?1', event.id)
  expect(first?.seriesId).toMatch(/./)
  expect(await rows('SELECT id, seriesId FROM Event WHERE seriesId = ?1 ORDER BY createdAt', first?.seriesId)).toHaveLength(2)
  await request(`/organiser/events/${event.code}/copy`, {
    cookie,
    form: { id: crypto.randomUUID(), startsOn: dayIn(284), series: 'yes' },
  })
  expect(await rows('SELECT COUNT(*) AS n FROM Event WHERE seriesId = ?1', first?.seriesId)).toEqual([{ n: 3 }])
})

// “The public sees its published dates with what is left of each; drafts are nobody’s but the
// organisers’.” “The page of each event names the other dates that lie ahead.”
it('a series is started, takes events of its topic in and lets them go; the public sees its published dates with what is left of each', async () => {
  const { cookie } = await organiser()
  const id = crypto.randomUUID()
  const start = { id, title: 'Annual <conference>', topicId: 'child-on-child-abuse' }
  expect((await request('/organiser/series', { cookie, form: { ...start, title: ' ' } })).status).toBe(422)
  expect((await request('/organiser/series', { cookie, form: { ...start, topicId: 'nothing' } })).status).toBe(422)
  for (let press = 0; press < 2; press += 1)
    expect((await request('/organiser/series', { cookie, form: start })).headers.get('location')).toBe(`/organiser/series/${id}`)
  expect(await rows('SELECT title FROM Series WHERE id = ?1', id)).toEqual([{ title: 'Annual <conference>' }])
  expect((await request(`/series/${id}`)).status).toBe(404)
  const far = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
  const [june, july] = [
    await anEvent({ ...far, capacity: 7 }),
    await anEvent({ startsAt: '2099-07-03T08:30:00.000Z', endsAt: '2099-07-03T15:00:00.000Z' }),
  ]
  const draft = await anEvent({ ...far, state: 'draft' })
  const other = await anEvent({ ...far, topicId: 'online-safety' })
  await run('UPDATE Event SET publishedAt = NULL WHERE id = ?1', draft.id)
  for (const { code } of [june, july, draft])
    expect((await request(`/organiser/series/${id}/join`, { cookie, form: { code } })).status).toBe(303)
  const refused = await request(`/organiser/series/${id}/join`, { cookie, form: { code: other.code } })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('All dates of a series share one topic')
  const page = await (await request(`/series/${id}`)).text()
  expect(page).toContain('Annual &lt;conference&gt;')
  expect(page).toContain('7 places left')
  expect(page).toContain(`/events/${july.code}`)
  expect(page).not.toContain(draft.code)
  const eventPage = await (await request(`/events/${june.code}`)).text()
  expect(eventPage).toContain('Friday 3 July 2099')
  expect(eventPage).toContain(`/series/${id}`)
  expect(eventPage).not.toContain(draft.code)
  expect((await request(`/organiser/series/${id}/leave`, { cookie, form: { code: july.code } })).status).toBe(303)
  expect(await (await request(`/events/${june.code}`)).text()).not.toContain('Friday 3 July 2099')
})

it('“All its dates share one topic; an event of a series keeps its topic.”', async () => {
  const id = crypto.randomUUID()
  const event = await anEvent()
  await db.batch([
    insert('Series', { id, title: 'S', topicId: 'child-on-child-abuse' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id = ?2').bind(id, event.id),
  ])
  await expect(run(`UPDATE Event SET topicId = 'online-safety' WHERE id = ?1`, event.id)).rejects.toThrow('series_shares_topic')
  await expect(run(`UPDATE Series SET topicId = 'online-safety' WHERE id = ?1`, id)).rejects.toThrow('series_shares_topic')
})
