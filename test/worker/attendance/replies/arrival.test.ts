// When what we publish about a school reached it, and what follows. Rules: docs/rules/replies-to-reports.md.

import { expect, it } from 'vitest'
import { answerLine } from '#attendance/replies/answer-line.ts'
import { progressOf } from '#attendance/replies/reply.ts'
import { selectNamed } from '#attendance/replies/reply-store.ts'
import { countReplyDays, showLines, showReport } from '#attendance/replies/show-lines.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { insertMailEvent } from '#correspondence/delivery/event-store.ts'
import { followMailEvents } from '#correspondence/delivery/follow-mail-events.ts'
import { recordTold, withdrawTold } from '#people/notices/record-told.ts'
import { anAccount, anAct, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aPost } from '#test/support/post.ts'
import { anArea } from '../coverage/world.ts'
import { frozenYear } from './world.ts'

const monday = new Date('2026-11-02T09:00:00.000Z')
let run = 0

/** A report that counts these schools, each with addresses of people who act for it, and is shown. */
const aShowing = async (schools: Record<string, readonly string[]>, now = monday) => {
  const laCode = anArea()
  run += 1
  const ids = new Map<string, string>()
  for (const [name, addresses] of Object.entries(schools)) {
    const { id } = await aSchool({ laCode, name })
    ids.set(name, id)
    for (const address of addresses) await anAccount({ schoolIds: [id], email: `${address}.${run}@example.sch.uk` })
  }
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const act = anAct({ now, laCodes: [laCode], actor: officer.actor, mailFrom: 'm@example.gov.uk' })
  const report = await frozenYear(act)
  await showReport(act, report)
  while (await showLines(act));
  const of = { notice: 'line', subjectId: report.id } as const
  const idOf = (name: string): string => ids.get(name) ?? ''
  const later = (minutes: number) => ({ ...act, now: addMinutes(now, minutes) })
  const mails = (name: string) =>
    rows<{ id: string }>(`SELECT id FROM Message WHERE kind = 'line_shown' AND schoolId = ?1 ORDER BY rowid`, idOf(name))
  /** The provider tells so many minutes later what became of a mail. */
  const befalls = async (id: string | undefined, type: 'delivered' | 'bounced', minutes: number) => {
    const at = addMinutes(now, minutes)
    const detail = type === 'bounced' ? { bounceType: 'Permanent', subType: 'General' } : {}
    await insertMailEvent(db, at, {
      id: newId(tick()),
      type: `email.${type}`,
      at: instant(at),
      providerId: id ?? '',
      tag: id,
      detail,
    }).run()
    await followMailEvents(later(minutes))
    await countReplyDays(later(minutes))
  }
  const days = async () =>
    Object.fromEntries(
      (await readNow(db, selectNamed(db, report.id))).map(({ name, reply }) => [name, [reply?.reachedAt?.slice(0, 16), reply?.replyBy]]),
    )
  const page = (path: string, bindings?: Partial<Bindings>) =>
    textOf(request(path, { cookie: officer.cookie, ...(bindings ? { bindings } : {}) }))
  return { report, officer, act, of, idOf, later, mails, befalls, days, page, at: `/coverage/frozen/${report.number}` }
}

const never = [undefined, undefined]

it('The days of a school run from the first arrival that the mail provider reports; a mail that is delayed, came back or of which nothing is told begins none.', async () => {
  const { desk, deliver, arrive, bindings } = await aPost()
  const now = new Date()
  const { act, days, report, page, at } = await aShowing(
    { Ashfield: ['ann', 'amy'], Bosbury: ['bounced.bo'], Colwall: [], Dilwyn: ['delayed.di'], Eardisley: ['delayed.ed'] },
    now,
  )
  expect(Object.values(await days())).toEqual([never, never, never, never, never])
  await deliver()
  await arrive()
  await countReplyDays(act)
  const reached = (await days())['Ashfield']
  expect(reached).toEqual([expect.stringMatching(/^\d{4}/), expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)])
  expect(await days()).toEqual({ Ashfield: reached, Bosbury: never, Colwall: never, Dilwyn: never, Eardisley: never })
  const [delayed] = await rows<{ providerId: string }>(
    `SELECT providerId FROM Message WHERE kind = 'line_shown' AND schoolId = (SELECT schoolId FROM FrozenSchool WHERE reportId = ?1 AND name = 'Dilwyn')`,
    report.id,
  )
  await desk.befalls(delayed?.providerId ?? '', 'deliver')
  await arrive()
  await countReplyDays(act)
  expect((await days())['Dilwyn']).toEqual(reached?.map((one) => expect.stringContaining(one?.slice(0, 10) ?? '')))
  const said = await page(`${at}/replies`, bindings)
  expect(said).toContain('5 schools were to see what we publish; it arrived at 2; 3 are counted, not named.')
  expect(said).toContain('Anyone who compares the figures with a public list of schools may work out which.')
  expect(said).not.toContain('does not report to us')
})

