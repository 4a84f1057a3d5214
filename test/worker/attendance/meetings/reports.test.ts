// docs/rules/online.md, sentence by sentence: reports. How a file is read is in test/domain/attendance/meetings: “An English report of Teams, Zoom, Meet or Webex is recognised by its headings, in any order and encoding; any other file is refused.”
// “Whether the day or the month comes first is decided over the whole file, or asked.” “Times that overlap count once, and only while the session ran.”

import { expect, it } from 'vitest'
import { applyReport } from '#attendance/meetings/apply-report.ts'
import { importReport } from '#attendance/meetings/import-report.ts'
import { newId } from '#base/id.ts'
import { type Cells, fileOf } from '#test/domain/attendance/meetings/files.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, before, db, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'
import { dueRows } from '#upkeep/records/due-store.ts'

// Two hours that ended an hour ago.
const end = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000
const start = end - 7_200_000
const iso = (minute: number) => new Date(start + minute * 60_000).toISOString().replace('.000', '')
const head = ['Name', 'Join Time', 'Leave Time', 'Duration', 'Email', 'Role']
const stay = (name: string, from: number, to: number | null, email = ''): string[] => [
  ...[name, iso(from), to === null ? '' : iso(to), to === null ? '' : `${to - from}m`, email, 'Attendee'],
]

const aMeeting = async (names: (string | { name: string; email: string })[], from = start) => {
  const event = await anEvent({
    ...{
      startsAt: new Date(from).toISOString(),
      endsAt: new Date(from + 7_200_000).toISOString(),
      attendanceMode: 'online',
      joiningLink: 'https://meet.example',
    },
    ...{ placesPerSchool: null, capacity: 1200 },
  })
  const school = await aSchool()
  const places: Record<string, string | undefined> = {}
  for (const one of names) {
    const facts = typeof one === 'string' ? { name: one } : one
    places[facts.name] = (await aPlace(event, school, facts)).placeId
  }
  const organiser = await anAccount({ roles: ['organiser'], name: 'Olwen Rees' })
  const sessionId = event.sessions[0]?.id ?? ''
  const at = `/organiser/meetings/${sessionId}`
  const upload = (cells: Cells | Uint8Array<ArrayBuffer>) => {
    const body = new FormData()
    body.append('file', new File([cells instanceof Uint8Array ? cells : fileOf(cells)], 'report.csv'))
    return request(`${at}/reports`, { cookie: organiser.cookie, method: 'POST', body, headers: { origin: 'http://localhost:8787' } })
  }
  const post = (path: string, form: Record<string, string | string[]>) => request(path, { cookie: organiser.cookie, form })
  const page = async (path = at) => (await request(path, { cookie: organiser.cookie })).text()
  const marks = async () =>
    Object.fromEntries(
      (
        await rows<{ name: string; said: string }>(
          `SELECT n.name, m.markType || ' ' || m.source AS said FROM CurrentMark m JOIN Place p ON p.id = m.placeId JOIN Person n ON n.id = p.personId
           WHERE m.sessionId = ?1 ORDER BY n.name`,
          sessionId,
        )
      ).map(({ name, said }) => [name, said]),
    )
  /** Reads a report and applies it as it is proposed. */
  const applied = async (cells: Cells, form: Record<string, string | string[]> = {}) => {
    const path = (await upload(cells)).headers.get('location') ?? ''
    const turn = /name="turn" value="(\d+)"/.exec(await page(path))?.[1] ?? '0'
    return { path, answer: await post(path, { turn, ...form }) }
  }
  return { event, school, places, organiser, sessionId, at, upload, post, page, marks, applied }
}

