// Everybody on record at a school in one file, for its single central record.

import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { sayCertificateNumber } from '#attendance/certificates/certificate.ts'
import { selectEverybody } from '#attendance/record/store.ts'
import { readNow } from '#base/db/read.ts'
import { anAccount, aSchool, request, rows } from '#test/support/factories.ts'
import { recording } from '#test/support/recording.ts'
import { add } from '#test/support/rows.ts'
import { cellsOf } from '#test/support/workbook.ts'
import { aDay, certificatesOf, issue } from '../certificates/world.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'

const aPerson = (name: string) => add('Person', { name, createdAt: '2026-03-02T09:00:00.000Z' })

/**
 * A school whose lead came to a conference for it, has its certificate and was trained elsewhere
 * too, and whose teacher took a course.
 */
const aSchoolWithTwo = async () => {
  const { school, event, places } = await aDay([{ name: 'Zoë Łukasz', marks: ['attended', 'attended'] }])
  await issue()
  const [certificate] = await certificatesOf(event.id)
  const lead = places[0]?.personId ?? ''
  await aRole(lead, school)
  await anEarlierTraining(lead, await aSchool({ name: 'Far Away' }), '2026-06-20', { topicId: 'prevent', title: 'Trained elsewhere' })
  const teacher = await aPerson('Bert Dunn')
  for (const on of ['2025-03-01', '2026-03-01', '2026-07-01'])
    await anEarlierTraining(teacher, school, on, { topicId: 'online-safety', title: 'Online' })
  return { school, number: sayCertificateNumber(certificate?.number ?? '') }
}

const fileOf = async (schoolId: string, ending: string, cookie: string): Promise<Uint8Array> => {
  const answer = await request(`/school/${schoolId}/record-people.${ending}?on=2026-06-30`, { cookie })
  expect([ending, answer.status]).toEqual([ending, 200])
  return new Uint8Array(await answer.arrayBuffer())
}

it('everybody on record is a row each, without what the school may not see, and the log says who took it', async () => {
  const { school, number } = await aSchoolWithTwo()
  const { cookie, accountId } = await anAccount({ schoolIds: [school.id] })
  expect(new TextDecoder().decode(await fileOf(school.id, 'csv', cookie)).split('\r\n')).toEqual([
    'Person,Role,"Designated lead: training every two years, last on","Designated lead: training every two years, due","Lead and deputies: update every year, last on","Lead and deputies: update every year, due",On record: Designated safeguarding lead training,On record: Online safety,Certificates,As at',
    'Bert Dunn,,,,,,,2026-03-01,,2026-06-30',
    `Zoë Łukasz,Designated safeguarding lead,2026-06-12,2028-06-12,2026-06-12,2027-06-12,2026-06-12,,${number},2026-06-30`,
    '',
  ])
  expect(await rows(`SELECT accountId, after FROM Log WHERE act = 'training_record.exported' AND schoolId = ?1`, school.id)).toEqual([
    { accountId, after: JSON.stringify({ of: 'everybody', on: '2026-06-30', rows: 2, format: 'csv' }) },
  ])
})

it('its days are dates in a spreadsheet', async () => {
  const { school, number } = await aSchoolWithTwo()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const [, bert, zoe] = cellsOf(await fileOf(school.id, 'xlsx', cookie))
  const on = (day: string): number => (Date.parse(day) - Date.parse('1899-12-30')) / 86_400_000
  expect(bert).toEqual(['Bert Dunn', '', '', '', '', '', '', on('2026-03-01'), '', on('2026-06-30')])
  expect(zoe?.slice(2)).toEqual([
    ...['2026-06-12', '2028-06-12', '2026-06-12', '2027-06-12', '2026-06-12'].map(on),
    ...['', number, on('2026-06-30')],
  ])
  const content = strFromU8(unzipSync(await fileOf(school.id, 'ods', cookie))['content.xml'] ?? new Uint8Array())
  expect([...content.matchAll(/office:date-value="([^"]+)"/g)].map(([, day]) => day)).toEqual([
    ...['2026-03-01', '2026-06-30'],
    ...['2026-06-12', '2028-06-12', '2026-06-12', '2027-06-12', '2026-06-12', '2026-06-30'],
  ])
})

it('a school of 200 people has theirs in one trip, and reads at most 50 rows of each', async () => {
  const school = await aSchool()
  for (let n = 0; n < 200; n += 1) {
    const personId = await aPerson(`Person ${n}`)
    if (n < 10) await aRole(personId, school, { roleId: 'deputy_dsl' })
    for (const topicId of ['designated-lead', 'prevent', 'online-safety'])
      await anEarlierTraining(personId, school, '2026-02-01', { topicId })
  }
  const { db, trips } = recording()
  const found = await readNow(db, selectEverybody(db, school.id, '2026-06-30', 'school'))
  expect(found?.everybody.rows.length).toBe(200)
  expect(trips.length).toBe(1)
  expect(trips.flat().reduce((sum, { read = 0 }) => sum + read, 0)).toBeLessThan(200 * 50)
})
