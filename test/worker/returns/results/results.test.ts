// What schools answered in a closed round is frozen as a report: x of y, against the year before,
// in every kind of file, never changed.

import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, aSchool, counting, request, rows, tick } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aRole } from '#test/worker/attendance/requirements/world.ts'
import { anOpenRound, aPublishedForm, officer, page, returnOf, send, submit } from '../world.ts'

const answer = async (returnId: string, label: string, value: string): Promise<void> => {
  const [question] = await rows<{ id: string }>(
    `SELECT q.id FROM SchoolReturn t JOIN ReturnRound o ON o.id = t.roundId JOIN ReturnQuestion q ON q.versionId = o.versionId
     WHERE t.id = ?1 AND q.label LIKE ?2`,
    ...[returnId, `${label}%`],
  )
  await add('ReturnEntry', { returnId, questionId: question?.id, value, byId: officer.accountId, at: '2099-01-10T10:00:00.000Z' })
}
const close = (round: string) => rows(`UPDATE ReturnRound SET closedAt = '2099-03-01T10:00:00.000Z' WHERE id = ?1`, round)
const early = 'Do staff know the local thresholds'
const placed = 'Does the school place any child'
const assured = 'Does every provider assure'

const schools = await Promise.all(Array.from({ length: 12 }, () => aSchool()))
const versionId = await aPublishedForm()
const aYear = async (yes: number): Promise<string> => {
  const round = await anOpenRound({ versionId })
  for (const [n, school] of schools.entries()) {
    const id = await returnOf(round, school)
    await answer(id, early, n < yes ? 'yes' : 'no')
    await answer(id, placed, n < 6 ? 'yes' : 'no')
    await answer(id, assured, 'yes')
    await submit(id)
  }
  return round
}
const before = await aYear(6)
await close(before)
await send(`/organiser/returns/${before}/results`)
const round = await aYear(7)

// “Results are made once of a round that is closed, as a final report that no later change
// reaches.”
// “Results give x of y for each question, of all schools and by kind of school, as a page, PDF,
// spreadsheet, OpenDocument and CSV.”
it('freezes the results of a closed round once, against the year before', async () => {
  const open = await send(`/organiser/returns/${round}/results`)
  expect([open.headers.get('location'), await rows(`SELECT id FROM FrozenReport WHERE about = 'audit'`)]).toEqual([
    `/organiser/returns/${round}`,
    [{ id: `audit ${before}` }],
  ])
  await close(round)
  expect(await page(`/organiser/returns/${round}`)).toContain('Keep the results')
  const [first, second] = await Promise.all([send(`/organiser/returns/${round}/results`), send(`/organiser/returns/${round}/results`)])
  const at = first.headers.get('location') ?? ''
  expect([first.status, second.status, second.headers.get('location')]).toEqual([303, 303, at])
  expect(at).toMatch(/^\/coverage\/returns\/reports\/\d+$/)
  const number = Number(at.split('/').at(-1))
  const said = plain(await page(at))
  expect(said).toContain('Schools asked: 12. Submitted: 12. On paper or another audit: 0. Nothing came: 0.')
  expect(said).toMatch(
    /Do staff know the local thresholds for early help and for a referral\? Yes 7 of 12 \(58%\) 7 of 12 \(58%\) 6 of 12 \(50%\)/,
  )
  // Six schools were asked it, of which all answered alike.
  expect(said).toMatch(/Does every provider assure in writing that its staff are checked\? Yes c Not compared/)
  const [{ id } = { id: '' }] = await rows<{ id: string }>(
    `SELECT id FROM ReturnQuestion WHERE versionId = ?1 AND label LIKE '${early}%'`,
    versionId,
  )
  expect(plain(await page(`${at}?question=${id}`))).toContain(
    'by kind of school Kind of school Yes Primary 7 of 12 (58%) All schools 7 of 12 (58%)',
  )
  for (const [name, type] of [
    ...[['report.pdf', 'application/pdf'] as const, ['tables.csv', 'text/csv'] as const],
    ...[['report.xlsx', 'spreadsheetml'] as const, ['report.ods', 'opendocument'] as const],
  ]) {
    const file = await request(`${at}/${name}`, { cookie: officer.cookie })
    expect([name, file.status, file.headers.get('content-type')?.includes(type)]).toEqual([name, 200, true])
    if (name === 'tables.csv') expect(await file.text()).toMatch(/Do staff know the local thresholds[^\n]*,Primary,7,12/)
    else await file.arrayBuffer()
  }
  await expect(rows(`UPDATE FrozenStanding SET facts = '{}' WHERE reportId = ?1`, `audit ${round}`)).rejects.toThrow(
    'frozen_standing_stands',
  )
  expect(await page('/coverage/frozen')).toContain(`/coverage/frozen/${number}"`)
  expect((await request(`/coverage/frozen/${number}`, { cookie: officer.cookie })).headers.get('location')).toBe(at)
  for (const part of ['replies', 'schools.csv', 'difference'])
    expect([part, (await request(`/coverage/frozen/${number}/${part}`, { cookie: officer.cookie })).status]).toEqual([part, 404])
  const kept =
    (await rows<{ facts: string }>('SELECT facts FROM FrozenStanding WHERE reportId = ?1 LIMIT 1', `audit ${round}`))[0]?.facts ?? ''
  // A letter for each question, and no answer in words.
  expect(Object.values(JSON.parse(kept) as Record<string, string>).map((letters) => /^[01-]{46}$/.test(letters))).toEqual([true, true])
})

