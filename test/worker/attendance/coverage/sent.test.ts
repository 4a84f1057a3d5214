// Whom each school sent: a row for each person, session and school, and apart from it what says nothing of coming.

import { expect, it } from 'vitest'
import type { Question } from '#attendance/coverage/coverage.ts'
import { sayAhead, sayElsewhere, sayHow, sayRecord, sayTogether } from '#attendance/coverage/sent.ts'
import { selectApart, sentBy } from '#attendance/coverage/sent-store.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { selectRows, selectSlice } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { anAccount, anEvent, aSchool, bindings, db, request, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aMark, anArea, anEarlierRecord, aPerson, aPlace, aSuccession, aWalkIn, cameTo, firstSession, onDay, signOff } from './world.ts'

const over = (laCode: string, more: Partial<Question> = {}): Question => ({
  ...{ laCodes: [laCode], on: '2026-12-31', from: '2025-01-01', to: '2026-12-31', topic: undefined, event: undefined },
  ...more,
})

const by = { dimension: 'kind', category: undefined } as const
const now = new Date('2026-12-31T12:00:00.000Z')

const sentFor = (question: Question, more: Parameters<typeof sentBy>[1] = by) => readNow(db, selectRows(db, sentBy(question, more), 100))

const said = async (question: Question, more: Parameters<typeof sentBy>[1] = by) =>
  (await sentFor(question, more)).map((one) => [...[one.name, one.person, one.role, one.session, one.on], ...[sayHow(one), sayRecord(one)]])

/** A county in which people came in every way there is. */
const aCounty = async () => {
  const laCode = anArea()
  const [own, represented, merged] = [
    await aSchool({ laCode, name: 'Aylestone', kind: 'secondary' }),
    await aSchool({ laCode, name: 'Bosbury' }),
    await aSchool({ laCode, name: 'Clehonger' }),
  ]
  await aSchool({ laCode, name: 'Dilwyn' })
  const elsewhere = await aSchool({ laCode: anArea(), name: 'Elsewhere' })
  const gone = await aSchool({ laCode, name: 'Fownhope', closesOn: '2026-01-01' })
  await aSuccession(gone, merged, 'merger')
  const event = await onDay('2026-06-12')
  await cameTo(event, own, 'attended', { personId: await aPerson('Ann Pugh'), represents: [represented] })
  await cameTo(event, own, 'absent', { personId: await aPerson('Ben Pugh') })
  await cameTo(event, elsewhere, 'attended')
  await signOff(event)
  const old = await onDay('2025-06-12')
  await cameTo(old, gone, 'part', { personId: await aPerson('Cai Pugh') })
  await anEarlierRecord(own, '2025-03-04')
  return { laCode, own, represented, event }
}

it('lists each person of each school by session and day, with the role at the time and what that rests on', async () => {
  const { laCode } = await aCounty()
  const lead = 'Designated safeguarding lead'
  expect(await said(over(laCode))).toEqual([
    ['Aylestone', 'Ann Pugh', lead, '', '2026-06-12', 'Own staff attended', 'Register signed off'],
    ['Aylestone', undefined, undefined, '', '2025-03-04', 'Own staff attended', 'Spreadsheet of the training team: stated'],
    ['Bosbury', 'Ann Pugh', lead, '', '2026-06-12', 'Represented', 'Register signed off'],
    ['Clehonger', 'Cai Pugh', lead, '', '2025-06-12', 'Own staff attended in part, through a predecessor', 'Register not yet signed off'],
  ])
})

it('answers the same question as the report: the schools in it are those that took part, by period and by category', async () => {
  const { laCode } = await aCounty()
  for (const question of [over(laCode), over(laCode, { from: '2026-01-01' }), over(laCode, { from: '2026-07-01' })]) {
    const sent = await sentFor(question)
    expect(new Set(sent.map(({ schoolId }) => schoolId)).size).toBe((await readReport(db, question, ['kind'])).whole.tookPart)
  }
  expect((await said(over(laCode), { dimension: 'kind', category: 'secondary' })).map(([school]) => school)).toEqual([
    'Aylestone',
    'Aylestone',
  ])
})

it('is read page by page, and where there is no such page says how many there are', async () => {
  const { laCode } = await aCounty()
  const page = (after?: string) => readNow(db, selectSlice(db, { ...sentBy(over(laCode), by), size: 3 }, after ? { after } : {}))
  const first = await page()
  const second = await page(first.after)
  expect([...first.rows, ...second.rows]).toEqual(await sentFor(over(laCode)))
  expect([first.rows.length, second.rows.length]).toEqual([3, 1])
  expect(await page('nobody')).toEqual({ rows: [], total: 4, isFirst: false })
})

