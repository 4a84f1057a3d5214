// What the registers of an event say of somebody becomes a certificate, once.
import { expect, it } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { matchWalkIn } from '#attendance/attendance/match-walk-in.ts'
import { certificatesDue } from '#attendance/certificates/due-store.ts'
import { issueCertificates, issueNow } from '#attendance/certificates/issue-certificates.ts'
import { selectWhichHold } from '#base/db/condition.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAct, db, request, rows, tick } from '#test/support/factories.ts'
import { dyingAt } from '#test/support/outbox.ts'
import { actAt, aDay, certificatesOf, close, correct, evening, issue, mailsOf, nothingLeft, said } from './world.ts'

const isDue = async (now: string) =>
  (await readNow(db, selectWhichHold(db, certificatesDue({ now: new Date(now), stripe: undefined }).slice(0, 1)))).held[0] === 1

it('Somebody has a certificate of an event once it is over and the register of every session at which they were expected is closed, if they attended at least a part.', async () => {
  const { event, places } = await aDay(
    [
      { name: 'Mair Pugh', marks: ['attended', 'attended'] },
      { name: 'Ifan Rees', marks: ['attended', 'absent'] },
      { name: 'Nia Wyn', marks: ['apologies', 'absent'] },
    ],
    { closed: false },
  )
  const [morning, afternoon] = event.sessions
  if (!morning || !afternoon) throw new Error('no sessions')
  await close(morning.id, '2026-06-12T11:30:00.000Z')
  // One register is open still; and a register that is closed before the end waits for the end.
  expect(await isDue('2026-06-12T14:59:00.000Z')).toBe(false)
  await issue()
  expect(await said(event.id)).toEqual([])
  await close(afternoon.id, '2026-06-12T14:30:00.000Z')
  expect(await isDue('2026-06-12T14:59:00.000Z')).toBe(false)
  expect(await isDue('2026-06-12T15:00:00.000Z')).toBe(true)
  expect(await issue()).toBe(true)
  expect(await said(event.id)).toEqual([
    ['Mair Pugh', 'whole', 330, 0, null],
    ['Ifan Rees', 'part', 150, 0, null],
  ])
  expect(await issue()).toBe(false)
  expect([await nothingLeft(event.id), places.length]).toEqual([true, 3])
})

it('Every event but a briefing gives certificates, unless an organiser says otherwise.', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await db.prepare(`UPDATE Event SET purpose = 'briefing' WHERE id = ?1`).bind(event.id).run()
  await issue()
  expect(await said(event.id)).toEqual([])
  await db.prepare('INSERT INTO EventCertificates (eventId, isOn) VALUES (?1, 1)').bind(event.id).run()
  await issue()
  expect(await said(event.id)).toEqual([['Mair Pugh', 'whole', 330, 0, null]])
  const other = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }])
  await db.prepare('INSERT INTO EventCertificates (eventId, isOn) VALUES (?1, 0)').bind(other.event.id).run()
  await issue()
  expect(await said(other.event.id)).toEqual([])
})

it('A certificate says whether the whole or a part was attended, and adds up the minutes of the sessions that were attended whole; of a session attended in part it says that the length was not recorded.', async () => {
  const { event } = await aDay([
    { name: 'Mair Pugh', marks: ['part', 'attended'] },
    { name: 'Ifan Rees', marks: ['part', 'part'] },
  ])
  await issue()
  expect(await said(event.id)).toEqual([
    ['Mair Pugh', 'part', 180, 1, null],
    ['Ifan Rees', 'part', 0, 2, null],
  ])
})

it('It says what it counted towards on its day, with the edition of each requirement in force then, and a later edition changes nothing in it.', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await issue()
  const editions = async () =>
    (JSON.parse((await certificatesOf(event.id))[0]?.towards ?? '[]') as { editionId: string }[]).map((one) => one.editionId)
  // June 2026: the editions before those of September. What schools state of all staff is met by nobody alone.
  expect(await editions()).toEqual(['lead-before-2026', 'deputies-before-2026', 'lead-update-before-2026'])
  await db.prepare(`UPDATE RequirementEdition SET supersededAt = '2026-07-01T09:00:00.000Z' WHERE id = 'lead-before-2026'`).run()
  await correct(
    event.sessions[0]?.id ?? '',
    (await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1', event.id))[0]?.id ?? '',
    'part',
  )
  expect(await editions()).toEqual(['lead-before-2026', 'deputies-before-2026', 'lead-update-before-2026'])
})

