// What a school says of two records with like names at it. Rules: docs/rules/people.md.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { answerPair, keepApart, seenOfPair } from '#people/people/answer-pair.ts'
import { comparePeople } from '#people/people/compare-people.ts'
import { selectSides } from '#people/people/pair-store.ts'
import { likelySql } from '#people/people/people-store.ts'
import { pairOf } from '#people/people/spelling.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { someNeeds } from '#test/support/school-facts.ts'
import { aMark, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { anEarlierTraining, walkedIn } from '#test/worker/attendance/requirements/world.ts'
import { aPlaceWithoutName } from '#test/worker/front/trusts/world.ts'

const aNamed = async (name: string, email: string | null = null): Promise<string> => {
  const id = await add('Person', { name, email })
  return id
}

const aRole = async (personId: string, school: { id: string }, roleId = 'dsl'): Promise<string> => {
  const id = newId(tick())
  const at = tick().toISOString()
  await add('RoleAtSchool', { id, personId, schoolId: school.id, roleId, learnedAt: at, confirmedAt: at })
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
// “What a school makes one moves as for the council, standing follows at once, and the needs of
// the record that is given up are deleted.”
it('a school says that two records with like names are one person: training and roles come together, standing follows, and it can undo it', async () => {
  const { school, approver, lead, roleAt, delegate, placeId, page } = await aPair()
  expect(await pageOf(`/school/${school.id}/staff`, approver.cookie)).toContain('Two records may be of one person: is it one?')
  await someNeeds({ id: await aPlace(await anEvent(), school, { personId: lead }) }, {})
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
  expect(after).toContain('No records wait for an answer')
  const [merge] = await rows<{ id: string }>('SELECT id FROM PersonMerge WHERE mergedId = ?1', lead)
  expect(after).toContain(`${page}/${merge?.id}/undo`)
  expect((await request(`${page}/${merge?.id}/undo`, { cookie: approver.cookie, form: {}, method: 'POST' })).status).toBe(303)
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

// “Two records of which a school or the council said that they are two people are asked about
// nowhere again, and the same holds for whoever takes in one of them.”
it('two records of which a school or the council said that they are two different people are asked about nowhere again', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const [pair, other] = [await aPair('Gwenllian Maddox', 'G. Maddox'), await aPair('Heddwyn Tudur', 'H. Tudur')]
  const likely = async ({ lead, delegate }: typeof pair) => {
    await comparePeople(anAct())
    const [a, b] = pairOf(lead, delegate)
    return (await pageOf('/organiser/people', organiser.cookie)).includes(`/organiser/people/compare?one=${a}&amp;other=${b}`)
  }
  expect([await likely(pair), await likely(other)]).toEqual([true, true])
  expect(await answering(pair, false)).toEqual({ ok: true, value: 'different' })
  await request('/organiser/people/apart', { cookie: organiser.cookie, form: { one: other.lead, other: other.delegate } })
  for (const one of [pair, other]) {
    expect(await likely(one)).toBe(false)
    expect(await pageOf(one.page, one.approver.cookie)).toContain('No records wait for an answer')
  }
  expect(await saidOf(other.lead, other.delegate)).toEqual([{ isOne: 0, schoolId: null }])
  // Whoever takes in one of the two is as different from the other.
  const kept = await aNamed('Gwenllian Maddox')
  await aRole(kept, pair.school, 'senco')
  await add('PersonMerge', { keptId: kept, mergedId: pair.lead, moved: '{}' })
  expect(await saidOf(kept, pair.delegate)).toEqual([{ isOne: 0, schoolId: pair.school.id }])
})

// “The school undoes what it said itself, and decides of nobody else’s people.”
it('a school decides of nobody else’s people, of nothing it has not seen, and undoes only what it said', async () => {
  const [pair, other] = [await aPair(), await aPair()]
  const { approver, page, lead, delegate } = pair
  const form = { one: lead, other: other.lead, seen: 'x', is: 'one' }
  expect((await request(page, { cookie: approver.cookie, form })).status).toBe(404)
  expect((await request(other.page, { cookie: approver.cookie })).status).toBe(404)
  const theirs = { one: other.lead, other: other.delegate, seen: 'x', is: 'two' }
  expect((await request(other.page, { cookie: approver.cookie, form: theirs })).status).toBe(404)
  expect(await saidOf(other.lead, other.delegate)).toEqual([])
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
const race = async (on: SqlDatabase) => {
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

/** What the council's list says of people with these names, and why. */
const listed = async (...ids: string[]): Promise<string[]> => {
  await comparePeople(anAct())
  const found = await rows<{ why: string; id: string; name: string }>(likelySql)
  return found.flatMap(({ why, id, name }, index) =>
    index % 2 === 0 && ids.includes(id) ? [`${why}: ${[name, found[index + 1]?.name].toSorted().join(', ')}`] : [],
  )
}

// “Likely duplicates are listed: one address with like names, and like names at one school, also
// without any address; not two colleagues at an office address.”
it('the council’s list has like names at one school and at one address, however their surnames begin, and in any order', async () => {
  for (const [one, other] of [
    ['Cath McDonald', 'Kate MacDonald'],
    ['Siobhán O’Dea', 'Siobhan D’Arcy-O’Dea'],
    ['Dilys Llewellyn', 'Llewelyn-Jones Dilys'],
    ['Agnieszka Nowak', 'Agnieszka Nowakowa'],
    ['Owain Prys', 'O. Brys'],
  ] as const) {
    const school = await aSchool()
    const ids = [await aNamed(one), await aNamed(other, `${newId(tick())}@x.example`), await aNamed('Gwenno Unlike')]
    for (const id of ids) await aRole(id, school)
    expect(await listed(...ids)).toEqual([`same_school: ${[one, other].toSorted().join(', ')}`])
  }
  const email = `${newId(tick())}@x.example`
  const [jon, jonathan, colleague] = [
    await aNamed('Jon Teifi', email),
    await aNamed('Jonathan Teifi', email),
    await aNamed('Nia Alun', email),
  ]
  await aRole(jon, await aSchool())
  await aRole(jonathan, await aSchool())
  expect(await listed(jon, jonathan, colleague)).toEqual(['same_address: Jon Teifi, Jonathan Teifi'])
})

const ways: [string, (at: { school: { id: string }; one: string; other: string }) => Promise<unknown>][] = [
  ['has another name', async ({ one }) => run(`UPDATE Person SET name = 'Stefan Teifi' WHERE id = ?1`, one)],
  ['holds a role at the school', async ({ school, one }) => aRole(one, school)],
  ['comes without a place', async ({ school, one }) => walkedIn(await anEvent(), one, school)],
  ['was trained elsewhere for it', async ({ school, one }) => anEarlierTraining(one, school, '2025-05-05')],
  [
    'is named for a place of the school',
    async ({ school, one }) => {
      const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
      await aPlaceWithoutName(event, school.id)
      await run('UPDATE Place SET personId = ?2, namedAt = createdAt WHERE eventId = ?1', event.id, one)
    },
  ],
  [
    'is no longer another person',
    async ({ one, other }) => {
      const [mergeId, by] = [newId(tick()), await aNamed('Somebody Else')]
      await add('PersonMerge', { id: mergeId, keptId: by, mergedId: one, moved: '{"Need":[]}' })
      await comparePeople(anAct())
      expect(await listed(one, other)).toEqual([])
      await run('UPDATE PersonMerge SET undoneAt = ?2 WHERE id = ?1', mergeId, tick().toISOString())
    },
  ],
]
const already = ['has another name', 'is no longer another person']
it.each(ways)(
  'somebody who %s is compared with the others at the school, once, and no longer when they are said to be two',
  async (what, change) => {
    const [school, elsewhere] = [await aSchool(), await aSchool()]
    const one = await aNamed(what === 'has another name' ? 'Ceri Alun' : 'Stefan Teifi')
    const other = await aNamed('Steffan Teifi')
    await aRole(other, school)
    await aRole(one, already.includes(what) ? school : elsewhere)
    if (what !== 'is no longer another person') expect(await listed(one, other)).toEqual([])
    await change({ school, one, other })
    expect(await rows('SELECT personId FROM PersonToCompare WHERE personId = ?1', one)).toEqual([{ personId: one }])
    expect(await listed(one, other)).toEqual(['same_school: Stefan Teifi, Steffan Teifi'])
    expect(await rows('SELECT personId FROM PersonToCompare')).toEqual([])
    await keepApart(anAct(), one, other)
    await add('PersonToCompare', { personId: one, version: 1 })
    expect(await listed(one, other)).toEqual([])
  },
)

it('two schools that turn out to be one bring their people together', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const ids = [await aNamed('Beca Tawe'), await aNamed('Becca Tawe')]
  await aRole(ids[0] ?? '', school)
  await aRole(ids[1] ?? '', other)
  expect(await listed(...ids)).toEqual([])
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', other.id, school.id)
  expect(await listed(...ids)).toEqual(['same_school: Beca Tawe, Becca Tawe'])
})

it('whoever changes while they are compared is compared again; control: without its version the change is lost', async () => {
  for (const lost of [false, true]) {
    const school = await aSchool()
    const ids = [await aNamed('Ffion Aeron'), await aNamed('Gwern Aeron')]
    for (const id of ids) await aRole(id, school)
    const renamed = async () => {
      await run(`UPDATE Person SET name = 'Fion Aeron' WHERE id = ?1`, ids[1])
      if (lost) await run('UPDATE PersonToCompare SET version = 1')
    }
    if (lost) await run('UPDATE PersonToCompare SET version = 1')
    await comparePeople({ ...anAct(), db: before(3, renamed) })
    expect(await listed(...ids)).toEqual(lost ? [] : ['same_school: Ffion Aeron, Fion Aeron'])
  }
})

it('the council’s list reads no more rows however many people there are', async () => {
  const read = async () => (await db.prepare(likelySql).all()).meta.rows_read
  await comparePeople(anAct())
  const few = await read()
  await db.batch(Array.from({ length: 2000 }, (_, n) => insert('Person', { id: `p${n}-many`, name: `Person p${n} Numberp${n}` })))
  await run('DELETE FROM PersonToCompare')
  expect(await read()).toBe(few)
})
