// As what courses counted whose records do not say it: said once by title, shown before it is saved, and undone.

import { expect, it } from 'vitest'
import { planTitles, saveTitles } from '#attendance/editions/save-titles.ts'
import { selectBefore, selectTitles } from '#attendance/editions/title-store.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import type { TitleCounts } from '#attendance/requirements/training.ts'
import { selectHowSchoolStands } from '#attendance/standings/school-store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { accepted, anAccount, anAct, aSchool, db, request, rows, tick, tripsOf } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aPerson } from '../coverage/world.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'

const now = new Date('2026-11-28T12:00:00.000Z')
const giveWay = async () => undefined
const act = (of = db) => anAct({ db: of, now, laCodes: ['884'] })

const lead = async (title: string, purpose: string | null = null) => {
  const [school, person] = [await aSchool(), await aPerson()]
  await aRole(person, school)
  const record = await anEarlierTraining(person, school, '2026-03-14', { title, purpose })
  return { school, person, record }
}

const why = async (school: { id: string }) => {
  const stands = await readNow(db, selectHowSchoolStands(db, school.id, '2026-11-28', { seer: 'council' }))
  return stands?.rows.find(({ requirementId }) => requirementId === 'lead')?.why
}

const kept = async () => {
  do await followStandings(act())
  while ((await db.prepare('SELECT COUNT(*) AS n FROM StandingToFollow').first<number>('n')) ?? 0)
  const found = await rows<{ rootId: string; requirementId: string }>('SELECT rootId, requirementId, state, day FROM SchoolStanding')
  return new Map(found.map((one) => [`${one.rootId} ${one.requirementId}`, JSON.stringify(one)]))
}

const plan = (said: readonly TitleCounts[]) => planTitles(act(), said, giveWay).then(accepted)

const save = async (said: readonly TitleCounts[], batchId = newId(tick())) => {
  const { state } = await plan(said)
  return { batchId, done: await saveTitles(act(), { batchId, said, state }, giveWay) }
}

const inDate = 'In date until 14 March 2028, two years after “DSL Level 3 ” on 14 March 2026 (guidance: KCSIE 2026).'
const notStated =
  'No training on our record (guidance: KCSIE 2026). “DSL Level 3 ” on 14 March 2026 does not count: its purpose is not stated.'

// “One list says as what courses counted whose records do not say it: once for all records of a title, and for those still to come.”
// “A record that says what the course was for is believed, whatever the list says of its title.”
it('a title said once counts for every record of it, however it is spelled and whenever it comes; a record that says otherwise is believed', async () => {
  const [one, other, says] = [await lead('DSL Level 3 '), await lead('dsl level 3'), await lead('DSL Level 3 ', 'briefing')]
  expect(await why(one.school)).toBe(notStated)
  expect((await save([{ title: 'dsl level 3', countedAs: 'training' }])).done.ok).toBe(true)
  const later = await lead('DSL LEVEL 3')
  expect(await why(one.school)).toBe(inDate)
  for (const { school } of [other, later]) expect(await why(school)).toMatch(/^In date until 14 March 2028/)
  expect(await why(says.school)).toMatch(/does not count: it was not the training asked\.$/)
  await save([{ title: 'dsl level 3', countedAs: 'none' }])
  expect(await why(one.school)).toMatch(/does not count: it was said not to count\.$/)
  expect(await rows('SELECT purpose FROM EarlierAttendance WHERE id = ?1', one.record)).toEqual([{ purpose: null }])
})

