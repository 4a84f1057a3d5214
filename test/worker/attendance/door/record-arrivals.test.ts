import { expect, it } from 'vitest'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { followArrivals } from '#attendance/door/follow-arrivals.ts'
import { recordArrivals } from '#attendance/door/record-arrivals.ts'
import { newId } from '#base/id.ts'
import { before, db, rows, tick, withoutGuards } from '#test/support/factories.ts'
import { aPlace, cancelPlace } from '../attendance/places.ts'
import { aDoor, marksOf } from './at-the-door.ts'

const arrival = { source: 'arrival', reason: null }
const attended = (session: string) => ({ session, markType: 'attended', ...arrival })

// “A session's mark follows from it once the session has begun, or when the day is closed, and says that it came from the door.”
it('who arrives before a session is marked once it has begun, and at the next once that has', async () => {
  const { delyth, say, actAt } = await aDoor()
  expect(await say(delyth.placeId, '08:05')).toMatchObject([{ said: 'ok' }])
  expect(await marksOf(delyth.placeId)).toEqual([])
  await followArrivals(actAt('08:29'))
  expect(await marksOf(delyth.placeId)).toEqual([])
  await followArrivals(actAt('08:30'))
  expect(await marksOf(delyth.placeId)).toEqual([attended('Morning')])
  await followArrivals(actAt('12:00'))
  expect(await marksOf(delyth.placeId)).toEqual([attended('Morning'), attended('Afternoon')])
  expect(await rows('SELECT 1 FROM SessionToMark')).toEqual([])
})

// “Who was there for less than four fifths of a session was there in part.”
it('who arrives late is marked at once: as there in part, where they missed more than a fifth', async () => {
  const { event, school, delyth, say } = await aDoor()
  const late = await aPlace(event, school, { name: 'Gwen Parry' })
  await say(delyth.placeId, '08:55')
  await say(late.placeId, '09:30')
  expect(await marksOf(delyth.placeId)).toEqual([attended('Morning')])
  expect(await marksOf(late.placeId)).toEqual([{ session: 'Morning', markType: 'part', ...arrival }])
})

// “A person who arrives is noted once for the day, by a tap, a scan or a search; leaving is noted too.”
it('who leaves early was there in part, and who is back by the afternoon is there again', async () => {
  const { delyth, say, actAt } = await aDoor()
  await say(delyth.placeId, '08:31')
  expect(await marksOf(delyth.placeId)).toEqual([attended('Morning')])
  await say(delyth.placeId, '10:00', { kind: 'left' })
  const part = { session: 'Morning', markType: 'part', source: 'arrival', reason: 'Left before the end, noted at check-in' }
  expect(await marksOf(delyth.placeId)).toEqual([part])
  await followArrivals(actAt('12:01'))
  expect(await marksOf(delyth.placeId)).toEqual([part])
  await say(delyth.placeId, '12:05')
  expect(await marksOf(delyth.placeId)).toEqual([part, attended('Afternoon')])
})

// “Taking back is a further statement: the first stays to be seen, and a mark that followed from it is corrected.”
it('an arrival that is taken back stays to be seen, and what was marked by it is corrected', async () => {
  const { delyth, say, actAt } = await aDoor()
  const [first] = await say(delyth.placeId, '09:00')
  const [back] = await say(delyth.placeId, '09:01', { undoesId: first?.id ?? '' })
  expect(back?.said).toBe('ok')
  expect(await marksOf(delyth.placeId)).toEqual([
    { session: 'Morning', markType: 'absent', source: 'arrival', reason: 'What was noted at check-in was undone' },
  ])
  expect(await say(delyth.placeId, '09:02', { undoesId: first?.id ?? '' })).toMatchObject([{ reason: 'taken_back_already' }])
  expect(await say(delyth.placeId, '09:02', { undoesId: back?.id ?? '' })).toMatchObject([{ reason: 'nothing_to_take_back' }])
  await followArrivals(actAt('12:00'))
  await say(delyth.placeId, '12:10')
  expect(await marksOf(delyth.placeId)).toEqual([
    { session: 'Morning', markType: 'absent', source: 'arrival', reason: 'What was noted at check-in was undone' },
    attended('Afternoon'),
  ])
  expect(
    await rows('SELECT kind, undoesId IS NOT NULL AS takesBack FROM Arrival WHERE placeId = ?1 ORDER BY number', delyth.placeId),
  ).toEqual([
    { kind: 'arrived', takesBack: 0 },
    { kind: 'arrived', takesBack: 1 },
    { kind: 'arrived', takesBack: 0 },
  ])
})

// “What somebody marked by hand stands, whatever the door says.”
it('what somebody marked by hand stands, whatever was said at the door', async () => {
  const { delyth, morning, say, actAt } = await aDoor()
  const byHand = {
    id: newId(tick()),
    sessionId: morning.id,
    person: delyth.placeId,
    markType: 'apologies' as const,
    source: 'screen' as const,
  }
  await markAttendance(actAt('08:40'), byHand)
  expect(await say(delyth.placeId, '09:00')).toMatchObject([{ said: 'ok' }])
  expect(await marksOf(delyth.placeId)).toEqual([{ session: 'Morning', markType: 'apologies', source: 'screen', reason: null }])
})

// “What two devices say of one person is kept from both.”
it('two devices that say the same of one person are both kept; the second hears that it was said', async () => {
  const { delyth, door, actAt, entry } = await aDoor()
  const both = await Promise.all(['08:40', '08:41'].map((time) => recordArrivals(actAt('08:45'), door, [entry(delyth.placeId, time)])))
  expect(both.map(([answer]) => answer?.said).sort()).toEqual(['already', 'ok'])
  expect(await rows('SELECT 1 FROM Arrival WHERE placeId = ?1', delyth.placeId)).toHaveLength(2)
  expect(await marksOf(delyth.placeId)).toEqual([attended('Morning')])
})