it('every file of results has the figures of its page, and no others', async () => {
  const [{ number } = { number: 0 }] = await rows<{ number: number }>(`SELECT number FROM FrozenReport WHERE id = 'audit ' || ?1`, round)
  const at = `/coverage/returns/reports/${number}`
  const bytes = async (file: string) => new Uint8Array(await (await request(`${at}/${file}`, { cookie: officer.cookie })).arrayBuffer())
  const unpacked = async (file: string) =>
    Object.values(unzipSync(await bytes(file)))
      .map((part) => strFromU8(part))
      .join(' ')
  const figuresIn = (text: string): string[] => [...new Set(text.match(/\d+ of \d+ \(\d+%\)/g))].toSorted()
  const onPage = figuresIn(plain(await page(at)))
  expect(onPage).toEqual(['6 of 12 (50%)', '7 of 12 (58%)'])
  const files = {
    pdf: textsOf(await bytes('report.pdf')).texts.join(' '),
    xlsx: await unpacked('report.xlsx'),
    ods: await unpacked('report.ods'),
    csv: new TextDecoder().decode(await bytes('tables.csv')),
  }
  expect(Object.entries(files).map(([name, text]) => [name, figuresIn(text)])).toEqual(Object.keys(files).map((name) => [name, onPage]))
})

