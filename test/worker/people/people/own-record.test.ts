// A delegate who signs in with the address of their places finds them there, on saying so.
import { expect, it } from 'vitest'
import { takeRecord } from '#people/people/take-record.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: null }
let n = 0
const anAddress = (): string => {
  n += 1
  return `sian.pugh${n}@ashgrove.example`
}

/** A place of somebody at an address, and an account of that address that has no name yet. */
const aDelegate = async (email = anAddress(), name = 'Siân Pugh') => {
  const [event, school] = [await anEvent({ ...future, title: 'Thresholds, together' }), await aSchool({ name: 'Ashgrove Primary' })]
  const place = await aPlace(event, school, { name, email })
  const account = await anAccount({ email, name })
  await db.prepare('UPDATE Account SET personId = NULL WHERE id = ?1').bind(account.accountId).run()
  await db.prepare('UPDATE Person SET email = NULL WHERE id = ?1').bind(account.personId).run()
  const [person] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', place.placeId)
  return { event, school, email, account, placeId: place.placeId, personId: person?.personId ?? '' }
}

const words = async (cookie: string): Promise<string> =>
  (await (await request('/account/record', { cookie })).text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const personOf = async (accountId: string) =>
  (await rows<{ personId: string | null }>('SELECT personId FROM Account WHERE id = ?1', accountId))[0]?.personId

// “Whoever signs in with the address of their places is asked whether the record is theirs, and on yes has it: no second one is made.”
it('a delegate is asked whether the record at their address is theirs, and then finds their place', async () => {
  const { account, personId, event } = await aDelegate()
  const asked = await words(account.cookie)
  expect(asked).toContain('Are you Siân Pugh of Ashgrove Primary?')
  expect(asked).not.toContain(event.title)
  const people = await rows('SELECT COUNT(*) AS n FROM Person')
  const answer = await request('/account/record', { cookie: account.cookie, form: { person: personId } })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/record'])
  expect(await personOf(account.accountId)).toBe(personId)
  expect(await rows('SELECT COUNT(*) AS n FROM Person')).toEqual(people)
  const shown = await words(account.cookie)
  expect(shown).toContain(event.title)
  expect(shown).not.toContain('Are you')
  expect(await rows(`SELECT act, subjectId FROM Log WHERE act = 'person.record_taken' AND subjectId = ?1`, personId)).toEqual([
    { act: 'person.record_taken', subjectId: personId },
  ])
})

it('whoever gave their name before has the two records made one, which an organiser can undo', async () => {
  const { account, personId, email } = await aDelegate()
  const second = crypto.randomUUID()
  await db.batch([
    db
      .prepare('INSERT INTO Person (id, name, email, createdAt) VALUES (?1, ?2, ?3, ?4)')
      .bind(second, 'Siân  PUGH', email, tick().toISOString()),
    db.prepare('UPDATE Account SET personId = ?2 WHERE id = ?1').bind(account.accountId, second),
  ])
  expect(await words(account.cookie)).toContain('Are you Siân Pugh')
  await request('/account/record', { cookie: account.cookie, form: { person: personId } })
  expect(await personOf(account.accountId)).toBe(personId)
  expect(await rows('SELECT keptId, mergedId, undoneAt FROM PersonMerge WHERE mergedId = ?1', second)).toEqual([
    { keptId: personId, mergedId: second, undoneAt: null },
  ])
})

// “Nothing is offered at an address of several people, or one that several records have, and never a record of another address.”
it('nothing is offered where the address does not tell who it is', async () => {
  const several = anAddress()
  const first = await aDelegate(several)
  await aPlace(await anEvent(future), first.school, { name: 'Huw Pryce', email: several })
  const shared = await aDelegate()
  await db
    .prepare('UPDATE Account SET shared = 1, sharedSaidAt = ?2 WHERE id = ?1')
    .bind(shared.account.accountId, tick().toISOString())
    .run()
  const office = await aDelegate('office@ashgrove.example')
  const other = await aDelegate()
  const stranger = await anAccount({ email: anAddress() })
  for (const { account, personId } of [{ ...first }, { ...shared }, { ...office }, { account: stranger, personId: other.personId }]) {
    expect(await words(account.cookie)).not.toContain('Are you')
    const before = await personOf(account.accountId)
    expect((await request('/account/record', { cookie: account.cookie, form: { person: personId } })).status).toBe(303)
    expect(await personOf(account.accountId)).toBe(before)
  }
})

it('said twice at once, it is taken once; and not when somebody else’s record came to the address meanwhile', async () => {
  const { account, personId, email, school } = await aDelegate()
  const act = () => {
    const { actor } = account
    return { ...anAct(), actor: { ...actor, accountId: account.accountId, personId: undefined } }
  }
  const answers = await Promise.all([1, 2, 3].map(() => takeRecord(act(), personId)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await personOf(account.accountId)).toBe(personId)
  const late = await aDelegate()
  await aPlace(await anEvent(future), school, { name: 'Huw Pryce', email: late.email })
  expect(
    await takeRecord({ ...act(), actor: { ...late.account.actor, accountId: late.account.accountId, personId: undefined } }, late.personId),
  ).toEqual({
    ok: false,
    reason: 'not_offered',
  })
  expect(email).not.toBe(late.email)
})
