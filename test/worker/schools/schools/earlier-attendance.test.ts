import { beforeAll, expect, it } from 'vitest'
import { importAttendance, planEarlierImport } from '#schools/schools/import-attendance.ts'
import { anAccount, anAct, aSchool, counting, leadsTo, request, rows, run } from '#test/support/factories.ts'
import { hiddenFields, upload } from '#test/support/school-facts.ts'

let organiser: { cookie: string; accountId: string }
beforeAll(async () => {
  organiser = await anAccount({ roles: ['organiser'] })
})
const path = '/organiser/schools/earlier-attendance'
const held = (schoolId: string) =>
  rows(
    `SELECT a.topicId, a.title, a.heldOn, a.markType, a.source, a.roleId, n.name, a.supersededAt IS NULL AS stands
     FROM EarlierAttendance a LEFT JOIN Person n ON n.id = a.personId WHERE a.schoolId = ?1 ORDER BY a.rowid`,
    schoolId,
  )

it('a list of earlier attendance is shown, saved with its source, seen on the school, and undone without being erased', async () => {
  const school = await aSchool({ name: 'Earlier School' })
  const csv = `URN,date,title,topic,attended,name,role
${school.urn},12/06/2021,Peer conference,peer-on-peer abuse,yes,Siân Ŵyn,DSL
${school.urn},2021-06-12,Peer conference,Peer-on-peer abuse,absent,=cmd|' /C calc'!A0,
${school.urn},13/06/2021,Peer conference,Knitting,yes,,
${school.urn},12/06/2021,peer CONFERENCE,Peer-on-peer abuse,yes,siân ŵyn,`
  const html = await (await upload(path, organiser.cookie, { source: 'Partnership records 2021' }, csv)).text()
  for (const text of ['to be added', 'We do not know this topic', 'stand further up in the file', 'Save 2 and leave out the others'])
    expect(html).toContain(text)
  expect(await held(school.id)).toEqual([])
  const fields = hiddenFields(html)
  expect(await leadsTo(request(`${path}/apply`, { cookie: organiser.cookie, form: fields }))).toBe(`${path}/${fields['batchId']}`)
  expect(await leadsTo(request(`${path}/apply`, { cookie: organiser.cookie, form: fields }))).toBe(`${path}/${fields['batchId']}`)
  expect(await held(school.id)).toEqual([
    {
      topicId: 'child-on-child-abuse',
      title: 'Peer conference',
      heldOn: '2021-06-12',
      markType: 'attended',
      source: 'Partnership records 2021',
      roleId: 'dsl',
      name: 'Siân Ŵyn',
      stands: 1,
    },
    {
      topicId: 'child-on-child-abuse',
      title: 'Peer conference',
      heldOn: '2021-06-12',
      markType: 'absent',
      source: 'Partnership records 2021',
      roleId: null,
      name: "=cmd|' /C calc'!A0",
      stands: 1,
    },
  ])
  const seen = await (await request(`/organiser/schools/${school.id}`, { cookie: organiser.cookie })).text()
  expect(seen).toContain('Source: Partnership records 2021')
  expect(await (await request(`/organiser/schools?q=${school.urn}`, { cookie: organiser.cookie })).text()).toContain('12 Jun 2021')

  const again = await (await upload(path, organiser.cookie, { source: 'Same file' }, csv)).text()
  expect(again).toContain('Known already')
  expect(again).toContain('There is nothing to save')

  const undo = `${path}/${fields['batchId']}/undo`
  expect((await request(undo, { cookie: organiser.cookie, form: {} })).status).toBe(303)
  expect((await request(undo, { cookie: organiser.cookie, form: {} })).status).toBe(303)
  expect((await held(school.id)).map((row) => row['stands'])).toEqual([0, 0])
  expect(await rows(`SELECT 1 FROM Log WHERE act = 'earlier_attendance.undone' AND subjectId = ?1`, fields['batchId'])).toHaveLength(1)
  const after = await (await request(`/organiser/schools/${school.id}`, { cookie: organiser.cookie })).text()
  expect(after).not.toContain('Partnership records 2021')
  expect(await (await request(path, { cookie: organiser.cookie })).text()).toContain('Undone')
  expect(await (await upload(path, organiser.cookie, { source: 'Once more' }, csv)).text()).toContain('Save 2')
})

