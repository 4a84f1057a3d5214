// What an event counts towards: said by organisers, read by everybody, and never lost when it
// is said otherwise.
import { expect, it } from 'vitest'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { editionsOn } from '#attendance/requirements/requirement.ts'
import { satisfying } from '#attendance/requirements/training.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { sayCountsTowards } from '#events/events/requirement.ts'
import { selectCountsTowards } from '#events/events/requirement-store.ts'
import { anAccount, anEvent, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aPerson, cameTo } from '../coverage/world.ts'
import { aRole } from '../requirements/world.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const organiser = async () => (await anAccount({ roles: ['organiser'] })).cookie
const read = async (path: string, cookie?: string) => (await request(path, cookie ? { cookie } : {})).text()

const seenIn = (page: string): string => /name="seen" value="([^"]*)"/.exec(page)?.[1] ?? 'none'
const stored = (eventId: string) =>
  rows(
    `SELECT requirementId, sessionId, countsAs, supersededAt IS NOT NULL AS superseded FROM CountsTowards WHERE eventId = ?1 ORDER BY supersededAt IS NULL, requirementId, countsAs`,
    eventId,
  )

// “What an event or one session of it counts towards is suggested by its purpose and topic,
// and said by an organiser; its public page says so.”
// “Where nothing is said, purpose, topic, level and length decide.”
it('what a draft counts towards is suggested by its purpose and topic, saved, and said on its pages once it is public', async () => {
  const cookie = await organiser()
  const event = await anEvent({ ...ahead, topicId: 'designated-lead', state: 'draft' })
  const path = `/organiser/events/${event.code}/requirements`
  const form = await read(path, cookie)
  expect(form).toContain('Nobody has said yet')
  const chosen = [...form.matchAll(/<select[^>]*name="(counts-event-[^"]+)"(?:(?!<\/select>).)*?value="either" selected/g)].map(
    ([, name]) => name,
  )
  expect(chosen).toEqual(['counts-event-lead', 'counts-event-deputies', 'counts-event-lead_update'])
  expect(form).not.toContain('counts-event-staff_update')
  const sent = { seen: '', 'counts-event-lead': 'either', 'counts-event-lead_update': 'refresher' }
  expect((await request(path, { cookie, form: sent })).status).toBe(303)
  expect(await stored(event.id)).toEqual([
    { requirementId: 'lead', sessionId: null, countsAs: 'either', superseded: 0 },
    { requirementId: 'lead_update', sessionId: null, countsAs: 'refresher', superseded: 0 },
  ])
  const said = 'Designated lead: training every two years; Lead and deputies: update every year (as a refresher)'
  expect(await read(`/organiser/events/${event.code}`, cookie)).toContain(said)
  await run(`UPDATE Event SET state = 'published', publishedAt = createdAt WHERE id = ?1`, event.id)
  const tags = 'Counts as Designated lead: training every two years Lead and deputies: update every year (as a refresher)'
  expect(plain(await read(`/events/${event.code}`))).toContain(tags)
})

// “Once the event is public a change asks why, and the log keeps the reason; what was said
// before is superseded and never lost.”
it('once it is public a change asks for a reason, which the log keeps; what was said before is superseded, and the second of two is told', async () => {
  const cookie = await organiser()
  const event = await anEvent({ ...ahead, topicId: 'designated-lead' })
  const path = `/organiser/events/${event.code}/requirements`
  // What nobody had said before is no change.
  expect((await request(path, { cookie, form: { seen: '', 'counts-event-lead': 'refresher' } })).status).toBe(303)
  const said = seenIn(await read(path, cookie))
  const first = await request(path, { cookie, form: { seen: said, 'counts-event-lead': 'first' } })
  expect([first.status, (await first.text()).includes('Choose why it is changed')]).toEqual([422, true])
  expect((await request(path, { cookie, form: { seen: said, 'counts-event-lead': 'first', reason: 'mistake' } })).status).toBe(303)
  const seen = seenIn(await read(path, cookie))
  const change = (countsAs: string) => request(path, { cookie, form: { seen, 'counts-event-lead': countsAs, reason: 'programme' } })
  const answers = await Promise.all([change('either'), change('refresher')])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  const now = (await stored(event.id)).at(-1)
  expect(await stored(event.id)).toEqual([
    { requirementId: 'lead', sessionId: null, countsAs: 'first', superseded: 1 },
    { requirementId: 'lead', sessionId: null, countsAs: 'refresher', superseded: 1 },
    now,
  ])
  const late = await change('first')
  expect([late.status, (await late.text()).includes('changed since you opened this page')]).toEqual([409, true])
  expect(
    await rows(
      `SELECT json_extract(after, '$.reason') AS reason FROM Log WHERE act = 'event.counts_towards' AND eventId = ?1 ORDER BY id`,
      event.id,
    ),
  ).toEqual([{ reason: null }, { reason: 'mistake' }, { reason: 'programme' }])
})

