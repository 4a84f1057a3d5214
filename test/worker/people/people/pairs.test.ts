// What a school says of two records with like names at it. The titles quote docs/rules/people.md.
import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { answerPair, seenOfPair } from '#people/people/answer-pair.ts'
import { pairOf } from '#people/people/pair.ts'
import { selectSides } from '#people/people/pair-store.ts'
import { likelySql } from '#people/people/people-store.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, request, rows, tick, withoutGuards } from '#test/support/factories.ts'
import { aMark, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'

const run = (sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .bind(...values)
    .run()

const aNamed = async (name: string, email: string | null = null): Promise<string> => {
  const id = newId(tick())
  await run('INSERT INTO Person (id, name, email, createdAt) VALUES (?1, ?2, ?3, ?4)', id, name, email, tick().toISOString())
  return id
}

const aRole = async (personId: string, school: { id: string }, roleId = 'dsl'): Promise<string> => {
  const id = newId(tick())
  const at = tick().toISOString()
  await run(
    `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, source, learnedAt, confirmedAt) VALUES (?1, ?2, ?3, ?4, 'school', ?5, ?5)`,
    ...[id, personId, school.id, roleId, at],
  )
  return id
}

/** A lead confirmed without an address, and the record under which the same lead was booked. */
const aPair = async (booked = 'Dilys Llewellyn', confirmed = 'D. Llewellyn') => {
  const school = await aSchool({ name: 'Tansley Fold' })
  const approver = await anAccount({ schoolIds: [school.id], name: 'Pat Lee' })
  const lead = await aNamed(confirmed)
  const roleAt = await aRole(lead, school)
  const delegate = await aNamed(booked, `${newId(tick())}@tansley.example`)
  const event = await anEvent({ title: 'Leading safeguarding' })
  const placeId = await aPlace(event, school, { personId: delegate })
  await aMark(firstSession(event), { placeId }, 'attended')
  return { school, approver, lead, roleAt, delegate, event, placeId, page: `/school/${school.id}/staff/pairs` }
}

const pageOf = async (path: string, cookie: string): Promise<string> =>
  (await (await request(path, { cookie })).text()).replaceAll(/\s+/g, ' ')
const seenOn = (page: string): string => page.match(/name="seen" value="([0-9a-f]+)"/)?.[1] ?? ''
const holderOf = async (roleAt: string) =>
  (await rows<{ personId: string }>('SELECT personId FROM RoleAtSchool WHERE id = ?1', roleAt))[0]?.personId
const saidOf = (one: string, other: string) =>
  rows('SELECT isOne, schoolId FROM PersonPair WHERE oneId = ?1 AND otherId = ?2', ...pairOf(one, other))

// “A school says of two records of its own with like names that they are one person or two.”
// “What a school makes one moves as for the council, standing follows at once, and the needs of the record that is given up are deleted.”
it('a school says that two records with like names are one person: training and roles come together, standing follows, and it can undo it', async () => {
  const { school, approver, lead, roleAt, delegate, placeId, page } = await aPair()
  expect(await pageOf(`/school/${school.id}/staff`, approver.cookie)).toContain('Two records have like names: is it one person?')
  await run(
    `INSERT INTO Need (placeId, personId, eventId, dietary, givenAt, deleteAfter) SELECT id, personId, eventId, '', ?2, '2099-01-01' FROM Place WHERE id = ?1`,
    await aPlace(await anEvent(), school, { personId: lead }),
    tick().toISOString(),
  )
  const shown = await pageOf(page, approver.cookie)
  expect(shown).toContain('Leading safeguarding')
  expect(shown).not.toContain('@tansley.example')
  const needs = () => rows('SELECT placeId FROM Need WHERE personId IN (?1, ?2)', lead, delegate)
  expect(await needs()).toHaveLength(1)
  const answer = await request(page, { cookie: approver.cookie, form: { one: lead, other: delegate, seen: seenOn(shown), is: 'one' } })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, page])
  expect([await holderOf(roleAt), await saidOf(lead, delegate)]).toEqual([delegate, []])
  expect(await needs()).toEqual([])
  expect(await rows('SELECT keptId, mergedId, schoolId FROM PersonMerge WHERE mergedId = ?1', lead)).toEqual([
    { keptId: delegate, mergedId: lead, schoolId: school.id },
  ])
  const after = await pageOf(page, approver.cookie)
  expect(after).toContain('No records with like names wait for an answer')
  const [merge] = await rows<{ id: string }>('SELECT id FROM PersonMerge WHERE mergedId = ?1', lead)
  expect(after).toContain(`${page}/${merge?.id}/undo`)
  const undone = await request(`${page}/${merge?.id}/undo`, { cookie: approver.cookie, form: {}, method: 'POST' })
  expect(undone.status).toBe(303)
  expect(await holderOf(roleAt)).toBe(lead)
  expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).toEqual([{ personId: delegate }])
})

