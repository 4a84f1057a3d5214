import { expect, it } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { matchWalkIn } from '#attendance/attendance/match-walk-in.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { aPlace, aRegister } from './places.ts'

const atTheDoor = async () => {
  const register = await aRegister()
  const { actor } = await anAccount({ doorEventIds: [register.event.id] })
  const actAt = (now: string) => anAct({ actor, now: new Date(now) })
  const sessionId = register.session.id
  const mark = (
    person: string,
    at = '2026-06-12T09:00:00.000Z',
    more: { reason?: string; correctsId?: string; markType?: 'absent' } = {},
  ) => markAttendance(actAt(at), { id: newId(tick()), sessionId, person, markType: 'attended', source: 'screen', ...more })
  const close = (attended: number, at = '2026-06-12T15:05:00.000Z') =>
    closeRegister(actAt(at), { sessionId, seen: { attended, part: 0, absent: 0, apologies: 0 } })
  const walkIn = (at: string, more: { id?: string; reason?: string; schoolId?: string; organisation?: string } = {}) =>
    addWalkIn(actAt(at), { id: newId(tick()), sessionId, name: 'Nerys Pugh', organisation: 'Some school', source: 'screen', ...more })
  return { ...register, actor, actAt, mark, close, walkIn }
}

const signOffs = (sessionId: string) =>
  rows('SELECT attended, part, absent, apologies FROM RegisterSignOff WHERE sessionId = ?1', sessionId)

it('a register closes only when everyone is marked, and keeps the figures and who signed', async () => {
  const { event, session, school, placeId, actor, mark, close } = await atTheDoor()
  const second = await aPlace(event, school, { name: 'Gwen Parry' })
  await mark(placeId)
  expect(await close(1)).toEqual({ ok: false, reason: 'not_everyone_marked' })
  expect(await signOffs(session.id)).toEqual([])
  await mark(second.placeId)
  expect((await close(2)).ok).toBe(true)
  expect(await signOffs(session.id)).toEqual([{ attended: 2, part: 0, absent: 0, apologies: 0 }])
  expect(await rows('SELECT signedById FROM RegisterSignOff WHERE sessionId = ?1', session.id)).toEqual([{ signedById: actor.accountId }])
  expect(await rows(`SELECT 1 FROM Log WHERE act = 'register.signed_off' AND subjectId = ?1`, session.id)).toHaveLength(1)
  expect(await close(2)).toEqual({ ok: false, reason: 'already_closed' })
  const organiser = await anAccount({ roles: ['organiser'] })
  const list = await (await request('/register/list?show=signed', { cookie: organiser.cookie })).text()
  expect(plain(list, '')).toMatch(/Signed off \S+ \S+ \S+,\s+2 marked/)
})

// “A register can also be closed alone, and none before its session is over.”
it('a register closes once its session is over, however early everybody is marked', async () => {
  const { session, placeId, mark, close } = await atTheDoor()
  await mark(placeId)
  expect(await close(1, '2026-06-12T14:59:59.999Z')).toEqual({ ok: false, reason: 'not_over' })
  expect(await signOffs(session.id)).toEqual([])
  expect((await close(1, '2026-06-12T15:00:00.000Z')).ok).toBe(true)
})

it('nobody signs figures that they did not see', async () => {
  const { session, placeId, mark, close } = await atTheDoor()
  await mark(placeId)
  expect(await close(2)).toEqual({ ok: false, reason: 'figures_changed' })
  expect(await signOffs(session.id)).toEqual([])
})

it('closing twice at once signs once', async () => {
  const { session, placeId, mark, close } = await atTheDoor()
  await mark(placeId)
  const answers = await Promise.all([close(1), close(1), close(1)])
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(await signOffs(session.id)).toHaveLength(1)
})

it('however closing and adding someone unexpected meet, no register is signed with a person unmarked', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { session, placeId, mark, close, walkIn } = await atTheDoor()
    await mark(placeId)
    const at = '2026-06-12T15:05:00.000Z'
    const acts = round % 2 === 0 ? [close(1, at), walkIn(at)] : [walkIn(at), close(1, at)]
    const answers = await Promise.all(acts)
    const [signed] = await signOffs(session.id)
    const people = await rows('SELECT 1 FROM WalkIn WHERE sessionId = ?1', session.id)
    const marks = await rows('SELECT 1 FROM Mark WHERE sessionId = ?1', session.id)
    expect(marks).toHaveLength(1 + people.length)
    // Both came through only when the signing counted nobody who came after it; whoever lost was told.
    if (signed) expect([signed['attended'], people.length]).toEqual([1, 0])
    else expect(people).toHaveLength(1)
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  }
})

it('after signing off a first mark and a correction need a reason and are told apart; the signed figures stay', async () => {
  const { event, session, school, placeId, mark, close, walkIn } = await atTheDoor()
  await mark(placeId)
  await close(1)
  const [first] = await rows<{ id: string }>('SELECT id FROM Mark WHERE placeId = ?1', placeId)
  const late = await aPlace(event, school)
  const after = '2026-06-12T16:00:00.000Z'
  expect(await mark(late.placeId, after)).toEqual({ ok: false, reason: 'register_is_signed' })
  expect((await mark(late.placeId, after, { reason: 'Sheet checked' })).ok).toBe(true)
  expect((await mark(placeId, after, { markType: 'absent', correctsId: first?.id ?? '', reason: 'Marked by mistake' })).ok).toBe(true)
  expect(await walkIn(after)).toEqual({ ok: false, reason: 'register_is_signed' })
  expect((await walkIn(after, { reason: 'Sheet checked' })).ok).toBe(true)
  expect(await signOffs(session.id)).toEqual([{ attended: 1, part: 0, absent: 0, apologies: 0 }])
  expect(
    await rows(
      `SELECT 1 FROM Mark m JOIN RegisterSignOff r ON r.sessionId = m.sessionId WHERE m.sessionId = ?1 AND m.receivedAt > r.signedAt`,
      session.id,
    ),
  ).toHaveLength(3)
})

