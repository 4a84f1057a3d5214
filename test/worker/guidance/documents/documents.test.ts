// Officers write what schools are given, in drafts; organisers read it.
import { expect, it } from 'vitest'
import { anAccount, htmlOf, leadsTo, request, rows, run } from '#test/support/factories.ts'
import { anAdvice } from '../world.ts'

const anOfficer = () => anAccount({ roles: ['officer'], name: 'Olive Grant' })

const facts = {
  ...{ title: 'Sexual violence between children', kind: 'statutory', asked: 'adopt', topic: 'child-on-child-abuse' },
  ...{ sectors: ['maintained', 'academy'], kinds: ['primary', 'secondary'], roles: ['dsl', 'head'] },
}

const post = (path: string, cookie: string, form: Record<string, string | string[]>) => request(path, { cookie, form })

const sent = (path: string, cookie: string, body: FormData) =>
  request(path, { cookie, method: 'POST', body, headers: { origin: 'http://localhost:8787' } })

const aDocument = async (cookie: string, more: Partial<typeof facts> = {}): Promise<string> => {
  const id = crypto.randomUUID()
  expect((await post('/guidance/new', cookie, { ...facts, ...more, id })).status).toBe(303)
  return id
}

const changedAt = async (id: string): Promise<string> =>
  (await rows<{ changedAt: string }>('SELECT changedAt FROM GuidanceVersion WHERE documentId = ?1 AND issuedAt IS NULL', id))[0]
    ?.changedAt ?? ''

const words = { source: 'passed_on', text: 'Tell the lead at once.', dueBy: 'day', dueOn: '2099-03-01', askAgain: 'yes' }

const issue = async (id: string, accountId: string) =>
  run(
    `UPDATE GuidanceVersion SET issuedAt = '2018-03-20T09:00:00.000Z', issuedById = ?2, adviceId = ?3, dueOn = '2018-06-01'
       WHERE documentId = ?1 AND issuedAt IS NULL`,
    id,
    accountId,
    await anAdvice(accountId, { publishedOn: '2017-12-15' }),
  )

it('An officer adds a document with an empty draft; a second press adds nothing.', async () => {
  const { cookie } = await anOfficer()
  const id = crypto.randomUUID()
  const answers = await Promise.all([post('/guidance/new', cookie, { ...facts, id }), post('/guidance/new', cookie, { ...facts, id })])
  expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [303, `/guidance/${id}/draft`],
    [303, `/guidance/${id}/draft`],
  ])
  expect(await rows('SELECT number, text FROM GuidanceVersion WHERE documentId = ?1', id)).toEqual([{ number: 1, text: '' }])
  expect(await rows('SELECT dimension, value FROM GuidanceAudience WHERE documentId = ?1 ORDER BY 1, 2', id)).toEqual([
    { dimension: 'kind', value: 'primary' },
    { dimension: 'kind', value: 'secondary' },
    { dimension: 'role', value: 'dsl' },
    { dimension: 'role', value: 'head' },
    { dimension: 'sector', value: 'academy' },
    { dimension: 'sector', value: 'maintained' },
  ])
  const page = await (await request(`/guidance/${id}`, { cookie })).text()
  expect(page).toContain('Write its text, or add a file')
  expect(page).not.toContain('See who gets it, and issue it')
})

it('Whoever leaves something out is told of each, and what they typed and ticked is still there.', async () => {
  const { cookie } = await anOfficer()
  const answer = await post('/guidance/new', cookie, { title: '', kind: 'model', asked: 'nothing', topic: 'prevent', sectors: ['academy'] })
  const page = await answer.text()
  expect(answer.status).toBe(422)
  for (const said of ['Enter what the document is called', 'Choose at least one kind of school', 'Choose at least one role'])
    expect(page).toContain(said)
  expect(page).toMatch(/<option value="prevent" selected/)
  expect(page.match(/checked=""/g)?.length).toBe(3)
})