const answering = async (
  { school, approver, lead, delegate }: Awaited<ReturnType<typeof aPair>>,
  isOne: boolean,
  before?: () => Promise<unknown>,
) => {
  const [one, other] = await readNow(db, selectSides(db, school.id, pairOf(lead, delegate)))
  if (!one || !other) throw new Error('The school has not both')
  const seen = await seenOfPair(one, other)
  await before?.()
  return answerPair(anAct({ actor: approver.actor }), school.id, { one: lead, other: delegate, isOne, seen })
}

const beyondTheSchool: [string, (pair: Awaited<ReturnType<typeof aPair>>) => Promise<unknown>][] = [
  ['a place at another school', async ({ delegate }) => aPlace(await anEvent(), await aSchool(), { personId: delegate })],
  ['a role at another school', async ({ lead }) => aRole(lead, await aSchool(), 'deputy_dsl')],
  ['two addresses', async ({ lead }) => run('UPDATE Person SET email = ?2 WHERE id = ?1', lead, `${lead}@tansley.example`)],
  [
    'somebody who signs in as the one given up',
    async ({ lead }) => run('UPDATE Account SET personId = ?2 WHERE id = ?1', (await anAccount()).accountId, lead),
  ],
]

it('where more than the school depends on two records its word is a proposal to the council, and moves nothing', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  for (const [what, more] of beyondTheSchool) {
    const pair = await aPair()
    await more(pair)
    expect([what, await answering(pair, true)]).toEqual([what, { ok: true, value: 'proposed' }])
    expect([what, await holderOf(pair.roleAt)]).toEqual([what, pair.lead])
    expect(await saidOf(pair.lead, pair.delegate)).toEqual([{ isOne: 1, schoolId: pair.school.id }])
    const [one, other] = pairOf(pair.lead, pair.delegate)
    expect(await pageOf('/organiser/people', organiser.cookie)).toContain(`/organiser/people/compare?one=${one}&amp;other=${other}`)
    expect(await pageOf(pair.page, pair.approver.cookie)).toContain('The council checks it')
  }
  expect(await pageOf('/organiser/people', organiser.cookie)).toContain('A school says: one person')
})

// “Two records of which a school or the council said that they are two people are asked about nowhere again, and the same holds for whoever takes in one of them.”
it('two records of which a school or the council said that they are two different people are asked about nowhere again', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const [pair, other] = [await aPair('Gwenllian Maddox', 'G. Maddox'), await aPair('Heddwyn Tudur', 'H. Tudur')]
  const likely = async ({ lead, delegate }: typeof pair) => {
    const [a, b] = pairOf(lead, delegate)
    return (await pageOf('/organiser/people', organiser.cookie)).includes(`/organiser/people/compare?one=${a}&amp;other=${b}`)
  }
  expect([await likely(pair), await likely(other)]).toEqual([true, true])
  expect(await answering(pair, false)).toEqual({ ok: true, value: 'different' })
  await request('/organiser/people/apart', { cookie: organiser.cookie, form: { one: other.lead, other: other.delegate } })
  for (const one of [pair, other]) {
    expect(await likely(one)).toBe(false)
    expect(await pageOf(one.page, one.approver.cookie)).toContain('No records with like names wait for an answer')
  }
  expect(await saidOf(other.lead, other.delegate)).toEqual([{ isOne: 0, schoolId: null }])
  // Whoever takes in one of the two is as different from the other.
  const kept = await aNamed('Gwenllian Maddox')
  await aRole(kept, pair.school, 'senco')
  await run(
    `INSERT INTO PersonMerge (id, keptId, mergedId, moved, mergedAt) VALUES (?1, ?2, ?3, '{}', ?4)`,
    ...[newId(tick()), kept, pair.lead, tick().toISOString()],
  )
  expect(await saidOf(kept, pair.delegate)).toEqual([{ isOne: 0, schoolId: pair.school.id }])
})