// “A person who was there for 80 per cent of the session attended, or for what the organiser set; for less, in part. Whose minutes are not known is marked by nobody.”
// “What is not in the file is not known: it is never zero.” “Telephone callers and programs that take notes are counted, and not stored.” “Of a file its hash, the lines and the version of the reader are kept, and the file is not.”
it('nothing is marked before an organiser has seen what would be, and applied it', async () => {
  const { upload, page, marks, post, sessionId, at } = await aMeeting(['Ann Berry', 'Bo Cole', 'Cas Dean', 'Di Eve'])
  const read = await upload([
    head,
    stay('Ann Berry', -5, 96),
    stay('Bo Cole', 0, 95),
    stay('Cas Dean', 10, null),
    stay('+44 7700 900123', 0, 50),
    stay('Fireflies Notetaker', 0, 120),
  ])
  const path = read.headers.get('location') ?? ''
  expect([read.status, await marks()]).toEqual([303, {}])
  const text = await page(path)
  for (const words of [
    '96 minutes',
    '95 minutes',
    'not known',
    'By their name',
    'One telephone caller and one note-taking program are left out',
    'What this report would mark',
  ])
    expect(text).toContain(words)
  expect((await post(path, { turn: '0' })).headers.get('location')).toBe(at)
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report', 'Bo Cole': 'part report' })
  expect(
    await rows(
      `SELECT n.name, t.minutes, t.lines, t.how, t.evidence FROM MeetingAttendance t JOIN Place p ON p.id = t.placeId JOIN Person n ON n.id = p.personId WHERE t.sessionId = ?1 ORDER BY n.name`,
      sessionId,
    ),
  ).toEqual([
    { name: 'Ann Berry', minutes: 96, lines: '[2]', how: 'name', evidence: 'report' },
    { name: 'Bo Cole', minutes: 95, lines: '[3]', how: 'name', evidence: 'report' },
    { name: 'Cas Dean', minutes: null, lines: '[4]', how: 'name', evidence: 'report' },
  ])
  expect(
    await rows(
      'SELECT parserVersion, length(fileHash) AS hash, pending, telephones, bots FROM MeetingReport WHERE sessionId = ?1',
      sessionId,
    ),
  ).toEqual([{ parserVersion: 4, hash: 64, pending: '', telephones: 1, bots: 1 }])
  expect(await page(`/register/${sessionId}`)).toContain('From the meeting’s report')
})

it('somebody in it is matched by the link that they pressed, then by an exact address, which of a post needs a like name too, then by an exact name that is one place in the whole event and one identity in the whole report', async () => {
  const { applied, marks, places, page } = await aMeeting([{ name: 'Ann Berry', email: 'ann@a.example' }, 'Bo Cole', 'Viktor Hugo'])
  const { path } = await applied([
    head,
    stay('AB', 0, 120, 'ANN@a.example'),
    stay('bo cole', 0, 120),
    stay('Victor Hugo', 0, 120),
    stay('Nobody Known', 0, 120),
  ])
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report', 'Bo Cole': 'attended report' })
  // “Everybody else waits for an organiser, who is shown the nearest names; nothing is guessed.”
  const text = await page(path)
  expect(text).toContain('Not decided: the nearest are below')
  expect([text.includes(`value="${places['Viktor Hugo']}"`), text.includes(`value="${places['Bo Cole']}"`)]).toEqual([true, false])
  const { post } = await aMeeting([])
  expect((await post(path, { turn: '1' })).status).toBe(303)
  expect((await post(path, { turn: '2', 'who-0': places['Viktor Hugo'] ?? '', 'who-1': 'nobody' })).status).toBe(303)
  expect(await marks()).toMatchObject({ 'Viktor Hugo': 'attended report' })
  expect(await page(path)).toContain('Everybody in it is decided')
})

it('a mark that a person made stands, and is shown as differing; it is corrected only where the organiser says so', async () => {
  const { upload, page, post, marks, sessionId, places, organiser } = await aMeeting(['Ann Berry', 'Bo Cole'])
  for (const name of ['Ann Berry', 'Bo Cole'])
    await request(`/register/${sessionId}/marks`, {
      cookie: organiser.cookie,
      form: { person: places[name] ?? '', mark: newId(tick()), markType: 'absent' },
    })
  const path = (await upload([head, stay('Ann Berry', 0, 120), stay('Bo Cole', 0, 120)])).headers.get('location') ?? ''
  expect(await page(path)).toContain('Marked by hand: did not attend')
  await post(path, { turn: '0', take: places['Bo Cole'] ?? '' })
  expect(await marks()).toEqual({ 'Ann Berry': 'absent screen', 'Bo Cole': 'attended report' })
  expect(await rows(`SELECT reason FROM Mark WHERE sessionId = ?1 AND source = 'report'`, sessionId)).toEqual([
    { reason: 'By the report of the online meeting' },
  ])
})

