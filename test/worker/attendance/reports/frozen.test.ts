// A frozen report is what was known at its moment: to the school what the live report said, and
// never anything else afterwards.

import { expect, it } from 'vitest'
import { dimensions, type Question } from '#attendance/coverage/coverage.ts'
import { total } from '#attendance/coverage/figures.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { freezeMonth, freezeReport } from '#attendance/reports/freeze-report.ts'
import { differences, figuresBy } from '#attendance/reports/frozen.ts'
import { selectCauses, selectFrozen, selectFrozenSchools, selectKnown } from '#attendance/reports/store.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, existing, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add, addLike } from '#test/support/rows.ts'
import { aMark, anArea, anEarlierRecord, aPerson, aSuccession, asEvent, aWalkIn, cameTo, firstSession, onDay } from '../coverage/world.ts'

const over = (laCode: string): Question => ({
  ...{ laCodes: [laCode], on: '2026-12-31', from: '2025-01-01', to: '2026-12-31', topic: undefined, event: undefined },
})

// After everything that the tests of coverage put on record.
const later = '2098-01-05T10:00:00.000Z'
const officer = async () => anAct({ now: new Date(later), actor: (await anAccount({ roles: ['officer'], name: 'Olive Grant' })).actor })

const frozen = async (question: Question): Promise<number> =>
  await freezeReport(await officer(), { id: newId(tick()), question }).then(accepted)

const schoolsOf = (number: number) => readNow(db, selectFrozenSchools(db, number))

/** What differs today from a report, as its page says it. */
const since = async (number: number) => {
  const report = await readNow(db, selectFrozen(db, number)).then(existing)
  const [before, now] = [await schoolsOf(number), await readNow(db, selectKnown(db, report.question))]
  const ids = [...before, ...now].flatMap(({ evidence }) => evidence)
  const roots = [...before, ...now].map(({ schoolId }) => schoolId)
  const causes = await readTogether(db, selectCauses(db, ids, roots, report.frozenAt))
  return differences(before, now, report.frozenAt, causes).map(({ school, what, why, explained }) => ({
    name: school.name,
    what,
    why,
    explained,
  }))
}

/** A county in which schools took part in every way there is. */
const aCounty = async () => {
  const laCode = anArea()
  const [own, part, represented, earlier, merged, walked] = [
    await aSchool({ laCode, name: 'Aylestone', sector: 'maintained', kind: 'secondary', phase: 'Secondary' }),
    await aSchool({ laCode, name: 'Bosbury', sector: 'academy', kind: 'primary', phase: 'Primary' }),
    await aSchool({ laCode, name: 'Clehonger', sector: 'academy', kind: 'primary', phase: 'Primary' }),
    await aSchool({ laCode, name: 'Dilwyn' }),
    await aSchool({ laCode, name: 'Eardisley' }),
    await aSchool({ laCode, name: 'Fownhope' }),
  ]
  await aSchool({ laCode, name: 'Goodrich' })
  const gone = await aSchool({ laCode, name: 'Hope under Dinmore', closesOn: '2026-01-01' })
  await aSuccession(gone, merged, 'merger')
  const event = await onDay('2026-06-12')
  await cameTo(event, own)
  await cameTo(event, part, 'part')
  await cameTo(event, own, 'attended', { represents: [represented] })
  await anEarlierRecord(earlier, '2025-03-04')
  await cameTo(await onDay('2025-06-12'), gone)
  await aMark(firstSession(event), { walkInId: await aWalkIn(event, walked) }, 'attended')
  return { laCode, event, own, part, represented, earlier }
}