it('the same press sent ten times at once, and again later, is one arrival and one mark', async () => {
  const { delyth, door, actAt, entry } = await aDoor()
  const press = entry(delyth.placeId, '08:40')
  const answers = await Promise.all(Array.from({ length: 10 }, () => recordArrivals(actAt('08:41'), door, [press])))
  answers.push(await recordArrivals(actAt('09:00'), door, [press]))
  expect(answers.flat().every(({ said }) => said === 'ok')).toBe(true)
  expect(await rows('SELECT 1 FROM Arrival WHERE placeId = ?1', delyth.placeId)).toHaveLength(1)
  expect(await rows('SELECT 1 FROM Mark WHERE placeId = ?1', delyth.placeId)).toHaveLength(1)
})

// “One entry that is refused says why and stops no other.”
it('of many entries each stands for itself: one that is refused says why and stops none', async () => {
  const { event, school, delyth, door, actAt, entry } = await aDoor()
  const [gone, other] = [await aPlace(event, school, { name: 'Gwen Parry' }), await aPlace(event, school, { name: 'Nia Rees' })]
  await cancelPlace(gone.placeId)
  const first = entry(delyth.placeId, '08:35')
  const asked = [
    first,
    entry(gone.placeId, '08:36'),
    entry(newId(tick()), '08:36'),
    entry(delyth.placeId, '08:40', { undoesId: first.id }),
    entry(other.placeId, '08:41'),
  ]
  const answers = await recordArrivals(actAt('08:50'), door, asked)
  expect(answers.map((answer) => (answer.said === 'refused' ? answer.reason : answer.said))).toEqual([
    'ok',
    'not_expected',
    'not_expected',
    'ok',
    'ok',
  ])
  expect(answers.map(({ id }) => id)).toEqual(asked.map(({ id }) => id))
  expect(await marksOf(other.placeId)).toEqual([attended('Morning')])
})

it('of one person who came, left and is back all that waited is taken at once, and each mark follows the one before', async () => {
  const { delyth, door, actAt, entry } = await aDoor()
  const [came, left] = [entry(delyth.placeId, '08:30'), entry(delyth.placeId, '08:45', { kind: 'left' })]
  const sent = [came, left, came, entry(delyth.placeId, '08:50'), entry(delyth.placeId, '10:59', { undoesId: left.id })]
  const answers = await recordArrivals(actAt('11:01'), door, sent)
  expect(answers.map(({ said }) => said)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
  expect(await rows('SELECT markType, reason FROM Mark WHERE placeId = ?1 ORDER BY rowid', delyth.placeId)).toEqual([
    { markType: 'attended', reason: null },
    { markType: 'part', reason: 'Left before the end, noted at check-in' },
    { markType: 'attended', reason: expect.any(String) },
  ])
  expect(await rows('SELECT id FROM Arrival WHERE placeId = ?1 ORDER BY number', delyth.placeId)).toEqual(
    [sent[0], sent[1], sent[3], sent[4]].map((one) => ({ id: one?.id })),
  )
})

it('nobody has arrived before the day, on a day without a session, or on a place without a name', async () => {
  const { event, school, delyth, door, actAt, entry, say } = await aDoor()
  const early = { ...actAt('08:00'), now: new Date('2026-06-11T08:00:00.000Z') }
  const yesterday = entry(delyth.placeId, '08:00', { notedAt: early.now })
  expect(await recordArrivals(early, door, [yesterday])).toMatchObject([{ reason: 'not_expected' }])
  const { placeId } = await aPlace(event, school, { unnamed: true })
  expect(await say(placeId, '09:00')).toMatchObject([{ reason: 'no_name' }])
  expect(await rows('SELECT 1 FROM Arrival WHERE eventId = ?1', event.id)).toEqual([])
})

// “A device's clock is compared when it loads the door; the time of what it says is reckoned by ours.”
it('a device whose clock is an hour fast says when it happened all the same, and by how much it was wrong is kept', async () => {
  const { delyth, door, actAt, entry } = await aDoor()
  await recordArrivals(actAt('08:45'), door, [entry(delyth.placeId, '09:41', { clockAhead: 3600 })])
  expect(await rows('SELECT happenedAt, notedAt, clockAhead, receivedAt FROM Arrival WHERE placeId = ?1', delyth.placeId)).toEqual([
    {
      happenedAt: '2026-06-12T08:41:00.000Z',
      notedAt: '2026-06-12T09:41:00.000Z',
      clockAhead: 3600,
      receivedAt: '2026-06-12T08:45:00.000Z',
    },
  ])
})

it('who leaves while those who came are being marked is not marked by what was read before', async () => {
  const { delyth, say, actAt } = await aDoor()
  const leaveBetween = (on: SqlDatabase) => before(3, () => say(delyth.placeId, '08:29', { kind: 'left' }), on)
  await say(delyth.placeId, '08:00')
  await followArrivals(actAt('08:30', leaveBetween(db)))
  await followArrivals(actAt('08:31'))
  expect(await marksOf(delyth.placeId)).toEqual([])
  const control = await aDoor()
  await control.say(control.delyth.placeId, '08:00')
  const between = before(3, () => control.say(control.delyth.placeId, '08:29', { kind: 'left' }), withoutGuards)
  await followArrivals(control.actAt('08:30', between))
  expect(await marksOf(control.delyth.placeId)).toEqual([attended('Morning')])
})
