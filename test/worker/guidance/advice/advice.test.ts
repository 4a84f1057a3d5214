// What was published nationally stands with its days until somebody has decided what the council makes of it.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { insertDecision, selectUndecidedAdvice } from '#guidance/advice/store.ts'
import { anAccount, anAct, db, request, rows, tick } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDocument, anAdvice, aVersion } from '../world.ts'

const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
const organiser = await anAccount({ roles: ['organiser'] })
const reader = await anAccount({ roles: ['reader'] })
const look = async (path: string, cookie = officer.cookie): Promise<string> => await textOf(request(path, { cookie }))
const send = (path: string, form: Record<string, string>, cookie = officer.cookie) => request(path, { cookie, form })
const said = { title: 'Sexual violence between children', address: 'https://www.gov.uk/advice', publishedOn: '2017-12-13' }
const decide = (adviceId: string, form: Record<string, string>) =>
  send(`/guidance/advice/${adviceId}`, { id: newId(tick()), seen: '', what: 'not_for_us', versionId: '', why: '', ...form })
const decisions = (adviceId: string) =>
  rows<{ what: string; versionId: string | null; why: string }>(
    'SELECT what, versionId, why FROM AdviceDecision WHERE adviceId = ?1 ORDER BY rowid',
    adviceId,
  )
const standingOf = async (adviceId: string): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM StandingAdvice WHERE adviceId = ?1', adviceId))[0]?.id ?? ''

it('“An officer notes what was published nationally: its title, its address and the day; organisers read it, and readers of reports get nothing of it.”', async () => {
  const wrong = await send('/guidance/advice', { title: '', address: 'the intranet', publishedOn: '2099-01-01' })
  const text = await textOf(wrong)
  expect(wrong.status).toBe(422)
  for (const one of ['Enter what it is called', 'Enter a whole web address', 'Enter a day that is not in the future'])
    expect(text).toContain(one)
  const id = newId(tick())
  for (const form of [
    { ...said, id },
    { ...said, id },
  ])
    expect((await send('/guidance/advice', form)).status).toBe(303)
  expect(await rows('SELECT title, address, publishedOn FROM NationalAdvice WHERE id = ?1', id)).toEqual([said])
  const again = await send('/guidance/advice', { ...said, id: newId(tick()) })
  expect([again.status, await textOf(again)]).toEqual([409, expect.stringContaining('This address and day are noted already.')])
  expect(await look('/guidance/advice', organiser.cookie)).toContain(
    '1 noted: 1 undecided, 0 issued, 0 part of a document and 0 not for us.',
  )
  expect((await send('/guidance/advice', said, organiser.cookie)).status).toBe(404)
  expect((await request('/guidance/advice', { cookie: reader.cookie })).status).toBe(404)
  await expect(rows(`UPDATE NationalAdvice SET title = 'Other' WHERE id = ?1`, id)).rejects.toThrow('advice_stands')
})

it('“Advice that nobody has decided on stands with the days since its publication, on first pages and in the answer to members.”', async () => {
  const id = await anAdvice(officer.accountId, { title: 'Advice of 2017', publishedOn: '2017-12-13' })
  const cabinet = new Date('2020-11-26T14:00:00.000Z')
  const found = (await readNow(db, selectUndecidedAdvice(db, cabinet))).filter((one) => one.id === id)
  expect(found).toMatchObject([{ title: 'Advice of 2017', publishedOn: '2017-12-13', draft: null }])
  const open = (await rows<{ id: string }>('SELECT id FROM NationalAdvice WHERE id NOT IN (SELECT adviceId FROM AdviceDecision)')).length
  expect(await look('/organiser', organiser.cookie)).toMatch(
    new RegExp(`${open} national publications? undecided, (the oldest )?published [\\d,]+ days ago`),
  )
  expect(await look('/answer')).toMatch(/Advice of 2017 . Published on 13 December 2017, [\d,]+ days ago, undecided/)
  expect(await look('/answer', reader.cookie)).not.toContain('Advice of 2017')
  expect(await look('/guidance')).toMatch(/Advice of 2017 . Published on 13 December 2017, [\d,]+ days ago, undecided/)
  // It was decided later, and on that day still stood.
  expect((await decide(id, { why: 'It is for colleges alone.' })).status).toBe(303)
  expect((await readNow(db, selectUndecidedAdvice(db, cabinet))).some((one) => one.id === id)).toBe(true)
  expect((await readNow(db, selectUndecidedAdvice(db, new Date()))).some((one) => one.id === id)).toBe(false)
})