it('A frozen report is to the school what the live report said at that moment, by every dimension, counted from its rows alone.', async () => {
  const { laCode } = await aCounty()
  const number = await frozen(over(laCode))
  const live = await readReport(db, over(laCode), dimensions)
  const schools = await schoolsOf(number)
  // Who came on the topic at another time is no figure of a frozen report.
  const kept = <F extends { onTopic: number }>({ onTopic: _, ...figures }: F) => figures
  for (const { dimension, categories } of live.tables)
    expect([dimension, figuresBy(schools, dimension)]).toEqual([dimension, categories.map(kept)])
  expect(total(figuresBy(schools, 'kind'))).toEqual(kept(live.whole))
  expect(live.whole).toMatchObject({
    open: 7,
    tookPart: 6,
    ownAttended: 4,
    ownPart: 1,
    representedAttended: 1,
    earlier: 1,
    predecessor: 1,
    never: 1,
  })
  expect(await since(number)).toEqual([])
})

it('It stays as it was when marks are corrected, records taken back and the register changed, and each difference has its cause.', async () => {
  const { laCode, event, part, earlier } = await aCounty()
  const number = await frozen(over(laCode))
  const before = await schoolsOf(number)
  const at = '2099-01-05T10:00:00.000Z'
  const [mark] = await rows<{ id: string; placeId: string }>(
    `SELECT m.id, m.placeId FROM CurrentMark m JOIN Place p ON p.id = m.placeId WHERE p.schoolId = ?1`,
    part.id,
  )
  await add('Mark', {
    sessionId: firstSession(event),
    placeId: mark?.placeId ?? '',
    happenedAt: at,
    notedAt: at,
    receivedAt: at,
    source: 'screen',
    correctsId: mark?.id ?? '',
    reason: 'He was not there',
  })
  await run('UPDATE EarlierAttendance SET supersededAt = ?2 WHERE schoolId = ?1', earlier.id, at)
  const elsewhere = await aSchool({ laCode: anArea() })
  await addLike(
    'SchoolIdentity',
    { schoolId: elsewhere.id },
    { id: newId(tick()), urn: `${elsewhere.urn}7`, name: 'Ivington', laCode, statusCode: '1', learnedAt: at },
  )
  expect(await schoolsOf(number)).toEqual(before)
  expect(await since(number)).toEqual([
    {
      ...{ name: 'Bosbury', what: 'Then: own staff attended in part, register not yet signed off. Today: did not take part' },
      ...{ why: 'A mark or record was corrected or removed on 5 January 2099.', explained: true },
    },
    {
      ...{ name: 'Dilwyn', what: 'Then: own staff attended, earlier record. Today: did not take part' },
      ...{ why: 'A mark or record was corrected or removed on 5 January 2099.', explained: true },
    },
    {
      name: 'Ivington',
      what: 'Counted today, and not then',
      why: 'What the register says of it changed on 5 January 2099.',
      explained: true,
    },
  ])
})

it('A register that is signed afterwards is the cause of what rests on it.', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Kingsland' })
  const event = await onDay('2026-06-12')
  await cameTo(event, school)
  const number = await frozen(over(laCode))
  await add('RegisterSignOff', { sessionId: firstSession(event), signedAt: '2099-01-05T10:00:00.000Z', attended: 1 })
  const [found] = await since(number)
  expect(found?.what).toBe('Then: own staff attended, register not yet signed off. Today: own staff attended, register signed off')
  expect(found?.why).toBe('A register was signed off on 5 January 2099.')
})

it('Nobody rewrites it, adds to it or takes from it.', async () => {
  const { laCode } = await aCounty()
  const number = await frozen(over(laCode))
  const [report] = await rows<{ id: string }>('SELECT id FROM FrozenReport WHERE number = ?1', number)
  const tries = [
    db.prepare('UPDATE FrozenReport SET question = question WHERE number = ?1').bind(number),
    db.prepare('DELETE FROM FrozenReport WHERE number = ?1').bind(number),
    db.prepare('UPDATE FrozenSchool SET code = NULL WHERE reportId = ?1').bind(report?.id ?? ''),
    db.prepare('DELETE FROM FrozenSchool WHERE reportId = ?1').bind(report?.id ?? ''),
    db
      .prepare(
        `INSERT INTO FrozenSchool SELECT reportId, (SELECT id FROM School WHERE id NOT IN (SELECT schoolId FROM FrozenSchool WHERE reportId = ?1) LIMIT 1), urn, name, town, sector, kind, phase,
           trustUid, trustName, wardCode, wardName, districtCode, districtName, faith, gender, settlement, sizeBand, freeMealsBand, code, lastAt, evidence
           FROM FrozenSchool WHERE reportId = ?1 LIMIT 1`,
      )
      .bind(report?.id ?? ''),
  ]
  for (const statement of tries) await expect(statement.run()).rejects.toThrow(/frozen_(report|school)_stands|report_is_frozen/)
})