it('rows of earlier attendance can be neither erased nor rewritten', async () => {
  const school = await aSchool()
  const text = `URN,date,title,topic,attended\n${school.urn},12/06/2021,T,prevent,yes`
  const plan = await planEarlierImport(anAct(), text)
  await importAttendance(anAct(), { text, source: 'x', state: plan.ok ? plan.value.state : '', batchId: crypto.randomUUID() })
  await expect(run('DELETE FROM EarlierAttendance')).rejects.toThrow('earlier_attendance_is_kept')
  await expect(run(`UPDATE EarlierAttendance SET markType = 'absent'`)).rejects.toThrow('earlier_attendance_stands')
})

it('two who save the same list at once add it once', async () => {
  const school = await aSchool()
  const text = `URN,date,title,topic,attended\n${school.urn},12/06/2021,Race,prevent,yes`
  const plan = await planEarlierImport(anAct(), text)
  const state = plan.ok ? plan.value.state : ''
  const both = await Promise.all([1, 2].map(() => importAttendance(anAct(), { text, source: 'x', state, batchId: crypto.randomUUID() })))
  expect(both.filter((done) => done.ok)).toHaveLength(1)
  expect(await held(school.id)).toHaveLength(1)
})

it('a person named twice in a list is one person, and two of one name at two schools are two', async () => {
  const [a, b] = [await aSchool(), await aSchool()]
  const text = `URN,date,title,topic,attended,name\n${a.urn},1/6/2021,One,prevent,yes,John Smith\n${a.urn},2/6/2021,Two,prevent,yes,john smith\n${b.urn},1/6/2021,One,prevent,yes,John Smith`
  const plan = await planEarlierImport(anAct(), text)
  await importAttendance(anAct(), { text, source: 'x', state: plan.ok ? plan.value.state : '', batchId: crypto.randomUUID() })
  const people = await rows<{ schoolId: string; n: number }>(
    'SELECT schoolId, COUNT(DISTINCT personId) AS n FROM EarlierAttendance WHERE schoolId IN (?1, ?2) GROUP BY schoolId',
    a.id,
    b.id,
  )
  expect(people.map((row) => row.n)).toEqual([1, 1])
  expect(await rows('SELECT DISTINCT personId FROM EarlierAttendance WHERE schoolId IN (?1, ?2)', a.id, b.id)).toHaveLength(2)
})

it('a list without its columns is refused, and an unknown import does not exist', async () => {
  expect((await upload(path, organiser.cookie, { source: '' }, 'URN,date\n1,2')).status).toBe(422)
  const html = await (await upload(path, organiser.cookie, { source: 'x' }, 'URN,date\n1,2')).text()
  expect(html).toContain('must have the columns URN, date, title, topic and attended')
  for (const tail of ['', '/undo'])
    expect(
      (await request(`${path}/00000000-0000-7000-8000-000000000000${tail}`, { cookie: organiser.cookie, ...(tail ? { form: {} } : {}) }))
        .status,
    ).toBe(404)
})

it('reading a list takes one round trip whatever its length', async () => {
  for (const n of [1, 3]) {
    const schools = await Promise.all(Array.from({ length: n }, () => aSchool()))
    const counted = counting()
    const text = `URN,date,title,topic,attended\n${schools.map((school) => `${school.urn},1/2/2022,T,prevent,yes`).join('\n')}`
    expect((await planEarlierImport(anAct({ db: counted.db }), text)).ok).toBe(true)
    expect(counted.trips()).toBe(1)
  }
})

it('five thousand rows are saved in one batch', async () => {
  const school = await aSchool()
  const lines = Array.from({ length: 5000 }, (_, n) => `${school.urn},1/2/2022,Event ${n},prevent,yes,Person ${n}`)
  const text = `URN,date,title,topic,attended,name\n${lines.join('\n')}`
  const plan = await planEarlierImport(anAct(), text)
  const done = await importAttendance(anAct(), { text, source: 'x', state: plan.ok ? plan.value.state : '', batchId: crypto.randomUUID() })
  expect(done).toEqual({ ok: true, value: { added: 5000, changed: 0 } })
  expect(await rows('SELECT COUNT(*) AS n FROM EarlierAttendance WHERE schoolId = ?1', school.id)).toEqual([{ n: 5000 }])
})
