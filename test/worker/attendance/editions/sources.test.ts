// A new edition of a source for several rules: what is shown of it is what it does, and it can be undone.

import { expect, it } from 'vitest'
import { applySource, planSource, planUndoing, undoSource } from '#attendance/editions/apply-source.ts'
import type { SourceFacts } from '#attendance/editions/source.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { aBrowser, look } from '#test/support/browsing.ts'
import { accepted, anAccount, anAct, aSchool, db, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aPerson } from '../coverage/world.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'

const now = new Date('2026-11-28T12:00:00.000Z')
const giveWay = async () => undefined
const rule = (requirementId: string, way: 'same' | 'end' | 'stay' = 'same', everyMonths: number | undefined = 24) => ({
  requirementId,
  way,
  everyMonths,
})
/** From today on, the lead yearly and no Prevent awareness. */
const facts: SourceFacts = {
  ...{ source: 'KCSIE 2027', publishedOn: '2026-11-01', validFrom: '2026-11-28' },
  rules: [
    { ...rule('lead', 'same', 12), graceDays: 30, strength: 'law' },
    rule('deputies'),
    rule('prevent', 'end'),
    rule('lead_update', 'stay'),
  ],
}

const act = (of = db): Act => anAct({ db: of, now, laCodes: ['884'] })

const kept = async () => {
  do await followStandings(act())
  while ((await db.prepare('SELECT COUNT(*) AS n FROM StandingToFollow').first<number>('n')) ?? 0)
  const found = await rows<{ rootId: string; requirementId: string; state: string; day: string | null }>(
    'SELECT rootId, requirementId, state, day FROM SchoolStanding',
  )
  return new Map(found.map(({ rootId, requirementId, ...one }) => [`${rootId} ${requirementId}`, JSON.stringify(one)]))
}

const changedIn = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).toSorted()

const keysOf = (turns: readonly { rootId: string; requirementId: string }[]) =>
  turns.map(({ rootId, requirementId }) => `${rootId} ${requirementId}`).toSorted()

/** Leads trained at several times, one school whose post is not known, a childminder, and a school that closed. */
const aCounty = async () => {
  const schools = [await aSchool(), await aSchool(), await aSchool(), await aSchool({ sector: 'academy' })]
  for (const [n, on] of ['2025-01-10', '2026-03-14', '2024-02-01'].entries()) {
    const person = await aPerson()
    const school = schools[n]
    if (!school) continue
    await aRole(person, school)
    await anEarlierTraining(person, school, on)
  }
  return schools
}

it('it takes two trips to show what it changes, of however many schools', async () => {
  const trips = async () => tripsOf((on) => planSource(act(on), facts, giveWay))
  await aCounty()
  const few = await trips()
  for (let n = 0; n < 30; n += 1) await aSchool()
  expect([few, await trips()]).toEqual([2, 2])
})

// “Officers and administrators bring in a new edition of a source for several of its rules at once.”
// “Of each rule it can change how often it is asked, the days of grace, what asks it and where that says so.”
it('an officer brings in an edition on one page, sees what changes first, and undoes it', async () => {
  await aCounty()
  const { cookie } = await anAccount({ roles: ['officer'] })
  const read = async (path: string, form?: Record<string, string>) => {
    const response = await request(path, form ? { cookie, form } : { cookie })
    return { status: response.status, text: await textOf(response) }
  }
  const path = `/requirements/sources/new?of=${encodeURIComponent('KCSIE 2026')}`
  expect((await read('/requirements/sources')).text).toContain('KCSIE 2026 Designated lead: training every two years')
  expect((await read('/requirements/sources/new?of=Nothing')).status).toBe(404)
  const typed = { source: 'KCSIE 2027', publishedOn: '2026-11-02', validFrom: '2026-11-28' } as Record<string, string>
  for (const id of ['lead', 'deputies', 'lead_update', 'prevent', 'governors', 'panel_elsewhere', 'staff_update'])
    typed[`way-${id}`] = 'same'
  const now = (await readNow(db, selectEditions(db))).filter(
    ({ source, validTo }) => source.startsWith('KCSIE 2026') && validTo === undefined,
  )
  for (const { requirementId: id, strength, citation } of now)
    Object.assign(typed, { [`strength-${id}`]: strength, [`citation-${id}`]: citation })
  Object.assign(typed, { 'months-lead': '12', 'grace-lead': '14', 'strength-deputies': 'law', 'citation-governors': 'paragraph 81' })
  const late = await read(path, { ...typed, publishedOn: '2026-12-01' })
  expect([late.status, late.text.includes('Enter a day no later than the first day on which it is in force')]).toEqual([422, true])
  const begun = await read(path, { ...typed, publishedOn: '2026-09-01', validFrom: '2026-09-01' })
  expect([begun.status, begun.text.includes('An edition of one of these rules begins on that day already')]).toEqual([422, true])
  const shown = await read(path, { ...typed, id: newId(tick()) })
  expect(shown.text).toContain(
    'Guidance: KCSIE 2027, published 2 November 2026, to be compared with the text How often: every two years, then every year Grace: None, then 14 days',
  )
  expect(shown.text).toContain('Guidance: KCSIE 2027, Annex C, published 2 November 2026, to be compared with the text')
  expect(shown.text).toContain('What asks it: Guidance, then Law')
  expect(shown.text).toMatch(/Where the source says it: .*, then paragraph 81/)
  expect((await read(path, { ...typed, 'strength-lead': 'wish' })).text).toContain('Choose what asks it')
  expect(shown.text).toContain('Whose standing changes')
  expect(shown.text).toMatch(/People who are due Rule Until then From then Lead and deputies: update every year \d+ 0 /)
  expect(shown.text).toContain('Bring in KCSIE 2027 for 7 rules')
})