// “The school undoes what it said itself, and decides of nobody else’s people.”
it('a school decides of nobody else’s people, of nothing it has not seen, and undoes only what it said', async () => {
  const [pair, other] = [await aPair(), await aPair()]
  const { approver, page, lead, delegate } = pair
  const form = { one: lead, other: other.lead, seen: 'x', is: 'one' }
  expect((await request(page, { cookie: approver.cookie, form })).status).toBe(404)
  expect((await request(other.page, { cookie: approver.cookie })).status).toBe(404)
  const meanwhile = async () => aPlace(await anEvent(), pair.school, { personId: lead })
  expect(await answering(pair, true, meanwhile)).toEqual({ ok: false, reason: 'changed' })
  await run('DELETE FROM StandingToFollow')
  expect(await answering(pair, true)).toEqual({ ok: true, value: 'merged' })
  expect(await rows('SELECT rootId FROM StandingToFollow')).toEqual([{ rootId: pair.school.id }])
  const [merge] = await rows<{ id: string }>('SELECT id FROM PersonMerge WHERE mergedId = ?1', lead)
  const foreign = await request(`${other.page}/${merge?.id}/undo`, { cookie: other.approver.cookie, form: {}, method: 'POST' })
  expect([foreign.status, await holderOf(pair.roleAt)]).toEqual([404, delegate])
  const organiser = anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor })
  expect((await undoMerge(organiser, merge?.id ?? '')).ok).toBe(true)
  expect(await holderOf(pair.roleAt)).toBe(lead)
})

/** A school says one person while the one that is kept gets a place at another school. */
const race = async (on: D1Database) => {
  const pair = await aPair()
  const [one, other] = await readNow(db, selectSides(db, pair.school.id, pairOf(pair.lead, pair.delegate)))
  if (!one || !other) throw new Error('The school has not both')
  const ask = { one: pair.lead, other: pair.delegate, isOne: true, seen: await seenOfPair(one, other) }
  const elsewhere = async () => aPlace(await anEvent(), await aSchool(), { personId: pair.delegate })
  let booked = 0
  const meanwhile = before(
    3,
    async () => {
      booked += 1
      await elsewhere()
    },
    on,
  )
  const answer = await answerPair({ ...anAct({ actor: pair.approver.actor }), db: meanwhile }, pair.school.id, ask)
  return { answer, booked, moved: (await holderOf(pair.roleAt)) === pair.delegate }
}

it('a place booked at another school at the moment in which a school says one person leaves two records', async () => {
  expect(await race(db)).toEqual({ answer: { ok: false, reason: 'changed' }, booked: 1, moved: false })
})

it('control: without the guards the two records are one at the same moment', async () => {
  expect(await race(withoutGuards)).toEqual({ answer: { ok: true, value: 'merged' }, booked: 1, moved: true })
})

it('the council’s list compares only records of one address, or of one school, whose surnames begin alike', async () => {
  const plan = (await rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${likelySql}`)).map(({ detail }) => detail)
  const joined = plan.flatMap(
    (step) => /^SEARCH [ab] USING AUTOMATIC COVERING INDEX \((\w+)=\? AND (\w+)=\?\)/.exec(step)?.slice(1).toSorted().join(' ') ?? [],
  )
  expect(joined.toSorted()).toEqual(['email start', 'rootId start'])
})
