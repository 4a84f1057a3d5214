// Officers write a form of the safeguarding audit: its sections, questions and powers, what schools see, and that it stands once it is published.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, leadsTo, request, rows, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'

const { cookie } = await anAccount({ roles: ['officer'] })
const base = '/organiser/returns/forms'

const page = async (path: string): Promise<string> => (await request(path, { cookie })).text()
const send = (path: string, form: Record<string, string>) => request(path, { cookie, form })

const begin = async (from: string): Promise<string> => {
  const id = newId(tick())
  expect(await leadsTo(send(`${base}/new`, { id, title: 'Safeguarding audit', from }))).toBe(`${base}/${id}`)
  return id
}

const labels = (form: string) =>
  rows<{ label: string }>(
    `SELECT q.label FROM ReturnQuestion q JOIN ReturnSection s ON s.id = q.sectionId WHERE q.versionId = ?1 ORDER BY s.position, q.position`,
    form,
  ).then((found) => found.map(({ label }) => label))

const question = { kind: 'yes_no', label: 'Is the record checked?', hint: '', mustAnswer: 'yes', condition: '', filledFrom: '' }

it('a form begins with the example, and a second press begins no second', async () => {
  const id = await begin('example')
  expect((await send(`${base}/new`, { id, title: 'Safeguarding audit', from: 'example' })).status).toBe(303)
  expect(await rows('SELECT number FROM ReturnFormVersion WHERE formId = ?1', id)).toEqual([{ number: 1 }])
  expect(await labels(id)).toHaveLength(46)
  expect(await page(base)).toContain('Safeguarding audit, version 1')
  const nameless = await send(`${base}/new`, { title: ' ', from: 'example' })
  expect([nameless.status, await nameless.text()]).toEqual([422, expect.stringContaining('Enter what the form is called')])
})

it('sections and questions are added, moved by buttons and taken out', async () => {
  const id = await begin('nothing')
  const section = newId(tick())
  await send(`${base}/${id}/sections/new`, { id: section, title: 'Recruitment', about: '' })
  const [first, second] = [newId(tick()), newId(tick())]
  await send(`${base}/${id}/questions/new`, { ...question, id: first, sectionId: section })
  await send(`${base}/${id}/questions/new`, {
    ...{
      ...question,
      id: second,
      sectionId: section,
      kind: 'text',
      label: 'What will change?',
      condition: `${first} no`,
      asksAction: 'yes',
    },
  })
  expect(await labels(id)).toEqual(['Is the record checked?', 'What will change?'])
  expect(await page(`${base}/${id}`)).toContain('asked only where “Is the record checked?” is “no”')
  expect((await send(`${base}/${id}/moves`, { what: 'question', part: second, way: 'up' })).status).toBe(303)
  expect(await labels(id)).toEqual(['What will change?', 'Is the record checked?'])
  expect(await page(`${base}/${id}`)).toContain('Move “What will change?” below the question that it depends on')
  const taken = await send(`${base}/${id}/questions/${first}/removal`, {})
  expect([taken.status, await taken.text()]).toEqual([409, expect.stringContaining('Something depends on it: take that out first')])
  await send(`${base}/${id}/questions/${second}/removal`, {})
  await send(`${base}/${id}/questions/${first}/removal`, {})
  await send(`${base}/${id}/sections/${section}/removal`, {})
  expect(await rows('SELECT id FROM ReturnSection WHERE versionId = ?1', id)).toEqual([])
})

it('what is typed wrong is said and kept', async () => {
  const id = await begin('example')
  const [section] = await rows<{ id: string }>('SELECT id FROM ReturnSection WHERE versionId = ?1 LIMIT 1', id)
  const wrong = await send(`${base}/${id}/questions/new`, {
    ...question,
    sectionId: section?.id ?? '',
    label: '',
    hint: 'Typed <b>here</b>',
    kind: 'photo',
  })
  const said = await wrong.text()
  expect(wrong.status).toBe(422)
  for (const part of ['Enter the question', 'Choose how it is answered', 'Typed &lt;b&gt;here&lt;/b&gt;']) expect(said).toContain(part)
  expect(await labels(id)).toHaveLength(46)
})

