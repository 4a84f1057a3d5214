// What the registers of an event say of somebody becomes a certificate, once.

import { expect, it } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { matchWalkIn } from '#attendance/attendance/match-walk-in.ts'
import { certificatesDue } from '#attendance/certificates/due-store.ts'
import { issueCertificates, issueNow } from '#attendance/certificates/issue-certificates.ts'
import { revokeCertificate } from '#attendance/certificates/set-certificates.ts'
import { selectWhichHold } from '#base/db/condition.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, db, request, rows, run, tick } from '#test/support/factories.ts'
import { dyingAt } from '#test/support/outbox.ts'
import { add, insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { actAt, aDay, certificatesOf, close, correct, evening, issue, mailsOf, nothingLeft, said } from './world.ts'

const isDue = async (now: string) =>
  (await readNow(db, selectWhichHold(db, certificatesDue({ now: new Date(now), stripe: undefined }).slice(0, 1)))).held[0] === 1

it('Somebody who attended at least a part has a certificate once the event is over and every register of theirs is closed.', async () => {
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
  // One register is open still.
  expect(await isDue('2026-06-12T14:59:00.000Z')).toBe(false)
  await issue()
  expect(await said(event.id)).toEqual([])
  await close(afternoon.id, '2026-06-12T15:00:00.000Z')
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
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }], { closed: false })
  await run(`UPDATE Event SET purpose = 'briefing' WHERE id = ?1`, event.id)
  for (const session of event.sessions) await close(session.id)
  await issue()
  expect(await said(event.id)).toEqual([])
  await add('EventCertificates', { eventId: event.id, isOn: 1 })
  await issue()
  expect(await said(event.id)).toEqual([['Mair Pugh', 'whole', 330, 0, null]])
  const other = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }])
  await add('EventCertificates', { eventId: other.event.id, isOn: 0 })
  await issue()
  expect(await said(other.event.id)).toEqual([])
})

it('A certificate says whether the whole or a part was attended, and adds up only minutes that are known.', async () => {
  const { event, places } = await aDay([
    { name: 'Mair Pugh', marks: ['part', 'attended'] },
    { name: 'Ifan Rees', marks: ['part', 'part'] },
  ])
  await issue()
  expect(await said(event.id)).toEqual([
    ['Mair Pugh', 'part', 180, 1, null],
    ['Ifan Rees', 'part', 0, 2, null],
  ])
  // A report that is read later tells how long; and the door does, where no report was read.
  const [mair, ifan] = places
  const [morning, afternoon] = event.sessions
  const from = Date.parse(morning?.startsAt ?? '')
  await add('MeetingReport', { id: 'r', sessionId: morning?.id, people: 1, uploadedAt: '2026-06-13T09:00:00.000Z' })
  await add('MeetingAttendance', {
    id: 's',
    reportId: 'r',
    sessionId: morning?.id,
    placeId: mair?.placeId,
    minutes: 40,
    spans: JSON.stringify([[from, from + 40 * 60_000]]),
    open: '[]',
    lines: '[2]',
    at: '2026-06-13T09:00:00.000Z',
  })
  const atDoor = async (kind: string, at: string) =>
    await add('Arrival', {
      eventId: event.id,
      day: '2026-06-12',
      placeId: ifan?.placeId,
      kind,
      happenedAt: at,
      notedAt: at,
      receivedAt: at,
    })
  await atDoor('arrived', '2026-06-12T08:00:00.000Z')
  await atDoor('left', '2026-06-12T12:50:00.000Z')
  expect(await isDue(evening)).toBe(true)
  await issue('2026-06-13T09:01:00.000Z')
  expect((await said(event.id)).slice(2)).toEqual([
    ['Mair Pugh', 'part', 220, 0, null],
    // The whole morning by the door is not what a mark in part says.
    ['Ifan Rees', 'part', 50, 1, null],
  ])
  expect(afternoon?.startsAt).toBe('2026-06-12T12:00:00.000Z')
})