it('“It is decided once it was issued, became part of a document, or is not for us with the reason: who and when stand beside it.”', async () => {
  const id = await anAdvice(officer.accountId, { title: 'Trips', publishedOn: '2026-01-05' })
  const document = await aDocument({ title: 'Rules of trips' })
  const versionId = await aVersion(document, { availableOn: '2026-01-05', issuedOn: '2026-01-12' })
  for (const [form, sentence] of [
    [{ what: '' }, 'Choose what we made of it'],
    [{ what: 'not_for_us' }, 'Say why it is not for us'],
    [{ what: 'part_of', versionId: newId(tick()) }, 'Choose the version that was issued'],
  ] as const) {
    const wrong = await decide(id, form)
    expect([wrong.status, await textOf(wrong)]).toEqual([422, expect.stringContaining(sentence)])
  }
  expect(await decisions(id)).toEqual([])
  expect((await decide(id, { what: 'part_of', versionId })).status).toBe(303)
  expect(await decisions(id)).toEqual([{ what: 'part_of', versionId, why: '' }])
  expect(await look(`/guidance/advice/${id}`)).toMatch(
    /What we made of it Part of Rules of trips, version 1 Decided Olive Grant, .* Days until then 7 /,
  )
})

it('“A later decision takes the place of the one that its author saw, and each stays: of two who decide at once one is told to look again.”', async () => {
  const id = await anAdvice(officer.accountId)
  const both = await Promise.all([decide(id, { why: 'First reason' }), decide(id, { why: 'Second reason' })])
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
  const [first] = await decisions(id)
  const refused = both.find(({ status }) => status === 409)
  expect(plain((await refused?.text()) ?? '')).toContain('Somebody has decided on it since you opened the page.')
  const form = { id: newId(tick()), seen: await standingOf(id), why: 'It is for colleges.' }
  for (const one of [form, form]) expect((await decide(id, one)).status).toBe(303)
  expect(await decisions(id)).toEqual([first, { what: 'not_for_us', versionId: null, why: 'It is for colleges.' }])
  expect(await look(`/guidance/advice/${id}`)).toMatch(
    /Not for us, because It is for colleges\..*Decided before.*Not for us, because (First|Second) reason/,
  )
  await expect(rows(`UPDATE AdviceDecision SET why = 'x' WHERE adviceId = ?1`, id)).rejects.toThrow('advice_decision_stands')
})

it('control: without the guard the second decides over the first unseen; beside it none can stand', async () => {
  const id = await anAdvice(officer.accountId)
  const act = anAct({ now: tick(), actor: officer.actor })
  for (const why of ['First reason', 'Second reason'])
    await insertDecision(act, { id: newId(tick()), adviceId: id, what: 'not_for_us', versionId: undefined, why }).run()
  expect((await decisions(id)).map(({ why }) => why)).toEqual(['First reason', 'Second reason'])
  const beside = { what: 'not_for_us', why: 'No.', decidedAt: '2026-01-05T08:00:00.000Z', decidedById: officer.accountId }
  await expect(add('AdviceDecision', { adviceId: id, ...beside })).rejects.toThrow('UNIQUE constraint failed: AdviceDecision.adviceId')
})