it('a person who walked in stands with the school that they were matched to', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Weobley' })
  const event = await onDay('2026-06-12')
  await aMark(firstSession(event), { walkInId: await aWalkIn(event, school) }, 'attended')
  expect(await said(over(laCode))).toEqual([
    ['Weobley', 'Rhiannon Pugh', undefined, '', '2026-06-12', 'Own staff attended', 'Register not yet signed off'],
  ])
})

it('places booked ahead and records from elsewhere are counted apart, the latter by how they are known', async () => {
  const { laCode, own, represented } = await aCounty()
  const coming = await anEvent({ startsAt: '2027-03-12T09:00:00.000Z', endsAt: '2027-03-12T15:00:00.000Z' })
  await aPlace(coming, own)
  await aPlace(coming, own)
  await aPlace(coming, represented)
  await aPlace(coming, represented, { state: 'cancelled' })
  const apart = async () => readNow(db, selectApart(db, over(laCode), { ...by, now }))
  expect(sayAhead(await apart())).toBe(
    'Booked ahead: 3 places of 2 schools. A booking says nothing of coming, and is in none of the figures.',
  )
  expect(sayElsewhere(await apart())).toBe(
    'Records from elsewhere and from before: 1 record of 1 school is stated, none is seen, none is verified.',
  )
  const [record] = await rows<{ id: string }>('SELECT id FROM EarlierAttendance WHERE schoolId = ?1', own.id)
  for (const level of ['seen', 'verified']) await add('EvidenceCheck', { earlierId: record?.id ?? '', level, note: 'Certificate' })
  expect(sayElsewhere(await apart())).toBe(
    'Records from elsewhere and from before: none is stated, none is seen, 1 record of 1 school is verified.',
  )
  // The question narrows both.
  expect(await readNow(db, selectApart(db, over(laCode, { from: '2026-01-01' }), { dimension: 'kind', category: 'special', now }))).toEqual(
    {
      attendances: 0,
      ahead: { schools: 0, places: 0 },
      elsewhere: { stated: { records: 0, schools: 0 }, seen: { records: 0, schools: 0 }, verified: { records: 0, schools: 0 } },
      together: { people: 0, schools: 0 },
    },
  )
})

it('officers read it and take it as a file, which the log says; readers of the report see no people', async () => {
  const { laCode } = await aCounty()
  const get = async (role: 'officer' | 'reader', path: string) => {
    const { cookie } = await anAccount({ roles: [role] })
    return request(path, { cookie, bindings: { ...bindings, LA_CODES: laCode } })
  }
  const period = 'from=2025-01-01&to=2026-12-31'
  const page = await (await get('officer', `/coverage/sent?${period}`)).text()
  expect(page).toContain('Ann Pugh')
  expect(page).toContain('4 attendances')
  const file = await (await get('officer', `/coverage/sent.csv?${period}`)).text()
  expect(file.split('\r\n')[0]).toContain('URN,School,Town,Sector and kind,Person,Role at the time,Event,Session,Day,How,Based on')
  expect(file).toContain('Ann Pugh,Designated safeguarding lead')
  expect(
    (await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'coverage_sent.exported'`)).map(({ after }) => JSON.parse(after)),
  ).toEqual([{ attendances: 4, by: 'sector-kind' }])
  expect([(await get('reader', `/coverage/sent?${period}`)).status, (await get('reader', `/coverage/sent.csv?${period}`)).status]).toEqual([
    404, 404,
  ])
  expect(await (await get('reader', `/coverage?${period}`)).text()).not.toContain('Whom each school sent')
})

// “In coverage they count for their school as anybody does, and are named apart as stated; a training that rests on one is known as stated, and not as attended.”
it('whoever watched at a colleague’s screen counts for their school, and is named as stated in the list, in its file and on the page of the school', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Aylestone' })
  const event = await onDay('2026-06-12')
  await cameTo(event, school, 'attended', { personId: await aPerson('Ann Pugh') })
  const placeId = await aPlace(event, school, { personId: await aPerson('Ben Pugh') })
  await aMark(firstSession(event), { placeId }, 'attended', undefined, 'stated')
  await signOff(event)
  const rests = 'Register signed off, at a colleague’s screen, as stated'
  expect((await said(over(laCode))).map(([, person, , , , , record]) => [person, record])).toEqual([
    ['Ann Pugh', 'Register signed off'],
    ['Ben Pugh', rests],
  ])
  const apart = await readNow(db, selectApart(db, over(laCode), { ...by, now }))
  expect(sayTogether(apart)).toBe('At a colleague’s screen, as stated: 1 person of 1 school. They are in the figures.')
  const { cookie } = await anAccount({ roles: ['officer'] })
  const get = async (path: string) =>
    (await request(`${path}?from=2025-01-01&to=2026-12-31`, { cookie, bindings: { ...bindings, LA_CODES: laCode } })).text()
  expect(await get('/coverage/sent')).toContain(sayTogether(apart))
  expect(await get('/coverage/sent.csv')).toContain(rests)
})