it('Where the provider reports nothing, only a noted call, letter or answer begins the days, and the page says so.', async () => {
  const { act, of, idOf, days, page, at, report } = await aShowing({ Ashfield: ['ann'], Bosbury: ['bo'], Colwall: ['cy'], Dilwyn: [] })
  await db.prepare(`UPDATE Message SET state = 'sent', sentAt = createdAt WHERE kind = 'line_shown'`).run()
  await countReplyDays(act)
  expect(Object.values(await days())).toEqual([never, never, never, never])
  const without: Partial<Bindings> = {}
  Object.assign(without, { RESEND_WEBHOOK_SECRET: undefined })
  expect(await page(`${at}/replies`, without)).toContain('The mail service does not report to us, so nobody can know which emails arrived.')
  for (const [name, means, on] of [
    ['Ashfield', 'telephone', '2026-11-04'],
    ['Bosbury', 'letter', '2026-11-05'],
  ] as const)
    await recordTold({ ...act, now: new Date(`${on}T15:00:00.000Z`) }, of, {
      id: newId(tick()),
      rootIds: [idOf(name)],
      means,
      toWhom: 'The head',
      happenedOn: on,
    })
  const now = new Date('2026-11-06T11:00:00.000Z')
  await answerLine({ ...act, now }, { reportId: report.id, schoolId: idOf('Colwall'), answer: 'right', words: '' })
  await countReplyDays(act)
  expect(await days()).toEqual({
    Ashfield: ['2026-11-04T15:00', '2026-11-18'],
    Bosbury: ['2026-11-05T15:00', '2026-11-19'],
    Colwall: ['2026-11-06T11:00', '2026-11-20'],
    Dilwyn: never,
  })
})

it('A school keeps the day that it was given, whatever arrives later; where its first arrival came back or was noted by mistake, the next begins its days, or none does.', async () => {
  const { befalls, days, mails, of, idOf, later } = await aShowing({ Ashfield: ['ann', 'amy'] })
  const [first, second] = await mails('Ashfield')
  await befalls(first?.id, 'delivered', 5)
  const given = { Ashfield: ['2026-11-02T09:05', '2026-11-16'] }
  expect(await days()).toEqual(given)
  await befalls(second?.id, 'delivered', 3 * 24 * 60)
  expect(await days()).toEqual(given)
  await befalls(first?.id, 'bounced', 4 * 24 * 60)
  expect(await days()).toEqual({ Ashfield: ['2026-11-05T09:00', '2026-11-19'] })
  await befalls(second?.id, 'bounced', 4 * 24 * 60 + 1)
  expect(await days()).toEqual({ Ashfield: never })
  const rang = { id: newId(tick()), rootIds: [idOf('Ashfield')], means: 'telephone' as const, toWhom: 'The head', happenedOn: '2026-11-09' }
  await recordTold(later(7 * 24 * 60), of, rang)
  await countReplyDays(later(7 * 24 * 60))
  expect(await days()).toEqual({ Ashfield: ['2026-11-09T09:00', '2026-11-23'] })
  await withdrawTold(later(7 * 24 * 60 + 1), of, { rootIds: rang.rootIds, reason: 'Another school' })
  expect(await days()).toEqual({ Ashfield: never })
})

