// An event that is over, with its marks and closed registers, and what the job then issues.

import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { issueCertificates } from '#attendance/certificates/issue-certificates.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import type { MarkType } from '#base/standing.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '../attendance/places.ts'

const { actor } = await anAccount({ roles: ['organiser'], name: 'Olwen Tudor' })
export const actAt = (now: string) => anAct({ actor, now: new Date(now) })
const twoSessions = [
  { title: 'Morning', startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z' },
  { title: 'Afternoon', startsAt: '2026-06-12T12:00:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' },
]
export const evening = '2026-06-12T17:00:00.000Z'

const mark = async (sessionId: string, person: string, markType: MarkType, at = '2026-06-12T09:00:00.000Z') => {
  await markAttendance(actAt(at), { id: newId(tick()), sessionId, person, markType, source: 'screen' }).then(accepted)
}

export const close = async (sessionId: string, at = '2026-06-12T15:05:00.000Z') => {
  const [seen] = await rows<{ attended: number; part: number; absent: number; apologies: number }>(
    `SELECT SUM(markType = 'attended') AS attended, SUM(markType = 'part') AS part, SUM(markType = 'absent') AS absent, SUM(markType = 'apologies') AS apologies
     FROM CurrentMark WHERE sessionId = ?1`,
    sessionId,
  )
  if (!seen) throw new Error('nobody is marked')
  await closeRegister(actAt(at), { sessionId, seen }).then(accepted)
}

/** Corrects the mark that stands, with a reason. */
export const correct = async (sessionId: string, person: string, markType: MarkType, at = '2026-06-13T09:00:00.000Z') => {
  const [now] = await rows<{ id: string }>(
    'SELECT id FROM CurrentMark WHERE sessionId = ?1 AND (placeId = ?2 OR walkInId = ?2)',
    sessionId,
    person,
  )
  await markAttendance(actAt(at), {
    ...{ id: newId(tick()), sessionId, person, markType, source: 'screen', correctsId: now?.id, reason: 'Sheet checked' },
  }).then(accepted)
}

type Person = { name: string; marks: readonly MarkType[]; email?: string }

/** A conference of a morning and an afternoon at which these were marked, of one school. */
export const aDay = async (
  people: readonly Person[],
  facts: Parameters<typeof anEvent>[0] & { closed?: boolean; school?: Awaited<ReturnType<typeof aSchool>> } = {},
) => {
  const { closed = true, school = await aSchool(), ...more } = facts
  const event = await anEvent({ placesPerSchool: null, topicId: 'designated-lead', sessions: twoSessions, capacity: 400, ...more })
  const places = []
  for (const { name, marks, email } of people) {
    const place = await aPlace(event, school, {
      name,
      email: email ?? `${name.split(' ')[0]?.toLowerCase()}.${tick().getTime()}@example.sch.uk`,
    })
    for (const [n, session] of event.sessions.entries()) if (marks[n]) await mark(session.id, place.placeId, marks[n])
    places.push(place)
  }
  if (closed) for (const session of event.sessions) await close(session.id)
  return { event, school, places }
}

export const issue = (now = evening) => issueCertificates(actAt(now))

export type Stored = {
  id: string
  number: string
  name: string
  attended: string
  minutes: number
  partSessions: number
  towards: string
  renewBy: string | null
  ended: string | null
}

/** The certificates of an event as they are stored, in the order in which they came. */
export const certificatesOf = (eventId: string) =>
  rows<Stored>(
    `SELECT c.id, c.number, c.name, c.attended, c.minutes, c.partSessions, c.towards, c.renewBy,
       (SELECT e.how || ', ' || e.why FROM CertificateEnd e WHERE e.certificateId = c.id) AS ended
     FROM Certificate c WHERE c.eventId = ?1 ORDER BY c.id`,
    eventId,
  )

export const said = async (eventId: string) =>
  (await certificatesOf(eventId)).map(({ name, attended, minutes, partSessions, ended }) => [name, attended, minutes, partSessions, ended])

export const mailsOf = (eventId: string) =>
  rows<{ toAddress: string; subject: string; text: string; placeId: string | null }>(
    `SELECT b.toAddress, b.subject, b.text, m.placeId FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.eventId = ?1 AND m.kind = 'certificate' ORDER BY m.rowid`,
    eventId,
  )

/** One that stands, of somebody who can sign in and has a link to their place. */
export const aCertificate = async (name = 'Zoë Łukasz') => {
  const day = await aDay([{ name, marks: ['attended', 'part'] }])
  await issue()
  const [certificate] = await certificatesOf(day.event.id)
  if (!certificate) throw new Error('no certificate')
  const [place] = day.places
  const token = newToken()
  await add('PlaceLink', {
    placeId: place?.placeId,
    personId: place?.personId,
    tokenHash: await sha256(token),
    createdAt: '2026-06-01T09:00:00.000Z',
  })
  // The holder signs in with an address of their own.
  const holder = await anAccount()
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', holder.accountId, place?.personId)
  const [mail] = await mailsOf(day.event.id)
  const mailToken = mail?.text.match(/\/certificate\/([\w-]{43})/)?.[1] ?? ''
  return { ...day, certificate, number: certificate.number, token, mailToken, holder, placeId: place?.placeId ?? '' }
}

/** The job has nothing left to do. */
export const nothingLeft = async (eventId: string) =>
  (await db.prepare('SELECT 1 FROM CertificateToFollow WHERE eventId = ?1').bind(eventId).first()) === null