it('The same form freezes once, also when it is sent twice at once.', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  const id = crypto.randomUUID()
  const act = await officer()
  const done = await Promise.all([freezeReport(act, { id, question: over(laCode) }), freezeReport(act, { id, question: over(laCode) })])
  expect(new Set(done.map((one) => (one.ok ? one.value : one.reason))).size).toBe(1)
  expect(await rows('SELECT COUNT(*) AS n FROM FrozenReport WHERE id = ?1', id)).toEqual([{ n: 1 }])
})

it('A form that froze a report says so when it is sent again with another question, and freezes nothing.', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  const id = crypto.randomUUID()
  const act = await officer()
  await freezeReport(act, { id, question: over(laCode) })
  const other = { ...over(laCode), from: '2025-02-01' }
  expect(await freezeReport(act, { id, question: other })).toEqual({ ok: false, reason: 'saved_otherwise' })
  const { cookie } = await anAccount({ roles: ['officer'] })
  const answer = await request('/coverage/frozen', { cookie, form: { id, topic: '', from: '2025-02-01', to: '2026-06-30' } })
  expect(answer.headers.get('location')).toContain('/coverage?from=2025-02-01&to=2026-06-30')
  expect(await rows('SELECT COUNT(*) AS n FROM FrozenReport WHERE id = ?1', id)).toEqual([{ n: 1 }])
})

it('A register that is taken while a report is frozen is in its sources and its lines, or in neither; without the guard it is in its lines alone.', async () => {
  const registersAndSchools = async (guarded: boolean) => {
    const laCode = anArea()
    const school = await aSchool({ laCode })
    const act = await officer()
    const [{ n: before } = { n: 0 }] = await rows<{ n: number }>(`SELECT COUNT(DISTINCT sessionId) AS n FROM Mark`)
    let batches = 0
    const racing = databaseWith(act.db, {
      batch: async (statements: SqlStatement[]) => {
        batches += statements.length < 4 ? 0 : 1
        // The first reads the sources, the second writes.
        if (batches !== 2) return act.db.batch(statements)
        batches += 1
        await cameTo(await onDay('2026-06-12'), school)
        await add('Log', { act: 'mark' })
        return act.db.batch(guarded ? statements : statements.slice(1))
      },
    })
    const done = await freezeReport({ ...act, db: racing }, { id: newId(tick()), question: over(laCode) }).then(accepted)
    const report = await readNow(db, selectFrozen(db, done))
    return [(report?.sources.registers ?? 0) - before, (await schoolsOf(done)).filter(({ code }) => code !== null).length]
  }
  expect(await registersAndSchools(true)).toEqual([1, 1])
  expect(await registersAndSchools(false)).toEqual([0, 1])
})

// “What a school did as a body is exact to readers too, zeros included: who took part by every
// breakdown, who adopted guidance and who answered an audit.”
it('Readers see of one school in a trust that it did not take part.', async () => {
  const laCode = anArea()
  for (const trustName of ['Wye Trust', ...Array.from({ length: 6 }, () => 'Lugg Trust')]) await aSchool({ laCode, trustName })
  const { cookie } = await anAccount({ roles: ['reader'] })
  const page = await (await request(`/coverage/frozen/${await frozen(over(laCode))}?by=trust`, { cookie })).text()
  expect(plain(page)).toContain('Wye Trust 1 0 of 1')
})