it.each([
  [{ adviceId: 'last December' }, 'Choose from the list'],
  [{ equalityLink: 'http://council.example.gov.uk/eia' }, 'Enter an address that begins with https://'],
  [{ equalityLink: 'https://192.168.1.20/eia' }, 'this one is on a private network'],
  [{ equalityLink: 'https://intranet/eia' }, 'this one is on a private network'],
  [{ equalityLink: 'see the intranet' }, 'Enter a whole web address'],
])('Of a draft with %o one sentence says what to do, and nothing is lost.', async (typed, sentence) => {
  const { cookie } = await anOfficer()
  const id = await aDocument(cookie)
  const answer = await post(`/guidance/${id}/draft`, cookie, { ...words, ...typed, changedAt: await changedAt(id) })
  const page = await answer.text()
  expect([answer.status, page.includes(sentence), page.includes(words.text)]).toEqual([422, true, true])
  expect(await rows('SELECT text FROM GuidanceVersion WHERE documentId = ?1', id)).toEqual([{ text: '' }])
})

it.each([
  [new File(['MZ'], 'advice.exe'), 'Files of this type are not taken'],
  [new File([new Uint8Array(10_000_001)], 'advice.pdf'), 'This file is larger than 10 MB'],
  [new File(['<html>'], 'advice.pdf'), 'What is in this file is not what its name says'],
])('A file that is not taken is refused in one sentence, and what was typed is still there.', async (file, sentence) => {
  const { cookie } = await anOfficer()
  const id = await aDocument(cookie)
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...words, changedAt: await changedAt(id) })) body.append(name, value)
  body.append('file', file)
  const answer = await sent(`/guidance/${id}/draft`, cookie, body)
  const page = await answer.text()
  expect([answer.status, page.includes(sentence), page.includes(words.text)]).toEqual([422, true, true])
})

const aForm = (fields: Record<string, string | string[]>, ...files: File[]): FormData => {
  const body = new FormData()
  for (const [name, some] of Object.entries(fields)) for (const value of [some].flat()) body.append(name, value)
  for (const file of files) body.append('file', file)
  return body
}

const filesOf = (id: string) =>
  rows<{ id: string; title: string; position: number; spareFrom: string | null }>(
    `SELECT f.id, g.title, g.position, f.spareFrom FROM GuidanceFile g JOIN GuidanceVersion v ON v.id = g.versionId JOIN StoredFile f ON f.id = g.fileId
     WHERE v.documentId = ?1 ORDER BY v.number, g.position`,
    id,
  )

it('A file is kept with a version, given as a download, and stays while a version names it.', async () => {
  const { cookie, accountId } = await anOfficer()
  const id = await aDocument(cookie)
  const body = aForm({ ...words, text: '', changedAt: await changedAt(id) }, new File(['%PDF-1.7 advice'], 'Advice.pdf'))
  const pressed = () => sent(`/guidance/${id}/draft`, cookie, body)
  // Pressed twice it is saved once; with another file under the same words it is refused.
  expect([(await pressed()).status, (await pressed()).status]).toEqual([303, 303])
  body.set('file', new File(['%PDF-1.7 other'], 'Advice.pdf'))
  expect((await pressed()).status).toBe(409)
  const page = await (await request(`/guidance/${id}`, { cookie })).text()
  for (const said of ['Say what has changed', 'Say what schools must do']) expect(page).toContain(said)
  const [kept] = await filesOf(id)
  expect(kept).toMatchObject({ title: 'Advice', position: 1, spareFrom: null })
  const file = await request(`/guidance/${id}/versions/1/files/${kept?.id}`, { cookie })
  expect([file.headers.get('content-disposition')?.split(';')[0], await file.text()]).toEqual(['attachment', '%PDF-1.7 advice'])
  // The next version begins with the files of the one before, which keep them whatever becomes of the draft.
  const explained = { ...words, whatChanged: 'All of it.', whatToDo: 'Read it.', fileId: kept?.id ?? '', [`title-${kept?.id}`]: 'Advice' }
  await post(`/guidance/${id}/draft`, cookie, { ...explained, changedAt: await changedAt(id) })
  await issue(id, accountId)
  await post(`/guidance/${id}/versions`, cookie, {})
  expect(await filesOf(id)).toEqual([kept, kept])
  await post(`/guidance/${id}/draft`, cookie, {
    ...words,
    fileId: kept?.id ?? '',
    removeFile: kept?.id ?? '',
    changedAt: await changedAt(id),
  })
  expect(await filesOf(id)).toEqual([kept])
})

