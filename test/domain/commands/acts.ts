// What people do in a demonstration after which a backup must still be restored: kinds of acts that end, replace or join what others name.
import type { DatabaseSync } from 'node:sqlite'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { markEveryone } from '#attendance/attendance/mark-everyone.ts'
import { count } from '#attendance/attendance/register.ts'
import { readRegister } from '#attendance/attendance/register-store.ts'
import { issueAgain, issueCertificates } from '#attendance/certificates/issue-certificates.ts'
import { revokeCertificate } from '#attendance/certificates/set-certificates.ts'
import { applyReport } from '#attendance/meetings/apply-report.ts'
import { importReport } from '#attendance/meetings/import-report.ts'
import { undoReport } from '#attendance/meetings/undo-report.ts'
import { type Act, nobody, type StaffRoleName } from '#base/act.ts'
import { addMinutes, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { NodeD1 } from '#commands/node-d1.ts'
import { assetsInNode } from '#commands/public-file.ts'
import { endFeed } from '#correspondence/feeds/end-feed.ts'
import { makeFeed } from '#correspondence/feeds/make-feed.ts'
import { callOffSession } from '#events/editing/call-off-session.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { eventById } from '#events/events/store.ts'
import { selectDocument, selectVersions } from '#guidance/documents/store.ts'
import { decideGuidance, issueVersion } from '#guidance/issuing/issue-version.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeRefund, proposeTakeBack, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { recordPayment } from '#money/ledger/record-payment.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { selectMovable } from '#people/people/merge-store.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { grantRole } from '#people/staff/grant-role.ts'
import { revokeRole } from '#people/staff/revoke-role.ts'
import { existing } from '#test/support/existing.ts'
import { county } from '#tools/demonstration/county-places.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { takeDoor } from './door-acts.ts'
import { undoRegister } from './register-acts.ts'
import { signReturns } from './signing-acts.ts'

type Row = Record<string, string>

/** The demonstration, as whoever acts in it finds it. */
const groundOf = (db: DatabaseSync, now: Date) => {
  const rows = (sql: string, ...values: string[]): Row[] => db.prepare(sql).all(...values) as Row[]
  const one = (sql: string, ...values: string[]): Row => {
    const [row] = rows(sql, ...values)
    if (!row) throw new Error(`The demonstration has none: ${sql}`)
    return row
  }
  const by = (role?: StaffRoleName, accountId?: string): Act => {
    const account = accountId ?? (role && one('SELECT accountId FROM StaffRole WHERE role = ? AND revokedAt IS NULL', role)['accountId'])
    return {
      ...{
        db: new NodeD1(db) as unknown as SqlDatabase,
        now,
        origin: 'demonstration',
        requestId: 'test',
        stripe: undefined,
        laCodes: [county.laCode],
        assets: assetsInNode,
      },
      ...{ baseUrl: 'https://muster.example', mailFrom: 'Muster <muster@muster.example>' },
      actor: { ...nobody, ...(account ? { accountId: account, roles: role ? [role] : [] } : {}) },
    }
  }
  return { rows, one, by, now }
}

export type Ground = ReturnType<typeof groundOf>

export const done = <T>(result: { ok: true; value: T } | { ok: false; reason: string }): T => {
  if (!result.ok) throw new Error(`Refused: ${result.reason}`)
  return result.value
}

const approve = async ({ rows, by }: Ground): Promise<void> => {
  for (const { id = '' } of rows(`SELECT id FROM MoneyProposal WHERE state = 'proposed'`))
    done(await decideProposal(by('administrator'), { id, decision: 'approve', note: '' }))
}

const owing = `SELECT bookingId, payerId, SUM(pence + vatPence) AS owed FROM LedgerLine l WHERE route = 'invoice' GROUP BY 1, 2`

const pay = async ({ by, now }: Ground, { payerId = '', bookingId = '' }: Row, pence: number): Promise<unknown> =>
  done(
    await recordPayment(by('finance'), {
      ...{ formId: newId(now), payerId, bookingId, pence, happenedOn: londonDay(now), reference: 'BACS 1', anyway: true },
    }),
  )

const nothingToCome = (person: string): string =>
  `NOT EXISTS (SELECT 1 FROM Place q JOIN Session s ON s.eventId = q.eventId WHERE q.personId = ${person} AND s.endsAt > ?)`

const merge = async ({ one, by, now }: Ground): Promise<string> => {
  const act = by('organiser')
  // One name at two schools, and no event at which both have been.
  const { keptId = '', mergedId = '' } = one(
    `SELECT a.id AS keptId, b.id AS mergedId FROM Person a JOIN Person b ON b.id > a.id AND b.email IS NOT NULL
     WHERE a.email IS NOT NULL AND (SELECT COUNT(*) FROM Place WHERE personId = a.id) > 1 AND (SELECT COUNT(*) FROM Place WHERE personId = b.id) > 1
       AND NOT EXISTS (SELECT 1 FROM Place x JOIN Place y ON y.eventId = x.eventId WHERE x.personId = a.id AND y.personId = b.id)
       AND NOT EXISTS (SELECT 1 FROM PersonMerge m WHERE m.undoneAt IS NULL AND m.mergedId IN (a.id, b.id)) AND ${nothingToCome('a.id')} AND ${nothingToCome('b.id')}
     ORDER BY a.id, b.id LIMIT 1`,
    ...[now.toISOString(), now.toISOString()],
  )
  const [kept, merged] = [await readNow(act.db, selectMovable(act.db, keptId)), await readNow(act.db, selectMovable(act.db, mergedId))]
  return done(await mergePeople(act, { keptId, mergedId, seen: await comparisonHash(kept, merged) })).mergeId
}

const comingBooking = `SELECT b.reference, b.eventId FROM Booking b JOIN Event e ON e.id = b.eventId AND e.state = 'published'
  WHERE b.cancelledAt IS NULL AND (SELECT MIN(startsAt) FROM Session WHERE eventId = e.id) > ?
    AND EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = b.id AND p.state = 'confirmed') ORDER BY b.createdAt LIMIT 1`

const signedMark = (markType: string): string => `SELECT m.* FROM CurrentMark m JOIN RegisterSignOff o ON o.sessionId = m.sessionId
  JOIN Certificate c ON c.placeId = m.placeId WHERE m.markType = '${markType}' ORDER BY o.signedAt DESC, m.id LIMIT 1`

/** Each, by what it is called. Those below lean on those above. */
const acts: Record<string, (ground: Ground) => Promise<unknown>> = {
  'a waiver that waits is approved': approve,
  'an invoice is overpaid, and what is too much goes back': async (ground) => {
    const { one, by, now } = ground
    const to = one(`${owing} HAVING owed > 0 ORDER BY owed LIMIT 1`)
    await pay(ground, to, Number(to['owed']) + 1000)
    const { payerId = '', bookingId = '' } = to
    done(await proposeRefund(by('finance'), { id: newId(now), bookingId, payerId, pence: 1000, reason: 'Paid twice' }))
    await approve(ground)
  },
  'a debt is written off': async (ground) => {
    const { one, by, now } = ground
    const { payerId = '', bookingId = '' } = one(`${owing} HAVING owed > 0 ORDER BY owed LIMIT 1`)
    done(await proposeWriteOff(by('finance'), { id: newId(now), bookingId, payerId, reason: 'The nursery closed' }))
    await approve(ground)
  },
  'a payment is taken back': async (ground) => {
    const { one, by, now } = ground
    await pay(ground, one(`${owing} HAVING owed > 0 ORDER BY owed LIMIT 1`), 500)
    const { number } = one(`SELECT MAX(number) AS number FROM LedgerLine WHERE kind = 'payment'`)
    done(await proposeTakeBack(by('finance'), { id: newId(now), lineNumber: Number(number), why: 'not_received', reason: 'It bounced' }))
    await approve(ground)
  },
  'two people are merged': merge,
  'a merge is undone': async (ground) => {
    const { id = '' } = ground.one('SELECT id FROM PersonMerge WHERE undoneAt IS NULL ORDER BY mergedAt DESC LIMIT 1')
    return done(await undoMerge(ground.by('organiser'), id))
  },
  'a booking is cancelled': async ({ one, by, now }) =>
    done(await cancelBooking(by('organiser'), one(comingBooking, now.toISOString())['reference'] ?? '', undefined, { byTerms: true })),
  'a cancellation is undone': async ({ one, rows, by }) => {
    const { id = '', reference = '' } = one(
      'SELECT id, reference FROM Booking WHERE cancelledAt IS NOT NULL ORDER BY cancelledAt DESC LIMIT 1',
    )
    const places = rows(`SELECT id FROM Place WHERE bookingId = ? AND waitsFor IS NULL AND state = 'cancelled'`, id)
    return done(
      await undoCancellation(
        by('organiser'),
        reference,
        places.map((place) => place['id'] ?? ''),
      ),
    )
  },
  'a session is called off': async ({ one, by, now }) => {
    const act = by('organiser')
    const { id = '', eventId = '' } = one(
      `SELECT id, eventId FROM ActiveSession s WHERE startsAt > ? AND (SELECT COUNT(*) FROM ActiveSession x WHERE x.eventId = s.eventId AND x.startsAt > ?) > 2
         AND block <> '' AND eventId IN (SELECT id FROM Event WHERE state = 'published') ORDER BY startsAt DESC LIMIT 1`,
      ...[now.toISOString(), now.toISOString()],
    )
    const event = await eventById(act.db, eventId).then(existing)
    return done(await callOffSession(act, { event, version: event.version, sessionId: id, why: 'The speaker is ill' }))
  },
  'a conference is cancelled': async ({ one, by, now }) => {
    const act = by('organiser')
    const event = await eventById(act.db, one(comingBooking, now.toISOString())['eventId'] ?? '').then(existing)
    return done(await cancelEvent(act, { event, version: event.version, reason: 'Snow' }))
  },
  'a register is closed': async ({ one, by, now }) => {
    const act = by('organiser')
    const { sessionId = '' } = one(
      `SELECT s.id AS sessionId FROM ActiveSession s JOIN Event e ON e.id = s.eventId
       WHERE e.state = 'published' AND s.endsAt < ? AND s.id NOT IN (SELECT sessionId FROM RegisterSignOff)`,
      now.toISOString(),
    )
    const before = await readRegister(act.db, act.actor, sessionId)
    const left = (before?.people ?? []).filter(({ marks, isCancelled }) => marks.length === 0 && !isCancelled)
    const marks = left.map(({ id }) => ({ person: id, id: newId(now) }))
    if (marks.length > 0) done(await markEveryone(act, { sessionId, markType: 'absent', source: 'paper', marks }))
    const register = await readRegister(act.db, act.actor, sessionId)
    return done(await closeRegister(act, { sessionId, seen: count(register?.people ?? []).figures }))
  },
  'a closed register is corrected, and its certificate replaced': async ({ one, by, now }) => {
    const mark = one(signedMark('attended'))
    const correction = { person: mark['placeId'] ?? '', correctsId: mark['id'] ?? '', reason: 'Came after the break' }
    done(
      await markAttendance(by('organiser'), {
        ...{ id: newId(now), sessionId: mark['sessionId'] ?? '', markType: 'part', source: 'screen', ...correction },
      }),
    )
    await issueCertificates(by())
    return one(`SELECT 1 AS n FROM CertificateEnd`)
  },
  'a certificate is revoked, and another issued in its place': async ({ one, by }) => {
    const act = by('organiser')
    const { id = '', eventId = '' } = one(
      'SELECT id, eventId FROM Certificate WHERE id NOT IN (SELECT certificateId FROM CertificateEnd) ORDER BY id DESC LIMIT 1',
    )
    done(await revokeCertificate(act, { id, eventId }, 'Not the right name'))
    await issueAgain(act, eventId, id)
    return one('SELECT 1 AS n FROM Certificate WHERE replacesId = ?', id)
  },
  'a report of an online meeting is applied and taken back': async ({ one, rows, by, now }) => {
    const act = by('organiser')
    const { sessionId = '', startsAt = '' } = one(
      `SELECT s.id AS sessionId, s.startsAt FROM ActiveSession s JOIN Event e ON e.id = s.eventId
       WHERE e.attendanceMode <> 'room' AND e.state = 'published' AND s.endsAt < ? ORDER BY s.endsAt DESC LIMIT 1`,
      now.toISOString(),
    )
    const people = rows(
      `SELECT n.name, n.email FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId AND p.state = 'confirmed' JOIN Person n ON n.id = p.personId WHERE ps.sessionId = ? LIMIT 4`,
      sessionId,
    )
    const lines = people.map(
      ({ name, email }) => `"${name}",${email},${startsAt},${new Date(Date.parse(startsAt) + 30 * 60_000).toISOString()}`,
    )
    const csv = ['Name,Email,Join time,Leave time', ...lines].join('\n')
    const { id } = done(await importReport(act, { sessionId, bytes: new Uint8Array(new TextEncoder().encode(csv)), zone: 'UTC' }))
    const turn = () => Number(one('SELECT turn FROM MeetingReport WHERE id = ?', id)['turn'])
    done(
      await applyReport(act, {
        sessionId,
        reportId: id,
        turn: turn(),
        choices: new Map(),
        take: new Set(),
        absent: false,
        reason: 'The report came',
      }),
    )
    return done(await undoReport(act, { sessionId, reportId: id, turn: turn(), reason: 'Another meeting' }))
  },
  'guidance is issued': async ({ one, by }) => {
    const act = by('officer')
    const { documentId = '', number } = one('SELECT documentId, number FROM GuidanceVersion WHERE issuedAt IS NULL')
    const [document, [version]] = [
      await readNow(act.db, selectDocument(act.db, documentId)),
      await readNow(act.db, selectVersions(act.db, documentId, Number(number))),
    ]
    if (!document || !version) throw new Error('no draft')
    const issued = done(await issueVersion(act, document, version))
    if ('proposed' in issued) done(await decideGuidance(by('administrator'), { id: issued.proposed, decision: 'approved', note: '' }))
    return one('SELECT 1 AS n FROM GuidanceVersion WHERE documentId = ? AND number = ? AND issuedAt IS NOT NULL', documentId, number ?? '')
  },
  'an audit is signed by its head, opened again by two officers, and signed again by its lead and its head': signReturns,
  'an import of the register is applied and undone': undoRegister,
  'a calendar address is made, replaced and ended': async ({ one, by }) => {
    const { accountId = '', personId = '' } = one(
      'SELECT id AS accountId, personId FROM Account WHERE personId IS NOT NULL AND shared = 0 LIMIT 1',
    )
    const act = { ...by(undefined, accountId), actor: { ...by(undefined, accountId).actor, personId } }
    const live = () => one('SELECT id FROM Feed WHERE personId = ? AND endedAt IS NULL', personId)['id'] ?? ''
    done(await makeFeed(act, { kind: 'person', personId }, ''))
    done(await makeFeed(act, { kind: 'person', personId }, live()))
    return done(await endFeed(act, { kind: 'person', personId }, live()))
  },
  'a helper comes by the link of a door, which another replaces, and shares their tablet': takeDoor,
  'a role of the council is given and revoked': async ({ by }) => {
    const act = by('administrator')
    const { roleId } = done(await grantRole(act, { email: 'new.officer@muster.example', role: 'officer', staffIdleMinutes: 60 }))
    return done(await revokeRole(act, { roleId }))
  },
  'somebody is erased who came, was marked and has a certificate': async ({ one, by, now }) => {
    const { personId = '' } = one(
      `SELECT c.personId FROM Certificate c WHERE ${nothingToCome('c.personId')}
         AND NOT EXISTS (SELECT 1 FROM RoleAtSchool r WHERE r.personId = c.personId AND r.supersededAt IS NULL AND r.toDate IS NULL) ORDER BY c.id LIMIT 1`,
      now.toISOString(),
    )
    return done(await erasePerson(by('organiser'), personId, 'asked'))
  },
  'somebody is erased into whom another record was merged': async (ground) => {
    const mergeId = await merge(ground)
    const { keptId = '' } = ground.one('SELECT keptId FROM PersonMerge WHERE id = ?', mergeId)
    return done(await erasePerson(ground.by('organiser'), keptId, 'asked'))
  },
}

/** Does each of them, a minute after the one before. */
export const doAll = async (db: DatabaseSync, from: Date): Promise<void> => {
  for (const [n, [name, act]] of Object.entries(acts).entries())
    await act(groundOf(db, addMinutes(from, n))).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`, { cause: error })
    })
}
