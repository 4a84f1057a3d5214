// A delegate who signs in with the address of their places finds them there, on saying so.

import { expect, it } from 'vitest'
import { takeRecord } from '#people/people/take-record.ts'
import { anAccount, anAct, anEvent, aSchool, cookiesOf, db, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'
import { anEarlierTraining, aRole } from '#test/worker/attendance/requirements/world.ts'

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
  await run('UPDATE Account SET personId = NULL WHERE id = ?1', account.accountId)
  await run('UPDATE Person SET email = NULL WHERE id = ?1', account.personId)
  const [person] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', place.placeId)
  return { event, school, email, account, placeId: place.placeId, personId: person?.personId ?? '' }
}

/** The account's user gives a name of their own. */
const named = async (accountId: string, name: string, email: string): Promise<string> => {
  const id = crypto.randomUUID()
  await db.batch([insert('Person', { id, name, email }), db.prepare('UPDATE Account SET personId = ?2 WHERE id = ?1').bind(accountId, id)])
  return id
}

const words = async (cookie: string): Promise<string> => await textOf(request('/account/record', { cookie }))
const personOf = async (accountId: string) =>
  (await rows<{ personId: string | null }>('SELECT personId FROM Account WHERE id = ?1', accountId))[0]?.personId

// “Somebody who signs in with the address of their places is asked whether the record is theirs; yes makes no second one.”
it('a delegate is asked whether the record at their address is theirs, and then finds their place', async () => {
  const { account, personId, event } = await aDelegate()
  const asked = await words(account.cookie)
  expect(asked).toContain('Are you Siân Pugh of Ashgrove Primary?')
  expect(asked).not.toContain(event.title)
  const people = await rows('SELECT COUNT(*) AS n FROM Person')
  expect(await leadsTo(request('/account/record', { cookie: account.cookie, form: { person: personId } }))).toBe('/account/record')
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
  const second = await named(account.accountId, 'Siân  PUGH', email)
  expect(await words(account.cookie)).toContain('Are you Siân Pugh')
  await request('/account/record', { cookie: account.cookie, form: { person: personId } })
  expect(await personOf(account.accountId)).toBe(personId)
  expect(await rows('SELECT keptId, mergedId, undoneAt FROM PersonMerge WHERE mergedId = ?1', second)).toEqual([
    { keptId: personId, mergedId: second, undoneAt: null },
  ])
})

// “Whoever signs in with the address under which somebody holds a place is asked whether that is they, whatever name they gave themselves.”
// “Until they answer they are not told that they have no place.”
it('whoever signs in with the address of a place is asked whether it is theirs, whatever name they gave themselves, and is not told that they have none', async () => {
  const { account, personId, email, event } = await aDelegate(anAddress(), 'Jon Smith')
  const jonathan = await named(account.accountId, 'Jonathan Smith', email)
  const asked = await words(account.cookie)
  expect(asked).toContain('Are you Jon Smith of Ashgrove Primary?')
  expect(asked).not.toContain('You have no place at an event to come')
  await request('/account/record', { cookie: account.cookie, form: { person: personId } })
  expect([await personOf(account.accountId), await words(account.cookie)]).toEqual([personId, expect.stringContaining(event.title)])
  expect(await rows('SELECT keptId, mergedId FROM PersonMerge WHERE mergedId = ?1', jonathan)).toEqual([
    { keptId: personId, mergedId: jonathan },
  ])
})

// “An answer that it is somebody else is kept.”
it('whoever says that the record at their address is somebody else’s is not asked again, and then told that they have no place', async () => {
  const { account, personId, email } = await aDelegate(anAddress(), 'Jon Smith')
  await named(account.accountId, 'Tom Webb', email)
  await request('/account/record', { cookie: account.cookie, form: { person: personId, answer: 'no' } })
  const shown = await words(account.cookie)
  expect([shown.includes('Are you'), shown.includes('You have no place at an event to come')]).toEqual([false, true])
  await request('/account/record', { cookie: account.cookie, form: { person: personId } })
  expect(await rows('SELECT id FROM PersonMerge WHERE keptId = ?1', personId)).toEqual([])
})

/** Somebody signed in at a new address asks about another; what their browser then holds, and the code that came. */
const asking = async (cookie: string, email: string) => {
  await run('DELETE FROM LimitUse')
  const response = await request('/account/record/earlier', { cookie, form: { email } })
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  return { response, browser: `${cookie}; ${cookiesOf(response)}`, text: mail?.text ?? '', code: mail?.text.match(/\b\d{6}\b/)?.[0] ?? '' }
}
const mine = '/account/record/earlier/mine'
const ownWith = (name: string) => anAccount({ email: anAddress(), name })

// “A newcomer at a new address is asked whether they came under another one, and takes that record with a code that went there.”
it('a newcomer at a new address takes the record at the one they came under before with a code that went there', async () => {
  const { personId, email, event, placeId } = await aDelegate()
  const newcomer = await ownWith('Siân Pugh')
  expect(await words(newcomer.cookie)).toContain('Did you come under another address?')
  const { response, browser, code, text } = await asking(newcomer.cookie, email)
  expect([response.status, response.headers.get('location')]).toEqual([303, '/account/record/earlier/code'])
  expect(text).toContain('to show that this address is yours too')
  expect((await request(mine, { cookie: browser })).headers.get('location')).toBe('/account/record/earlier')
  expect((await request('/account/record/earlier/code', { cookie: browser, form: { code } })).headers.get('location')).toBe(mine)
  expect(await (await request(mine, { cookie: browser })).text()).toContain('Are you Siân Pugh')
  expect((await request(mine, { cookie: browser, form: { person: personId } })).headers.get('location')).toBe('/account/record')
  expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).toEqual([{ personId: newcomer.personId }])
  expect(await words(newcomer.cookie)).toContain(event.title)
  expect(await rows('SELECT email FROM Person WHERE id = ?1', newcomer.personId)).toEqual([{ email: newcomer.email }])
})