it('Where an organiser says so, somebody has theirs on the day after they have said what the event was worth, never by the minute; whoever has no address does not wait, and nobody does once the time to answer is over.', async () => {
  const { event, places } = await aDay([
    { name: 'Mair Pugh', marks: ['attended', 'attended'] },
    { name: 'Ifan Rees', marks: ['attended', 'attended'] },
    { name: 'Nia Wyn', marks: ['attended', 'attended'] },
  ])
  await db.batch([
    insert('EventCertificates', { eventId: event.id, isOn: 1, afterEvaluation: 1 }),
    insert('EvaluationWave', { eventId: event.id }),
    db.prepare('UPDATE Person SET email = NULL WHERE id = ?1').bind(places[2]?.personId),
    ...places
      .slice(0, 2)
      .map(({ placeId }) =>
        insert('EvaluationAsked', { tokenHash: placeId, eventId: event.id, wave: 'after', subjectId: placeId, askedOn: '2026-06-13' }),
      ),
  ])
  const names = async () => (await said(event.id)).map(([name]) => name)
  await issue()
  expect([await names(), await isDue('2026-06-20T09:00:00.000Z')]).toEqual([['Nia Wyn'], false])
  await run(`UPDATE EvaluationAsked SET answeredOn = '2026-06-14' WHERE tokenHash = ?1`, places[0]?.placeId)
  // Neither in that minute, nor when something else is looked at on that day, nor when an organiser presses.
  expect(await isDue('2026-06-14T20:00:00.000Z')).toBe(false)
  await issueNow(actAt('2026-06-14T21:00:00.000Z'), event.id)
  await correct(event.sessions[0]?.id ?? '', places[2]?.placeId ?? '', 'part', '2026-06-14T21:00:00.000Z')
  await issue('2026-06-14T21:01:00.000Z')
  expect(await names()).toEqual(['Nia Wyn', 'Nia Wyn'])
  expect([await isDue('2026-06-15T04:59:00.000Z'), await isDue('2026-06-15T05:00:00.000Z')]).toEqual([false, true])
  await issue('2026-06-15T05:00:00.000Z')
  expect(await names()).toEqual(['Nia Wyn', 'Nia Wyn', 'Mair Pugh'])
  await run(`UPDATE EvaluationWave SET closedOn = '2026-07-12' WHERE eventId = ?1`, event.id)
  await issue('2026-07-12T05:00:00.000Z')
  expect(await names()).toEqual(['Nia Wyn', 'Nia Wyn', 'Mair Pugh', 'Ifan Rees'])
  expect(await nothingLeft(event.id)).toBe(true)
})

it('A certificate that an organiser revoked is not issued again unless an organiser puts another in its place; the revoked one stays revoked and names it.', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await issue()
  const [first] = await certificatesOf(event.id)
  if (!first) throw new Error('none')
  const organiser = await anAccount({ roles: ['organiser'] })
  const at = `/organiser/events/${event.code}/certificates`
  const press = (path: string, form: Record<string, string> = {}) =>
    request(`${at}/${first.number}/${path}`, { cookie: organiser.cookie, form })
  expect((await press('again')).headers.get('location')).toBe(at)
  expect(await certificatesOf(event.id)).toHaveLength(1)
  expect((await press('revoke', { words: 'Signed in for somebody else' })).status).toBe(303)
  await issue('2026-06-13T09:00:00.000Z')
  expect(await certificatesOf(event.id)).toHaveLength(1)
  expect(await (await request(at, { cookie: organiser.cookie })).text()).toContain('Issue again')
  await Promise.all([press('again'), press('again')])
  expect(await said(event.id)).toEqual([
    ['Mair Pugh', 'whole', 330, 0, 'revoked, by_hand'],
    ['Mair Pugh', 'whole', 330, 0, null],
  ])
  const [, second] = await certificatesOf(event.id)
  expect(await rows('SELECT replacesId FROM Certificate WHERE id = ?1', second?.id)).toEqual([{ replacesId: first.id }])
  expect(await (await request(at, { cookie: organiser.cookie })).text()).not.toContain('Issue again')
  await issue('2026-06-14T09:00:00.000Z')
  expect(await said(event.id)).toHaveLength(2)
})

