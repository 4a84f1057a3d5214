// Which schools guidance reached, with the twin of the mail provider. Rules: docs/rules/reached.md.

import { expect, it } from 'vitest'
import { addDays, londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { selectDocuments } from '#guidance/documents/store.ts'
import { tellSchools } from '#guidance/issuing/tell-schools.ts'
import { type Reach, schoolsOn } from '#people/notices/notice.ts'
import { selectNoticeFacts, selectTold, selectUnreached } from '#people/notices/store.ts'
import { anAccount, anAct, aSchool, db, htmlOf, request, rows, tick } from '#test/support/factories.ts'
import { aPost, destroyMails } from '#test/support/post.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { anArea } from '#test/worker/attendance/coverage/world.ts'
import { aDocument, anIssue, aReceipt, aVersion } from '#test/worker/guidance/world.ts'

/** A version that schools of an area of its own are given, each with these addresses, by role. */
const aCounty = async (
  schools: Record<string, readonly (readonly [role: string | null, email: string])[]>,
  asked = 'tell_staff',
  issuedAt = londonDay(new Date()),
) => {
  const laCode = asked === 'nothing' ? '884' : anArea()
  const document = await aDocument({ title: 'Peer abuse', asked })
  const versionId = await aVersion(document, { issuedOn: issuedAt })
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const run = newId(tick()).slice(-6)
  const ids = new Map<string, string>()
  for (const [name, addresses] of Object.entries(schools)) {
    const school = await aSchool({ laCode, name })
    ids.set(name, school.id)
    const issueId = await anIssue(versionId, school, { issuedOn: issuedAt })
    await db.prepare('UPDATE GuidanceIssue SET toldAt = NULL WHERE id = ?1').bind(issueId).run()
    for (const [roleId, email] of addresses)
      await add('SchoolContact', {
        ...{
          schoolId: school.id,
          roleId,
          name: 'Office',
          email: `${email}.${run}@example.sch.uk`,
          source: 'council',
          telephone: '01432 000001',
        },
      })
  }
  const act = () => anAct({ laCodes: [laCode], now: new Date(), actor: officer.actor, mailFrom: 'm@example.gov.uk' })
  const of = { notice: 'guidance', subjectId: versionId } as const
  const told = async (day = londonDay(new Date())) => {
    const { schools: all, facts } = await readTogether(db, {
      schools: selectTold(db, of),
      facts: selectNoticeFacts(db, ['guidance'], versionId),
    })
    const found = schoolsOn(
      all.map((one) => ({ ...one, facts: facts.get(one.rootId) ?? [] })),
      day,
    )
    return Object.fromEntries(found.map(({ name, reach }) => [name, reach])) as Record<string, Reach>
  }
  const mailsTo = (name: string) =>
    rows<{ to: string }>(
      `SELECT substr(y.email, 1, instr(y.email, '.${run}') - 1) AS "to" FROM Message m JOIN MessageBody y ON y.messageId = m.id
       WHERE m.schoolId = ?1 AND m.kind = 'guidance_issued' ORDER BY m.rowid`,
      idOf(name),
    ).then((found) => found.map(({ to }) => to))
  const idOf = (name: string): string => ids.get(name) ?? ''
  const all = (): string[] => [...ids.values()]
  return { document, versionId, officer, idOf, all, act, told, mailsTo, at: `/reached/guidance/${versionId}` }
}

it('Each school is in one state, by what the mail provider told and what people noted.', async () => {
  const { desk, deliver, arrive, bindings } = await aPost()
  const county = await aCounty({
    Ashfield: [['dsl', 'ann']],
    Bosbury: [['dsl', 'bounced.bo']],
    Colwall: [],
    Dilwyn: [['dsl', 'delayed.di']],
    Eardisley: [['dsl', 'eve']],
    Fownhope: [['dsl', 'fay']],
  })
  expect(Object.values(await county.told())).toEqual(Array.from({ length: 6 }, () => 'queued'))
  while (await tellSchools(county.act()));
  await deliver()
  await arrive()
  await aReceipt(
    (await rows<{ id: string }>('SELECT id FROM GuidanceIssue WHERE schoolId = ?1', county.idOf('Fownhope')))[0]?.id ?? '',
    'acknowledged',
    londonDay(new Date()),
  )
  const noted = await request(county.at, {
    cookie: county.officer.cookie,
    bindings,
    form: [
      ['id', crypto.randomUUID()],
      ['schools', county.idOf('Eardisley')],
      ['means', 'telephone'],
      ['happenedOn', londonDay(new Date())],
      ['toWhom', 'Pat Lee, head'],
    ],
  })
  expect([noted.status, noted.headers.get('location')]).toEqual([303, county.at])
  expect(await county.told()).toEqual({
    ...{ Ashfield: 'delivered', Bosbury: 'came_back', Colwall: 'not_sent', Dilwyn: 'queued', Eardisley: 'told', Fownhope: 'confirmed' },
  })
  const page = await (await request(county.at, { cookie: county.officer.cookie, bindings })).text()
  for (const words of ['Reached: 2 of 6 schools.', '01432 000001', 'telephone, Pat Lee, head, noted by Olive Grant'])
    expect(page).toContain(words)
  expect(page).not.toContain('does not report to us')
  // Once its server takes it, what was delayed is delivered.
  const [delayed] = await rows<{ providerId: string }>('SELECT providerId FROM Message WHERE schoolId = ?1', county.idOf('Dilwyn'))
  await desk.befalls(delayed?.providerId ?? '', 'deliver')
  await arrive()
  expect((await county.told())['Dilwyn']).toBe('delivered')
})

it('Where the provider reports nothing, each page says that arrival cannot be known.', async () => {
  const county = await aCounty({
    Ashfield: [
      ['dsl', 'ann'],
      ['dsl', 'amy'],
    ],
  })
  while (await tellSchools(county.act()));
  await db.prepare(`UPDATE Message SET state = 'sent', sentAt = createdAt WHERE schoolId = ?1`).bind(county.idOf('Ashfield')).run()
  // An absent binding and one that is undefined are the same to the Worker.
  const without: Partial<Bindings> = {}
  Object.assign(without, { RESEND_WEBHOOK_SECRET: undefined })
  for (const path of [county.at, `/guidance/${county.document.id}/uptake`])
    expect(await htmlOf(request(path, { cookie: county.officer.cookie, bindings: without }))).toContain(
      'nobody can know which emails arrived',
    )
  expect(await county.told()).toEqual({ Ashfield: 'queued' })
  // Of two mails of one day it says so once.
  expect((await county.mailsTo('Ashfield')).toSorted()).toEqual(['amy', 'ann'])
  const page = await (await request(county.at, { cookie: county.officer.cookie })).text()
  expect(page.split('Email written on')).toHaveLength(2)
})

it('A mailbox that fails is followed by the next address up to the head, one at a time, and then by an officer.', async () => {
  const { deliver, arrive } = await aPost()
  const county = await aCounty({
    Ashfield: [
      ['dsl', 'bounced.lead'],
      ['head', 'soft-bounced.head'],
      ['chair', 'chair'],
      [null, 'bounced.office'],
    ],
  })
  // The lead and the head are written to first.
  while (await tellSchools(county.act()));
  expect((await county.mailsTo('Ashfield')).toSorted()).toEqual(['bounced.lead', 'soft-bounced.head'])
  await deliver()
  await arrive()
  // What follows from the webhooks writes to the office; nobody writes to the chair.
  while (await tellSchools(county.act()));
  await deliver()
  await arrive()
  while (await tellSchools(county.act()));
  expect((await county.mailsTo('Ashfield')).slice(2)).toEqual(['bounced.office'])
  expect(await county.told()).toEqual({ Ashfield: 'came_back' })
  const mine = (await readNow(db, selectUnreached(db))).filter(({ subjectId }) => subjectId === county.versionId)
  expect(mine.map(({ title, schools }) => [title, schools])).toEqual([['Peer abuse', 1]])
  const steps = await (await request('/organiser/chasing', { cookie: county.officer.cookie })).text()
  expect(steps).toContain(`href="${county.at}?state=not_reached"`)
})

it('A webhook that comes twice at once leaves one fact, and a school is written to at the next address once.', async () => {
  const { deliver, arrive } = await aPost()
  const county = await aCounty({
    Ashfield: [
      ['dsl', 'bounced.lead'],
      [null, 'office'],
    ],
  })
  while (await tellSchools(county.act()));
  await deliver()
  await arrive(3)
  await Promise.all([tellSchools(county.act()), tellSchools(county.act())])
  await deliver()
  await arrive(2)
  expect(await county.mailsTo('Ashfield')).toEqual(['bounced.lead', 'office'])
  expect(
    await rows('SELECT what, COUNT(*) AS n FROM NoticeFact WHERE subjectId = ?1 GROUP BY what ORDER BY what', county.versionId),
  ).toEqual([
    { what: 'accepted', n: 1 },
    { what: 'came_back', n: 1 },
    { what: 'queued', n: 2 },
  ])
})

it('control: without the rule that a school is told once, two runs write to the next address twice', async () => {
  await dropTriggers('GuidanceIssue_told_once')
  const county = await aCounty({ Ashfield: [[null, 'office']] })
  await Promise.all([tellSchools(county.act()), tellSchools(county.act())])
  expect(await county.mailsTo('Ashfield')).toEqual(['office', 'office'])
})

it('A list from a file is noted as told, post included; a file with another school is not.', async () => {
  const county = await aCounty({ Ashfield: [], Bosbury: [], Colwall: [] })
  const urns = await rows<{ urn: string; name: string }>(
    'SELECT urn, name FROM School WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY name',
    JSON.stringify(county.all()),
  )
  const send = (lines: readonly string[], more: Record<string, string> = {}) => {
    const body = new FormData()
    const typed = { id: crypto.randomUUID(), means: 'letter', happenedOn: londonDay(new Date()), toWhom: 'the head of each', ...more }
    for (const [name, value] of Object.entries(typed)) body.set(name, value)
    body.set('file', new File([lines.join('\n')], 'posted.csv', { type: 'text/csv' }))
    return request(county.at, { method: 'POST', cookie: county.officer.cookie, body, headers: { origin: 'http://localhost:8787' } })
  }
  const others = await send(['URN', urns[0]?.urn ?? '', '999999'])
  expect([others.status, (await others.text()).includes('These URNs are of no school that was told: 999999')]).toEqual([422, true])
  expect((await send(['Number', '1'])).status).toBe(422)
  expect((await send(['URN'], { toWhom: '' })).status).toBe(422)
  expect(await rows(`SELECT id FROM NoticeFact WHERE subjectId = ?1 AND what = 'told'`, county.versionId)).toEqual([])
  const id = crypto.randomUUID()
  for (let press = 0; press < 2; press += 1)
    expect((await send(['URN,Name', `${urns[0]?.urn},x`, `${urns[2]?.urn},y`], { id })).status).toBe(303)
  expect(await rows(`SELECT what, means, toWhom, byId FROM NoticeFact WHERE subjectId = ?1 AND what = 'told'`, county.versionId)).toEqual(
    [1, 2].map(() => ({ what: 'told', means: 'letter', toWhom: 'the head of each', byId: county.officer.accountId })),
  )
  expect(await county.told()).toEqual({ Ashfield: 'told', Colwall: 'told', Bosbury: 'not_sent' })
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request(county.at, { cookie: organiser.cookie })).status).toBe(200)
  expect((await request(county.at, { cookie: organiser.cookie, form: { means: 'letter' } })).status).toBe(404)
})