it('one session alone can count, and a reader of reports says nothing of it', async () => {
  const cookie = await organiser()
  const sessions = [
    { ...ahead, title: 'Morning' },
    { startsAt: '2099-06-13T08:30:00.000Z', endsAt: '2099-06-13T15:00:00.000Z', title: 'Afternoon' },
  ]
  const event = await anEvent({ sessions })
  const path = `/organiser/events/${event.code}/requirements`
  const second = event.sessions[1]?.id ?? ''
  expect((await request(path, { cookie, form: { seen: '', [`counts-${second}-panel`]: 'either', reason: 'mistake' } })).status).toBe(303)
  expect(await stored(event.id)).toEqual([{ requirementId: 'panel', sessionId: second, countsAs: 'either', superseded: 0 }])
  expect(await read(`/events/${event.code}`)).toContain(
    'Recruitment panel: one trained member (maintained schools) (the session “Afternoon”)',
  )
  const { cookie: reader } = await anAccount({ roles: ['reader'] })
  expect((await request(path, { cookie: reader })).status).toBe(404)
})

// “That an event counts towards nothing is said and stored like anything else: it is not the
// same as that nobody has said.”
// “Whoever publishes an event of which nobody has said what it counts towards is asked it
// next; those of which nobody has said are listed for officers.”
it('an event that counts towards nothing satisfies no requirement, whatever its topic; one of which nobody has said counts by its topic', async () => {
  const cookie = await organiser()
  const school = await aSchool()
  const person = await aPerson('Ann Lead')
  await aRole(person, school)
  const past = { startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z', topicId: 'designated-lead' }
  const event = await anEvent(past)
  await cameTo(event, school, 'attended', { personId: person })
  const state = async () =>
    (await readNow(db, selectSchoolsKnown(db, [school.id], '2026-03-01'))).map((one) =>
      one.trainings.map(({ countsTowards }) => countsTowards),
    )
  expect(await state()).toEqual([[{}]])
  expect(await read(`/organiser/events/${event.code}`, cookie)).toContain('Nobody has said: its purpose and topic decide')
  const unsaid = '/requirements/unsaid-events'
  expect(await read(unsaid, cookie)).toContain(`/organiser/events/${event.code}/requirements`)
  const reader = await anAccount({ roles: ['reader'] })
  expect((await request(unsaid, { cookie: reader.cookie })).status).toBe(404)
  expect([await read('/requirements', cookie), await read('/requirements', reader.cookie)].map((page) => page.includes(unsaid))).toEqual([
    true,
    false,
  ])
  // What is chosen for the whole event beside it is not read.
  const form = { seen: '', nothing: 'yes', 'counts-event-lead': 'either' }
  expect((await request(`/organiser/events/${event.code}/requirements`, { cookie, form })).status).toBe(303)
  expect(await stored(event.id)).toEqual([{ requirementId: null, sessionId: null, countsAs: 'none', superseded: 0 }])
  expect(await state()).toEqual([[{ '*': 'none' }]])
  expect(await read(unsaid, cookie)).not.toContain(event.code)
  expect(plain(await read(`/events/${event.code}`))).toContain('Counts as no training')
  expect(await read(`/organiser/events/${event.code}/requirements`, cookie)).toMatch(/name="nothing"[^>]*checked/)
})

it('of every topic and purpose, as councils have them from the start, the page of an event says what the rule counts', async () => {
  const topics = await rows<{ id: string }>('SELECT id FROM Topic ORDER BY position')
  const school = await aSchool()
  const held = await Promise.all(
    topics.flatMap(({ id: topicId }) =>
      (['training', 'update', 'briefing'] as const).map(async (purpose) => {
        const event = await anEvent({ startsAt: '2026-10-12T08:30:00.000Z', endsAt: '2026-10-12T15:00:00.000Z', topicId })
        await run('UPDATE Event SET purpose = ?2 WHERE id = ?1', event.id, purpose)
        const personId = await aPerson()
        await aRole(personId, school)
        await cameTo(event, school, 'attended', { personId })
        return { event, personId, of: `${topicId} ${purpose}` }
      }),
    ),
  )
  const { known, editions } = await readTogether(db, {
    known: selectSchoolsKnown(db, [school.id], '2026-11-01'),
    editions: selectEditions(db),
  })
  const asked = editionsOn(editions, '2026-10-12').filter(({ whose }) => whose !== 'statement')
  const byRule = held.map(({ of, personId }) => [
    of,
    asked
      .filter(
        (edition) =>
          satisfying(
            edition,
            (known[0]?.trainings ?? []).filter((one) => one.personId === personId),
            '2026-11-01',
          ).counted.length > 0,
      )
      .map(({ label }) => label)
      .join('; '),
  ])
  const onPage = await Promise.all(
    held.map(async ({ of, event }) => [of, sayCountsTowards(await readNow(db, selectCountsTowards(db, event.code)))]),
  )
  expect(onPage).toEqual(byRule)
  expect(Object.fromEntries(onPage)['designated-lead training']).toBe(
    'Designated lead: training every two years; Deputy DSLs: training every two years; Lead and deputies: update every year',
  )
  const lead = held.find(({ of }) => of === 'designated-lead training')
  expect(plain(await read(`/events/${lead?.event.code}`))).toContain(
    'Deputy DSLs: training every two years Lead and deputies: update every year',
  )
  expect(await read(`/organiser/events/${lead?.event.code}`, await organiser())).toContain(
    'Nobody has said: its purpose and topic decide. It counts towards Designated lead: training every two years;',
  )
})
