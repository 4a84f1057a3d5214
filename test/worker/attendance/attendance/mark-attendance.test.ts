import { expect, it } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { type MarkAsked, markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { markEveryone } from '#attendance/attendance/mark-everyone.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, before, rows, run, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aPlace, aRegister } from './places.ts'

const during = new Date('2026-06-12T09:00:00.000Z')

const atTheDoor = async (facts: Parameters<typeof aRegister>[0] = {}) => {
  const register = await aRegister(facts)
  const doorkeeper = await anAccount({ doorEventIds: [register.event.id], name: 'Huw Bevan' })
  const ask = (more: Partial<MarkAsked> = {}): MarkAsked => ({
    id: newId(tick()),
    sessionId: register.session.id,
    person: register.placeId,
    markType: 'attended',
    source: 'screen',
    ...more,
  })
  return { ...register, doorkeeper, act: anAct({ actor: doorkeeper.actor, now: during }), ask }
}

const marksOf = (placeId: string) =>
  rows<{ id: string; markType: string; correctsId: string | null; reason: string | null; late: number }>(
    'SELECT id, markType, correctsId, reason, late FROM Mark WHERE placeId = ?1 ORDER BY receivedAt, id',
    placeId,
  )

it('the same mark sent twenty times at once is one mark and one line of the log, and every answer is a success', async () => {
  const { placeId, act, ask } = await atTheDoor()
  const asked = ask()
  const answers = await Promise.all(Array.from({ length: 20 }, () => markAttendance(act, asked)))
  expect(answers.every((answer) => answer.ok)).toBe(true)
  expect(answers.filter((answer) => answer.ok && answer.value.changed)).toHaveLength(1)
  expect(await marksOf(placeId)).toHaveLength(1)
  expect(await rows('SELECT 1 FROM Log WHERE subjectId = ?1', placeId)).toHaveLength(1)
})

it('of two people at the door who mark one delegate differently at once, one makes the first mark and the other is told', async () => {
  const { placeId, act, ask } = await atTheDoor()
  const answers = await Promise.all([markAttendance(act, ask({ markType: 'attended' })), markAttendance(act, ask({ markType: 'absent' }))])
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, reason: 'already_marked' })
  expect(await marksOf(placeId)).toHaveLength(1)
})

it('the same verdict from a second device changes nothing', async () => {
  const { placeId, act, ask } = await atTheDoor()
  await markAttendance(act, ask())
  expect(await markAttendance(act, ask())).toEqual({ ok: true, value: { changed: false } })
  expect(await marksOf(placeId)).toHaveLength(1)
})

it('a correction names the mark that it corrects and why, and each mark is corrected once', async () => {
  const { placeId, act, ask } = await atTheDoor()
  const first = ask()
  await markAttendance(act, first)
  expect(await markAttendance(act, ask({ markType: 'absent', correctsId: first.id }))).toEqual({ ok: false, reason: 'needs_reason' })
  const second = ask({ markType: 'absent', correctsId: first.id, reason: 'Marked by mistake' })
  expect((await markAttendance(act, second)).ok).toBe(true)
  expect(await markAttendance(act, ask({ markType: 'part', correctsId: first.id, reason: 'Left early' }))).toEqual({
    ok: false,
    reason: 'corrected_meanwhile',
  })
  const third = ask({ markType: 'part', correctsId: second.id, reason: 'Left early' })
  expect((await markAttendance(act, third)).ok).toBe(true)
  expect((await marksOf(placeId)).map(({ id, correctsId, reason }) => [id, correctsId, reason])).toEqual([
    [first.id, null, null],
    [second.id, first.id, 'Marked by mistake'],
    [third.id, second.id, 'Left early'],
  ])
  expect(await rows('SELECT id, markType FROM CurrentMark WHERE placeId = ?1', placeId)).toEqual([{ id: third.id, markType: 'part' }])
})

it('two corrections of one mark at once: one stands, the other is told', async () => {
  const { placeId, act, ask } = await atTheDoor()
  const first = ask()
  await markAttendance(act, first)
  const answers = await Promise.all(
    (['absent', 'part'] as const).map((markType) => markAttendance(act, ask({ markType, correctsId: first.id, reason: 'Sheet checked' }))),
  )
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, reason: 'corrected_meanwhile' })
  expect(await marksOf(placeId)).toHaveLength(2)
})