it('It is to be renewed by a day only where an organiser set after how many months.', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await issue()
  const other = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }])
  await db.prepare('INSERT INTO EventCertificates (eventId, isOn, renewMonths) VALUES (?1, 1, 24)').bind(other.event.id).run()
  await issue()
  expect([(await certificatesOf(event.id))[0]?.renewBy, (await certificatesOf(other.event.id))[0]?.renewBy]).toEqual([null, '2028-06-12'])
})

// “A mark, a name or a school that is corrected later puts another certificate in its place or, if nothing was attended, revokes it, and the reason is kept.”
it('a mark, a name or a school that is corrected later puts another certificate in its place, or revokes it, with the reason', async () => {
  const { event, places, school } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  const [morning, afternoon] = event.sessions
  const placeId = places[0]?.placeId ?? ''
  if (!morning || !afternoon) throw new Error('no sessions')
  await issue()
  await correct(morning.id, placeId, 'part')
  await issue('2026-06-13T09:01:00.000Z')
  await db.prepare('UPDATE Person SET name = ?2 WHERE id = ?1').bind(places[0]?.personId, 'Mair Puw').run()
  await issue('2026-06-13T09:02:00.000Z')
  await correct(morning.id, placeId, 'absent', '2026-06-14T09:00:00.000Z')
  await correct(afternoon.id, placeId, 'absent', '2026-06-14T09:00:00.000Z')
  await issue('2026-06-14T09:01:00.000Z')
  const first = [
    ['Mair Pugh', 'whole', 330, 0, 'superseded, mark'],
    ['Mair Pugh', 'part', 180, 1, 'superseded, name'],
    ['Mair Puw', 'part', 180, 1, 'revoked, mark'],
  ]
  expect(await said(event.id)).toEqual(first)
  // The register was wrong after all.
  await correct(morning.id, placeId, 'attended', '2026-06-15T09:00:00.000Z')
  await issue('2026-06-15T09:01:00.000Z')
  expect(await said(event.id)).toEqual([...first, ['Mair Puw', 'part', 150, 0, null]])

  const walkInId = newId(tick())
  const came = {
    id: walkInId,
    sessionId: morning.id,
    name: 'Nerys Pugh',
    organisation: 'Some school',
    source: 'screen',
    reason: 'On the sheet',
  } as const
  expect((await addWalkIn(actAt('2026-06-16T09:00:00.000Z'), came)).ok).toBe(true)
  await issue('2026-06-16T09:01:00.000Z')
  await matchWalkIn(actAt('2026-06-16T09:02:00.000Z'), {
    sessionId: morning.id,
    walkInId,
    schoolId: school.id,
    seenSchoolId: undefined,
    isConfirmed: false,
  })
  await issue('2026-06-16T09:03:00.000Z')
  expect((await said(event.id)).slice(4)).toEqual([
    ['Nerys Pugh', 'whole', 150, 0, 'superseded, school'],
    ['Nerys Pugh', 'whole', 150, 0, null],
  ])
})

it('of two records of one person that become one, the newer certificate is corrected and the other revoked', async () => {
  const { event, places } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  const [morning] = event.sessions
  const walkIn = {
    id: newId(tick()),
    sessionId: morning?.id ?? '',
    name: 'M. Pugh',
    organisation: '',
    source: 'screen',
    reason: 'Sheet',
  } as const
  await addWalkIn(actAt('2026-06-12T16:00:00.000Z'), walkIn)
  await issue()
  const [kept] = places
  const [merged] = await rows<{ personId: string }>('SELECT personId FROM WalkIn WHERE id = ?1', walkIn.id)
  await db.batch([
    db
      .prepare(`INSERT INTO PersonMerge (id, keptId, mergedId, moved, mergedAt) VALUES ('m', ?1, ?2, '{}', '2026-06-13T09:00:00.000Z')`)
      .bind(kept?.personId, merged?.personId),
    db.prepare('UPDATE WalkIn SET personId = ?1 WHERE personId = ?2').bind(kept?.personId, merged?.personId),
    db.prepare('UPDATE Certificate SET personId = ?1 WHERE personId = ?2').bind(kept?.personId, merged?.personId),
  ])
  await issue('2026-06-13T09:01:00.000Z')
  expect(await said(event.id)).toEqual([
    ['Mair Pugh', 'whole', 330, 0, 'revoked, merge'],
    ['M. Pugh', 'whole', 150, 0, 'superseded, mark'],
    ['Mair Pugh', 'whole', 330, 0, null],
  ])
})