// “What it changes is shown before it is saved, by the function that saves it, and a list that was saved can be undone.”
it('whose standing changes is shown as it then is, and undoing the list says what was said before', async () => {
  await lead('Refresher 2026')
  await lead('Another course')
  const before = await kept()
  const said: TitleCounts[] = [
    { title: 'refresher 2026', countedAs: 'training' },
    { title: 'another course', countedAs: 'briefing' },
    { title: 'a course of nobody', countedAs: 'training' },
  ]
  const { turns, changes } = await plan(said)
  expect(changes.map(({ title, records }) => [title, records])).toEqual([
    ['refresher 2026', 1],
    ['another course', 1],
  ])
  const { batchId, done } = await save(said)
  expect(done.ok).toBe(true)
  const after = await kept()
  const changed = [...after.keys()].filter((key) => after.get(key) !== before.get(key))
  expect(turns.map(({ rootId, requirementId }) => `${rootId} ${requirementId}`).toSorted()).toEqual(changed.toSorted())
  expect(turns.map(({ requirementId, from, to }) => [requirementId, from.group, to.group])).toEqual([
    ['lead', 'No training on our record', 'In date'],
    ['lead_update', 'No training on our record', 'In date'],
  ])
  await save(await readNow(db, selectBefore(db, batchId)))
  expect(await kept()).toEqual(before)
})

it('what changed since it was shown is not saved, the same form saves it once, and of two at once one is told', async () => {
  await lead('Course of two')
  const said: TitleCounts[] = [{ title: 'course of two', countedAs: 'training' }]
  const { state } = await plan(said)
  const press = (batchId: string) => saveTitles(act(), { batchId, said, state }, giveWay)
  const [a, b] = [newId(tick()), newId(tick())]
  const answers = await Promise.all([press(a), press(b)])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.flatMap((one) => (one.ok ? [] : [one.reason]))[0]).toMatch(/^(changed_meanwhile|nothing_changes)$/)
  expect(await press(answers[0]?.ok ? a : b)).toEqual({ ok: true, value: undefined })
  expect(await rows("SELECT COUNT(*) AS n FROM CourseTitle WHERE title = 'course of two'")).toEqual([{ n: 1 }])
  expect(
    await saveTitles(act(), { batchId: newId(tick()), said: [{ title: 'course of two', countedAs: 'none' }], state }, giveWay),
  ).toEqual({
    ok: false,
    reason: 'changed_meanwhile',
  })
})

it('it takes two trips to show what it changes, of however many schools and records', async () => {
  const trips = async () => {
    await lead('Course of many')
    return tripsOf((on) => planTitles(act(on), [{ title: 'course of many', countedAs: 'update' }], giveWay))
  }
  const few = await trips()
  for (let n = 0; n < 20; n += 1) await lead('Course of many')
  expect([few, await trips()]).toEqual([2, 2])
})

it('an officer says it on one page, sees what changes first, saves and undoes it', async () => {
  await lead('Signs of Safety')
  const { cookie } = await anAccount({ roles: ['officer'] })
  const read = async (path: string, form?: Record<string, string>) => {
    const response = await request(path, form ? { cookie, form } : { cookie })
    const html = await response.text()
    return { status: response.status, html, text: plain(html) }
  }
  const path = '/requirements/titles'
  expect((await read(path)).text).toContain('signs of safety 1')
  const form = { id: newId(tick()), 'title-0': 'signs of safety', 'as-0': 'training' }
  const same = await read(path, { ...form, 'as-0': '' })
  expect([same.status, same.text.includes('Choose what at least one course counted as')]).toEqual([422, true])
  const shown = await read(path, form)
  expect(shown.text).toContain('signs of safety 1 Purpose not stated Training')
  expect(shown.text).toContain('Designated lead: training every two years No training on our record In date 1')
  const state = /name="state" value="([^"]*)"/.exec(shown.html)?.[1] ?? ''
  expect((await read(path, { ...form, state, action: 'save' })).status).toBe(303)
  const undo = await read(`${path}?undo=${form.id}`)
  expect(undo.text).toContain('signs of safety 1 Training Purpose not stated')
  const back = /name="state" value="([^"]*)"/.exec(undo.html)?.[1] ?? ''
  expect((await read(path, { ...form, id: newId(tick()), 'as-0': '', state: back, action: 'save' })).status).toBe(303)
  expect((await readNow(db, selectTitles(db, 200))).find(({ title }) => title === 'signs of safety')?.countedAs).toBe(null)
  expect((await read(`${path}?undo=${form.id}`)).status).toBe(404)
  expect(
    (await rows("SELECT act FROM Log WHERE subjectKind = 'course_titles'")).every(({ act: name }) => name === 'course_titles.said'),
  ).toBe(true)
})
