// A paper that names schools is issued only after each of them has seen its line and had its days; it then stays as it was.
import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { answerLine, decideReply } from '#attendance/papers/answer-line.ts'
import { issuePaper } from '#attendance/papers/issue-paper.ts'
import { readGround } from '#attendance/papers/paper-store.ts'
import { selectNamed } from '#attendance/papers/reply-store.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { selectFrozen } from '#attendance/reports/store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { anArea, aPerson, papersByOne } from '../coverage/world.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'
import { rung } from './world.ts'

await papersByOne()

/** A report of long ago that names two schools. */
const aReport = async () => {
  const laCode = anArea()
  const schools = [await aSchool({ laCode, name: 'Aylestone', trustName: 'Wye Trust' }), await aSchool({ laCode, name: 'Bosbury' })]
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const act = anAct({ now: new Date('2026-09-07T09:00:00.000Z'), laCodes: [laCode], actor: officer.actor })
  const done = await freezeStandings(act, { id: newId(tick()), requirementId: 'lead' })
  if (!done.ok) throw new Error(done.reason)
  const report = await readNow(db, selectFrozen(db, done.value))
  if (!report) throw new Error('no report')
  const issue = (kind: string, more: Record<string, string> = {}) =>
    request(`/coverage/frozen/${report.number}/paper`, {
      cookie: officer.cookie,
      form: { id: newId(tick()), kind, ask: 'Ask each school for a date.', requirement: 'lead', exemption: '', interest: '', ...more },
    })
  return { schools, officer, act, report, issue }
}

const inReply = async ({ act, report, schools }: Awaited<ReturnType<typeof aReport>>) => {
  await rung(act, report, ...schools.map(({ id }) => id))
}

it('No paper names a school before it was shown its line, while it may still answer, and before its answer is decided on.', async () => {
  const world = await aReport()
  const { issue, act, report, schools } = world
  const unseen = await issue('named')
  expect([unseen.status, (await unseen.text()).includes('Not every school that the paper names was shown its line yet.')]).toEqual([
    409,
    true,
  ])
  // One that names nobody can be issued.
  expect((await issue('unnamed')).status).toBe(303)
  const [first, second] = schools
  await rung(act, report, first?.id ?? '')
  expect((await issue('named')).status).toBe(409)
  await rung({ ...act, now: new Date() }, report, second?.id ?? '')
  const early = await issue('named')
  expect([early.status, (await early.text()).includes('may still answer to its line')]).toEqual([409, true])
  expect(await rows('SELECT kind FROM Paper WHERE reportId = ?1', report.id)).toEqual([{ kind: 'unnamed' }])
})