it('an id that was used for somebody else, or for another verdict, is never taken for a success', async () => {
  const { event, school, act, ask } = await atTheDoor()
  const other = await aPlace(event, school, { name: 'Someone else' })
  const first = ask()
  await markAttendance(act, first)
  expect(await markAttendance(act, { ...first, person: other.placeId })).toEqual({ ok: false, reason: 'id_used_otherwise' })
  expect(await markAttendance(act, { ...first, markType: 'absent' })).toEqual({ ok: false, reason: 'already_marked' })
  expect(await marksOf(other.placeId)).toHaveLength(0)
})

// “An entry of a paper register is late after the next working day.”
it('a paper sheet entered on the next working day is in time, and after it late; a screen mark is late the day after', async () => {
  const { event, school, doorkeeper, ask } = await atTheDoor() // a Friday
  const entered = async (source: 'paper' | 'screen', now: string) => {
    const { placeId } = await aPlace(event, school)
    const act = anAct({ actor: doorkeeper.actor, now: new Date(now) })
    await markAttendance(act, ask({ person: placeId, source, happenedAt: '2026-06-12T08:20:00.000Z' }))
    return (await marksOf(placeId))[0]?.late
  }
  expect(await entered('paper', '2026-06-15T22:00:00.000Z')).toBe(0)
  expect(await entered('paper', '2026-06-16T08:00:00.000Z')).toBe(1)
  expect(await entered('screen', '2026-06-12T22:00:00.000Z')).toBe(0)
  expect(await entered('screen', '2026-06-13T08:00:00.000Z')).toBe(1)
})

it('keeps apart when a mark holds, when the device noted it and when it reached us', async () => {
  const { placeId, act, ask } = await atTheDoor()
  await markAttendance(act, ask({ notedAt: new Date('2026-06-12T08:41:00.000Z') }))
  expect(await rows('SELECT happenedAt, notedAt, receivedAt FROM Mark WHERE placeId = ?1', placeId)).toEqual([
    { happenedAt: '2026-06-12T08:41:00.000Z', notedAt: '2026-06-12T08:41:00.000Z', receivedAt: during.toISOString() },
  ])
})

it('someone who stands at another door, or asks for somebody of another session, marks nobody', async () => {
  const { placeId, ask, act } = await atTheDoor()
  const elsewhere = await atTheDoor()
  expect(await markAttendance(elsewhere.act, ask())).toEqual({ ok: false, reason: 'not_on_register' })
  expect(await markAttendance(act, ask({ person: elsewhere.placeId }))).toEqual({ ok: false, reason: 'not_on_register' })
  expect(await marksOf(placeId)).toHaveLength(0)
  expect(await marksOf(elsewhere.placeId)).toHaveLength(0)
})

it('the database refuses to change or erase a mark, to move a walk-in, and a mark without a reason after signing off', async () => {
  const { placeId, session, act, ask } = await atTheDoor()
  const first = ask()
  await markAttendance(act, first)
  await expect(run(`UPDATE Mark SET markType = 'absent' WHERE id = ?1`, first.id)).rejects.toThrow('mark_is_append_only')
  await expect(run('DELETE FROM Mark WHERE id = ?1', first.id)).rejects.toThrow('mark_is_append_only')
  await add('RegisterSignOff', { sessionId: session.id, signedAt: '2026-06-12T15:05:00.000Z', attended: 1 })
  const silent = insert('Mark', {
    sessionId: session.id,
    placeId,
    happenedAt: '2026-06-12T16:00:00.000Z',
    notedAt: '2026-06-12T16:00:00.000Z',
    receivedAt: '2026-06-12T16:00:00.000Z',
    source: 'screen',
    reason: ' ',
  })
  await expect(silent.run()).rejects.toThrow('register_is_signed')
  await expect(run('UPDATE RegisterSignOff SET attended = 9 WHERE sessionId = ?1', session.id)).rejects.toThrow('sign_off')
  await expect(run('DELETE FROM RegisterSignOff WHERE sessionId = ?1', session.id)).rejects.toThrow('sign_off')
})