// “An officer writes what the council will do once the results are final: each school that
// submitted reads it beside how others answered, and a draft of one message to each begins.”
it('tells each school that submitted what others answered, and what the council will do', async () => {
  const [own] = schools
  const at = `/organiser/returns/${round}/feedback`
  const open = await anOpenRound({ versionId })
  expect((await request(`/organiser/returns/${open}/feedback`, { cookie: officer.cookie })).status).toBe(404)
  expect((await send(at, { words: ' ' })).status).toBe(422)
  const status = (code: string) => rows('UPDATE School SET statusCode = ?2 WHERE id = ?1', own?.id, code)
  await status('2')
  expect(plain(await page(at))).toContain(
    '12 schools submitted, of which 1 has closed since. Next you see a draft of the message to 11 schools.',
  )
  await status('1')
  const id = newId(tick())
  const form = { id, words: 'A briefing on thresholds in the spring term.' }
  const [first, second] = await Promise.all([send(at, form), send(at, form)])
  expect([first.headers.get('location'), second.headers.get('location')]).toEqual(Array(2).fill(`/organiser/mailings/${id}`))
  expect(await rows(`SELECT words FROM ReturnFeedback WHERE roundId = ?1`, round)).toEqual([{ words: form.words }])
  const [draft] = await rows<{ state: string; body: string; audience: string }>(
    'SELECT state, body, audience FROM Sending WHERE id = ?1',
    id,
  )
  expect([draft?.state, draft?.body.includes(form.words)]).toEqual(['draft', true])
  expect((JSON.parse(draft?.audience ?? '{}') as { schools: string[] }).schools.toSorted()).toEqual(
    schools.map((school) => school.id).toSorted(),
  )
  expect(await page(`/organiser/mailings/${id}`)).toContain('how other schools answered')
  const returnId = await returnOf(round, own ?? { id: '' })
  const sheet = plain(await page(`/organiser/returns/${round}/schools/${returnId}/feedback`))
  for (const said of ['What the council will do A briefing on thresholds', 'Yes: 7 of 12 (58%)']) expect(sheet).toContain(said)
  // “The message leads to the feedback of the school, or to a choice for whoever has to do with
  // several.”
  const [, leadsTo = ''] = /https?:\/\/[^/]+(\/school\/feedback\/[\w-]+)/.exec(draft?.body ?? '') ?? []
  const follow = async (cookie?: string) => {
    const answer = await request(leadsTo, cookie ? { cookie } : {})
    return [answer.status, answer.headers.get('location')]
  }
  const office = await anAccount({ schoolIds: [own?.id ?? ''] })
  const feedbackAt = `/school/${own?.id}/returns/${returnId}/feedback`
  expect(await follow(office.cookie)).toEqual([302, feedbackAt])
  const governor = await anAccount()
  await aRole(governor.personId, own ?? { id: '' }, { roleId: 'link_governor' })
  expect(await follow(governor.cookie)).toEqual([302, feedbackAt])
  expect(await follow()).toEqual([303, expect.stringContaining('/sign-in')])
  const several = await anAccount({ schoolIds: schools.slice(0, 3).map((school) => school.id) })
  const choice = await page(leadsTo, several.cookie)
  expect([choice.match(/\/returns\/[\w-]+\/feedback"/g)?.length, choice.includes(feedbackAt)]).toEqual([3, true])
  expect(await follow((await anAccount({ schoolIds: [(await aSchool()).id] })).cookie)).toEqual([404, null])
  await expect(
    add('ReturnFeedback', { id: 'x', roundId: open, words: 'x', byId: officer.accountId, at: '2099-03-02T10:00:00.000Z' }),
  ).rejects.toThrow('no_results_yet')
})

it('shows readers the same figures, and nobody else', async () => {
  const [{ number } = { number: 0 }] = await rows<{ number: number }>(`SELECT number FROM FrozenReport WHERE id = 'audit ' || ?1`, round)
  const reader = await anAccount({ roles: ['reader'] })
  expect(plain(await page(`/coverage/returns/reports/${number}`, reader.cookie))).toContain('7 of 12 (58%)')
  expect(await page('/coverage/frozen', reader.cookie)).toContain('href="/coverage/returns"')
  const { cookie } = await anAccount({ schoolIds: [schools[0]?.id ?? ''] })
  expect((await request(`/coverage/returns/reports/${number}`, { cookie })).status).toBe(404)
  expect((await request('/coverage/returns/reports/999', { cookie: officer.cookie })).status).toBe(404)
  expect((await request(`/coverage/returns/reports/${number}?question=none`, { cookie: officer.cookie })).status).toBe(404)
})

it('pages and files of results and of feedback ask the database a few times each', async () => {
  const [{ number } = { number: 0 }] = await rows<{ number: number }>(`SELECT number FROM FrozenReport WHERE id = 'audit ' || ?1`, round)
  const [own = { id: '' }] = schools
  const office = await anAccount({ schoolIds: [own.id] })
  const returnId = await returnOf(round, own)
  // The deadline is over.
  for (const { name } of await rows<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ReturnRound'`))
    await rows(`DROP TRIGGER ${name}`)
  await rows(`UPDATE ReturnRound SET deadlineAt = '2026-01-01T17:00:00.000Z' WHERE id = ?1`, round)
  const trips = async (path: string, cookie: string) => {
    const watched = counting()
    const { status } = await request(path, { cookie, bindings: { DB: watched.db } })
    return [status, watched.trips()]
  }
  const at = `/coverage/returns/reports/${number}`
  const asked: Record<string, number[]> = {}
  for (const path of ['', '/report.pdf', '/report.xlsx', '/report.ods', '/tables.csv'])
    asked[`results${path}`] = await trips(`${at}${path}`, officer.cookie)
  asked['write'] = await trips(`/organiser/returns/${round}/feedback`, officer.cookie)
  for (const path of ['', '.pdf']) {
    asked[`feedback${path}, officer`] = await trips(`/organiser/returns/${round}/schools/${returnId}/feedback${path}`, officer.cookie)
    asked[`feedback${path}`] = await trips(`/school/${own.id}/returns/${returnId}/feedback${path}`, office.cookie)
  }
  asked['from the mail'] = await trips(`/school/feedback/${round}`, office.cookie)
  expect(Object.entries(asked).map(([path, of]) => [path, ...of].join(' '))).toEqual([
    ...['results 200 4', 'results/report.pdf 200 5', 'results/report.xlsx 200 5', 'results/report.ods 200 5', 'results/tables.csv 200 5'],
    ...['write 200 2', 'feedback, officer 200 6', 'feedback 200 7', 'feedback.pdf, officer 200 7', 'feedback.pdf 200 8'],
    'from the mail 302 3',
  ])
})
