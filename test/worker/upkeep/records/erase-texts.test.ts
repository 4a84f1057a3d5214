// Names in what others wrote. Rules: docs/rules/records.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add, all } from '#test/support/rows.ts'
import { aMark, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { byDefault, freeTexts, readTexts, shownTexts } from '#upkeep/records/text-store.ts'
import { aMessage, tracesOf } from './known.ts'

const organising = async (on = db) => anAct({ db: on, actor: (await anAccount({ roles: ['organiser'] })).actor })
const past = { startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }

const someone = async (name: string, email: string) => {
  const [school, event] = [await aSchool(), await anEvent(past)]
  const account = await anAccount({ name, email, schoolIds: [school.id] })
  const placeId = await aPlace(event, school, { personId: account.personId })
  const [place] = await rows<{ bookingId: string }>('SELECT bookingId FROM Place WHERE id = ?1', placeId)
  return { ...account, school, event, placeId, bookingId: place?.bookingId ?? '' }
}
type Someone = Awaited<ReturnType<typeof someone>>

/** Writes the words into the columns in which people write about others. */
const everywhere = async (of: Someone, words: string) => {
  const at = tick().toISOString()
  const [other, finance, second] = [await anAccount({ schoolIds: [of.school.id] }), await anAccount(), await anAccount()]
  const payerId = await add('Payer', { schoolId: of.school.id, createdAt: at })
  const proposalId = await add('MoneyProposal', {
    kind: 'write_off',
    bookingId: of.bookingId,
    payerId,
    pence: 100,
    reason: words,
    proposedAt: at,
    proposedById: finance.accountId,
  })
  await run(
    `UPDATE MoneyProposal SET state = 'refused', decidedAt = ?2, decidedById = ?3, decision = ?4 WHERE id = ?1`,
    proposalId,
    at,
    second.accountId,
    words,
  )
  await add('LedgerLine', {
    kind: 'payment',
    payerId,
    route: 'invoice',
    bookingId: of.bookingId,
    eventId: of.event.id,
    schoolId: of.school.id,
    pence: -100,
    period: '2026-01',
    happenedOn: '2026-01-12',
    rule: '{}',
    reason: words,
    at,
    source: `test:${of.bookingId}`,
  })
  const [line] = await rows<{ number: number }>('SELECT MAX(number) AS number FROM LedgerLine')
  await add('LineDispute', { lineNumber: line?.number, words, raisedAt: at, outcome: 'stands', answer: words, settledAt: at })
  await add('PayerRoute', { payerId, route: 'invoice', fromDay: '2026-01-01', reason: words, createdAt: at, supersededAt: at })
  const batchId = newId(tick())
  const number = 1 + (await all('FinanceFile')).length
  await add('FinanceFile', { id: batchId, kind: 'journal', number, createdAt: at, lines: 1, pence: 0, vatPence: 0 })
  await add('FinanceFileAnswer', { batchId, answer: 'rejected', reason: words, answeredAt: at })
  const sendingId = await add('Sending', { eventId: of.event.id, subject: words, body: words, state: 'done', createdAt: at })
  const copy = await aMessage({ recipient: 'x', email: 'x@other.example' }, { text: `Hello. ${words}`, subject: words })
  await run('UPDATE Message SET sendingId = ?2 WHERE id = ?1', copy, sendingId)
  await add('BulkAct', { act: 'cancel', typed: JSON.stringify({ reason: words }), createdAt: at, createdById: other.accountId })
  await add('EventMessage', { eventId: of.event.id, kind: 'reminder', isOn: 1, note: words, changedAt: at })
  await run('UPDATE Event SET cancelReason = ?2, description = ?2 WHERE id = ?1', of.event.id, words)
  const wordingId = newId(tick())
  await add('Wording', { id: wordingId, kind: 'invitation', slot: wordingId, text: words, changedAt: at })
  const registerReviewId = newId(tick())
  await add('RegisterReview', { id: registerReviewId, urn: registerReviewId, schoolId: of.school.id, raisedAt: at, reason: words })
  await add('Setting', { key: `page-${of.personId}`, value: JSON.stringify(words), changedAt: at })
  await add('LegalHold', { value: of.event.id, reason: words, reviewOn: '2027-01-01', createdAt: at, endedAt: at, endReason: words })
  await run('UPDATE Claim SET reason = ?2 WHERE accountId = ?1', other.accountId, words)
  await add('TrustClaim', {
    accountId: other.accountId,
    trustUid: '1',
    state: 'requested',
    evidence: 'self_asserted',
    reason: words,
    requestedAt: at,
  })
  await add('UnlistedClaim', { accountId: other.accountId, name: 'Sunny', postcode: 'HR1 1AA', reason: words, requestedAt: at })
  await add('BookingRequest', {
    eventId: of.event.id,
    schoolId: of.school.id,
    accountId: other.accountId,
    formId: newId(tick()),
    reason: words,
    requestedAt: at,
    state: 'refused',
    settledAt: at,
  })
  const otherPlace = await aPlace(of.event, of.school)
  await run(`UPDATE Booking SET askedBy = ?2, refusedReason = ?2 WHERE id = (SELECT bookingId FROM Place WHERE id = ?1)`, otherPlace, words)
  const markId = await aMark(firstSession(of.event), { placeId: otherPlace }, 'attended')
  await aMark(firstSession(of.event), { placeId: otherPlace }, 'part', { correctsId: markId, reason: words })
  const questionId = await add('EventQuestion', {
    eventId: of.event.id,
    position: 1,
    kind: 'text',
    label: 'How will you travel?',
    createdAt: at,
  })
  const [place] = await all('Place', { id: otherPlace })
  await add('Answer', { questionId, bookingId: place?.bookingId, placeId: otherPlace, value: words, answeredAt: at })
}

const columns = [...new Set(freeTexts.map(({ table, column }) => `${table}.${column}`))].toSorted()

// “What others wrote by hand and may name somebody is shown before they are erased, column by
// column; out of what is chosen the name goes, and nothing else.”
it('whole names and addresses go from every column in which people write about others, and nothing else of the texts', async () => {
  const of = await someone('Li Ng', 'li.ng@short.example.sch.uk')
  const words = 'Waived as Li Ng <li.ng@short.example.sch.uk> was ill; Kelli Ngata was not.'
  await everywhere(of, words)
  expect((await tracesOf(['as Li Ng'])).filter((one) => !columns.includes(one))).toEqual(['MessageBody.html'])
  expect(columns.filter((one) => !['Session.calledOffWhy'].includes(one))).toEqual(
    expect.arrayContaining((await tracesOf(['as Li Ng'])).filter((one) => one !== 'MessageBody.html')),
  )
  const figures = await rows('SELECT schoolId, sessionId, markId, how, markType FROM SchoolReached ORDER BY 1, 2, 3')
  const money = await rows('SELECT number, pence, payerId, bookingId FROM LedgerLine ORDER BY 1')
  const read = await readTexts(db, of.personId)
  expect(read.found.filter(({ id }) => id.includes(of.personId)).length).toBeGreaterThan(0)
  expect(
    await erasePerson(await organising(), of.personId, 'asked', {
      shown: read.found.map(({ id }) => id),
      out: read.found.map(({ id }) => id),
    }),
  ).toEqual({
    ok: true,
    value: { personId: of.personId },
  })
  expect(await tracesOf([' Li Ng', 'li.ng'])).toEqual([])
  expect(await rows('SELECT reason FROM LedgerLine WHERE bookingId = ?1', of.bookingId)).toEqual(
    expect.arrayContaining([{ reason: 'Waived as [erased] <[erased]> was ill; Kelli Ngata was not.' }]),
  )
  expect(await rows('SELECT schoolId, sessionId, markId, how, markType FROM SchoolReached ORDER BY 1, 2, 3')).toEqual(figures)
  expect(await rows('SELECT number, pence, payerId, bookingId FROM LedgerLine ORDER BY 1')).toEqual(money)
  expect(await rows('SELECT COUNT(*) AS n FROM RowToDestroy')).toEqual([{ n: 0 }])
})

// “Ticked beforehand is what surely names them and is about their schools or events; the same
// name at another school stays unless somebody ticks it.”
it('the same name at another school is shown and stays', async () => {
  const [of, same] = [await someone('Jo Ho', 'jo.ho@one.example.sch.uk'), await someone('Jo Ho', 'jo.ho@two.example.sch.uk')]
  for (const one of [of, same]) {
    await run('UPDATE Event SET cancelReason = ?2 WHERE id = ?1', one.event.id, `Jo Ho was to speak`)
    await aMessage(
      { recipient: 'office', email: `office@${one.school.id}.example` },
      { schoolId: one.school.id, eventId: one.event.id, text: 'Jo Ho has a place.' },
    )
  }
  const read = await readTexts(db, of.personId)
  expect(read.found.map(({ id, sure, near }) => ({ id, sure, near }))).toEqual([
    { id: `Event.cancelReason.${of.event.id}`, sure: true, near: true },
    { id: `Event.cancelReason.${same.event.id}`, sure: true, near: false },
  ])
  expect(byDefault(read)).toEqual([`Event.cancelReason.${of.event.id}`])
  expect((await erasePerson(await organising(), of.personId, 'asked')).ok).toBe(true)
  expect(
    await rows(
      'SELECT id, cancelReason FROM Event WHERE cancelReason IS NOT NULL AND id IN (?1, ?2) ORDER BY id',
      of.event.id,
      same.event.id,
    ),
  ).toEqual([
    { id: of.event.id, cancelReason: '[erased] was to speak' },
    { id: same.event.id, cancelReason: 'Jo Ho was to speak' },
  ])
  expect(await rows(`SELECT schoolId FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE b.text = 'Jo Ho has a place.'`)).toEqual(
    [{ schoolId: same.school.id }],
  )
})

// “A complaint without an email address is shown before somebody of its name is erased; where it is chosen, its name and words go.”
it('a complaint that came by post is found by the name of whoever complained; one of that name with another address is not', async () => {
  const of = await someone('Ceri Post', 'ceri.post@one.example.sch.uk')
  const { accountId: recordedById } = await anAccount({ roles: ['administrator'] })
  const about = 'You told my school of my training.'
  const byPost = await add('DataComplaint', { name: 'Ceri Post', email: '', about, came: 'post', recordedById })
  const other = await add('DataComplaint', { name: 'Ceri Post', email: 'ceri@elsewhere.example', about })
  const read = await readTexts(db, of.personId)
  expect(read.found.map(({ id, sure }) => ({ id, sure }))).toEqual([{ id: `DataComplaint.name.${byPost}`, sure: true }])
  expect(byDefault(read)).toEqual([])
  const ids = read.found.map(({ id }) => id)
  expect((await erasePerson(await organising(), of.personId, 'asked', { shown: ids, out: ids })).ok).toBe(true)
  const complaint = (id: string) => rows('SELECT name, about FROM DataComplaint WHERE id = ?1', id)
  expect(await complaint(byPost)).toEqual([{ name: '[erased]', about: '' }])
  expect(await complaint(other)).toEqual([{ name: 'Ceri Post', about }])
})

// “A message to somebody else that holds the whole name of somebody erased, as whole words, loses
// its text; one that holds a part of it, or a word like it, does not.”
it.each([
  [
    'Jo Li',
    ['Dear office, Jo Li comes.', 'Li, Jo has a place', 'JO LI’s needs'],
    ['Jo Lindsay comes.', 'Banjo Lipton', 'Jo and Li come', 'Fo-Jo Li-Ming'],
  ],
  ['Siân Llŷr', ['Sian Llyr', 'SIÂN LLŶR', 'siân llŷr.'], ['Siân', 'Siânon Llŷrfa']],
  ['Will May', ['Will May comes', 'For (Will May)'], ['In May will come more', 'Will Mayer', 'May, June']],
  ['A Ng', ['Name: A Ng'], ['A Ngata', 'Anna Ng']],
  ['محمد علي', ['حضر محمد علي.'], ['حضر محمد', 'محمد عليان']],
  ['Grace', [], ['Days of grace', 'Grace before meals']],
])('messages that name %s lose their text, and no others', async (name, naming, others) => {
  const of = await someone(name, `${crypto.randomUUID()}@example.sch.uk`)
  const write = (text: string, subject?: string) =>
    aMessage(
      { recipient: 'council', email: 'events@example.gov.uk' },
      { eventId: of.event.id, schoolId: of.school.id, text, ...(subject ? { subject } : {}) },
    )
  const [gone, kept]: [string[], string[]] = [[], []]
  for (const text of naming) gone.push(await write(text))
  for (const text of others) kept.push(await write(text))
  expect((await erasePerson(await organising(), of.personId, 'asked')).ok).toBe(true)
  const texts = async (ids: string[]) =>
    (
      await rows<{ text: string }>(
        'SELECT text FROM MessageBody WHERE messageId IN (SELECT value FROM json_each(?1)) ORDER BY messageId',
        JSON.stringify(ids),
      )
    ).map(({ text }) => text)
  expect(await texts(gone)).toEqual(naming.map(() => 'The text is not kept: it named a person who was erased.'))
  expect(await texts(kept)).toEqual(others)
})

it('messages that hold the one name somebody has are shown, and lose it when ticked', async () => {
  const of = await someone('Grace', 'grace@one.example.sch.uk')
  const [one, other] = [
    await aMessage({ recipient: 'council', email: 'e@example.gov.uk' }, { schoolId: of.school.id, text: 'Grace has a place.' }),
    await aMessage({ recipient: 'council', email: 'e@example.gov.uk' }, { schoolId: of.school.id, text: 'Grace before meals.' }),
  ]
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = `/organiser/records/people/${of.personId}/erase`
  const page = await (await request(path, { cookie })).text()
  expect(page).toContain('⟦Grace⟧ has a place.')
  expect(page).not.toContain('checked')
  const shown = [...page.matchAll(/name="shown" value="([^"]+)"/g)].map(([, id = '']) => id)
  expect(shown.toSorted()).toEqual([`MessageBody.text.${one}`, `MessageBody.text.${other}`].toSorted())
  const unsaid = await request(path, { cookie, form: { shown, out: `MessageBody.text.${one}` } })
  expect(await unsaid.text()).toMatch(new RegExp(`value="MessageBody.text.${one}"[^>]*checked`))
  expect((await request(path, { cookie, form: { shown, out: `MessageBody.text.${one}`, confirmed: 'yes' } })).status).toBe(303)
  expect(await rows('SELECT text FROM MessageBody WHERE messageId IN (?1, ?2) ORDER BY messageId', one, other)).toEqual([
    { text: '[erased] has a place.' },
    { text: 'Grace before meals.' },
  ])
})

// “What is written about them after it was shown keeps them from being erased until it was looked
// at too.”
it('a text that comes between the looking and the erasing is found by the batch itself', async () => {
  const of = await someone('Ada Bo', 'ada.bo@one.example.sch.uk')
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = `/organiser/records/people/${of.personId}/erase`
  await (await request(path, { cookie })).text()
  await run('UPDATE Event SET cancelReason = ?2 WHERE id = ?1', of.event.id, 'Bo was to speak')
  const late = await request(path, { cookie, form: { confirmed: 'yes' } })
  const again = await late.text()
  expect([late.status, again.includes('⟦Bo⟧ was to speak')]).toEqual([409, true])
  // What names them now is looked at, and confirmed, anew.
  expect(again).not.toMatch(/name="confirmed"[^>]*checked/)
  // After the act read the texts, before its batch.
  const racing = before(4, () => run('UPDATE Event SET description = ?2 WHERE id = ?1', of.event.id, 'With Ada Bo'))
  expect(await erasePerson(await organising(racing), of.personId, 'asked')).toEqual({ ok: false, reason: 'changed' })
  expect((await erasePerson(await organising(), of.personId, 'asked')).ok).toBe(true)
  expect(await rows('SELECT cancelReason, description FROM Event WHERE id = ?1', of.event.id)).toEqual([
    { cancelReason: 'Bo was to speak', description: 'With [erased]' },
  ])
})

it('what keeps texts lets go of nothing outside an act that erases', async () => {
  const of = await someone('Una Roe', 'una.roe@one.example.sch.uk')
  await everywhere(of, 'Una Roe')
  for (const [table, column] of [
    ['LineDispute', 'words'],
    ['MoneyProposal', 'reason'],
    ['FinanceFileAnswer', 'reason'],
    ['PayerRoute', 'reason'],
    ['Sending', 'body'],
    ['Wording', 'text'],
    ['LegalHold', 'reason'],
    ['LegalHold', 'endReason'],
    ['Answer', 'value'],
    ['LedgerLine', 'reason'],
  ] as const)
    await expect(run(`UPDATE ${table} SET ${column} = json_quote('x') WHERE ${column} LIKE '%Una Roe%'`), table).rejects.toThrow()
})

it('every text that surely names whoever is erased is shown, however many they are', async () => {
  const at = '2026-03-01T00:00:00.000Z'
  await add('Person', { id: 'tegwen', name: 'Tegwen Probert', email: 'tegwen@probert.example', createdAt: at })
  for (let n = 0; n < 120; n += 1)
    await add('Wording', {
      ...{ id: `tegwen${n}`, kind: 'invitation', slot: `tegwen${n}`, text: 'Ask Tegwen Probert.', changedAt: at, supersededAt: at },
    })
  const texts = await readTexts(db, 'tegwen')
  expect(shownTexts(texts).filter(({ sure }) => sure)).toHaveLength(120)
  expect(texts.found).toHaveLength(120)
})