it('nobody is marked or added at a session that was called off, so no school counts as reached by it', async () => {
  const { event, session, placeId, act, ask } = await atTheDoor()
  const cancel = (at: string) => run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, event.id, at)
  await cancel('2026-06-11T18:00:00.000Z')
  const school = await aSchool()
  const walkIn = {
    id: newId(tick()),
    sessionId: session.id,
    name: 'Nerys Pugh',
    schoolId: school.id,
    organisation: '',
    source: 'screen',
  } as const
  const refused = { ok: false, reason: 'event_cancelled' }
  expect(await markAttendance(act, ask())).toEqual(refused)
  expect(await addWalkIn(act, walkIn)).toEqual(refused)
  const all = { sessionId: session.id, markType: 'attended', source: 'screen', marks: [{ person: placeId, id: newId(tick()) }] } as const
  expect(await markEveryone(act, all)).toEqual(refused)
  expect(await rows('SELECT 1 FROM SchoolReached WHERE sessionId = ?1', session.id)).toEqual([])
})

it('who came before an event was broken off is marked as ever', async () => {
  const { event, act, ask } = await atTheDoor()
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = '2026-06-12T08:50:00.000Z' WHERE id = ?1`, event.id)
  expect(await markAttendance(act, ask())).toEqual({ ok: true, value: { changed: true } })
})

// A workshop is chosen anew while its register is taken.
const leaving = (placeId: string) => before(2, () => run('DELETE FROM PlaceSession WHERE placeId = ?1', placeId))

it('a delegate who leaves the session in the moment in which they are marked is not on its register, and the list is looked at again', async () => {
  const { placeId, act, ask, session } = await atTheDoor()
  expect(await markAttendance({ ...act, db: leaving(placeId) }, ask())).toEqual({ ok: false, reason: 'not_on_register' })
  await add('PlaceSession', { placeId, sessionId: session.id })
  const everyone = {
    sessionId: session.id,
    markType: 'attended' as const,
    source: 'screen' as const,
    marks: [{ person: placeId, id: newId(tick()) }],
  }
  expect(await markEveryone({ ...act, db: leaving(placeId) }, everyone)).toEqual({ ok: false, reason: 'marked_meanwhile' })
  expect(await marksOf(placeId)).toEqual([])
})

it('control: without its trigger somebody is marked where nobody expects them', async () => {
  const { placeId, act, ask } = await atTheDoor()
  await dropTriggers('Mark_of_someone_expected')
  expect(await markAttendance({ ...act, db: leaving(placeId) }, ask())).toEqual({ ok: true, value: { changed: true } })
  expect(await marksOf(placeId)).toHaveLength(1)
})

it('before the day of a session only apologies are marked, nobody is added and its register does not close; from midnight in London they are', async () => {
  const { session, placeId, act, ask } = await atTheDoor()
  const [eve, day] = ['2026-06-11T22:59:59.000Z', '2026-06-11T23:00:00.000Z'].map((at) => ({ ...act, now: new Date(at) }))
  if (!eve || !day) throw new Error('no times')
  const tooEarly = { ok: false, reason: 'too_early' }
  for (const markType of ['attended', 'part', 'absent'] as const) expect(await markAttendance(eve, ask({ markType }))).toEqual(tooEarly)
  const all = { sessionId: session.id, markType: 'attended', source: 'paper', marks: [{ person: placeId, id: newId(tick()) }] } as const
  expect(await markEveryone(eve, all)).toEqual(tooEarly)
  const walkIn = { id: newId(tick()), sessionId: session.id, name: 'Nerys Pugh', organisation: 'Hill', source: 'screen' } as const
  expect(await addWalkIn(eve, walkIn)).toEqual(tooEarly)
  const apologies = ask({ markType: 'apologies' })
  expect(await markAttendance(eve, apologies)).toEqual({ ok: true, value: { changed: true } })
  const seen = { attended: 0, part: 0, absent: 0, apologies: 1 }
  expect(await closeRegister(eve, { sessionId: session.id, seen })).toEqual({ ok: false, reason: 'not_over' })
  const came = ask({ correctsId: apologies.id, reason: 'They came' })
  expect(await markAttendance(eve, came)).toEqual(tooEarly)
  expect(await rows('SELECT 1 FROM SchoolReached WHERE sessionId = ?1', session.id)).toEqual([])
  expect(await markAttendance(day, came)).toEqual({ ok: true, value: { changed: true } })
  expect((await marksOf(placeId)).map(({ markType }) => markType)).toEqual(['apologies', 'attended'])
})