it('A version has up to 20 files, each with a title, in the order in which schools read them.', async () => {
  const { cookie } = await anOfficer()
  const id = await aDocument(cookie)
  const pdf = (name: string) => new File([`%PDF-1.7 ${name}`], `${name}.pdf`)
  const send = async (fields: Record<string, string>, ...files: File[]) => {
    const fileId = (await filesOf(id)).map((one) => one.id)
    const answer = await sent(
      `/guidance/${id}/draft`,
      cookie,
      aForm({ ...words, ...fields, fileId, changedAt: await changedAt(id) }, ...files),
    )
    return { status: answer.status, html: await answer.text() }
  }
  const wrong = await send({}, pdf('Advice'), new File(['MZ'], 'tool.exe'))
  expect([wrong.status, wrong.html.includes('tool.exe: Files of this type are not taken')]).toEqual([422, true])
  expect((await send({}, pdf('Advice'), pdf('Form'), pdf('Letter'))).status).toBe(303)
  const [advice, form, letter] = (await filesOf(id)).map((one) => one.id)
  const named = { [`title-${advice}`]: 'Advice for leads', [`title-${form}`]: 'A form', [`title-${letter}`]: ' ' }
  const nameless = await send(named)
  expect([nameless.status, nameless.html.includes('Enter a title for the file'), nameless.html.includes('Advice for leads')]).toEqual([
    422,
    true,
    true,
  ])
  // One that is taken out needs no title.
  expect((await send({ ...named, [`order-${advice}`]: '3', removeFile: letter ?? '' }, pdf('Poster'))).status).toBe(303)
  expect((await filesOf(id)).map(({ title, position, spareFrom }) => [title, position, spareFrom])).toEqual([
    ['A form', 1, null],
    ['Advice for leads', 2, null],
    ['Poster', 3, null],
  ])
  expect(await rows('SELECT spareFrom FROM StoredFile WHERE id = ?1', letter)).toEqual([{ spareFrom: '' }])
  const titles = Object.fromEntries((await filesOf(id)).map((one) => [`title-${one.id}`, one.title]))
  const many = await send(titles, ...Array.from({ length: 19 }, (_, n) => pdf(`Page ${n}`)))
  expect([many.status, many.html.includes('A version has at most 20 files')]).toEqual([422, true])
})

it('Of two officers with one draft the second is told, and what the first wrote stays.', async () => {
  const { cookie } = await anOfficer()
  const id = await aDocument(cookie)
  const seen = await changedAt(id)
  expect((await post(`/guidance/${id}/draft`, cookie, { ...words, changedAt: seen })).status).toBe(303)
  const late = await post(`/guidance/${id}/draft`, cookie, { ...words, text: 'Mine instead.', changedAt: seen })
  const page = await late.text()
  expect([late.status, page.includes('Somebody else has changed this draft'), page.includes('Mine instead.')]).toEqual([409, true, true])
  expect(await rows('SELECT text FROM GuidanceVersion WHERE documentId = ?1', id)).toEqual([{ text: words.text }])
})

it('A draft with a mistake in it is still of the version its officer had seen, though somebody else has saved since, and its text is whole.', async () => {
  const { cookie } = await anOfficer()
  const id = await aDocument(cookie)
  const seen = await changedAt(id)
  await post(`/guidance/${id}/draft`, cookie, { ...words, changedAt: seen })
  const text = 'Tell the lead in writing. '.repeat(2000).trim()
  const wrong = await (await post(`/guidance/${id}/draft`, cookie, { ...words, text, dueOn: 'soon', changedAt: seen })).text()
  expect([wrong.includes(`name="changedAt" value="${seen}"`), wrong.includes(text)]).toEqual([true, true])
})

