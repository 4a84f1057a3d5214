// What the button *Issue* says before it is pressed, and who still waits.

import { expect, it } from 'vitest'
import { afterSignOff } from '#attendance/attendance/register-path.ts'
import { selectGround } from '#attendance/certificates/due-store.ts'
import { issueNow } from '#attendance/certificates/issue-certificates.ts'
import { readyOf, sayAutomatic, sayIssue, sayNothing, sayWaiting } from '#attendance/certificates/ready.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { anAccount, db, request, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { actAt, aDay, close, correct, evening, said } from './world.ts'

const readyAt = async (asked: string, at: string) => {
  const ground = await readNow(db, selectGround(db, asked))
  if (!ground) throw new Error('no such event')
  return readyOf(ground, londonDay(new Date(at)))
}

/** What a page would show of it at a moment. */
const shown = async (eventId: string, at = evening) => {
  const ready = await readyAt(eventId, at)
  const button = ready.issued + ready.corrected > 0
  return [button ? sayIssue(ready) : sayNothing(ready), ...(button ? [sayAutomatic(ready, new Date(at))] : []), ...sayWaiting(ready)]
}

it('The button says how many certificates it issues, and issues as many.', async () => {
  const { event, places } = await aDay(
    [
      { name: 'Mair Pugh', marks: ['attended', 'attended'] },
      { name: 'Ifan Rees', marks: ['attended', 'absent'] },
      { name: 'Nia Wyn', marks: ['apologies', 'absent'] },
    ],
    { closed: false },
  )
  const [morning, afternoon] = event.sessions
  expect(await shown(event.id)).toEqual(['No register is signed off yet.'])
  await close(morning?.id ?? '', '2026-06-12T11:30:00.000Z')
  expect(await shown(event.id, '2026-06-12T11:31:00.000Z')).toEqual([
    'No certificate is ready yet.',
    '3 people wait until all their registers are signed off: 1 register is not.',
  ])
  await close(afternoon?.id ?? '')
  const mails = 'Each is emailed.'
  expect(await shown(event.id)).toEqual(['Issue 2 certificates', `${mails} Without the button they go within minutes.`])
  expect(await readyAt(event.code, evening)).toEqual(await readyAt(event.id, evening))
  expect(await issueNow(actAt(evening), event.id)).toEqual({ done: 2, left: 0 })
  expect(await shown(event.id)).toEqual(['2 certificates are issued. No other is ready.'])
  // A mark that is corrected, and one that turns out to be wrong altogether.
  await correct(morning?.id ?? '', places[0]?.placeId ?? '', 'absent')
  await correct(morning?.id ?? '', places[1]?.placeId ?? '', 'absent')
  const [says] = await shown(event.id)
  expect(says).toBe('Correct 2 certificates')
  await correct(morning?.id ?? '', places[2]?.placeId ?? '', 'attended', '2026-06-13T09:05:00.000Z')
  expect((await shown(event.id))[0]).toBe('Issue 1 certificate and correct 2')
  expect(await issueNow(actAt('2026-06-13T10:00:00.000Z'), event.id)).toEqual({ done: 3, left: 0 })
  expect((await said(event.id)).length).toBe(4)
})

it('Whoever came to a session that is signed off need not wait for the end of the event.', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  await run(`UPDATE CertificateToFollow SET dueAt = '2026-06-13T15:00:00.000Z' WHERE eventId = ?1`, event.id)
  expect(await shown(event.id)).toEqual(['Issue 1 certificate', 'Each is emailed. Without the button they go after 13 June 2026 at 4pm.'])
  await db.batch([insert('EventMessage', { eventId: event.id, kind: 'certificate', isOn: 0 })])
  expect((await shown(event.id))[1]).toMatch(/^None is emailed: that is switched off for this event\./)
})

it('Where nobody came, or the event gives none, there is no button.', async () => {
  const { event } = await aDay([{ name: 'Nia Wyn', marks: ['absent', 'absent'] }])
  expect(await shown(event.id)).toEqual(['Nobody came, so there is no certificate to issue.'])
  const other = await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }])
  await db.batch([insert('EventCertificates', { eventId: other.event.id, isOn: 0 })])
  expect(await shown(other.event.id)).toEqual(['This event gives no certificates.'])
})

it('Whoever waits for their feedback is counted until answering ends.', async () => {
  const { event } = await aDay([
    { name: 'Mair Pugh', marks: ['attended', 'attended'] },
    { name: 'Ifan Rees', marks: ['attended', 'attended'] },
  ])
  await db.batch([
    insert('EventCertificates', { eventId: event.id, isOn: 1, afterEvaluation: 1 }),
    insert('EvaluationWave', { eventId: event.id }),
  ])
  expect(await shown(event.id)).toEqual([
    'No certificate is ready yet.',
    '2 people wait until the day after their feedback, or until answering ends.',
  ])
  await run(`UPDATE EvaluationWave SET closedOn = '2026-07-12' WHERE eventId = ?1`, event.id)
  expect((await shown(event.id))[0]).toBe('Issue 2 certificates')
})

it('Signing off leads an organiser to the day, which offers its certificates; door staff stay at the register.', async () => {
  const { event } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }], { closed: false })
  const [morning, afternoon] = event.sessions
  const organiser = await anAccount({ roles: ['organiser'] })
  const door = await anAccount({ doorEventIds: [event.id] })
  expect(afterSignOff(door.actor, event.code)).toBe(undefined)
  for (const session of [morning, afternoon]) {
    const path = `/register/${session?.id}/close`
    const html = await (await request(path, organiser)).text()
    const charges = /name="charges" value="([^"]*)"/.exec(html)?.[1] ?? ''
    const signed = await request(path, { ...organiser, form: { attended: '1', part: '0', absent: '0', apologies: '0', charges } })
    expect(signed.headers.get('location')).toBe(`/organiser/events/${event.code}/day`)
  }
  const results = `/organiser/events/${event.code}/results`
  const pages = ['day', 'certificates'].map((below) => `/organiser/events/${event.code}/${below}`)
  for (const path of [...pages, results]) expect(await textOf(await request(path, organiser))).toContain('Issue 1 certificate')
  const issued = await request(`/organiser/events/${event.code}/certificates/issue`, { ...organiser, form: {} })
  expect(issued.headers.get('location')).toBe(pages[1])
  for (const path of pages) expect(await textOf(await request(path, organiser))).toContain('1 certificate is issued. No other is ready.')
  expect(await textOf(await request(results, organiser))).not.toContain('Issue')
})