it('the same file again changes nothing, and several reports of one meeting add up without doubling', async () => {
  const { applied, upload, marks, sessionId, page, at } = await aMeeting(['Ann Berry'])
  const first = [head, stay('Ann Berry', 0, 50)]
  const { path } = await applied(first)
  expect(await marks()).toEqual({ 'Ann Berry': 'part report' })
  expect((await upload(first)).headers.get('location')).toBe(path)
  expect(await rows('SELECT COUNT(*) AS n FROM MeetingAttendance WHERE sessionId = ?1', sessionId)).toEqual([{ n: 1 }])
  // The meeting was begun again; its report overlaps the first by twenty minutes.
  await applied([head, stay('Ann Berry', 30, 80)])
  expect(await page(at)).toContain('80 minutes')
  expect(await marks()).toEqual({ 'Ann Berry': 'part report' })
  await applied([head, stay('Ann Berry', 80, 110)])
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report' })
})

it('of several people at one screen an organiser says who watched together: they have the same minutes, and are printed as stated', async () => {
  const { applied, post, at, places, marks, page, sessionId } = await aMeeting(['Ann Berry', 'Bo Cole', 'Cas Dean'])
  await applied([head, stay('Ann Berry', 0, 120)])
  expect((await post(`${at}/together`, { place: '' })).status).toBe(422)
  expect((await post(`${at}/together`, { place: places['Bo Cole'] ?? '', with: places['Cas Dean'] ?? '' })).status).toBe(409)
  expect((await post(`${at}/together`, { place: places['Ann Berry'] ?? '', with: places['Bo Cole'] ?? '' })).status).toBe(303)
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report', 'Bo Cole': 'attended stated' })
  expect(await rows(`SELECT minutes, withPlaceId FROM MeetingAttendance WHERE evidence = 'stated' AND sessionId = ?1`, sessionId)).toEqual([
    { minutes: 120, withPlaceId: places['Ann Berry'] },
  ])
  expect(await page(at)).toContain('Stated: watched with somebody')
  expect(await page(`/register/${sessionId}`)).toContain('Stated: watched with somebody')
})

it('a report is taken back by corrections with a reason, and nothing is deleted', async () => {
  const { applied, post, marks, sessionId, upload, page } = await aMeeting(['Ann Berry', 'Bo Cole'])
  const cells = [head, stay('Ann Berry', 0, 120), stay('Bo Cole', 0, 120)]
  await applied([head, stay('Bo Cole', 0, 60)])
  const { path } = await applied(cells)
  expect(await page(`${path}/undo`)).toContain('2 marks rest')
  expect((await post(`${path}/undo`, { turn: '1', reason: 'It was of another meeting' })).status).toBe(303)
  // Pressed twice.
  expect(await leadsTo(post(`${path}/undo`, { turn: '1', reason: 'It was of another meeting' }))).toBe(`/organiser/meetings/${sessionId}`)
  expect(await marks()).toEqual({ 'Bo Cole': 'part report' })
  expect(await rows('SELECT COUNT(*) AS n FROM Mark WHERE sessionId = ?1', sessionId)).toEqual([{ n: 5 }])
  const again = (await upload(cells)).headers.get('location')
  expect(again).not.toBe(path)
  await post(again ?? '', { turn: '0' })
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report', 'Bo Cole': 'attended report' })
})

