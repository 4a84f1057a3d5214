// What a closed register rests on changes by two people, and everybody who relied on it is told.

import { expect, it } from 'vitest'
import { sayMade } from '#attendance/corrections/correction.ts'
import { decideCorrection } from '#attendance/corrections/decide-correction.ts'
import { proposeCorrection, proposeRepresented } from '#attendance/corrections/propose-correction.ts'
import { selectMade, selectRecorded, selectRecordedPlace } from '#attendance/corrections/store.ts'
import type { Question } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { correctionLines } from '#attendance/replies/line.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import { eventById } from '#events/events/store.ts'
import { accepted, anAccount, anAct, aSchool, before, db, existing, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aDay, certificatesOf, close, issue, mailsOf } from '../certificates/world.ts'
import { anArea, reportsByOne } from '../coverage/world.ts'

await reportsByOne()
const now = new Date('2028-07-03T09:00:00.000Z')
const organiser = await anAccount({ roles: ['organiser'], name: 'Ada Owen' })
const officer = await anAccount({ roles: ['officer'], name: 'Ben Rees' })
const as = (who: typeof organiser) => anAct({ actor: who.actor, now })

const recorded = async (code: string) => {
  const event = await readNow(db, selectRecorded(db, code)).then(existing)
  return event
}

/** Two years ago two people of one school came, and the registers were closed. */
const longAgo = async () => {
  const day = await aDay([
    { name: 'Mair Pugh', marks: ['attended', 'attended'], email: `mair.${tick().getTime()}@example.sch.uk` },
    { name: 'Ifan Rees', marks: ['attended', 'absent'] },
  ])
  const booker = await anAccount({ name: 'Nia Wyn', schoolIds: [day.school.id] })
  await run('UPDATE Booking SET bookedById = ?2 WHERE eventId = ?1', day.event.id, booker.accountId)
  await issue()
  return { ...day, booker, event: await recorded(day.event.code) }
}

/** The draft of the event as it is, half a year later and about something else. */
const moved = async (id: string) => {
  const event = await eventById(db, id, now).then(existing)
  const later = (at: string) => at.replace('2026-06-12', '2026-12-11')
  return {
    event,
    draft: {
      facts: { ...event, title: 'Another title', topicId: 'prevent' },
      sessions: event.sessions.map((session) => ({ ...session, startsAt: later(session.startsAt), endsAt: later(session.endsAt) })),
      ...{ breaks: event.breaks, roleIds: [], kinds: [] },
    },
  }
}

const factsOf = (id: string) =>
  rows(
    `SELECT e.title, e.topicId, (SELECT group_concat(DISTINCT substr(x.startsAt, 1, 10)) FROM Session x WHERE x.eventId = e.id) AS days FROM Event e WHERE e.id = ?1`,
    id,
  )
const asItWas = [{ title: expect.any(String), topicId: 'designated-lead', days: '2026-06-12' }]

const asked = async (code: string) => {
  const event = await recorded(code)
  const later = (at: string) => at.replace('2026-06-12', '2026-06-19')
  const sessions = event.record.sessions.map((session) => ({
    ...session,
    startsAt: later(session.startsAt),
    endsAt: later(session.endsAt),
  }))
  return { event, is: { ...event.record, title: 'Leads meet', sessions }, reason: 'The paper register is of the 19th' }
}

const proposed = async (code: string) => {
  const { event, ...ask } = await asked(code)
  const done = await proposeCorrection(as(organiser), event, ask).then(accepted)
  return done.id
}

const approve = (id: string, who = officer) => decideCorrection(as(who), { id, decision: 'approved', note: '' })

it('Once a register is closed, the event’s title, topic, purpose, length, level and provider, and that session’s day, hours and name, change only by a correction.', async () => {
  const { event } = await longAgo()
  const { event: details, draft } = await moved(event.id)
  expect(await changeEvent(as(organiser), { event: details, version: details.version, draft })).toEqual({
    ok: false,
    reason: 'register_closed',
  })
  expect(await factsOf(event.id)).toEqual(asItWas)
  // By hand neither, one thing at a time.
  for (const change of [
    'title = title || 1',
    `topicId = 'prevent'`,
    `purpose = 'briefing'`,
    'minutes = 1',
    `level = '4'`,
    `provider = 'x'`,
  ])
    await expect(run(`UPDATE Event SET ${change} WHERE id = ?1`, event.id)).rejects.toThrow('closed_register_stands')
  for (const change of ['title = title || 1', `startsAt = '2026-06-12T06:00:00.000Z'`, `endsAt = '2026-06-12T20:00:00.000Z'`])
    await expect(run(`UPDATE Session SET ${change} WHERE eventId = ?1`, event.id)).rejects.toThrow('closed_register_stands')
  // “What nobody relies on, such as the description, is edited as before, and so is a session of which the register is open.”
  const untouched = { ...draft, facts: { ...details, description: 'With lunch' }, sessions: details.sessions }
  expect((await changeEvent(as(organiser), { event: details, version: details.version, draft: untouched })).ok).toBe(true)
  const page = await textOf(request(`/organiser/events/${event.code}`, { cookie: organiser.cookie }))
  expect(page).toContain('Correct the record')
  const open = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }], { closed: false })
  const [morning, afternoon] = open.event.sessions
  await close(morning?.id ?? '', '2026-06-12T15:05:00.000Z')
  await run(`UPDATE Session SET endsAt = '2026-06-12T15:30:00.000Z' WHERE id = ?1`, afternoon?.id)
})

