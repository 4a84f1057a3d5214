// A version is given to every school of its audience in one act; named people are written to after
// it, and what they did is kept.

import { expect, it, vi } from 'vitest'
import { addDays, addMinutes, londonDay, sayDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { prepareMailing } from '#front/chasing/prepare-mailing.ts'
import { selectDue } from '#front/due/store.ts'
import { selectDocument, selectVersions } from '#guidance/documents/store.ts'
import { selectAudience, selectReachable } from '#guidance/issuing/issue-store.ts'
import { followSchools, issueVersion } from '#guidance/issuing/issue-version.ts'
import { previewOf } from '#guidance/issuing/issuing.ts'
import { tellSchools } from '#guidance/issuing/tell-schools.ts'
import { anAccount, anAct, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { anArea, aPerson } from '#test/worker/attendance/coverage/world.ts'
import { anAdvice, anAnswer } from '#test/worker/guidance/world.ts'

const at = '2026-01-05T08:00:00.000Z'

const aHolder = async (schoolId: string, roleId: string, name: string) => {
  const personId = await aPerson(name)
  await db.prepare('UPDATE Person SET email = ?2 WHERE id = ?1').bind(personId, `${personId}@example.sch.uk`).run()
  await add('RoleAtSchool', { personId, schoolId, roleId, source: 'school', learnedAt: at, confirmedAt: at })
  return personId
}

/**
 * A draft that is ready, for maintained primary schools of an area of its own, to the lead and the
 * head.
 */
const aDraft = async (facts: { asked?: string; text?: string } = {}) => {
  const laCode = anArea()
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const by = officer.accountId
  const id = await add('GuidanceDocument', {
    title: 'Peer abuse',
    kind: 'policy',
    asked: facts.asked ?? 'tell_staff',
    createdAt: at,
    createdById: by,
  })
  for (const [dimension, value] of [
    ['sector', 'maintained'],
    ['kind', 'primary'],
    ['role', 'dsl'],
    ['role', 'chair'],
  ])
    await add('GuidanceAudience', { documentId: id, dimension, value })
  const versionId = await add('GuidanceVersion', {
    ...{
      documentId: id,
      number: 1,
      text: facts.text ?? 'Tell the lead at once.',
      dueBy: 'day',
      dueOn: '2099-01-01',
      changedAt: at,
      changedById: by,
    },
    adviceId: await anAdvice(by, { publishedOn: '2026-01-01' }),
  })
  const act = () => anAct({ now: tick(), laCodes: [laCode], actor: officer.actor })
  const read = async () => {
    const [document, [version]] = [await readNow(db, selectDocument(db, id)), await readNow(db, selectVersions(db, id))]
    if (!document || !version) throw new Error('no draft')
    return { document, version }
  }
  const issue = async () => {
    const { document, version } = await read()
    return issueVersion(act(), document, version)
  }
  return { id, versionId, laCode, officer, act, read, issue }
}

const given = (versionId: string) =>
  rows<{ schoolId: string; why: string; fromSchoolId: string | null }>(
    'SELECT schoolId, why, fromSchoolId FROM GuidanceIssue WHERE versionId = ?1 ORDER BY recordedAt, schoolId',
    versionId,
  )

const lettersTo = (schoolId: string) =>
  rows<{ toAddress: string; text: string }>(
    `SELECT b.toAddress, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'guidance_issued' AND m.schoolId = ?1 ORDER BY b.email`,
    schoolId,
  )

const linkIn = (text: string | undefined): string => /\/read\/[\w-]{43}/.exec(text ?? '')?.[0] ?? ''

it('Every open school of the audience is given it once, and no other.', async () => {
  const { laCode, versionId, issue } = await aDraft()
  const ours = await aSchool({ laCode, name: 'Aylestone', sector: 'maintained', kind: 'primary' })
  await aSchool({ laCode, name: 'Bosbury Academy', sector: 'academy', kind: 'primary' })
  await aSchool({ name: 'Elsewhere', sector: 'maintained', kind: 'primary' })
  expect(await issue()).toEqual({ ok: true, value: { schools: 1, settings: 0 } })
  expect(await given(versionId)).toEqual([{ schoolId: ours.id, why: 'issued', fromSchoolId: null }])
})

const race = async () => {
  const draft = await aDraft()
  await aSchool({ laCode: draft.laCode, sector: 'maintained', kind: 'primary' })
  const { document, version } = await draft.read()
  const done = await Promise.all([issueVersion(draft.act(), document, version), issueVersion(draft.act(), document, version)])
  const logged = await rows(`SELECT id FROM Log WHERE act = 'guidance.issued' AND subjectId = ?1`, draft.id)
  return {
    done: done.map((one) => (one.ok ? 'issued' : one.reason)).toSorted(),
    given: (await given(draft.versionId)).length,
    logged: logged.length,
  }
}

/** A setting on the early years list; `known`: an organisation here, with a mailbox. */
const aSetting = async (outsideKind: 'nursery' | 'childminder', name: string, of: { known?: boolean; untilDate?: string } = {}) => {
  const id = newId(tick())
  const reference = `EY${id.slice(-8).toUpperCase()}`
  await add('EarlyYearsProvider', {
    ...{ batchId: 'list', reference, name, kind: outsideKind, source: 'Ofsted', learnedAt: at, loadedAt: at },
    untilDate: of.untilDate ?? null,
  })
  if (of.known === false) return { id }
  await add('School', { id, rootId: id, origin: 'outside', outsideKind, name, createdAt: at })
  await add('ProviderSchool', { reference, schoolId: id, linkedAt: at })
  await add('SchoolContact', { schoolId: id, name: 'Office', email: `${id}@example.org`, source: 'council', learnedAt: at })
  return { id }
}

it('Nurseries and childminders of the early years list are an audience of their own, and counted apart from schools.', async () => {
  const { id, laCode, versionId, issue, act, officer } = await aDraft({ asked: 'adopt' })
  const school = await aSchool({ laCode, name: 'Aylestone', sector: 'maintained', kind: 'primary' })
  const nursery = await aSetting('nursery', 'Little Acorns')
  const childminder = await aSetting('childminder', 'Bumblebees')
  await aSetting('nursery', 'Known to the list alone', { known: false })
  await aSetting('nursery', 'Left the list', { untilDate: '2020-01-01' })
  await add('GuidanceAudience', { documentId: id, dimension: 'setting', value: 'nursery' })
  // “The page says before it is issued how many settings of the list are no organisation here.”
  const preview = await textOf(request(`/guidance/${id}/issue`, { cookie: officer.cookie }))
  expect(preview).toContain('1 setting of the early years list is not set up here, and does not get it.')
  expect(await issue()).toEqual({ ok: true, value: { schools: 1, settings: 1 } })
  expect((await given(versionId)).map((one) => one.schoolId).toSorted()).toEqual([school.id, nursery.id].toSorted())
  await tellSchools(act())
  // “No body decides at a setting: it is asked to tell its staff where schools adopt or answer,
  // and reads of itself as of a setting.”
  const [letter] = await lettersTo(nursery.id)
  expect(letter?.text).toContain('Please tell your staff by')
  expect(letter?.text).not.toContain('school')
  const link = linkIn(letter?.text)
  const page = await (await request(link)).text()
  expect([
    page.includes('Issued to your setting'),
    page.includes('Tell staff'),
    page.includes('what your'),
    /your school/.test(page),
  ]).toEqual([...[true, true, false, false]])
  const reached = async () => {
    const html = await (await request(`/reached/guidance/${versionId}`, { cookie: officer.cookie })).text()
    return [...html.matchAll(/Reached: (\d+) of (1 \w+)/g)].map(([, n, of]) => `${n} of ${of}`)
  }
  expect(await reached()).toEqual(['0 of 1 school', '0 of 1 setting'])
  // Uptake counts it apart, and leads on to whom to tell another way.
  const uptake = async () => (await request(`/guidance/${id}/uptake`, { cookie: officer.cookie })).text()
  const before = await uptake()
  expect([before.includes('Early years settings, counted apart'), before.includes('Reached: 0 of 1 setting')]).toEqual([true, true])
  expect(before).toContain(`href="/reached/guidance/${versionId}?state=not_reached"`)
  expect((await request(link, { form: { name: 'Ann Lee', role: 'Manager' }, left: [] })).status).toBe(200)
  expect(await reached()).toEqual(['0 of 1 school', '1 of 1 setting'])
  expect(await uptake()).toContain('Reached: 1 of 1 setting')
  // The list of documents says both apart; a childminder comes among them once the audience widens.
  expect(await (await request('/guidance', { cookie: officer.cookie })).text()).toMatch(/\d<br\/>1 setting/)
  await add('GuidanceAudience', { documentId: id, dimension: 'setting', value: 'childminder' })
  await followSchools(act())
  expect((await given(versionId)).map((one) => one.schoolId)).toContain(childminder.id)
})

it('Of two officers who issue it at once one does, and the other is told.', async () => {
  expect(await race()).toEqual({ done: ['issued', 'version_is_issued'], given: 1, logged: 1 })
})

it('control: without the rule that a version is issued once, the second would issue it over the first', async () => {
  await dropTriggers('GuidanceVersion_stands')
  // What the first decided on the publication that it comes from would be in the way of the second,
  // and so would its schools.
  await expect(race()).rejects.toThrow('AdviceDecision')
})

it('Each named person is written to once; for a vacant role the head is, or people who act for the school.', async () => {
  const { laCode, versionId, issue, act } = await aDraft()
  const of = { laCode, sector: 'maintained', kind: 'primary' } as const
  const [full, headOnly, actedFor, silent] = [
    await aSchool({ ...of, name: 'Full' }),
    await aSchool({ ...of, name: 'Head only' }),
    await aSchool({ ...of, name: 'Acted for' }),
    await aSchool({ ...of, name: 'Silent' }),
  ]
  const [lead, chair, head] = [
    await aHolder(full.id, 'dsl', 'Lena Lead'),
    await aHolder(full.id, 'chair', 'Cy Chair'),
    await aHolder(headOnly.id, 'head', 'Hal Head'),
  ]
  const contact = await anAccount({ schoolIds: [actedFor.id], name: 'Ada Acts' })
  await issue()
  await tellSchools(act())
  await tellSchools(act())
  expect(
    await rows(
      `SELECT s.name, r.personId, r.accountId, r.forRoleId, r.level FROM GuidanceReceipt r JOIN GuidanceIssue i ON i.id = r.issueId JOIN School s ON s.id = i.schoolId
       WHERE i.versionId = ?1 AND r.what = 'sent' ORDER BY s.name, r.forRoleId`,
      versionId,
    ),
  ).toEqual([
    { name: 'Acted for', personId: contact.actor.personId, accountId: null, forRoleId: 'dsl', level: 'seen' },
    { name: 'Full', personId: chair, accountId: null, forRoleId: 'chair', level: 'seen' },
    { name: 'Full', personId: lead, accountId: null, forRoleId: 'dsl', level: 'seen' },
    { name: 'Head only', personId: head, accountId: null, forRoleId: 'dsl', level: 'seen' },
  ])
  expect((await lettersTo(full.id)).length).toBe(2)
  expect(await rows('SELECT toldAt IS NOT NULL AS told FROM GuidanceIssue WHERE schoolId = ?1', silent.id)).toEqual([{ told: 1 }])
})

it('Schools get all files of a version with one email, on one page.', async () => {
  const { laCode, versionId, issue, act, read } = await aDraft()
  for (const [id, name] of [
    ['advice', 'Advice.pdf'],
    ['form', 'Form.pdf'],
  ]) {
    const facts = { type: 'application/pdf', size: 4, sha256: 'a'.repeat(64), pieces: 1, at, spareFrom: at }
    await add('StoredFile', { id, name, ...facts })
    await add('FilePiece', { fileId: id, number: 0, base64: btoa(id ?? '') })
  }
  await add('GuidanceFile', { versionId, fileId: 'form', position: 2, title: 'Form for governors' })
  await add('GuidanceFile', { versionId, fileId: 'advice', position: 1, title: 'Advice for leads' })
  const school = await aSchool({ laCode, sector: 'maintained', kind: 'primary' })
  await aHolder(school.id, 'dsl', 'Lena Lead')
  // A file explains nothing: what has changed and what to do is said in words, and the database
  // sees to it.
  const { document, version } = await read()
  expect(await issue()).toEqual({ ok: false, reason: 'lacks' })
  expect(await issueVersion(act(), document, { ...version, files: [] })).toEqual({ ok: false, reason: 'lacks' })
  await db.prepare(`UPDATE GuidanceVersion SET whatChanged = 'It is new.', whatToDo = 'Read it.' WHERE id = ?1`).bind(versionId).run()
  await issue()
  await tellSchools(act())
  const letters = await lettersTo(school.id)
  expect([letters.length, letters[0]?.text.includes('Files: Advice for leads\nForm for governors')]).toEqual([1, true])
  const link = linkIn(letters[0]?.text)
  const page = await (await request(link)).text()
  expect([...page.matchAll(/href="\/read\/[\w-]{43}(\/files\/\w+)">([^<]*)</g)].map(([, path, title]) => [path, title])).toEqual([
    ['/files/advice', 'Advice for leads'],
    ['/files/form', 'Form for governors'],
  ])
  expect(await (await request(`${link}/files/form`)).text()).toBe('form')
  expect((await request(`${link}/files/another`)).status).toBe(404)
})

// “What goes to very many waits for the next day once it has used its third of the plan”: the
// page of the letters says so, too.
it('The page of which schools were reached says that letters wait while the mail plan has no room for them.', async () => {
  const { laCode, versionId, issue, act, officer } = await aDraft()
  const school = await aSchool({ laCode, sector: 'maintained', kind: 'primary' })
  await aHolder(school.id, 'dsl', 'Lena Lead')
  await issue()
  const said = async () =>
    (await (await request(`/reached/guidance/${versionId}`, { cookie: officer.cookie })).text()).includes(
      'What waits goes in the next days',
    )
  await add('LimitUse', { key: 'mails:many', windows: '[[1440,1000000000]]', n: 1_000_000, at: new Date().toISOString() })
  // Nothing waits before a letter is written.
  expect(await said()).toBe(false)
  await tellSchools(act())
  expect(await said()).toBe(true)
  await db
    .prepare(
      `UPDATE Message SET state = 'sent', sentAt = createdAt WHERE id IN (SELECT messageId FROM GuidanceReceipt WHERE issueId IN (SELECT id FROM GuidanceIssue WHERE versionId = ?1))`,
    )
    .bind(versionId)
    .run()
  expect(await said()).toBe(false)
  await db.prepare(`DELETE FROM LimitUse WHERE key = 'mails:many'`).run()
})

it('Somebody who opens the link reads without signing in; what they type is kept as stated, and nothing as opened.', async () => {
  const { laCode, issue, act } = await aDraft()
  const school = await aSchool({ laCode, sector: 'maintained', kind: 'primary', name: 'Aylestone' })
  await aHolder(school.id, 'dsl', 'Lena Lead')
  await issue()
  await tellSchools(act())
  const link = linkIn((await lettersTo(school.id))[0]?.text)
  expect((await lettersTo(school.id))[0]?.text).toContain('under their name and role, that they have it.')
  expect(await (await request(link)).text()).toContain('Tell the lead at once.')
  const empty = await request(link, { form: { name: '', role: 'Lead' } })
  expect([empty.status, (await empty.text()).includes('Enter your name')]).toEqual([422, true])
  expect((await request(link, { form: { name: 'Lena Lead', role: 'Lead' } })).status).toBe(200)
  expect(
    await rows(
      `SELECT r.what, r.level, r.name, r.role, r.accountId FROM GuidanceReceipt r JOIN GuidanceIssue i ON i.id = r.issueId
       WHERE i.schoolId = ?1 AND r.what <> 'sent'`,
      school.id,
    ),
  ).toEqual([{ what: 'acknowledged', level: 'stated', name: 'Lena Lead', role: 'Lead', accountId: null }])
  expect((await request(`/read/${'x'.repeat(43)}`)).status).toBe(404)
  // A form of a page that sends no referrer, as a browser sends it.
  const alone = { headers: { origin: 'null' }, form: { name: 'Lena Lead', role: 'Lead' } }
  expect((await request(link, alone)).status).toBe(200)
  // “A link that went to somebody because of their role ends with the last role that they have at
  // the school.”
  await rows(`UPDATE RoleAtSchool SET supersededAt = learnedAt WHERE schoolId = ?1`, school.id)
  expect((await request(link)).status).toBe(404)
})

it('Where an answer is asked the mail says that whoever opens the link can send it.', async () => {
  const { laCode, issue, act } = await aDraft({ asked: 'adopt' })
  const school = await aSchool({ laCode, sector: 'maintained', kind: 'primary' })
  await aHolder(school.id, 'dsl', 'Lena Lead')
  await issue()
  await tellSchools(act())
  expect((await lettersTo(school.id))[0]?.text).toContain('under their name and role, that they have it, and send its answer.')
})

it('A signed-in account that presses to read it has opened it, once, and fetching the page notes nothing; one press says that it has it; another school sees nothing.', async () => {
  const { laCode, issue } = await aDraft()
  const school = await aSchool({ laCode, sector: 'maintained', kind: 'primary', name: 'Aylestone' })
  const own = await anAccount({ schoolIds: [school.id], name: 'Ada Acts' })
  const other = await anAccount({ schoolIds: [(await aSchool()).id] })
  await issue()
  const [row] = await rows<{ id: string }>('SELECT id FROM GuidanceIssue WHERE schoolId = ?1', school.id)
  const page = `/school/${school.id}/guidance/${row?.id}`
  const receipts = () => rows("SELECT what FROM GuidanceReceipt WHERE issueId = ?1 AND what <> 'sent'", row?.id ?? '')
  const unread = await (await request(page, { cookie: own.cookie })).text()
  expect([await receipts(), unread.includes('Tell the lead at once.'), unread.includes('Read it')]).toEqual([[], false, true])
  await Promise.all([1, 2].map(() => request(`${page}/opening`, { cookie: own.cookie, form: {} })))
  expect(await (await request(page, { cookie: own.cookie })).text()).toContain('Tell the lead at once.')
  await request(`${page}/acknowledge`, { cookie: own.cookie, form: {} })
  await request(`${page}/acknowledge`, { cookie: own.cookie, form: {} })
  expect(
    await rows(
      "SELECT what, level, accountId FROM GuidanceReceipt WHERE issueId = ?1 AND what <> 'sent' ORDER BY recordedAt",
      row?.id ?? '',
    ),
  ).toEqual([
    { what: 'opened', level: 'seen', accountId: own.accountId },
    { what: 'acknowledged', level: 'seen', accountId: own.accountId },
  ])
  const said = await (await request(page, { cookie: own.cookie })).text()
  for (const words of ['Ada Acts', 'You have said that you have it.']) expect(said).toContain(words)
  expect((await request(page, { cookie: other.cookie })).status).toBe(404)
  for (const press of ['acknowledge', 'opening'])
    expect((await request(`${page}/${press}`, { cookie: other.cookie, form: {} })).status).toBe(404)
  expect(await (await request(`/school/${school.id}/guidance`, { cookie: own.cookie })).text()).toContain('Peer abuse')
})

it('A school that comes later gets what is current; a successor what its predecessor had, since when that had it, and no answer.', async () => {
  const { laCode, versionId, issue, act, officer } = await aDraft({ asked: 'adopt' })
  const of = { laCode, sector: 'maintained', kind: 'primary' } as const
  const old = await aSchool({ ...of, name: 'Before' })
  await issue()
  const [had] = await rows<{ id: string; issuedAt: string }>('SELECT id, issuedAt FROM GuidanceIssue WHERE schoolId = ?1', old.id)
  await add('GuidanceAnswer', {
    ...{
      issueId: had?.id,
      versionId,
      answer: 'as_is',
      body: 'governing_body',
      decidedOn: '2026-01-05',
      accountId: officer.accountId,
    },
    ...{ how: 'signed_in', answeredAt: '2026-01-06T08:00:00.000Z' },
  })
  const [later, successor] = [await aSchool({ ...of, name: 'Later' }), await aSchool({ ...of, name: 'Successor' })]
  await add('Succession', { fromSchoolId: old.id, toSchoolId: successor.id, fromUrn: '1', toUrn: '2', how: 'merger', learnedAt: at })
  await followSchools(act())
  await followSchools(act())
  expect((await given(versionId)).toSorted((a, b) => a.why.localeCompare(b.why))).toEqual([
    { schoolId: successor.id, why: 'inherited', fromSchoolId: old.id },
    { schoolId: old.id, why: 'issued', fromSchoolId: null },
    { schoolId: later.id, why: 'joined_later', fromSchoolId: null },
  ])
  expect(
    await rows(
      'SELECT issuedAt, (SELECT COUNT(*) FROM GuidanceAnswer a WHERE a.issueId = i.id) AS answers FROM GuidanceIssue i WHERE schoolId = ?1 AND versionId = ?2',
      successor.id,
      versionId,
    ),
  ).toEqual([{ issuedAt: had?.issuedAt, answers: 0 }])
})

it('Work that breaks off half-way goes on where it stopped, and nobody is written to twice; 600 schools take one statement to issue.', async () => {
  const { laCode, versionId, act, issue } = await aDraft()
  const n = 600
  await db.batch([
    ...Array.from({ length: n }, (_, number) => `many-${number}`).flatMap((id) => [
      insert('School', {
        ...{ id, rootId: id, origin: 'register', name: `School ${id}`, laCode, sector: 'maintained', kind: 'primary', statusCode: '1' },
        createdAt: at,
      }),
      insert('SchoolContact', { schoolId: id, name: 'Office', email: `${id}@example.sch.uk`, source: 'council', learnedAt: at }),
    ]),
  ])
  while (await tellSchools(act()));
  let statements = 0
  const counted = new Proxy(db, {
    get: (target, name: keyof SqlDatabase) =>
      name === 'batch'
        ? (all: SqlStatement[]) => {
            statements += all.length
            return target.batch(all)
          }
        : typeof target[name] === 'function'
          ? (target[name] as (...values: unknown[]) => unknown).bind(target)
          : target[name],
  })
  expect(await issue()).toEqual({ ok: true, value: { schools: n, settings: 0 } })
  expect((await given(versionId)).length).toBe(n)
  // The fourth run dies in its batch: nothing of it is written.
  for (let run = 0; run < 3; run += 1) await tellSchools({ ...act(), db: counted })
  const dying = new Proxy(db, {
    get: (target, name: keyof SqlDatabase) =>
      name === 'batch'
        ? (all: SqlStatement[]) => (all.length > 3 ? Promise.reject(new Error('killed')) : target.batch(all))
        : typeof target[name] === 'function'
          ? (target[name] as (...values: unknown[]) => unknown).bind(target)
          : target[name],
  })
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await tellSchools({ ...act(), db: dying }).catch(() => false)
  said.mockRestore()
  const told = async () =>
    (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM GuidanceIssue WHERE versionId = ?1 AND toldAt IS NOT NULL', versionId))[0]?.n
  expect(await told()).toBe(120)
  await db.prepare('DELETE FROM FailedJob').run()
  for (let run = 0; run < 12; run += 1) await tellSchools({ ...act(), db: counted })
  expect(await told()).toBe(n)
  expect(
    await rows(
      `SELECT COUNT(*) AS letters, COUNT(DISTINCT schoolId) AS schools FROM Message WHERE kind = 'guidance_issued' AND schoolId LIKE 'many-%'`,
    ),
  ).toEqual([{ letters: n, schools: n }])
  // Fifteen runs of forty schools, each of which reads and writes as much as one of a single
  // school.
  expect(statements).toBeLessThanOrEqual(15 * 16)
})

it('An officer sees before how many schools of which kind get it, for which roles somebody else is written to, and where nobody can be.', async () => {
  const { laCode, id, officer } = await aDraft()
  const of = { laCode, sector: 'maintained', kind: 'primary' } as const
  const [full, silent] = [await aSchool({ ...of, name: 'Full' }), await aSchool({ ...of, name: 'Silent Street' })]
  await aHolder(full.id, 'dsl', 'Lena Lead')
  await aHolder(full.id, 'head', 'Hal Head')
  const schools = await readNow(db, selectAudience(anAct({ laCodes: [laCode] }), id))
  const reachable = await readNow(
    db,
    selectReachable(
      anAct({ laCodes: [laCode] }),
      schools.map((one) => one.id),
    ),
  )
  const preview = previewOf(schools, ['dsl', 'chair'], reachable)
  expect(preview).toMatchObject({
    schools: 2,
    groups: [{ sector: 'maintained', kind: 'primary', schools: 2 }],
    roles: [
      { roleId: 'dsl', holder: 1, head: 0, others: 0, nobody: 1 },
      { roleId: 'chair', holder: 0, head: 1, others: 0, nobody: 1 },
    ],
    letters: 2,
    silent: [{ id: silent.id }],
  })
  // The page of the officer is of the council’s own area.
  const page = async () => (await request(`/guidance/${id}/issue`, { cookie: officer.cookie })).text()
  expect(await page()).not.toContain('is over already')
  expect(await page()).toContain('None: it is not for them')
  await db.prepare(`UPDATE GuidanceVersion SET dueOn = '2026-01-02' WHERE documentId = ?1`).bind(id).run()
  expect(await page()).toContain('The day by which schools do it is over already, so that all would be late at once.')
})

it('What is asked is due on the page of a school until it is done.', async () => {
  const { laCode, id, issue, officer } = await aDraft()
  const school = await aSchool({ laCode, sector: 'maintained', kind: 'primary', name: 'Aylestone' })
  const own = await anAccount({ schoolIds: [school.id] })
  await db.prepare(`UPDATE GuidanceVersion SET dueBy = 'governors' WHERE documentId = ?1`).bind(id).run()
  await issue()
  const due = async () =>
    (await readNow(db, selectDue(db, { laCodes: ['884'], rootIds: [school.id], now: tick() })))
      .filter(({ kind }) => kind === 'guidance')
      .map(({ what }) => what)
  // “Guidance is due until what it asks is done, and a letter says it a week after its mail at
  // the soonest.”
  await tellSchools(anAct({ now: tick(), laCodes: [laCode] }))
  const elsewhere = async (days: number) =>
    (await readNow(db, selectDue(db, { laCodes: ['884'], rootIds: [school.id], now: addMinutes(tick(), days * 24 * 60) })))
      .filter(({ kind }) => kind === 'guidance')
      .map(({ saidElsewhere }) => saidElsewhere)
  expect([await elsewhere(1), await elsewhere(8)]).toEqual([[true], [false]])
  expect(await due()).toEqual(['Tell your staff of “Peer abuse”, and say that you have it'])
  // “What staff are told is due by its own day, whether or not a meeting was chosen.”
  const [issued] = await rows<{ id: string; dueOn: string }>(
    'SELECT i.id, v.dueOn FROM GuidanceIssue i JOIN GuidanceVersion v ON v.id = i.versionId WHERE i.schoolId = ?1',
    school.id,
  )
  const read = await (await request(`/school/${school.id}/guidance/${issued?.id}`, { cookie: own.cookie })).text()
  expect([read.includes(`By ${sayDay(issued?.dueOn ?? '')}`), read.includes('next meeting')]).toEqual([true, false])
  const actOfOfficer = anAct({ laCodes: [laCode], actor: officer.actor })
  await prepareMailing(actOfOfficer, {
    list: 'guidance',
    offered: undefined,
    of: id,
    id: newId(tick()),
    title: 'Peer abuse',
    subject: 'Guidance',
    schoolIds: [school.id],
  })
  const chases = () => rows(`SELECT schoolId, endedWhy FROM Chase WHERE matter = 'guidance' AND subjectId = ?1`, id)
  expect(await chases()).toEqual([{ schoolId: school.id, endedWhy: null }])
  const [row] = await rows<{ id: string }>('SELECT id FROM GuidanceIssue WHERE schoolId = ?1', school.id)
  await request(`/school/${school.id}/guidance/${row?.id}/acknowledge`, { cookie: own.cookie, form: {} })
  expect([await due(), await chases()]).toEqual([[], [{ schoolId: school.id, endedWhy: 'settled' }]])
})

it('It is looked for schools that came once a day, and at once when a register was loaded or the audience widened.', async () => {
  const { id, issue, act } = await aDraft()
  const lookOn = async () => (await rows<{ lookOn: string }>('SELECT lookOn FROM GuidanceLook'))[0]?.lookOn
  await aSchool({ laCode: act().laCodes[0] ?? '', sector: 'maintained', kind: 'primary' })
  await issue()
  expect(await lookOn()).toBe('')
  await followSchools(act())
  expect(await lookOn()).toBe(addDays(londonDay(tick()), 1))
  const importId = await add('RegisterImport', { state: 'ready', fileName: 'r.csv', asAt: '2026-03-01', laCodes: '[]', startedAt: at })
  await db.prepare('UPDATE RegisterImport SET appliedAt = ?2 WHERE id = ?1').bind(importId, at).run()
  expect(await lookOn()).toBe('')
  await followSchools(act())
  await add('GuidanceAudience', { documentId: id, dimension: 'kind', value: 'special' })
  expect(await lookOn()).toBe('')
})

it('“Do not ask them again” asks no school whose answer stands, and says before it is issued how many those are.', async () => {
  const { id, laCode, versionId, officer, issue, act } = await aDraft({ asked: 'adopt' })
  const of = { laCode, sector: 'maintained', kind: 'primary' } as const
  const [answered, silent] = [await aSchool({ ...of, name: 'Answered' }), await aSchool({ ...of, name: 'Silent' })]
  for (const { id: schoolId } of [answered, silent]) await aHolder(schoolId, 'dsl', 'Lena Lead')
  await issue()
  while (await tellSchools(act()));
  const [given] = await rows<{ id: string }>('SELECT id FROM GuidanceIssue WHERE schoolId = ?1', answered.id)
  const { accountId } = await anAccount({ schoolIds: [answered.id] })
  await anAnswer({ issueId: given?.id ?? '', versionId, accountId }, { on: londonDay(tick()), decidedOn: '2026-01-02' })
  const next = await add('GuidanceVersion', {
    ...{ documentId: id, number: 2, text: 'A word more.', whatChanged: 'A word.', whatToDo: 'Read page 4.', askAgain: 0 },
    ...{ dueBy: 'day', dueOn: '2099-01-01', changedAt: at, changedById: officer.accountId },
  })
  const preview = async () => await textOf(request(`/guidance/${id}/issue`, { cookie: officer.cookie, bindings: { LA_CODES: laCode } }))
  expect(await preview()).toContain('1 school that answered before. Their answers stand. The email tells them so. The other 1 are asked.')
  const [document, [version]] = [await readNow(db, selectDocument(db, id)), await readNow(db, selectVersions(db, id))]
  if (!document || !version) throw new Error('no draft')
  expect(await issueVersion(act(), document, version)).toEqual({ ok: true, value: { schools: 2, settings: 0 } })
  while (await tellSchools(act()));
  const last = async (schoolId: string) =>
    (await lettersTo(schoolId)).filter(({ text }) => text.includes('a new version')).map(({ text }) => text)
  const toLeadAndWhoeverActs = Array.from(
    { length: 2 },
    () => expect.stringContaining('That answer still counts: you need not answer again.') as string,
  )
  expect(await last(answered.id)).toEqual(toLeadAndWhoeverActs)
  expect((await last(answered.id)).join(' ')).not.toMatch(/asked to decide|what was decided by/)
  expect(await last(silent.id)).toEqual([expect.stringContaining('are asked to decide whether to adopt it')])
  const dueOf = async (schoolId: string) =>
    (await readNow(db, selectDue(db, { rootIds: [schoolId], now: tick(), laCodes: [laCode] }))).filter(({ kind }) => kind === 'guidance')
      .length
  expect([await dueOf(answered.id), await dueOf(silent.id)]).toEqual([0, 1])
  expect(await rows('SELECT id FROM GuidanceIssue WHERE versionId = ?1', next)).toHaveLength(2)
})