// “A mark that rested on it alone becomes what somebody had marked by hand before; otherwise the person is not marked.”
// “Once no report is left, whoever was marked absent because no report showed them is not marked either.”
it('after its only report is taken back nobody is marked but by hand, and everybody can be marked again, by hand and by a report', async () => {
  const { applied, post, marks, sessionId, places, organiser, page } = await aMeeting(['Ann Berry', 'Bo Cole', 'Cas Dean'])
  const mark = (name: string, markType: string) =>
    request(`/register/${sessionId}/marks`, {
      cookie: organiser.cookie,
      form: { person: places[name] ?? '', mark: newId(tick()), markType },
    })
  await mark('Bo Cole', 'apologies')
  const cells = [head, stay('Ann Berry', 0, 120), stay('Bo Cole', 0, 120)]
  const { path } = await applied(cells, { absent: 'yes', take: places['Bo Cole'] ?? '' })
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report', 'Bo Cole': 'attended report', 'Cas Dean': 'absent report' })
  expect(await page(`${path}/undo`)).toContain('3 marks rest on this report alone')
  await post(`${path}/undo`, { turn: '1', reason: 'It was of another meeting' })
  expect(await marks()).toEqual({ 'Bo Cole': 'apologies screen' })
  const register = await page(`/register/${sessionId}`)
  expect(plain(register, '')).toContain('2 left to mark. 1 of 3 marked')
  expect(register).toContain('<strong>Not marked</strong>, holds at')
  expect((await mark('Ann Berry', 'part')).status).toBe(303)
  await applied([head, stay('Cas Dean', 0, 120)])
  expect(await marks()).toEqual({ 'Ann Berry': 'part screen', 'Bo Cole': 'apologies screen', 'Cas Dean': 'attended report' })
  expect(
    await rows(
      `SELECT m.markType, m.reason FROM Mark m WHERE m.sessionId = ?1 AND m.placeId = ?2 ORDER BY m.rowid`,
      sessionId,
      places['Cas Dean'],
    ),
  ).toEqual([
    { markType: 'absent', reason: null },
    { markType: 'none', reason: 'It was of another meeting' },
    { markType: 'attended', reason: 'Marked again' },
  ])
})

it('after the register is closed each mark of a report needs a reason, as any mark does', async () => {
  const { applied, post, marks, sessionId, at } = await aMeeting(['Ann Berry', 'Bo Cole'])
  await applied([head, stay('Bo Cole', 0, 120)], { absent: 'yes' })
  expect(await marks()).toEqual({ 'Ann Berry': 'absent report', 'Bo Cole': 'attended report' })
  const signedAt = new Date().toISOString()
  await add('RegisterSignOff', { sessionId, signedAt, attended: 1, absent: 1 })
  const { path, answer } = await applied([head, stay('Ann Berry', 0, 120)])
  expect([answer.status, await marks()]).toEqual([409, { 'Ann Berry': 'absent report', 'Bo Cole': 'attended report' }])
  expect((await post(path, { turn: '0', reason: 'The report came late' })).headers.get('location')).toBe(at)
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report', 'Bo Cole': 'attended report' })
})

it('the organiser sets from how many minutes a session was attended', async () => {
  const { applied, post, at, marks } = await aMeeting(['Ann Berry'])
  expect((await post(`${at}/threshold`, { kind: 'percent', amount: '101' })).status).toBe(422)
  expect((await post(`${at}/threshold`, { kind: 'minutes', amount: '30' })).status).toBe(303)
  await applied([head, stay('Ann Berry', 0, 30)])
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report' })
})

it('a file that is no report of this meeting gets one sentence, and changes nothing', async () => {
  const { upload, sessionId } = await aMeeting(['Ann Berry'])
  for (const [file, says] of [
    [fileOf([['Dear all']]), 'This is no English attendance report of Teams, Zoom, Meet or Webex'],
    [Uint8Array.from([0x25, 0x50, 0x44, 0x46]), 'This is a PDF'],
    [fileOf([head, stay('Ann Berry', 500, 600)]), 'Nobody in the file was there while this session ran'],
    [fileOf([head, ['Ann Berry', '7/8/2026, 13:00:00', '7/8/2026, 14:00:00', '1h', '', '']]), 'The dates can be read in two ways'],
    [new Uint8Array(0), 'The file is empty'],
  ] as const) {
    const answer = await upload(file)
    expect([answer.status, (await answer.text()).includes(says)]).toEqual([422, true])
  }
  expect(await rows('SELECT 1 FROM MeetingReport WHERE sessionId = ?1', sessionId)).toEqual([])
})