/** People who are due of these rules, as the standings that are kept say. */
const dueOf = (rules: readonly { requirementId: string }[]) =>
  Promise.all(
    rules.map(async ({ requirementId }) => {
      const [row] = await rows<{ n: number }>(
        `SELECT COUNT(DISTINCT ra.personId) AS n FROM HolderStanding h JOIN RoleAtSchool ra ON ra.id = h.roleAtSchoolId
         WHERE h.requirementId = ?1 AND h.state IN ('not_in_date', 'no_record', 'due_soon')`,
        requirementId,
      )
      return [requirementId, row?.n]
    }),
  )

// “The page says whose standing a new edition changes, by the function that brings it in.”
it('whose standing a new edition changes is shown as it then is, on a day on which it is in force', async () => {
  await aCounty()
  const before = await kept()
  const plan = await planSource(act(), facts, giveWay).then(accepted)
  expect(plan.turns.length).toBeGreaterThan(0)
  const id = newId(tick())
  expect(await applySource(act(), { id, facts, state: plan.state }, giveWay)).toEqual({ ok: true, value: undefined })
  const after = await kept()
  expect(keysOf(plan.turns)).toEqual(changedIn(before, after))
  expect(plan.due.map(({ requirementId, after: people }) => [requirementId, people])).toEqual(await dueOf(plan.due))
  const officer = aBrowser(await anAccount({ roles: ['officer'] }))
  await officer.goto(`/requirements/sources/new?of=${encodeURIComponent('KCSIE 2026')}`)
  expect(await look(officer, 'a form for a new edition of a source')).toEqual([])
  await officer.goto(`/requirements/sources/${id}/undo`)
  expect(await look(officer, 'what undoing a new edition changes')).toEqual([])
  const undo = await planUndoing(act(), id, giveWay)
  if (!undo?.ok) throw new Error('cannot be undone')
  expect(keysOf(undo.value.turns)).toEqual(keysOf(plan.turns))
  expect(await undoSource(act(), { id, state: undo.value.state }, giveWay)).toEqual({ ok: true, value: undefined })
  expect(await kept()).toEqual(before)
  expect(await planUndoing(act(), id, giveWay)).toBeUndefined()
})

// “It is brought in as shown or not at all, once, and can be undone until one of its rules is changed.”
it('what changed since it was shown is not brought in, the same form brings it in once, and a rule changed since keeps it', async () => {
  const [school] = await aCounty()
  const plan = await planSource(act(), facts, giveWay)
  if (!plan.ok || !school) throw new Error('no plan')
  const person = await aPerson()
  await aRole(person, school, { roleId: 'deputy_dsl' })
  const [before] = (await readNow(db, selectEditions(db))).filter((one) => one.requirementId === 'lead' && one.validTo === undefined)
  const id = newId(tick())
  const press = (state: string) => applySource(act(), { id, facts, state }, giveWay)
  await run(
    'UPDATE RequirementEdition SET supersededAt = ?1 WHERE requirementId = ?2 AND validTo IS NULL AND supersededAt IS NULL',
    now.toISOString(),
    'deputies',
  )
  expect(await press(plan.value.state)).toEqual({ ok: false, reason: 'not_in_force' })
  const without = { ...facts, rules: facts.rules.filter(({ requirementId }) => requirementId !== 'deputies') }
  const again = await planSource(act(), without, giveWay).then(accepted)
  const save = (state: string) => applySource(act(), { id, facts: without, state }, giveWay)
  expect(await save('seen before')).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await Promise.all([save(again.state), save(again.state)])).toContainEqual({ ok: true, value: undefined })
  expect(await save(again.state)).toEqual({ ok: true, value: undefined })
  expect(
    await rows(
      'SELECT source, validFrom, json_array_length(was) AS was, json_array_length(made) AS made, undoneAt FROM SourceEdition WHERE undoneAt IS NULL',
    ),
  ).toEqual([{ source: 'KCSIE 2027', validFrom: '2026-11-28', was: 2, made: 3, undoneAt: null }])
  expect(await rows('SELECT act FROM Log WHERE subjectId = ?1', id)).toEqual([{ act: 'source_edition.brought_in' }])
  const [lead] = (await readNow(db, selectEditions(db))).filter((one) => one.requirementId === 'lead' && one.validTo === undefined)
  expect(lead).toMatchObject({
    source: 'KCSIE 2027',
    publishedOn: '2026-11-01',
    everyMonths: 12,
    graceDays: 30,
    strength: 'law',
    toCheck: true,
  })
  expect(lead?.citation).toBe(before?.citation)
  const { cookie } = await anAccount({ roles: ['officer'] })
  const list = await textOf(request('/requirements/sources', { cookie }))
  expect(list.match(/KCSIE 2027, published 1 November 2026/g)).toHaveLength(3)
  await run('UPDATE RequirementEdition SET supersededAt = ?1 WHERE id = ?2', now.toISOString(), lead?.id)
  expect(await planUndoing(act(), id, giveWay)).toEqual({ ok: false, reason: 'changed_meanwhile' })
})