// “Each certificate is mailed once to whoever it is of, with the link to it, unless the mail is switched off for the event.”
it('each certificate is mailed once, with a link that opens it, unless the mail is switched off', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'], email: 'mair@example.sch.uk' }])
  await issue()
  await issue()
  const mails = await mailsOf(event.id)
  expect(mails.map(({ toAddress, subject }) => [toAddress, subject])).toEqual([
    ['"Mair Pugh" <mair@example.sch.uk>', 'Your certificate: Safeguarding conference'],
  ])
  const path = new URL(mails[0]?.text.match(/https?:\S+\/certificate/)?.[0] ?? '').pathname
  const page = await request(path)
  expect([page.status, (await page.text()).includes('Mair Pugh')]).toEqual([200, true])
  const quiet = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }])
  await db
    .prepare(`INSERT INTO EventMessage (eventId, kind, isOn, changedAt) VALUES (?1, 'certificate', 0, '2026-06-01T09:00:00.000Z')`)
    .bind(quiet.event.id)
    .run()
  await issue()
  expect([await mailsOf(quiet.event.id), (await said(quiet.event.id)).length]).toEqual([[], 1])
})

const many = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `Delegate ${i}`, marks: ['attended', 'attended'] as const }))

// “At most sixty are issued at one press or in one minute, and a run that is cut off loses none and doubles none.”
it('at most sixty are issued at one press, the rest by the job', async () => {
  const { event } = await aDay(many(70))
  expect(await issueNow(actAt(evening), event.id)).toEqual({ done: 60, left: 10 })
  expect([(await said(event.id)).length, (await mailsOf(event.id)).length]).toEqual([60, 60])
  await issue()
  expect([(await said(event.id)).length, (await mailsOf(event.id)).length, await nothingLeft(event.id)]).toEqual([70, 70, true])
  // The job has sixty for all events that wait.
  const one = await aDay(many(40))
  const other = await aDay(many(40))
  const both = async () => [(await said(one.event.id)).length, (await said(other.event.id)).length]
  await issue()
  expect(await both()).toEqual([40, 20])
  await issue()
  expect(await both()).toEqual([40, 40])
})

it('a run that is cut off at any of its trips loses none and doubles none', async () => {
  const { event } = await aDay(many(3))
  for (let trip = 1; trip <= 8; trip += 1)
    for (const when of ['before', 'after'] as const) {
      await issueCertificates(anAct({ now: new Date(evening), db: dyingAt(trip, when) })).catch(() => undefined)
      await db.prepare('DELETE FROM FailedJob').run()
    }
  await issue()
  expect([(await said(event.id)).length, (await mailsOf(event.id)).length, await nothingLeft(event.id)]).toEqual([3, 3, true])
})

it('twenty runs at once issue each certificate once; without the trigger they double', async () => {
  const { event } = await aDay(many(3))
  await Promise.all(Array.from({ length: 20 }, () => issueNow(actAt(evening), event.id)))
  expect((await said(event.id)).length).toBe(3)
  const control = await aDay(many(3))
  const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'Certificate_once'`)
  await db.prepare('DROP TRIGGER Certificate_once').run()
  await Promise.all(Array.from({ length: 20 }, () => issueNow(actAt(evening), control.event.id)))
  expect((await said(control.event.id)).length).toBeGreaterThan(3)
  await db.prepare(trigger?.sql ?? '').run()
})