it('Whoever loses a certificate is told by mail why, unless another takes its place or the mail is switched off for the event.', async () => {
  const { event, places } = await aDay([
    { name: 'Mair Pugh', marks: ['attended', 'attended'] },
    { name: 'Ifan Rees', marks: ['attended', 'attended'] },
  ])
  await issue()
  const [mair] = places
  for (const session of event.sessions) await correct(session.id, mair?.placeId ?? '', 'absent')
  await issue('2026-06-13T09:01:00.000Z')
  const [, ifan] = await certificatesOf(event.id)
  if (!ifan) throw new Error('none')
  await revokeCertificate(actAt('2026-06-14T09:00:00.000Z'), { id: ifan.id, eventId: event.id }, 'Signed in for somebody else')
  const mails = (await mailsOf(event.id)).slice(2)
  expect(mails.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 2 }, () => 'Your certificate is revoked: Safeguarding conference'),
  )
  expect(mails[0]?.text).toContain('is revoked: what the register says was corrected.')
  expect(mails[1]?.text).toContain('is revoked: the council revoked it: Signed in for somebody else.')
})

it('It says what it counted towards on its day, with the edition of each requirement in force then, and a later edition changes nothing in it.', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await issue()
  const editions = async () =>
    (JSON.parse((await certificatesOf(event.id))[0]?.towards ?? '[]') as { editionId: string }[]).map((one) => one.editionId)
  // June 2026: the editions before those of September. What schools state of all staff is met by nobody alone.
  expect(await editions()).toEqual(['lead-before-2026', 'deputies-before-2026', 'lead-update-before-2026'])
  await run(`UPDATE RequirementEdition SET supersededAt = '2026-07-01T09:00:00.000Z' WHERE id = 'lead-before-2026'`)
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
  await add('EventCertificates', { eventId: other.event.id, isOn: 1, renewMonths: 24 })
  await issue()
  expect([(await certificatesOf(event.id))[0]?.renewBy, (await certificatesOf(other.event.id))[0]?.renewBy]).toEqual([null, '2028-06-12'])
})

// “A later correction puts another certificate in its place or, if nothing was attended, revokes it, and the reason is kept.”
it('a mark, a name or a school that is corrected later puts another certificate in its place, or revokes it, with the reason', async () => {
  const { event, places, school } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  const [morning, afternoon] = event.sessions
  const placeId = places[0]?.placeId ?? ''
  if (!morning || !afternoon) throw new Error('no sessions')
  await issue()
  await correct(morning.id, placeId, 'part')
  await issue('2026-06-13T09:01:00.000Z')
  await run('UPDATE Person SET name = ?2 WHERE id = ?1', places[0]?.personId, 'Mair Puw')
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
    insert('PersonMerge', {
      id: 'm',
      keptId: kept?.personId,
      mergedId: merged?.personId,
      moved: '{}',
      mergedAt: '2026-06-13T09:00:00.000Z',
    }),
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

const pathIn = (text: string | undefined) => new URL(text?.match(/https?:\S+\/certificate\/[\w-]{43}/)?.[0] ?? '').pathname

// “Each certificate is mailed once to its holder, with a link, unless the mail is switched off for the event.”
it('each certificate is mailed once, with a link that opens it, unless the mail is switched off', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'], email: 'mair@example.sch.uk' }])
  await issue()
  await issue()
  const mails = await mailsOf(event.id)
  expect(mails.map(({ toAddress, subject }) => [toAddress, subject])).toEqual([
    ['"Mair Pugh" <mair@example.sch.uk>', 'Your certificate: Safeguarding conference'],
  ])
  const path = pathIn(mails[0]?.text)
  const page = await request(path)
  expect([page.status, (await page.text()).includes('Mair Pugh')]).toEqual([200, true])
  const quiet = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }])
  await add('EventMessage', { eventId: quiet.event.id, kind: 'certificate', isOn: 0, changedAt: '2026-06-01T09:00:00.000Z' })
  await issue()
  expect([await mailsOf(quiet.event.id), (await said(quiet.event.id)).length]).toEqual([[], 1])
})

