import { expect, it, vi } from 'vitest'
import { addMinutes, instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { afterwards, pastDays } from '#correspondence/automatic/automatic.ts'
import { eventsNear, peopleDue } from '#correspondence/automatic/due-store.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { anEvent, aSchool, before, db, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { add, addLike } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aMark, aPerson, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { actAt, sent as allSent, mails, runClock, set } from './world.ts'

/** Of the two by which somebody hears that they came or were missed. */
const sent = async (eventId: string) =>
  (await allSent(eventId)).filter((line) => afterwards.some(({ kind, once }) => once === 'afterwards' && line.split(' ')[1] === kind))

const close = (sessionId: string, at: string) => add('RegisterSignOff', { sessionId, signedAt: at })

/** Another mark, after the register was closed. */
const correct = async (markId: string, what: string, at: string): Promise<string> => {
  const id = newId(tick())
  const correction = { correctsId: markId, reason: 'Marked by mistake', source: 'screen' }
  await addLike('Mark', { id: markId }, { id, markType: what, notedAt: at, receivedAt: at, ...correction })
  return id
}

const someone = async (name: string) => {
  const id = await aPerson(name)
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', id, `${name.toLowerCase().replaceAll(' ', '.')}@example.sch.uk`)
  return id
}

/** An event on 12 June with three people: Ann came, Bo did not, Cai sent apologies. */
const held = async (facts: Parameters<typeof anEvent>[0] = {}) => {
  const event = await anEvent({ startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z', placesPerSchool: 10, ...facts })
  const school = await aSchool()
  const marks: string[] = []
  for (const [name, what] of [
    ['Ann Lee', 'attended'],
    ['Bo Price', 'absent'],
    ['Cai Rees', 'apologies'],
  ] as const) {
    const placeId = await aPlace(event, school, { personId: await someone(name) })
    for (const session of event.sessions) marks.push(await aMark(session.id, { placeId }, what))
  }
  return { event, school, marks, sessionId: firstSession(event) }
}

// “Once all registers of their day are closed, those who came are thanked, and those marked as
// absent are told that they were missed.” “People who sent apologies get neither.” “A note
// of an absence says nothing of money.”
it('two hours after the register is signed off those who came are thanked, a day after it those who did not are missed, and apologies get neither', async () => {
  const { event, school, sessionId } = await held()
  await set(event.id, 'thanks', { note: 'The slides are on our page.' })
  await runClock('2026-06-13T09:00:00.000Z')
  expect(await sent(event.id)).toEqual([])
  await close(sessionId, '2026-06-13T10:00:00.000Z')
  await runClock('2026-06-13T11:59:00.000Z')
  expect(await sent(event.id)).toEqual([])
  for (const now of ['2026-06-13T12:00:00.000Z', '2026-06-13T12:01:00.000Z', '2026-06-14T09:59:00.000Z']) await runClock(now)
  expect(await sent(event.id)).toEqual(['06-13T12:00 thanks ann.lee'])
  for (const now of ['2026-06-14T10:00:00.000Z', '2026-06-15T10:00:00.000Z', '2026-06-30T10:00:00.000Z']) await runClock(now)
  expect(await sent(event.id)).toEqual(['06-13T12:00 thanks ann.lee', '06-14T10:00 absence_noted bo.price'])
  const [thanked] = await mails(event.id, 'thanks')
  expect(thanked?.subject).toBe('Thank you for coming: Safeguarding conference')
  expect(thanked?.text).toContain('Thank you for coming to “Safeguarding conference” on Friday 12 June 2026.')
  expect(thanked?.text).toContain('The slides are on our page.')
  const [missed] = await mails(event.id, 'absence_noted')
  expect(missed?.subject).toBe('We missed you: Safeguarding conference')
  expect(missed?.text).not.toMatch(/£|pay|charge|invoice|cost/i)
  expect(missed?.replyTo).toBe('events@example.gov.uk')
  // “Both have a link to the page of the place, which opens without signing in.”
  vi.useFakeTimers({ now: new Date('2026-06-15T10:00:00.000Z'), toFake: ['Date'] })
  for (const mail of [thanked, missed]) {
    const [path = ''] = mail?.text.match(/\/place\/[\w-]{43}/) ?? []
    const page = await request(path)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Safeguarding conference')])
  }
  vi.useRealTimers()
  expect(await rows(`SELECT DISTINCT schoolId FROM Message WHERE eventId = ?1 AND kind = 'thanks'`, event.id)).toEqual([
    { schoolId: school.id },
  ])
})

const attended: Record<(typeof afterwards)[number]['to'], readonly string[]> = {
  came: ['ann.lee'],
  missed: ['bo.price'],
  everybody: ['ann.lee', 'bo.price', 'cai.rees'],
}

it.each(afterwards)(
  '$kind goes to those whom it is for, $hours hours after the register is signed off, and to nobody while it is off',
  async ({ kind, to, hours }) => {
    const [{ event, sessionId }, off] = [await held(), await held()]
    await set(off.event.id, kind, { isOn: false })
    for (const one of [sessionId, off.sessionId]) await close(one, '2026-06-12T15:30:00.000Z')
    const at = instant(addMinutes(new Date('2026-06-12T15:30:00.000Z'), hours * 60))
    const got = async (eventId: string) => (await mails(eventId, kind)).map(({ toAddress }) => toAddress.match(/<(.+)@/)?.[1]).sort()
    await runClock(instant(addMinutes(new Date(at), -1)))
    expect(await got(event.id)).toEqual([])
    await runClock(at)
    await runClock(at)
    expect(await got(event.id)).toEqual(attended[to])
    expect(await got(off.event.id)).toEqual([])
  },
)

it('what is for everybody goes to whoever came, was absent or sent apologies, beside what thanks them', async () => {
  const { event, sessionId } = await held()
  await close(sessionId, '2026-06-12T15:30:00.000Z')
  const act = actAt('2026-06-12T18:00:00.000Z')
  const days = pastDays(await eventsNear(act), act.now)
  const found = async (to: 'everybody' | 'came', once: string) => {
    const more = days.map((day) => ({ ...day, messages: [...day.messages, { kind: 'absence_noted' as const, to, once, minutes: 0 }] }))
    const { afterwards: all } = await peopleDue(act, [], more)
    return all.filter(({ eventId }) => eventId === event.id).map((one) => `${one.kind} ${one.name} ${one.once}`)
  }
  const thanked = 'thanks Ann Lee afterwards'
  const all = ['Ann Lee', 'Bo Price', 'Cai Rees'].map((name) => `absence_noted ${name} slides`)
  expect(await found('everybody', 'slides')).toEqual([...all, thanked])
  await runClock('2026-06-12T18:00:00.000Z')
  // Thanks are noted by then: what has their word goes no more, and what has its own still does.
  expect(await found('came', 'afterwards')).toEqual([])
  expect(await found('everybody', 'slides')).toEqual(all)
})

// “Nobody gets both for one day of an event, or either twice, whatever is corrected later.”
it('a mark corrected before the time decides, and one corrected afterwards sends nothing more', async () => {
  const { event, sessionId, marks } = await held()
  await close(sessionId, '2026-06-12T15:30:00.000Z')
  await runClock('2026-06-12T17:30:00.000Z')
  const came = await correct(marks[1] ?? '', 'part', '2026-06-12T17:45:00.000Z')
  await runClock('2026-06-12T18:00:00.000Z')
  const after = ['06-12T17:30 thanks ann.lee', '06-12T18:00 thanks bo.price']
  expect(await sent(event.id)).toEqual(after)
  await correct(came, 'absent', '2026-06-12T19:00:00.000Z')
  for (const now of ['2026-06-13T15:30:00.000Z', '2026-06-14T09:00:00.000Z']) await runClock(now)
  expect(await sent(event.id)).toEqual(after)
  const audit = await auditAll(db, new Date('2026-06-14T09:00:00.000Z'))
  expect(
    audit.invariants.filter(({ name }) => name === 'automatic_message_once' || name === 'thanked_or_missed').map(({ ok }) => ok),
  ).toEqual([true, true])
})

it('a mark that is corrected just as the message is written: nothing of that run stands, and the next one says what is true', async () => {
  const { event, sessionId, marks } = await held()
  await close(sessionId, '2026-06-12T15:30:00.000Z')
  await set(event.id, 'thanks', { isOn: false })
  // The first batch reads who is due, the second what is told; the third is written.
  await followAutomatic(
    actAt('2026-06-13T15:30:00.000Z', { db: before(3, () => correct(marks[1] ?? '', 'attended', '2026-06-13T15:30:00.000Z')) }),
  )
  expect(await sent(event.id)).toEqual([])
  await set(event.id, 'thanks', { isOn: true })
  await runClock('2026-06-13T15:31:00.000Z')
  expect(await sent(event.id)).toEqual(['06-13T15:31 thanks ann.lee', '06-13T15:31 thanks bo.price'])
})

it('a day of several sessions is one: who came to any is thanked once, when all their registers are closed', async () => {
  const event = await anEvent({
    sessions: [
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z', title: 'Morning' },
      { startsAt: '2026-06-12T12:00:00.000Z', endsAt: '2026-06-12T15:00:00.000Z', title: 'Afternoon' },
    ],
  })
  const placeId = await aPlace(event, await aSchool(), { personId: await someone('Ann Lee') })
  const [morning = '', afternoon = ''] = event.sessions.map(({ id }) => id)
  await aMark(morning, { placeId }, 'absent')
  await close(morning, '2026-06-12T11:30:00.000Z')
  await runClock('2026-06-13T12:00:00.000Z')
  expect(await sent(event.id)).toEqual([])
  await aMark(afternoon, { placeId }, 'attended')
  await close(afternoon, '2026-06-13T13:00:00.000Z')
  await runClock('2026-06-13T15:00:00.000Z')
  await runClock('2026-06-14T15:00:00.000Z')
  expect(await sent(event.id)).toEqual(['06-13T15:00 thanks ann.lee'])
})

it('somebody who came without a place is thanked too', async () => {
  const { event, sessionId } = await held()
  const walkInId = await add('WalkIn', { eventId: event.id, sessionId, personId: await someone('Nerys Pugh') })
  await aMark(sessionId, { walkInId }, 'attended')
  await close(sessionId, '2026-06-12T15:30:00.000Z')
  await runClock('2026-06-12T17:30:00.000Z')
  expect(await sent(event.id)).toEqual(['06-12T17:30 thanks ann.lee', '06-12T17:30 thanks nerys.pugh'])
  const [first, without] = await mails(event.id, 'thanks')
  expect([first?.text.includes('/place/'), without?.text.includes('/place/')]).toEqual([true, false])
})

// “Nothing is sent about a day that ended more than seven days ago.”
it('a register closed long after the day sends nothing', async () => {
  const { event, sessionId } = await held()
  await close(sessionId, '2026-06-19T14:00:00.000Z')
  await runClock('2026-06-19T16:00:00.000Z')
  await runClock('2026-06-21T16:00:00.000Z')
  expect(await sent(event.id)).toEqual([])
})

// “Both name up to three dates of the same topic that have places left and at which they have
// none, those of the same series first.”
it('what can be booked next stands in both, the same series first, and full or past dates do not', async () => {
  const topicId = (await rows<{ id: string }>(`SELECT id FROM Topic WHERE id <> 'child-on-child-abuse' LIMIT 1`))[0]?.id ?? ''
  const { event, sessionId } = await held({ topicId })
  const on = (day: string, title: string, capacity = 5) =>
    anEvent({ topicId, title, capacity, startsAt: `2026-${day}T08:30:00.000Z`, endsAt: `2026-${day}T15:00:00.000Z` })
  await on('06-10', 'Past')
  const full = await on('07-01', 'Full', 1)
  await aPlace(full, await aSchool())
  // Whoever came has a place there already.
  const booked = await on('07-01', 'Booked')
  const [came] = await rows<{ personId: string; schoolId: string }>(
    `SELECT p.personId, p.schoolId FROM Place p JOIN CurrentMark m ON m.placeId = p.id WHERE p.eventId = ?1 AND m.markType = 'attended'`,
    event.id,
  )
  await aDelegate(booked, came?.schoolId ?? '', { personId: came?.personId ?? '' })
  await on('07-02', 'Other')
  const [first, second] = [await on('07-09', 'Own later'), await on('07-03', 'Own')]
  await on('07-04', 'Another')
  await on('07-05', 'One more')
  await add('Series', { id: 's-next', title: 'Own', topicId, createdAt: '2026-03-01T09:00:00.000Z' })
  for (const one of [event, first, second]) await run(`UPDATE Event SET seriesId = 's-next' WHERE id = ?1`, one.id)
  await close(sessionId, '2026-06-12T15:30:00.000Z')
  await runClock('2026-06-13T15:30:00.000Z')
  for (const kind of ['thanks', 'absence_noted']) {
    const text = (await mails(event.id, kind))[0]?.text ?? ''
    const named = [...text.matchAll(/^(.+) \(http:\/\/localhost:8787\/events\/\w+\)/gm)].map((found) => found[1])
    expect(named).toEqual(['Own', 'Own later', kind === 'thanks' ? 'Other' : 'Booked'])
    expect(text).toContain(kind === 'thanks' ? '5 places are left.' : '4 places are left.')
  }
})

it('a list of people to thank takes as many round trips as one of them', async () => {
  const trips = async (people: number, year: number) => {
    const event = await anEvent({ startsAt: `${year}-06-12T08:30:00.000Z`, endsAt: `${year}-06-12T15:00:00.000Z` })
    for (let n = 0; n < people; n += 1) {
      const placeId = await aPlace(event, await aSchool())
      await aMark(firstSession(event), { placeId }, 'attended')
    }
    await close(firstSession(event), `${year}-06-12T15:30:00.000Z`)
    return tripsOf(async (on) => {
      expect(await followAutomatic(actAt(`${year}-06-12T18:00:00.000Z`, { db: on }))).toBe(true)
      expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1`, event.id)).toEqual([{ n: people }])
    })
  }
  expect(await trips(1, 2031)).toBe(await trips(8, 2032))
})