it('Its answer and what was decided on it stand beside the line of a school, in every file of the paper.', async () => {
  const world = await aReport()
  const { act, report, schools, issue } = world
  await inReply(world)
  const at = { reportId: report.id, schoolId: schools[0]?.id ?? '' }
  await answerLine(act, { ...at, answer: 'wrong', words: 'She was trained in May.' })
  const undecided = await issue('named')
  expect([undecided.status, (await undecided.text()).includes('nobody has decided on that yet')]).toEqual([409, true])
  const replyId = (await readNow(db, selectNamed(db, report.id)))[0]?.reply?.replyId ?? ''
  await decideReply(act, { ...at, replyId, decision: 'stands', reason: 'No record was shown.' })
  const issued = await issue('named')
  expect(issued.status).toBe(303)
  const paper = issued.headers.get('location') ?? ''
  const reader = await anAccount({ roles: ['reader'] })
  const page = await (await request(paper, { cookie: reader.cookie })).text()
  for (const said of ['Aylestone', 'Wye Trust', 'This is wrong: She was trained in May.', 'It stays as it is: No record was shown.'])
    expect(page).toContain(said)
  const { tags, texts, info } = textsOf(
    new Uint8Array(await (await request(`${paper}/paper.pdf`, { cookie: reader.cookie })).arrayBuffer()),
  )
  expect([info.tagged, tags['H1'], Number(tags['Table']) >= 3]).toEqual([true, 1, true])
  expect(texts.join(' ')).toContain('Aylestone')
  const sheets = unzipSync(new Uint8Array(await (await request(`${paper}/paper.xlsx`, { cookie: reader.cookie })).arrayBuffer()))
  const text = (name: string) => new TextDecoder().decode(sheets[name])
  expect(text('xl/workbook.xml').match(/sheet name="[^"]+"/g)).toEqual(
    ['Cover', 'Notes', 'Schools', 'Sector and kind', 'Phase'].map((name) => `sheet name="${name}"`),
  )
  expect(text('xl/worksheets/sheet3.xml')).toContain('She was trained in May.')
  expect(text('xl/tables/table1.xml')).toContain('ref="A3:G5"')
  for (const name of Object.keys(sheets)) expect([name, /<mergeCell|<pane /.test(text(name))]).toEqual([name, false])
  const open = new Uint8Array(await (await request(`${paper}/paper.ods`, { cookie: reader.cookie })).arrayBuffer())
  // Its kind stands at the head of the file as it is, so that programs know it.
  expect(new TextDecoder('latin1').decode(open.slice(30, 84))).toBe('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')
  const content = new TextDecoder().decode(unzipSync(open)['content.xml'])
  expect([...content.matchAll(/<table:table table:name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
    'Cover',
    'Notes',
    'Schools',
    'Sector and kind',
    'Phase',
  ])
  expect(content).toContain(`table:target-range-address="'Schools'.A3:'Schools'.G5" table:contains-header="true"`)
  for (const says of ['She was trained in May.', 'Nobody was contacted at any of them, and no next step is planned.'])
    expect(content).toContain(says)
  expect(await (await request(`${paper}/tables.csv`, { cookie: reader.cookie })).text()).toContain('She was trained in May.')
})

it('A private pack keeps why it is private, is opened by officers alone, and each opening is noted.', async () => {
  const world = await aReport()
  const { issue, officer } = world
  await inReply(world)
  expect((await issue('private')).status).toBe(422)
  const words = { exemption: 'Paragraph 1 of Schedule 12A', interest: 'Naming would single out one member of staff.' }
  const paper = (await issue('private', words)).headers.get('location') ?? ''
  const reader = await anAccount({ roles: ['reader'] })
  for (const more of ['', '/paper.pdf', '/paper.xlsx', '/paper.ods', '/tables.csv', '/difference'])
    expect([more, (await request(`${paper}${more}`, { cookie: reader.cookie })).status]).toEqual([more, 404])
  expect(await (await request(paper, { cookie: officer.cookie })).text()).toContain('Naming would single out one member of staff.')
  expect((await rows(`SELECT 1 FROM Log WHERE act = 'paper.opened' AND after ->> '$.kind' = 'private'`)).length).toBe(1)
  expect((await request(paper, { cookie: officer.cookie, form: { ...words, interest: 'Said otherwise.' } })).status).toBe(303)
  expect(await (await request(paper, { cookie: officer.cookie })).text()).toContain('Said otherwise.')
  expect(await rows('SELECT interest FROM PackWord ORDER BY id')).toEqual([{ interest: words.interest }, { interest: 'Said otherwise.' }])
  expect(await (await request(`${paper}/difference`, { cookie: officer.cookie })).text()).toContain(
    'There is no earlier pack about the same.',
  )
})

it('A school that answers in the moment in which the paper is issued is not named undecided; without the trigger it would be.', async () => {
  const undecidedPapers = async () => {
    const world = await aReport()
    const { act, report, schools, issue } = world
    await inReply(world)
    // The answer arrives first in the same moment, on the last day of the school.
    const [, issued] = await Promise.all([
      answerLine(act, { reportId: report.id, schoolId: schools[0]?.id ?? '', answer: 'wrong', words: 'She was trained in May.' }),
      issue('named'),
    ])
    const undecided = await rows(
      `SELECT 1 FROM Paper p JOIN ReportReply r ON r.reportId = p.reportId WHERE p.reportId = ?1 AND r.answer = 'wrong' AND r.decision IS NULL AND r.answeredAt < p.issuedAt`,
      report.id,
    )
    return [issued.status, undecided.length]
  }
  expect(await undecidedPapers()).toEqual([409, 0])
  await db.prepare('DROP TRIGGER Paper_after_decisions').run()
  expect(await undecidedPapers()).toEqual([303, 1])
})

it('A school of a report that nobody shows sees nothing of it.', async () => {
  const { schools, report } = await aReport()
  const contact = await anAccount({ schoolIds: [schools[0]?.id ?? ''] })
  expect((await request(`/school/${schools[0]?.id}/reports/${report.id}`, { cookie: contact.cookie })).status).toBe(404)
})

it('Nobody but an officer shows a report, decides on an answer or issues a paper.', async () => {
  const { report, schools } = await aReport()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const at = `/coverage/frozen/${report.number}`
  for (const path of [`${at}/replies`, `${at}/replies/${schools[0]?.id}`, `${at}/paper`])
    expect([path, (await request(path, { cookie, form: {} })).status]).toEqual([path, 404])
})

it('The same form issues one paper; sent again with something else in it, it says so and keeps what was typed.', async () => {
  const { issue, report } = await aReport()
  const id = newId(tick())
  await Promise.all([issue('unnamed', { id }), issue('unnamed', { id })])
  expect(await rows('SELECT id FROM Paper WHERE reportId = ?1', report.id)).toEqual([{ id }])
  const again = await issue('unnamed', { id, ask: 'Ask the trusts.' })
  const page = await again.text()
  expect([again.status, page.includes('This form was saved before: a paper is issued.'), page.includes('>Ask the trusts.<')]).toEqual([
    ...[409, true, true],
  ])
  expect((await issue('unnamed', { requirement: 'no such' })).status).toBe(404)
})

it('What a school wrote stands in a paper only once an officer has read it and decided on its answer.', async () => {
  const world = await aReport()
  const { act, report, schools, issue } = world
  await inReply(world)
  const at = { reportId: report.id, schoolId: schools[0]?.id ?? '' }
  await answerLine(act, { ...at, answer: 'right', words: 'Mrs Hill has been ill since May.' })
  const paper = (await issue('named')).headers.get('location') ?? ''
  const { cookie } = await anAccount({ roles: ['reader'] })
  const file = await (await request(`${paper}/tables.csv`, { cookie })).text()
  expect([file.includes('This is right'), file.includes('Hill')]).toEqual([true, false])
})

it('A paper without names gives of people in roles what readers are given of its report, also of the reports before it.', async () => {
  const laCode = anArea()
  const officer = await anAccount({ roles: ['officer'] })
  const led = async (kind: string, trained: boolean) => {
    const [school, person] = [await aSchool({ laCode, sector: 'maintained', kind }), await aPerson('A Lead')]
    await aRole(person, school)
    if (trained) await anEarlierTraining(person, school, '2026-03-02')
  }
  for (let n = 0; n < 12; n += 1) await led('primary', n < 6)
  for (let n = 0; n < 3; n += 1) await led('special', n < 1)
  const { cookie } = await anAccount({ roles: ['reader'] })
  const plain = async (path: string) => (await (await request(path, { cookie })).text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  /** What a reader gets of a report made on a day: a sentence, the list of reports, and the tables of its paper. */
  const reported = async (day: string) => {
    const act = anAct({ now: new Date(`${day}T09:00:00.000Z`), laCodes: [laCode], actor: officer.actor })
    const done = await freezeStandings(act, { id: newId(tick()), requirementId: 'lead' })
    if (!done.ok) throw new Error(done.reason)
    const form = { id: newId(tick()), kind: 'unnamed', ask: 'Nothing.', requirement: 'lead', exemption: '', interest: '' }
    const issued = await request(`/coverage/frozen/${done.value}/paper`, { cookie: officer.cookie, form })
    const paper = issued.headers.get('location') ?? ''
    const said = /In date [^=]* = \d+ schools?\.(?: Asked since the report before and in no figure here: \d+\.)?|Not given: [^.]*\./
    const [page, list, text] = [await plain(`/coverage/frozen/${done.value}`), await plain('/coverage/frozen'), await plain(paper)]
    const file = (await (await request(`${paper}/tables.csv`, { cookie })).text()).replaceAll('\r', '').split('\n')
    expect([said.exec(list)?.[0], said.exec(text)?.[0]]).toEqual([said.exec(page)?.[0], said.exec(page)?.[0]])
    return [
      said.exec(page)?.[0],
      ...file.filter((line) => /^"?(Report \d|Primary)/.test(line)).map((line) => line.replace(/^Report \d+,\d+/, '')),
    ]
  }
  expect(await reported('2026-09-07')).toEqual([
    'In date 7 · overdue on our record 0 · no training on our record 8 · the school has not told us who it is 0 · post vacant 0 = 15 schools.',
    '"Primary, special",15,7,47%',
  ])
  // Of one school that is asked since, two reports together would say how its lead stands.
  await led('primary', false)
  expect(await reported('2026-10-05')).toEqual([
    'In date 7 · overdue on our record 0 · no training on our record 8 · the school has not told us who it is 0 · post vacant 0 = 15 schools. Asked since the report before and in no figure here: 1.',
    ' September 2026,15,7,47%',
    ' October 2026,15,7,47%',
    '"Primary, special",15,7,47%',
  ])
})

it('What is answered while a paper is made is in it, or it is not issued; without the guard it would be missing.', async () => {
  const issued = async (guarded: boolean) => {
    const world = await aReport()
    const { act, report, schools } = world
    await inReply(world)
    const ground = await readGround(act, report.number, 'lead', { name: 'Wyeshire' })
    if (!ground) throw new Error('no ground')
    await answerLine(act, { reportId: report.id, schoolId: schools[0]?.id ?? '', answer: 'right', words: '' })
    const late = { ...act, now: new Date('2026-12-07T09:00:00.000Z') }
    const answers = guarded ? ground.answers : ground.answers + 1
    const done = await issuePaper(late, { ...ground, answers }, { id: newId(tick()), kind: 'named', ask: 'Ask.', words: undefined })
    return done.ok ? 'issued without the answer' : done.reason
  }
  expect([await issued(true), await issued(false)]).toEqual(['answers_changed', 'issued without the answer'])
})

it('An answer of the last second that comes in behind the paper is late.', async () => {
  const world = await aReport()
  const { act, report, schools } = world
  await inReply(world)
  const ground = await readGround(act, report.number, 'lead', { name: 'Wyeshire' })
  if (!ground) throw new Error('no ground')
  const paper = { id: newId(tick()), kind: 'named' as const, ask: 'Ask.', words: undefined }
  expect((await issuePaper({ ...act, now: new Date('2026-12-07T09:00:00.000Z') }, ground, paper)).ok).toBe(true)
  const said = { reportId: report.id, schoolId: schools[0]?.id ?? '', answer: 'wrong' as const, words: 'She was trained in May.' }
  expect(await answerLine(act, said)).toEqual({ ok: false, reason: 'reply_time_is_over' })
})