it('A call and the first arrival at the same moment give one day, and two runs count it once; without the triggers the later of the two would move it.', async () => {
  const race = async () => {
    const { befalls, days, mails, of, idOf, later } = await aShowing({ Ashfield: ['ann'] })
    const [mail] = await mails('Ashfield')
    await befalls(mail?.id, 'delivered', 5)
    const call = {
      id: newId(tick()),
      rootIds: [idOf('Ashfield')],
      means: 'telephone' as const,
      toWhom: 'The head',
      happenedOn: '2026-11-05',
    }
    await Promise.all([
      recordTold(later(3 * 24 * 60), of, call),
      countReplyDays(later(3 * 24 * 60)),
      countReplyDays(later(3 * 24 * 60)),
      db
        .prepare(`UPDATE ReportReply SET reachedAt = '2026-11-05T09:00:00.000Z', replyBy = NULL WHERE schoolId = ?1`)
        .bind(idOf('Ashfield'))
        .run()
        .catch((error: Error) => error.message),
    ])
    await countReplyDays(later(3 * 24 * 60))
    return (await days())['Ashfield']
  }
  expect(await race()).toEqual(['2026-11-02T09:05', '2026-11-16'])
  const names = ['ReportReply_keeps_its_days', 'ReportReply_reached_by_an_arrival']
  const triggers = await rows<{ sql: string }>(
    'SELECT sql FROM sqlite_master WHERE name IN (SELECT value FROM json_each(?1))',
    JSON.stringify(names),
  )
  await db.batch(names.map((name) => db.prepare(`DROP TRIGGER ${name}`)))
  expect(await race()).toEqual(['2026-11-05T09:00', '2026-11-19'])
  await db.batch(triggers.map(({ sql }) => db.prepare(sql)))
})

it('A school that every mail missed is written to again where another address works, and once where two run at once.', async () => {
  const { befalls, mails, act, report, later, idOf, days } = await aShowing({ Ashfield: ['ann', 'amy'], Bosbury: [] })
  const [first, second] = await mails('Ashfield')
  await befalls(first?.id, 'bounced', 1)
  // One may still arrive, so nothing is sent again.
  const press = async (minutes: number) => {
    await showReport(later(minutes), report)
    await Promise.all([showLines(later(minutes)), showLines(later(minutes))])
    await showLines(later(minutes))
  }
  await press(2)
  expect(await mails('Ashfield')).toHaveLength(2)
  await befalls(second?.id, 'bounced', 3)
  // No address works any more.
  await press(4)
  expect(await mails('Ashfield')).toHaveLength(2)
  for (const name of ['Ashfield', 'Bosbury']) await anAccount({ schoolIds: [idOf(name)] })
  await showLines(later(5))
  expect(await mails('Ashfield')).toHaveLength(2)
  await press(6)
  expect([await mails('Ashfield'), await mails('Bosbury')].map(({ length }) => length)).toEqual([3, 1])
  await befalls((await mails('Ashfield'))[2]?.id, 'delivered', 10)
  expect(await days()).toEqual({ Ashfield: ['2026-11-02T09:10', '2026-11-16'], Bosbury: never })
  await press(20)
  expect(await mails('Ashfield')).toHaveLength(3)
  expect(await rows('SELECT shownAt FROM ReportReply WHERE reportId = ?1 AND schoolId = ?2', report.id, idOf('Ashfield'))).toEqual([
    { shownAt: instant(addMinutes(act.now, 6)) },
  ])
})

it('A school whose day is not known yet may answer, is told how its days are counted, and has them from then.', async () => {
  const { idOf, report, days, later, act } = await aShowing({ Ashfield: ['ann'] }, new Date())
  const approver = await anAccount({ schoolIds: [idOf('Ashfield')] })
  await db.prepare('UPDATE Claim SET approver = 1 WHERE accountId = ?1').bind(approver.accountId).run()
  const path = `/school/${idOf('Ashfield')}/reports/${report.id}`
  const page = async (at: string) => textOf(request(at, { cookie: approver.cookie }))
  expect(await page(path)).toContain('for 10 school days from when it reaches your school')
  expect(await page(`/school/${idOf('Ashfield')}/reports`)).toContain('for 10 school days from when it reaches your school')
  expect(await page(`/school/${idOf('Ashfield')}`)).toContain(
    'You can say for 10 school days from when it reaches your school that it is right',
  )
  expect((await request(path, { cookie: approver.cookie, form: { answer: 'wrong', words: 'We named her.' } })).status).toBe(303)
  await countReplyDays(later(1))
  const [reachedAt, replyBy] = (await days())['Ashfield'] ?? []
  expect(reachedAt?.slice(0, 10)).toBe(londonDay(act.now))
  expect(replyBy).toMatch(/^\d{4}-/)
  expect(progressOf(await readNow(db, selectNamed(db, report.id)), londonDay(act.now))).toEqual({
    ...{ named: 1, shown: 1, reached: 1, open: 1, answered: 1, toDecide: 1 },
  })
})