// “Whoever changes an event while its register is closed is refused.”
it('an edit that meets the closing of the register is refused, and without the trigger the record is moved', async () => {
  const race = async () => {
    const day = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }], { closed: false })
    const { event, draft } = await moved(day.event.id)
    const closing = async () => {
      for (const session of day.event.sessions) await close(session.id)
    }
    const done = await changeEvent({ ...as(organiser), db: before(1, closing) }, { event, version: event.version, draft })
    return [done.ok || done.reason, (await factsOf(event.id))[0]?.['days']]
  }
  expect(await race()).toEqual(['register_closed', '2026-06-12'])
  const guards = await rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE name IN ('Event_of_closed_register', 'Session_of_closed_register')`,
  )
  await db.batch(guards.map(({ name }) => db.prepare(`DROP TRIGGER ${name}`)))
  expect(await race()).toEqual([true, '2026-12-11'])
  await db.batch(guards.map(({ sql }) => db.prepare(sql)))
})

it('A correction is proposed with a reason and a fresh proof, and counts once another person approves it.', async () => {
  const { event } = await longAgo()
  const { is, reason } = await asked(event.code)
  expect(await proposeCorrection(as(organiser), event, { is, reason: ' ' })).toEqual({ ok: false, reason: 'reason_missing' })
  expect(await proposeCorrection(as(organiser), event, { is: event.record, reason })).toEqual({ ok: false, reason: 'nothing_differs' })
  // “Organisers, officers and administrators propose and decide, as long as they hold the role.”
  const finance = await anAccount({ roles: ['finance'] })
  expect(await proposeCorrection(as(finance), event, { is, reason })).toEqual({ ok: false, reason: 'not_allowed' })
  const id = await proposed(event.code)
  expect(await factsOf(event.id)).toEqual(asItWas)
  expect(await approve(id, finance)).toEqual({ ok: false, reason: 'not_allowed' })
  expect(await approve(id, organiser)).toEqual({ ok: false, reason: 'own_proposal' })
  const second = await anAccount({ roles: ['officer'] })
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', second.accountId, organiser.personId)
  expect(await approve(id, second)).toEqual({ ok: false, reason: 'own_proposal' })
  // “Somebody who had the other’s address, or signs in elsewhere as they do, is no second person.”
  const renamed = await anAccount({ roles: ['officer'] })
  const emailChangeId = now.toISOString()
  await add('EmailChange', {
    id: 'a tie',
    accountId: renamed.accountId,
    oldEmail: organiser.actor.email,
    newEmail: 'x@x.example',
    codeHash: 'h',
    createdAt: emailChangeId,
    expiresAt: emailChangeId,
    usedAt: emailChangeId,
  })
  expect(await approve(id, renamed)).toEqual({ ok: false, reason: 'own_proposal' })
  const stale = await anAccount({ roles: ['organiser'], provenAt: '2020-01-01T00:00:00.000Z' })
  const form = { decision: 'approved', note: '' }
  const sent = await request(`/organiser/proposals/${id}`, { cookie: stale.cookie, form })
  expect([sent.status, sent.headers.get('location')?.startsWith('/account/prove')]).toEqual([303, true])
  expect(await factsOf(event.id)).toEqual(asItWas)
  const page = await textOf(request(`/organiser/proposals/${id}`, { cookie: officer.cookie }))
  expect(page).toContain('Day and hours of session 1: 12 June 2026, 9:30am to midday, corrected to 19 June 2026, 9:30am to midday')
  expect(page).toContain('The paper register is of the 19th')
  expect((await request(`/organiser/proposals/${id}`, { cookie: officer.cookie, form })).status).toBe(303)
  expect(await factsOf(event.id)).toEqual([{ title: 'Leads meet', topicId: 'designated-lead', days: '2026-06-19' }])
})

it('Approving changes the record, replaces every certificate of the event, and tells holders and bookers what was corrected and why.', async () => {
  const { event, booker } = await longAgo()
  const was = await certificatesOf(event.id)
  const mails = (await mailsOf(event.id)).length
  expect((await approve(await proposed(event.code))).ok).toBe(true)
  await issue('2028-07-03T09:05:00.000Z')
  const stored = await certificatesOf(event.id)
  expect(stored.map(({ name, ended }) => [name, ended])).toEqual([
    ['Mair Pugh', 'superseded, event'],
    ['Ifan Rees', 'superseded, event'],
    ['Mair Pugh', null],
    ['Ifan Rees', null],
  ])
  expect(await rows('SELECT DISTINCT title, fromDay FROM Certificate WHERE eventId = ?1 AND id > ?2', event.id, was.at(-1)?.id)).toEqual([
    { title: 'Leads meet', fromDay: '2026-06-19' },
  ])
  expect((await mailsOf(event.id)).length).toBe(mails + 2)
  const told = await rows<{ recipient: string; text: string }>(
    `SELECT m.recipient, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'record_corrected'`,
    event.id,
  )
  expect(new Set(told.map(({ recipient }) => recipient))).toEqual(new Set([booker.accountId]))
  expect(told[0]?.text).toContain('corrected to 19 June 2026')
  expect(told[0]?.text).toContain('The paper register is of the 19th')
  // Nothing is left that would replace them again.
  expect(await issue('2028-07-04T09:00:00.000Z')).toBe(false)
})

it('Whom a delegate represented who is marked in a closed register changes only by a correction.', async () => {
  const { event, places } = await longAgo()
  const laCode = anArea()
  const [one, other] = [await aSchool({ laCode, name: 'Bosbury' }), await aSchool({ laCode, name: 'Clehonger' })]
  const placeId = places[0]?.placeId ?? ''
  const represents = () => rows('SELECT schoolId FROM PlaceRepresents WHERE placeId = ?1', placeId)
  const represent = () => add('PlaceRepresents', { placeId, schoolId: one.id })
  await expect(represent()).rejects.toThrow('closed_register_stands')
  const place = await readNow(db, selectRecordedPlace(db, event.code, placeId)).then(existing)
  const ask = { stay: [], reason: 'She came for both' }
  expect(await proposeRepresented(as(organiser), place, { ...ask, urns: ['no number'] })).toEqual({ ok: false, reason: 'unknown_school' })
  const done = await proposeRepresented(as(organiser), place, { ...ask, urns: [one.urn, other.urn] }).then(accepted)
  expect(await represents()).toEqual([])
  expect((await approve(done.id)).ok).toBe(true)
  const ofEvent = { from: '2026-06-01', to: '2026-06-15', topic: undefined, event: event.id }
  const [made] = await readNow(db, selectMade(db, ofEvent))
  if (!made) throw new Error('no correction')
  expect([sayMade(made).join(' '), sayMade(made, false).join(' ')]).toEqual([
    expect.stringContaining('Bosbury'),
    expect.stringMatching(/whom a delegate represented$/),
  ])
  expect(new Set((await represents()).map(({ schoolId }) => schoolId))).toEqual(new Set([one.id, other.id]))
  expect(await rows(`SELECT COUNT(*) AS n FROM SchoolReached WHERE schoolId = ?1 AND how = 'represented'`, one.id)).toEqual([{ n: 2 }])
  await expect(run('DELETE FROM PlaceRepresents WHERE placeId = ?1', placeId)).rejects.toThrow('closed_register_stands')
})

it('Coverage names the corrections of what it counts, and what differs from a report says that a closed register was corrected.', async () => {
  const day = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  const [{ laCode: area } = { laCode: '' }] = await rows<{ laCode: string }>('SELECT laCode FROM School WHERE id = ?1', day.school.id)
  const question: Question = {
    ...{ laCodes: [area], on: '2026-06-30', from: '2026-06-01', to: '2026-06-15', topic: undefined, event: undefined },
  }
  const reached = async () => (await readReport(db, question, ['phase'])).whole.tookPart
  const first = await reached()
  const frozen = await freezeReport({ ...as(officer), now: new Date('2028-07-01T09:00:00.000Z') }, { id: newId(tick()), question }).then(
    accepted,
  )
  const id = await proposed(day.event.code)
  // “The first page of organisers and of officers leads to what waits.”
  const home = (path: string, { cookie }: typeof organiser) => textOf(request(path, { cookie }))
  const waits = /\d+ proposals? waits? for a second person/
  expect([await home('/coverage', officer), await home('/organiser', organiser)]).toEqual([
    expect.stringMatching(waits),
    expect.stringMatching(waits),
  ])
  expect((await approve(id)).ok).toBe(true)
  expect(await reached()).toBe(first - 1)
  const { sources } = await readReport(db, question, ['phase'])
  const found = sources.corrections?.find(({ title }) => title === 'Leads meet')
  expect(found?.lines).toContain('Day and hours of session 2: 12 June 2026, 1pm to 4pm, corrected to 19 June 2026, 1pm to 4pm')
  const page = await textOf(request(`/coverage?from=2026-06-01&to=2026-06-15&on=2026-06-30`, { cookie: officer.cookie }))
  expect(page).toContain(`“Leads meet” was corrected on 3 July 2028 by two people, after a register of it was signed off`)
  const difference = await textOf(request(`/coverage/frozen/${frozen}/difference`, { cookie: officer.cookie }))
  expect(difference).toContain('The record of an event was corrected on 3 July 2028, after a register of it was signed off.')
  // “Reports name them too, without the schools; those made after the position as such.”
  const made = await readNow(db, selectMade(db, { ...question, topic: undefined, event: undefined }))
  const says = '“Leads meet” was corrected on 3 July 2028 by two people, after a register of it was signed off: '
  const since = ' That was after the position of report 7: its figures are from before.'
  const lines = (knownAt: string) =>
    correctionLines(made, 7, knownAt)
      .filter((line) => line.startsWith(says))
      .map((line) => line.endsWith(since))
  expect(lines('2028-07-01T09:00:00.000Z')).toSatisfy((all: boolean[]) => all.length > 0 && all.every(Boolean))
  expect(lines('2028-07-05T09:00:00.000Z')).toSatisfy((all: boolean[]) => all.length > 0 && !all.some(Boolean))
  // A month that it says nothing of does not name it.
  const other = await readReport(db, { ...question, from: '2026-01-01', to: '2026-01-31' }, ['phase'])
  expect(other.sources.corrections?.filter(({ title }) => title === 'Leads meet')).toEqual([])
})

it('A correction waits until it is approved, refused with words or withdrawn by its proposer; one about a thing waits at a time.', async () => {
  const { event } = await longAgo()
  const id = await proposed(event.code)
  const { is, reason } = await asked(event.code)
  expect(await proposeCorrection(as(officer), event, { is, reason })).toEqual({ ok: false, reason: 'already_proposed' })
  const decide = (who: typeof organiser, decision: 'refused' | 'withdrawn', note: string) =>
    decideCorrection(as(who), { id, decision, note })
  expect(await decide(officer, 'refused', ' ')).toEqual({ ok: false, reason: 'reason_missing' })
  expect(await decide(officer, 'withdrawn', '')).toEqual({ ok: false, reason: 'no_such_proposal' })
  expect((await decide(organiser, 'withdrawn', '')).ok).toBe(true)
  expect(await approve(id)).toEqual({ ok: false, reason: 'already_decided' })
  expect((await proposeCorrection(as(officer), event, { is, reason })).ok).toBe(true)
  expect(await factsOf(event.id)).toEqual(asItWas)
  await expect(run(`UPDATE StaffProposal SET state = 'approved' WHERE id = ?1`, id)).rejects.toThrow()
})

// “Of two people who decide at once one decides.”
it('of two decisions at once the first holds, and without the trigger the second', async () => {
  const race = async () => {
    const { event } = await longAgo()
    const id = await proposed(event.code)
    const withdraw = () => decideCorrection(as(organiser), { id, decision: 'withdrawn', note: '' })
    const act = { ...as(officer), db: before(2, withdraw) }
    const done = await decideCorrection(act, { id, decision: 'refused', note: 'It was the 12th' })
    return [done.ok || done.reason, ...(await rows('SELECT state FROM StaffProposal WHERE id = ?1', id)).map(({ state }) => state)]
  }
  expect(await race()).toEqual(['already_decided', 'withdrawn'])
  await dropTriggers('StaffProposal_decided_once')
  expect(await race()).toEqual([true, 'refused'])
})

it('A topic that would make one date of a series unlike the others is not approved, and the officer is told why.', async () => {
  const { event } = await longAgo()
  const other = await longAgo()
  const series = newId(now)
  await add('Series', { id: series, title: 'Leads meet', topicId: 'designated-lead' })
  await run('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)', series, event.id, other.event.id)
  const again = await recorded(event.code)
  const done = await proposeCorrection(as(organiser), again, {
    is: { ...again.record, topicId: 'prevent', topic: 'Prevent' },
    reason: 'It was about Prevent',
  }).then(accepted)
  expect(await approve(done.id)).toEqual({ ok: false, reason: 'series_shares_topic' })
  expect(await factsOf(event.id)).toEqual(asItWas)
})