it('somebody who is marked in the moment of applying is not marked twice, and the organiser looks again', async () => {
  const { sessionId, places, organiser, marks, upload } = await aMeeting(['Ann Berry'])
  const id = ((await upload([head, stay('Ann Berry', 0, 120)])).headers.get('location') ?? '').split('/').at(-1) ?? ''
  const asked = { sessionId, reportId: id, turn: 0, choices: new Map(), take: new Set<string>(), absent: false }
  const byHand = () =>
    request(`/register/${sessionId}/marks`, {
      cookie: organiser.cookie,
      form: { person: places['Ann Berry'] ?? '', mark: newId(tick()), markType: 'absent' },
    })
  const act = anAct({ now: new Date(), actor: organiser.actor })
  expect(await applyReport({ ...act, db: before(3, byHand) }, asked)).toEqual({ ok: false, reason: 'changed' })
  expect(await marks()).toEqual({ 'Ann Berry': 'absent screen' })
})

it('two organisers who apply a report at once keep what it says once; without the index they would twice', async () => {
  // Nobody's minutes are known, so no mark stands in the way; and the report looks undecided to the second of them.
  const both = async (guarded: boolean) => {
    const { sessionId, organiser, upload } = await aMeeting(['Ann Berry'])
    const id = ((await upload([head, stay('Ann Berry', 10, null)])).headers.get('location') ?? '').split('/').at(-1) ?? ''
    const asked = { sessionId, reportId: id, turn: 0, choices: new Map(), take: new Set<string>(), absent: false }
    const act = anAct({ now: new Date(), actor: organiser.actor })
    if (!guarded) await run('DROP INDEX MeetingAttendance_once')
    const other = async () => {
      expect((await applyReport(act, asked)).ok).toBe(true)
      await run('UPDATE MeetingReport SET turn = 0 WHERE id = ?1', id)
    }
    const second = await applyReport({ ...act, db: before(3, other) }, asked)
    return [second, await rows('SELECT COUNT(*) AS n FROM MeetingAttendance WHERE reportId = ?1', id)]
  }
  expect(await both(true)).toEqual([{ ok: false, reason: 'changed' }, [{ n: 1 }]])
  expect(await both(false)).toEqual([{ ok: true, value: { marked: 0, left: 0 } }, [{ n: 2 }]])
  // And as it is, at the very same time.
  const { sessionId, organiser, upload, marks } = await aMeeting(['Ann Berry'])
  const id = ((await upload([head, stay('Ann Berry', 0, 120)])).headers.get('location') ?? '').split('/').at(-1) ?? ''
  const asked = { sessionId, reportId: id, turn: 0, choices: new Map(), take: new Set<string>(), absent: false }
  const act = anAct({ now: new Date(), actor: organiser.actor })
  expect((await Promise.all([applyReport(act, asked), applyReport(act, asked)])).map(({ ok }) => ok).toSorted()).toEqual([false, true])
  expect(await marks()).toEqual({ 'Ann Berry': 'attended report' })
})