// “The link ends with the place that the certificate is of.”
it('the link in the mail of a certificate ends with the place that it is of', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await issue()
  const path = pathIn((await mailsOf(event.id))[0]?.text)
  expect((await request(path)).status).toBe(200)
  await run(`UPDATE Place SET state = 'cancelled' WHERE eventId = ?1`, event.id)
  expect((await request(path)).status).toBe(404)
})

// “The link in its mail opens the certificate and nothing else, without signing in, also of somebody who came without a booking, until their address is changed.”
it('somebody who came without a booking opens their certificate by the link in its mail, and nobody does once their address is changed', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  const walkIn = {
    id: newId(tick()),
    sessionId: event.sessions[0]?.id ?? '',
    name: 'Nerys Pugh',
    organisation: '',
    source: 'screen',
  } as const
  expect((await addWalkIn(actAt('2026-06-12T16:00:00.000Z'), { ...walkIn, reason: 'Sheet' })).ok).toBe(true)
  await run(`UPDATE Person SET email = 'nerys@example.sch.uk' WHERE id = (SELECT personId FROM WalkIn WHERE id = ?1)`, walkIn.id)
  await issue()
  const mail = (await mailsOf(event.id)).find(({ toAddress }) => toAddress.includes('nerys@'))
  const path = pathIn(mail?.text)
  expect(mail?.text).not.toContain('Sign in')
  const page = await request(path)
  const text = await page.text()
  expect([page.status, text.includes('Nerys Pugh'), text.includes('Mair'), page.headers.get('set-cookie')]).toEqual([
    200,
    true,
    false,
    null,
  ])
  expect(text).not.toMatch(/href="\/(school|account|place|organiser)/)
  const pdf = await request(`${path}/certificate.pdf`)
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  // What the database holds does not open it.
  const held = await rows<{ tokenHash: string }>('SELECT tokenHash FROM CertificateLink')
  expect(held.filter(({ tokenHash }) => path.includes(tokenHash))).toEqual([])

  await run(`UPDATE Person SET email = 'n.pugh@example.sch.uk' WHERE email = 'nerys@example.sch.uk'`)
  expect([(await request(path)).status, (await request(`${path}/certificate.pdf`)).status]).toEqual([404, 404])
  expect((await mailsOf(event.id)).filter(({ toAddress }) => toAddress.includes('n.pugh@'))).toEqual([])
  const others = (await mailsOf(event.id)).filter(({ toAddress }) => !toAddress.includes('nerys@'))
  expect(await Promise.all(others.map(async ({ text: words }) => (await request(pathIn(words))).status))).toEqual([200])
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
      await run('DELETE FROM FailedJob')
    }
  await issue()
  expect([(await said(event.id)).length, (await mailsOf(event.id)).length, await nothingLeft(event.id)]).toEqual([3, 3, true])
})

it('twenty runs at once issue each certificate once; without the trigger they double', async () => {
  const { event } = await aDay(many(3))
  await Promise.all(Array.from({ length: 20 }, () => issueNow(actAt(evening), event.id)))
  expect((await said(event.id)).length).toBe(3)
  const control = await aDay(many(3))
  await dropTriggers('Certificate_once')
  await Promise.all(Array.from({ length: 20 }, () => issueNow(actAt(evening), control.event.id)))
  expect((await said(control.event.id)).length).toBeGreaterThan(3)
})