it('A note that was a mistake is withdrawn with a reason and never edited; days before answer as then known, and say so.', async () => {
  const yesterday = addDays(londonDay(new Date()), -1)
  const county = await aCounty({ Ashfield: [], Bosbury: [] }, 'nothing', yesterday)
  while (await tellSchools(county.act()));
  const send = (form: Record<string, string>) => request(county.at, { cookie: county.officer.cookie, form })
  const telling = { means: 'telephone', happenedOn: londonDay(new Date()), toWhom: 'Pat Lee, head' }
  expect((await send({ ...telling, schools: county.idOf('Ashfield') })).status).toBe(303)
  // Noted yesterday, as it were.
  await db.prepare('DROP TRIGGER NoticeFact_stands').run()
  await db
    .prepare(
      `UPDATE NoticeFact SET at = ?2 || 'T10:00:00.000Z', recordedAt = ?2 || 'T10:00:00.000Z' WHERE subjectId = ?1 AND what = 'told'`,
    )
    .bind(county.versionId, yesterday)
    .run()
  const withdrawing = { what: 'withdraw', schools: county.idOf('Ashfield') }
  const wordless = await send(withdrawing)
  expect([wordless.status, (await wordless.text()).includes('Say why it was a mistake')]).toEqual([422, true])
  const both = await Promise.all([1, 2].map(() => send({ ...withdrawing, reason: 'Another school was rung' })))
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  expect(
    await rows(
      `SELECT what, toWhom, reason, byId, ofId = (SELECT t.id FROM NoticeFact t WHERE t.what = 'told' AND t.subjectId = ?1) AS ofIt FROM NoticeFact
       WHERE subjectId = ?1 AND what IN ('told', 'withdrawn') ORDER BY what`,
      county.versionId,
    ),
  ).toEqual([
    { what: 'told', toWhom: 'Pat Lee, head', reason: '', byId: county.officer.accountId, ofIt: null },
    { what: 'withdrawn', toWhom: '', reason: 'Another school was rung', byId: county.officer.accountId, ofIt: 1 },
  ])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act LIKE 'notice.%' ORDER BY act`, county.versionId)).toEqual([
    { act: 'notice.told' },
    { act: 'notice.withdrawn' },
  ])
  expect([await county.told(), await county.told(yesterday)]).toEqual([
    { Ashfield: 'not_sent', Bosbury: 'not_sent' },
    { Ashfield: 'told', Bosbury: 'queued' },
  ])
  // Back among the schools to follow up.
  const list = await htmlOf(
    request(`/organiser/chasing/lists/guidance/schools.csv?of=${county.document.id}`, { cookie: county.officer.cookie }),
  )
  expect(list).toContain('Ashfield')
  const read = async (path: string) => (await request(path, { cookie: county.officer.cookie })).text()
  const [page, before] = [await read(county.at), await read(`${county.at}?on=${yesterday}`)]
  expect([page.includes('Another school was rung'), page.includes('withdrawn later')]).toEqual([true, false])
  expect(before).toContain('1 school counted as told on that day by a note that was withdrawn later.')
  expect(await readNow(db, selectDocuments(db))).toContainEqual(expect.objectContaining({ id: county.document.id, reached: 0 }))
})

it('A day in the past answers after messages and what the provider told of them are destroyed.', async () => {
  const { deliver, arrive } = await aPost()
  const county = await aCounty({ Ashfield: [['dsl', 'ann']], Bosbury: [['dsl', 'bounced.bo']], Colwall: [] })
  while (await tellSchools(county.act()));
  await deliver()
  await arrive()
  const [today, before] = [londonDay(new Date()), await county.told()]
  await destroyMails()
  expect(
    await rows(
      `SELECT COUNT(*) AS n FROM Message m LEFT JOIN MailEvent v ON v.messageId = m.id WHERE m.schoolId IN (SELECT value FROM json_each(?1)) AND (m.redaction < 2 OR v.id IS NOT NULL)`,
      JSON.stringify(county.all()),
    ),
  ).toEqual([{ n: 0 }])
  expect(await county.told(today)).toEqual(before)
  expect(before).toEqual({ Bosbury: 'came_back', Colwall: 'not_sent', Ashfield: 'delivered' })
  const csv = await (await request(`${county.at}/schools.csv?on=${today}`, { cookie: county.officer.cookie })).text()
  expect(csv.split('\r\n')[0]).toBe('URN,School,Town,Telephone,State,Reached,What we know')
  expect(csv).toContain('Came back or failed,no,')
})

it('A school that is not reached is in follow-up with its telephone number, also where nothing is asked.', async () => {
  const county = await aCounty({ Ashfield: [['dsl', 'ann']], Bosbury: [['dsl', 'bo']] }, 'nothing')
  const list = async () =>
    (
      await (
        await request(`/organiser/chasing/lists/guidance/schools.csv?of=${county.document.id}`, { cookie: county.officer.cookie })
      ).text()
    )
      .split('\r\n')
      .slice(1)
      .flatMap((line) => (line ? [[line.split(',')[1], line.includes('01432 000001')]] : []))
  expect(await list()).toEqual([
    ['Ashfield', true],
    ['Bosbury', true],
  ])
  await request(county.at, {
    cookie: county.officer.cookie,
    form: { schools: county.idOf('Ashfield'), means: 'visit', happenedOn: londonDay(new Date()), toWhom: 'Pat Lee' },
  })
  expect(await list()).toEqual([['Bosbury', true]])
})