it('a time without a zone is read as UK time, and the page says so; the clock is asked where the times fit the session far better by UTC', async () => {
  // One to three in the afternoon in summer time.
  const { upload, sessionId, page, at, organiser } = await aMeeting(['Ann Berry'], Date.parse('2026-07-06T12:00:00.000Z'))
  const file = (from: number) => [head.slice(0, 3), ['Ann Berry', `2026-07-06 ${from}:00:00`, `2026-07-06 ${from + 2}:00:00`]]
  const read = await upload(file(13))
  expect(await page(read.headers.get('location') ?? '')).toContain('were read as UK time')
  const asked = await upload(file(12))
  expect([asked.status, (await asked.text()).includes('they fit the session better by UTC than by UK time')]).toEqual([422, true])
  const body = new FormData()
  body.append('file', new File([fileOf(file(12))], 'report.csv'))
  body.append('zone', 'UTC')
  const chosen = await request(`${at}/reports`, {
    cookie: organiser.cookie,
    method: 'POST',
    body,
    headers: { origin: 'http://localhost:8787' },
  })
  expect(await page(chosen.headers.get('location') ?? '')).toContain('were read as UTC')
  expect(await rows('SELECT zone FROM MeetingReport WHERE sessionId = ?1 ORDER BY rowid', sessionId)).toEqual([
    { zone: 'Europe/London' },
    { zone: 'UTC' },
  ])
})

it('who is still to be decided is forgotten with the answers to the event’s questions', async () => {
  const { upload, sessionId } = await aMeeting(['Ann Berry'])
  await upload([head, stay('Nobody Known', 0, 120)])
  const due = dueRows.answers.find(({ kind }) => kind === 'MeetingReport')
  const [row] = await rows<{ id: string }>('SELECT id FROM MeetingReport WHERE sessionId = ?1', sessionId)
  expect(await rows(due?.due ?? '', '2099-01-01')).toContainEqual(expect.objectContaining({ id: row?.id }))
  await add('RowToDestroy', { kind: 'MeetingReport', id: row?.id })
  for (const sql of due?.destroy ?? []) await db.prepare(sql).run()
  expect(await rows('SELECT pending FROM MeetingReport WHERE sessionId = ?1', sessionId)).toEqual([{ pending: '' }])
})

it('a report of a thousand people is read and applied whole', async () => {
  const names = Array.from({ length: 1000 }, (_, n) => `Person Number${n}`)
  const { sessionId, organiser, marks } = await aMeeting(names)
  const act = anAct({ now: new Date(), actor: organiser.actor })
  const read = await importReport(act, { sessionId, bytes: fileOf([head, ...names.map((name) => stay(name, 0, 120))]) }).then(accepted)
  const done = await applyReport(act, { sessionId, reportId: read.id, turn: 0, choices: new Map(), take: new Set(), absent: false })
  expect(done).toEqual({ ok: true, value: { marked: 1000, left: 0 } })
  expect(Object.keys(await marks())).toHaveLength(1000)
})

it('of many who have to be decided among many places some are shown at a time, and the rest after them', async () => {
  const { upload, page } = await aMeeting(Array.from({ length: 120 }, (_, n) => `Guest Number${n}`))
  const sent = await upload([head, ...Array.from({ length: 400 }, (_, n) => stay(`Xqz ${n}`, 0, 60))])
  const html = await page(sent.headers.get('location') ?? '')
  const shown = (html.match(/name="who-/g) ?? []).length
  expect(shown).toBe(50)
  expect(html.length).toBeLessThan(200_000)
  expect(html).toContain(`${400 - shown} more follow once these are decided`)
})

it('somebody who is not near any name is decided by a name as it is offered, and what was typed stays when it is refused', async () => {
  const { upload, page, post, marks } = await aMeeting(['Ann Berry', 'Bo Cole'])
  const path = (await upload([head, stay('Xqz', 0, 120)])).headers.get('location') ?? ''
  const offered = /<option value="(Bo Cole, [^"]+)"/.exec(await page(path))?.[1] ?? ''
  const refused = await post(path, { turn: '0', 'name-0': 'Bo Coal' })
  const said = await refused.text()
  expect([refused.status, said.includes('Somebody that you typed has no place here'), said.includes('value="Bo Coal"')]).toEqual([
    409,
    true,
    true,
  ])
  expect(await marks()).toEqual({})
  expect((await post(path, { turn: '0', 'name-0': offered })).status).toBe(303)
  expect(await marks()).toEqual({ 'Bo Cole': 'attended report' })
})