// “Each kind of school is told in whose name it is asked and under what power; officers compare the words with the law.”
it('a school sees in whose name and under what power it is asked', async () => {
  const id = await begin('example')
  expect(await page(`${base}/${id}`)).toContain('5 texts are still to be checked against the law in force')
  const form = Object.fromEntries(
    ['maintained', 'academy', 'independent', 'further_education', 'not_known'].flatMap((sector) => [
      [`asks-${sector}`, sector === 'academy' ? 'partners' : 'council'],
      [`power-${sector}`, `Words for ${sector}`],
    ]),
  )
  const wrong = await send(`${base}/${id}/powers`, { ...form, 'power-academy': '' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Enter under what power: Academy or free school')])
  await send(`${base}/${id}/powers`, { ...form, 'checked-maintained': 'yes' })
  expect(await page(`${base}/${id}`)).toContain('4 texts are still to be checked')
  const academy = await page(`${base}/${id}/preview?sector=academy`)
  expect([academy.includes('Words for academy'), academy.includes('Words for maintained')]).toEqual([true, false])
  for (const said of [
    'The safeguarding partners',
    'Write nothing by which a child could be recognised',
    'No files, no links',
    'Who is the designated safeguarding lead?',
  ])
    expect(academy).toContain(said)
})

// “The preview draws each question as schools fill it in, and says which are asked only under a condition, and under which.”
it('the preview shows every question as schools do, and under which condition some are asked', async () => {
  const id = await begin('nothing')
  const section = newId(tick())
  await send(`${base}/${id}/sections/new`, { id: section, title: 'Recruitment', about: '' })
  const [first, second] = [newId(tick()), newId(tick())]
  await send(`${base}/${id}/questions/new`, { ...question, id: first, sectionId: section })
  await send(`${base}/${id}/questions/new`, {
    ...{
      ...question,
      id: second,
      sectionId: section,
      kind: 'date',
      label: 'When will it be?',
      condition: `${first} no`,
      filledFrom: 'head',
    },
  })
  const preview = await page(`${base}/${id}/preview`)
  const lines = plain(preview)
  expect(lines).toContain('Only where “Is the record checked?” is answered “No” We hold this')
  expect([lines.match(/Only where/g)?.length, lines.includes('(Who is the head)'), lines.includes('For example, 27 3 2026')]).toEqual([
    ...[1, true, true],
  ])
  // The very fields of a school, none of them hidden.
  expect([first, second].map((one) => new RegExp(`<div id="q-${one}"[^>]*>`).exec(preview)?.[0])).toEqual([
    `<div id="q-${first}" data-question="${first}">`,
    `<div id="q-${second}" data-question="${second}" data-if="${first}" data-value="no">`,
  ])
})

// “Once a form is published, nothing in it can be changed; a copy of it can, and its powers are to be checked again.”
it('a published form stays as it is, and its copy is for the next year', async () => {
  const id = await begin('example')
  await send(`${base}/${id}`, { note: 'Read this first.', leadSigns: 'yes' })
  await send(`${base}/${id}/publication`, {})
  const [published] = await rows<{ publishedAt: string | null; leadSigns: number; bodySigns: number }>(
    'SELECT publishedAt, leadSigns, bodySigns FROM ReturnFormVersion WHERE id = ?1',
    id,
  )
  expect(published).toEqual({ publishedAt: expect.any(String), leadSigns: 1, bodySigns: 0 })
  const [section] = await rows<{ id: string }>('SELECT id FROM ReturnSection WHERE versionId = ?1 LIMIT 1', id)
  for (const path of [`sections/${section?.id}`, 'questions/new', 'moves'])
    expect((await send(`${base}/${id}/${path}`, { title: 'Other' })).status).toBe(404)
  await send(`${base}/${id}/publication`, {})
  const copied = (await send(`${base}/${id}/copies`, {})).headers.get('location')?.split('/').at(-1) ?? ''
  expect(await labels(copied)).toEqual(await labels(id))
  expect(
    await rows(
      `SELECT v.number, v.note, v.publishedAt, (SELECT COUNT(*) FROM ReturnPower p WHERE p.versionId = v.id AND p.checkedOn IS NULL) AS toCheck,
         (SELECT COUNT(*) FROM ReturnQuestion q JOIN ReturnQuestion d ON d.id = q.ifQuestionId AND d.versionId = v.id WHERE q.versionId = v.id) AS conditions
       FROM ReturnFormVersion v WHERE v.id = ?1`,
      copied,
    ),
  ).toEqual([{ number: 2, note: 'Read this first.', publishedAt: null, toCheck: 5, conditions: 5 }])
})

// “Each text is ticked off with who compared it with the law and when, also once the form is published, where nothing else in it changes.”
it('texts are ticked off with who and when, also on a published form', async () => {
  const id = await begin('example')
  const officer = await anAccount({ roles: ['officer'], name: 'Odile Officer' })
  await send(`${base}/${id}/publication`, {})
  const none = await send(`${base}/${id}/powers/checks`, {})
  expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('Tick the texts that you compared with the law in force')])
  const tick = () => request(`${base}/${id}/powers/checks`, { cookie: officer.cookie, form: { checked: 'academy' } })
  expect([(await tick()).status, (await tick()).status]).toEqual([303, 409])
  expect(
    await rows(
      'SELECT sector, checkedOn IS NOT NULL AS isChecked, checkedById AS by FROM ReturnPower WHERE versionId = ?1 ORDER BY sector',
      id,
    ),
  ).toEqual(
    ['academy', 'further_education', 'independent', 'maintained', 'not_known'].map((sector) => ({
      ...{ sector, isChecked: sector === 'academy' ? 1 : 0, by: sector === 'academy' ? officer.accountId : null },
    })),
  )
  expect(await page(`${base}/${id}/powers`)).toContain(', Odile Officer')
  await expect(
    rows(
      `UPDATE ReturnPower SET power = 'Other', checkedOn = '2099-01-01', checkedById = ?2 WHERE versionId = ?1 AND sector = 'maintained'`,
      id,
      officer.accountId,
    ),
  ).rejects.toThrow('form_is_published')
  await expect(rows(`UPDATE ReturnPower SET checkedOn = '2099-01-01' WHERE versionId = ?1 AND sector = 'academy'`, id)).rejects.toThrow(
    'form_is_published',
  )
})

it('only officers write forms', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request(base, { cookie: organiser.cookie })).status).toBe(404)
  expect((await request(`${base}/${newId(tick())}`, { cookie })).status).toBe(404)
})