it('the form of a walk-in sent ten times at once adds one person, one walk-in and one mark', async () => {
  const { session, walkIn } = await atTheDoor()
  const id = newId(tick())
  const before = await rows('SELECT 1 FROM Person')
  const answers = await Promise.all(Array.from({ length: 10 }, () => walkIn('2026-06-12T09:10:00.000Z', { id })))
  expect(answers.every((answer) => answer.ok)).toBe(true)
  expect(await rows('SELECT 1 FROM Person')).toHaveLength(before.length + 1)
  expect(await rows('SELECT id FROM WalkIn WHERE sessionId = ?1', session.id)).toEqual([{ id }])
  expect(await rows('SELECT markType FROM Mark WHERE walkInId = ?1', id)).toEqual([{ markType: 'attended' }])
})

it('a walk-in counts for no school until matched, and a school once set changes only when confirmed, each time logged', async () => {
  const { session, actor, actAt, walkIn } = await atTheDoor()
  const [one, other] = [await aSchool(), await aSchool()]
  const added = await walkIn('2026-06-12T09:10:00.000Z')
  const walkInId = added.ok ? added.value.walkInId : ''
  const match = (schoolId: string, seenSchoolId: string | undefined, isConfirmed = false) =>
    matchWalkIn(actAt('2026-06-12T10:00:00.000Z'), { sessionId: session.id, walkInId, schoolId, seenSchoolId, isConfirmed })
  const reached = () => rows<{ schoolId: string }>('SELECT schoolId FROM MarkCountsFor WHERE sessionId = ?1', session.id)
  expect(await reached()).toEqual([])
  expect(await match('no such school', undefined)).toEqual({ ok: false, reason: 'unknown_school' })
  expect(await match(one.id, undefined)).toEqual({ ok: true, value: { changed: true } })
  expect(await match(one.id, undefined)).toEqual({ ok: true, value: { changed: false } })
  expect(await match(other.id, undefined)).toEqual({ ok: false, reason: 'matched_meanwhile' })
  expect(await match(other.id, one.id)).toEqual({ ok: false, reason: 'needs_confirmation' })
  expect(await reached()).toEqual([{ schoolId: one.id }])
  expect((await match(other.id, one.id, true)).ok).toBe(true)
  expect(await reached()).toEqual([{ schoolId: other.id }])
  const log = await rows<{ act: string }>('SELECT act FROM Log WHERE subjectId = ?1 ORDER BY id', walkInId)
  expect(new Set(log.map((row) => row.act))).toEqual(new Set(['walk_in.added', 'walk_in.matched', 'walk_in.rematched']))
  expect(log).toHaveLength(3)
  // Nothing is written over: both decisions stand with who made them and when, and no other way leads to another school.
  const by = { at: '2026-06-12T10:00:00.000Z', byId: actor.accountId }
  expect(await rows('SELECT schoolId, at, byId FROM WalkInSchool WHERE walkInId = ?1 ORDER BY number', walkInId)).toEqual([
    { schoolId: one.id, ...by },
    { schoolId: other.id, ...by },
  ])
  await expect(rows('UPDATE WalkIn SET schoolId = ?2 WHERE id = ?1', walkInId, one.id)).rejects.toThrow('walk_in_school_is_decided')
})

it('whoever walks in and has a record at the school is that person, by the name or the address; a namesake of another school is not', async () => {
  const { school, sessionId, actAt, walkIn } = await (async () => {
    const door = await atTheDoor()
    return { ...door, sessionId: door.session.id }
  })()
  const person = async (name: string, email: string | null, schoolId: string) => {
    const [id, at] = [newId(tick()), tick().toISOString()]
    await db.batch([
      insert('Person', { id, name, email, createdAt: at }),
      insert('RoleAtSchool', { personId: id, schoolId, roleId: 'dsl', source: 'booking', learnedAt: at }),
    ])
    return id
  }
  const elsewhere = await aSchool()
  const dilys = await person('Dilys Beynon', null, school.id)
  const huw = await person('Huw Beynon', 'huw@beynon.example', elsewhere.id)
  const at = '2026-06-12T09:00:00.000Z'
  const add = (name: string, email?: string) =>
    addWalkIn(actAt(at), { id: newId(tick()), sessionId, name, email, schoolId: school.id, organisation: '', source: 'screen' })
  for (const done of [await add('dilys  BEYNON'), await add('Huw Beynon'), await add('Huw Beynon', 'huw@beynon.example')])
    expect(done.ok).toBe(true)
  expect((await walkIn(at)).ok).toBe(true)
  const found = (await rows<{ personId: string }>('SELECT personId FROM WalkIn WHERE sessionId = ?1 ORDER BY rowid', sessionId)).map(
    ({ personId }) => personId,
  )
  expect([found[0] === dilys, found[1] === huw, found[2] === huw]).toEqual([true, false, true])
  expect(new Set(found).size).toBe(4)
})