it('“A draft names the publication that it comes from, whose day is the national day of the document; issuing it decides on the publication.”', async () => {
  const id = await anAdvice(officer.accountId, { title: 'Photographs', publishedOn: '2026-01-05' })
  const document = await aDocument({ title: 'Photographs in schools' })
  const changedAt = '2026-01-06T08:00:00.000Z'
  const versionId = await add('GuidanceVersion', {
    ...{ documentId: document.id, number: 1, text: 'What to do.', dueBy: 'day', dueOn: '2099-12-01', changedAt, changedById: document.by },
  })
  const draft = { changedAt, source: 'passed_on', text: 'What to do.', dueBy: 'day', dueOn: '2099-12-01', askAgain: 'yes', adviceId: id }
  expect((await send(`/guidance/${document.id}/draft`, draft)).status).toBe(303)
  expect(await look(`/guidance/advice/${id}`)).toContain('In a draft of Photographs in schools')
  expect(await look('/guidance/advice')).toContain('Undecided In a draft of Photographs in schools')
  await rows(
    `UPDATE GuidanceVersion SET issuedAt = '2026-01-12T08:00:00.000Z', issuedById = ?2 WHERE id = ?1`,
    versionId,
    officer.accountId,
  )
  expect(await decisions(id)).toEqual([{ what: 'issued', versionId, why: '' }])
  expect(await look(`/guidance/advice/${id}`)).toMatch(
    /Issued as Photographs in schools, version 1 Decided Olive Grant, 12 January 2026 Days until then 7 /,
  )
  const page = await (await request(`/guidance/${document.id}`, { cookie: officer.cookie })).text()
  expect(page).toContain(`<a class="govuk-link" href="/guidance/advice/${id}">5 January 2026</a>`)
  expect(plain(page)).toContain('issued 7 days after it was published nationally')
})

it('“A version that named none has the day of the publication that was decided later to be issued as it, unless it was issued before that was published.”', async () => {
  const document = await aDocument()
  const issued = { dueBy: 'day', dueOn: '2099-12-01', changedAt: '2026-01-12T08:00:00.000Z', changedById: document.by }
  const versionId = await add('GuidanceVersion', {
    ...{
      documentId: document.id,
      number: 1,
      text: 'What to do.',
      ...issued,
      issuedAt: '2026-01-12T08:00:00.000Z',
      issuedById: document.by,
    },
  })
  const [before, after] = [
    await anAdvice(officer.accountId, { publishedOn: '2026-01-02' }),
    await anAdvice(officer.accountId, { publishedOn: '2026-01-14' }),
  ]
  for (const id of [before, after]) expect((await decide(id, { what: 'part_of', versionId })).status).toBe(303)
  expect(await rows('SELECT adviceId, publishedOn FROM VersionAdvice WHERE versionId = ?1', versionId)).toEqual([
    { adviceId: before, publishedOn: '2026-01-02' },
  ])
  // Decided otherwise, it is no longer its day.
  await decide(before, { seen: await standingOf(before), why: 'Noted by mistake' })
  expect(await rows('SELECT adviceId FROM VersionAdvice WHERE versionId = ?1', versionId)).toEqual([])
})

it('the list as CSV has a row of each, and the log says who took it', async () => {
  const file = await (await request('/guidance/advice.csv', { cookie: organiser.cookie })).text()
  const [heads, ...lines] = file.trim().split('\r\n')
  expect(heads).toBe('Title,Address,Published,What we made of it,Version,Why,Decided,Days')
  expect(lines.length).toBe((await rows('SELECT id FROM NationalAdvice')).length)
  expect(lines.find((line) => line.startsWith('Photographs'))).toMatch(
    /^Photographs,https:\S+,2026-01-05,Issued,"Photographs in schools, version 1",,2026-01-12,7$/,
  )
  expect(await rows(`SELECT after ->> '$.publications' AS n FROM Log WHERE act = 'advice.exported'`)).toEqual([{ n: lines.length }])
})
