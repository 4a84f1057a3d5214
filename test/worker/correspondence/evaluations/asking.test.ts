// Who is asked what an event was worth, and when.
import { expect, it } from 'vitest'
import { followEvaluations } from '#correspondence/evaluations/follow-evaluations.ts'
import { kindsDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { aSchool, db, rows, run } from '#test/support/factories.ts'
import { aMark, aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aRole, walkedIn } from '#test/worker/attendance/requirements/world.ts'
import { set } from '#test/worker/correspondence/automatic/world.ts'
import { asked, close, held, look, mails, morning } from './world.ts'

const nameOf = ({ toAddress }: { toAddress: string }): string => toAddress.replaceAll('"', '').split(' <')[0] ?? ''

// “The first set goes the morning after the last register is closed, to everybody who came, once,
// whatever stands about them in how many registers.”
it('the morning after the last register is closed whoever came is asked once, by place or as a walk-in', async () => {
  // “An organiser can ask three sets of questions about an event: right after it, some weeks
  // later, and some weeks later of the head of each school that came.”
  const two = {
    sessions: [
      { startsAt: '2026-06-11T08:30:00.000Z', endsAt: '2026-06-11T15:00:00.000Z' },
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' },
    ],
  }
  const { event, schools } = await held(2, { asks: ['after'], facts: two, isOpen: true })
  const [first, second] = event.sessions
  const missed = await aPlace(event, await aSchool(), { personId: await aPerson('Absent') })
  for (const session of event.sessions) await aMark(session.id, { placeId: missed }, 'absent')
  const walker = await aPerson('Walker')
  await aMark(first?.id ?? '', { walkInId: await walkedIn(event, walker, schools[0]) }, 'part')
  await close(first?.id ?? '')
  await look(morning('06-13'))
  expect(await asked(event)).toEqual([])
  await close(second?.id ?? '')
  await look('2026-06-14T06:59:00.000Z')
  expect(await asked(event)).toEqual([])
  for (const at of [morning('06-14'), '2026-06-14T07:01:00.000Z', morning('06-15'), morning('06-20')]) await look(at)
  expect((await asked(event)).map(({ askedOn, answeredOn }) => [askedOn, answeredOn])).toEqual([
    ...[1, 2, 3].map(() => ['2026-06-14', null]),
  ])
  const went = await mails(event, 'evaluation')
  expect(went.map(nameOf).sort()).toEqual(['Delegate 1', 'Delegate 2', 'Walker'])
  expect(went[0]?.subject).toBe('What was it worth? Safeguarding conference')
  expect(went[0]?.text).toContain('Your answers are kept without your name')
  expect(went[0]?.text).toContain('Answer once, until Sunday 12 July 2026')
  expect(await mails(event, 'evaluation_later')).toEqual([])
})

// “The head is whoever the school or the council said is its head; a school without one is not
// asked.”
it('eight weeks on those who came are asked again, and the confirmed heads of their schools about the school', async () => {
  const { event, schools } = await held(3)
  const [own, proposed] = schools
  if (!own || !proposed) throw new Error('no schools')
  await aRole(await aPerson('Head Own'), own, { roleId: 'head' })
  await aRole(await aPerson('Head Before'), own, { roleId: 'head', fromDate: '2020-09-01', toDate: '2024-09-01' })
  await aRole(await aPerson('Head Proposed'), proposed, { roleId: 'head', confirmedAt: null })
  await look(morning('06-13'))
  await look(morning('08-06'))
  expect(await mails(event, 'evaluation_later')).toEqual([])
  await look(morning('08-07'))
  expect(await mails(event, 'evaluation_later')).toHaveLength(3)
  expect((await asked(event, 'head')).map(({ subjectId }) => subjectId)).toEqual([own.id])
  const [head] = await mails(event, 'evaluation_head')
  expect(head?.toAddress).toContain('Head Own')
  expect(head?.text).toContain('We never ask about the person who came.')
  expect(head?.text).not.toContain('Delegate')
  expect(await rows(`SELECT placeId FROM Message WHERE eventId = ?1 AND kind = 'evaluation_head'`, event.id)).toEqual([{ placeId: null }])
})

// “Nobody is asked who did not come, was erased, or has no address, and nobody at an event that
// has the messages switched off.”
it('whoever was erased is asked nothing, and nobody where it is switched off or the event is cancelled', async () => {
  const { event } = await held(2, { asks: ['after'] })
  await run(
    `UPDATE Person SET name = NULL, email = NULL, erasedAt = ?2 WHERE name = 'Delegate 1' AND id IN (SELECT personId FROM Place WHERE eventId = ?1)`,
    event.id,
    '2026-06-12T16:00:00.000Z',
  )
  const off = await held(1, { asks: ['after'] })
  await set(off.event.id, 'evaluation', { isOn: false })
  const gone = await held(1, { asks: ['after'] })
  await run(
    `UPDATE Event SET state = 'cancelled', cancelledAt = ?2, cancelReason = 'Snow' WHERE id = ?1`,
    gone.event.id,
    '2026-06-12T16:00:00.000Z',
  )
  await look(morning('06-13'))
  expect((await mails(event, 'evaluation')).map(nameOf)).toEqual(['Delegate 2'])
  expect([await asked(off.event), await asked(gone.event)]).toEqual([[], []])
  expect(await rows('SELECT closedOn FROM EvaluationWave WHERE eventId = ?1', gone.event.id)).toEqual([{ closedOn: '2026-06-13' }])
})

it('more people than fit in one run are asked in the next minutes of the same morning, and two runs at once ask each once', async () => {
  const { event } = await held(45, { asks: ['after'] })
  await Promise.all([look(morning('06-13')), look(morning('06-13'))])
  await look('2026-06-13T07:01:00.000Z')
  await look('2026-06-13T07:03:00.000Z')
  expect(await asked(event)).toHaveLength(45)
  expect(await mails(event, 'evaluation')).toHaveLength(45)
})

it('each event is looked at once a day from eight o’clock, and the rest of the day nothing is due and nothing written', async () => {
  await held(1, { asks: ['after'] })
  const isDue = async (now: string) =>
    (await kindsDue(db, { now: new Date(now), stripe: undefined }, kinds)).some(({ kind }) => kind.job === followEvaluations)
  const all = () => rows('SELECT eventId, wave, lookedOn FROM EvaluationWave ORDER BY eventId, wave')
  await look(morning('06-20'))
  const before = await all()
  expect([await isDue('2026-06-21T06:59:00.000Z'), await isDue(morning('06-21')), await isDue(morning('06-20'))]).toEqual([
    false,
    true,
    false,
  ])
  expect(await look('2026-06-21T06:59:00.000Z')).toBe(false)
  expect(await look('2026-06-20T12:00:00.000Z')).toBe(false)
  expect(await all()).toEqual(before)
})

// “Attendance and coverage never wait for an answer.”
it('a school has taken part as soon as it is marked, whether or not anybody answers', async () => {
  const { event, schools } = await held(1, { asks: ['after'] })
  const reached = () => rows('SELECT x.schoolId FROM SchoolReached x JOIN Session s ON s.id = x.sessionId WHERE s.eventId = ?1', event.id)
  expect(await reached()).toEqual([{ schoolId: schools[0]?.id }])
  await look(morning('06-13'))
  await look(morning('07-12'))
  expect(await reached()).toEqual([{ schoolId: schools[0]?.id }])
})