// “Asking tells nothing of the address, and the code is good for the account that asked.”
it('a code for another address is good for the account that asked, and asking tells nothing of the address', async () => {
  const { personId, email, placeId } = await aDelegate()
  const [newcomer, stranger] = [await ownWith('Siân Pugh'), await ownWith('Huw Pryce')]
  const unknown = anAddress()
  const [known, nobodys] = [await asking(newcomer.cookie, email), await asking(newcomer.cookie, unknown)]
  const page = async ({ browser }: typeof known, address: string) =>
    (await (await request('/account/record/earlier/code', { cookie: browser })).text())
      .replaceAll(/<wbr ?\/?>/g, '')
      .replaceAll(address, 'ADDRESS')
      .replaceAll(/(nonce|name="id" value)="[^"]*"/g, '')
  expect([nobodys.response.status, await page(nobodys, unknown)]).toEqual([known.response.status, await page(known, email)])
  const others = known.browser.replace(newcomer.cookie, stranger.cookie)
  expect((await request('/account/record/earlier/code', { cookie: others, form: { code: known.code } })).status).toBe(409)
  const again = await asking(newcomer.cookie, email)
  await request('/account/record/earlier/code', { cookie: again.browser, form: { code: again.code } })
  const taken = again.browser.replace(newcomer.cookie, stranger.cookie)
  expect((await request(mine, { cookie: taken, form: { person: personId } })).headers.get('location')).toBe('/account/record/earlier')
  expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).toEqual([{ personId }])
})

// “Whoever signs in there with a second factor keeps their record.”
it('whoever signs in with a second factor at the other address keeps their record there', async () => {
  const { account, personId, email } = await aDelegate()
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', account.accountId, personId)
  await add('Factor', {
    id: 'key of siân',
    accountId: account.accountId,
    kind: 'passkey',
    label: 'Laptop',
    credentialId: 'c',
    publicKey: 'k',
    confirmedAt: tick().toISOString(),
  })
  const newcomer = await ownWith('Siân Pugh')
  const { browser, code } = await asking(newcomer.cookie, email)
  await request('/account/record/earlier/code', { cookie: browser, form: { code } })
  expect((await request(mine, { cookie: browser })).headers.get('location')).toBe('/account/record')
  await request(mine, { cookie: browser, form: { person: personId } })
  expect(await personOf(account.accountId)).toBe(personId)
})

// “Nothing is offered at an address of several people, or one that several records have, and never a record of another address.”
it('nothing is offered where the address does not tell who it is', async () => {
  const several = anAddress()
  const first = await aDelegate(several)
  await aPlace(await anEvent(future), first.school, { name: 'Huw Pryce', email: several })
  const shared = await aDelegate()
  await run('UPDATE Account SET shared = 1, sharedSaidAt = ?2 WHERE id = ?1', shared.account.accountId, tick().toISOString())
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
    return { ...anAct(), actor: { ...actor, accountId: account.accountId, email: account.email, personId: undefined } }
  }
  const answers = await Promise.all([1, 2, 3].map(() => takeRecord(act(), personId)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await personOf(account.accountId)).toBe(personId)
  const late = await aDelegate()
  await aPlace(await anEvent(future), school, { name: 'Huw Pryce', email: late.email })
  expect(
    await takeRecord(
      { ...act(), actor: { ...late.account.actor, accountId: late.account.accountId, email: late.email, personId: undefined } },
      late.personId,
    ),
  ).toEqual({
    ok: false,
    reason: 'not_offered',
  })
  expect(email).not.toBe(late.email)
})

// “Somebody’s own record says what training their confirmed roles ask for and when it is due, how to send in a certificate from elsewhere, and how to get a copy of their data or have it deleted.”
it('somebody’s own record says what is due next in their roles, where to send a certificate, and how to get a copy of their data or have it deleted', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const { cookie, personId } = await anAccount({ name: 'Lena Lead' })
  expect(await words(cookie)).toContain('Due next No confirmed role of yours asks for training.')
  await aRole(personId, school)
  await aRole(personId, other)
  await aRole((await anAccount({ name: 'Dora Deputy' })).personId, school, { roleId: 'deputy_dsl' })
  await anEarlierTraining(personId, school, '2026-02-01', { title: 'Lead training', minutes: 390 })
  const page = await words(cookie)
  expect(page.match(/In date until 1 February 2028, two years after “Lead training” on 1 February 2026/g)).toHaveLength(1)
  expect(page).toContain(
    'Due next Lead and deputies: Prevent awareness : see the events No training on our record (guidance: KCSIE 2026, Annex C). “Lead training” on 1 February 2026 does not count: it was on another topic. Lead and deputies: update every year : see the events In date until 1 February 2027, a year after',
  )
  expect(page).not.toContain('Deputy')
  expect(page).toContain('To send in a certificate from elsewhere, tell Your council. We check it and add it here.')
  expect(page).toContain(
    'Your data For a copy of everything that we hold about you, or to have it deleted, tell Your council. We answer within a month. The privacy notice says what we keep, and for how long.',
  )
})