it('A version that was issued never changes; the next begins with its text, and shows what differs and how late the first was.', async () => {
  const { cookie, accountId } = await anOfficer()
  const id = await aDocument(cookie)
  await post(`/guidance/${id}/draft`, cookie, { ...words, changedAt: await changedAt(id) })
  await issue(id, accountId)
  // Whoever goes back comes to the document.
  for (const gone of ['draft', 'issue']) {
    expect(await leadsTo(request(`/guidance/${id}/${gone}`, { cookie }))).toBe(`/guidance/${id}`)
  }
  await Promise.all([post(`/guidance/${id}/versions`, cookie, {}), post(`/guidance/${id}/versions`, cookie, {})])
  expect(await rows('SELECT number, text FROM GuidanceVersion WHERE documentId = ?1 ORDER BY 1', id)).toEqual([
    { number: 1, text: words.text },
    { number: 2, text: words.text },
  ])
  const list = await (await request('/guidance', { cookie })).text()
  expect(list).toContain('95')
  await post(`/guidance/${id}/draft`, cookie, { ...words, text: 'Tell the lead in writing.', changedAt: await changedAt(id) })
  const version = await (await request(`/guidance/${id}/versions/2`, { cookie })).text()
  expect(version.replaceAll(/<span[^>]*>[^<]*<\/span>/g, '')).toContain('Tell the lead <del>at once.</del><ins>in writing.</ins>')
  expect(await htmlOf(request(`/guidance/${id}/versions/1`, { cookie }))).toContain('issued 95 days after it was published nationally')
})

it('Once schools were given a document its title stays, its topic and roles change, and schools are only added.', async () => {
  const { cookie, accountId } = await anOfficer()
  const id = await aDocument(cookie)
  await post(`/guidance/${id}/draft`, cookie, { ...words, changedAt: await changedAt(id) })
  await issue(id, accountId)
  const edit = async (fields: Partial<typeof facts>) => (await post(`/guidance/${id}/edit`, cookie, { ...facts, ...fields })).status
  expect(await edit({ title: 'Another' })).toBe(409)
  expect(await edit({ kinds: ['primary'] })).toBe(409)
  expect(await edit({ topic: 'online-safety', roles: ['dsl'], kinds: [...facts.kinds, 'special'] })).toBe(303)
  expect(
    await rows(
      `SELECT d.title, d.topicId, (SELECT group_concat(value) FROM (SELECT value FROM GuidanceAudience WHERE documentId = d.id AND dimension <> 'sector' ORDER BY value)) AS audience
       FROM GuidanceDocument d WHERE d.id = ?1`,
      id,
    ),
  ).toEqual([{ title: facts.title, topicId: 'online-safety', audience: 'dsl,primary,secondary,special' }])
})

it('A document is withdrawn once, with why and what stands in its place, and gets no further version.', async () => {
  const { cookie } = await anOfficer()
  const [id, next] = [await aDocument(cookie), await aDocument(cookie, { title: 'What came after' })]
  const fields = { why: 'The Department has replaced it.', replacedById: next }
  expect((await post(`/guidance/${id}/withdraw`, cookie, { ...fields, why: ' ' })).status).toBe(422)
  expect((await post(`/guidance/${id}/withdraw`, cookie, fields)).status).toBe(303)
  expect((await post(`/guidance/${id}/withdraw`, cookie, fields)).status).toBe(409)
  const page = await (await request(`/guidance/${id}`, { cookie })).text()
  for (const said of [fields.why, 'What came after']) expect(page).toContain(said)
  await post(`/guidance/${id}/versions`, cookie, {})
  expect(await rows('SELECT number FROM GuidanceVersion WHERE documentId = ?1', id)).toEqual([{ number: 1 }])
})

it('Organisers read documents and write none; readers of reports, schools and visitors see none of these pages.', async () => {
  const { cookie, accountId } = await anOfficer()
  const id = await aDocument(cookie)
  const organiser = (await anAccount({ roles: ['organiser'] })).cookie
  expect((await request(`/guidance/${id}`, { cookie: organiser })).status).toBe(200)
  // A draft is nobody’s but the officers’.
  expect((await request(`/guidance/${id}/versions/1`, { cookie: organiser })).status).toBe(404)
  expect((await post(`/guidance/${id}/edit`, organiser, facts)).status).toBe(404)
  await post(`/guidance/${id}/draft`, cookie, { ...words, changedAt: await changedAt(id) })
  await issue(id, accountId)
  expect((await request(`/guidance/${id}/versions/1`, { cookie: organiser })).status).toBe(200)
  for (const other of [await anAccount({ roles: ['reader'] }), await anAccount()])
    expect((await request(`/guidance/${id}`, { cookie: other.cookie })).status).toBe(404)
})