it('The service freezes each month once it has ended, for the two years to its end.', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  const act = anAct({ now: new Date('2027-03-01T00:01:00.000Z'), laCodes: [laCode], origin: 'schedule' })
  // The service was not in use before the month ended: nothing is frozen.
  await freezeMonth({ ...act, now: new Date('2020-03-01T00:01:00.000Z') })
  expect(await rows(`SELECT id FROM FrozenReport WHERE id LIKE 'month %'`)).toEqual([])
  await add('Log', { act: 'x.done' })
  await freezeMonth(act)
  await freezeMonth(act)
  expect(
    await rows(`SELECT question ->> 'from' AS "from", question ->> 'to' AS "to", frozenById FROM FrozenReport WHERE id = 'month 2027-02'`),
  ).toEqual([{ from: '2025-03-01', to: '2027-02-28', frozenById: null }])
})

it('Officers and administrators freeze; organisers and readers read without freezing.', async () => {
  const [{ cookie: officerCookie }, { cookie: reader }, { cookie: organiser }] = [
    await anAccount({ roles: ['officer'] }),
    await anAccount({ roles: ['reader'] }),
    await anAccount({ roles: ['organiser'] }),
  ]
  const form = { id: crypto.randomUUID(), topic: '', from: '2025-01-01', to: '2026-06-30' }
  for (const cookie of [reader, organiser]) {
    expect((await request('/coverage/frozen', { cookie, form })).status).toBe(404)
    expect(await (await request('/coverage', { cookie })).text()).not.toContain('Keep these figures')
  }
  expect(await (await request('/coverage', { cookie: officerCookie })).text()).toContain('Keep these figures')
  const page = await leadsTo(request('/coverage/frozen', { cookie: officerCookie, form }))
  for (const path of [page, `${page}?by=trust`, '/coverage/frozen'])
    expect([path, (await request(path, { cookie: reader })).status]).toEqual([path, 200])
  for (const path of [`${page}/difference`, `${page}/schools.csv`]) {
    expect([path, (await request(path, { cookie: organiser })).status]).toEqual([path, 200])
    expect([path, (await request(path, { cookie: reader })).status]).toEqual([path, 404])
  }
  expect((await request('/coverage/frozen/999999', { cookie: reader })).status).toBe(404)
  expect(
    (await request('/coverage/frozen', { cookie: officerCookie, form: { ...form, id: crypto.randomUUID(), from: '2026-07-01' } })).status,
  ).toBe(400)
})

it('An event that was called off, or that is still to come, cannot be frozen.', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  for (const event of [await anEvent({ state: 'cancelled' }), await onDay('2099-06-12')]) {
    const question = {
      ...over(laCode),
      event: { ...asEvent(event), marked: false },
      from: asEvent(event).startsOn,
      to: asEvent(event).startsOn,
    }
    expect(await freezeReport(await officer(), { id: newId(tick()), question })).toEqual({ ok: false, reason: 'not_held' })
  }
})

it('Readers see the figures of a frozen report; schools are named in reports that they could answer first.', async () => {
  const laCode = anArea()
  await aSchool({ laCode, name: 'Eardisley Unlikely' })
  const number = await frozen(over(laCode))
  const read = async (role: 'reader' | 'officer') =>
    (await request(`/coverage/frozen/${number}`, { cookie: (await anAccount({ roles: [role] })).cookie })).text()
  expect(await read('officer')).toContain('Eardisley Unlikely')
  const page = await read('reader')
  expect(page).not.toContain('Eardisley Unlikely')
  expect(page).toContain('name schools that could answer first.')
})

it('No person is named in a frozen report.', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Ledbury' })
  const personId = await aPerson('Perpetua Unlikely')
  await cameTo(await onDay('2026-06-12'), school, 'attended', { personId })
  const number = await frozen(over(laCode))
  const { cookie } = await anAccount({ roles: ['officer'] })
  for (const path of ['', '/difference', '/schools.csv'])
    expect(await (await request(`/coverage/frozen/${number}${path}`, { cookie })).text()).not.toContain('Perpetua')
  expect(
    JSON.stringify(await rows('SELECT * FROM FrozenSchool s JOIN FrozenReport f ON f.id = s.reportId WHERE f.number = ?1', number)),
  ).not.toContain(personId)
})
