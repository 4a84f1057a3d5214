// The demonstration loaded whole at moments that are unlike others; DEMONSTRATION_AT names any others, such as
// "2026-12-25T09:00:00Z 2027-08-20T22:50:00Z".
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { localSnapshot } from '#commands/local-data.ts'
import { settingsOf } from '#commands/settings.ts'
import { builtWorker } from '#commands/worker.ts'
import { scriptThatMoves } from '#test/support/clock.ts'
import { type Looked, lookedAt } from '#test/support/demonstration.ts'
import { keptDemonstration, placeDemonstration } from '#tools/demonstration/kept-demonstration.ts'
import { signInAs } from '#tools/local/demonstration/people.ts'

const moments: readonly string[] = process.env['DEMONSTRATION_AT']?.split(' ') ?? [
  // 29 February, a Monday at 00:05 in London, and the night in which the clocks go back.
  ...['2044-02-29T00:05:00Z', '2027-10-31T00:45:00Z'],
]

/** What is stored of days to come: deadlines, conferences, terms, and until when something holds. */
const ahead = new Set([
  ...[
    'AcceptanceLink.expiresAt',
    'Agreement.toDay',
    'BankHoliday.day',
    'BookingLink.endsAt',
    'BookingLink.startsAt',
    'DoorLink.endsAt',
    'Event.bookingOpensAt',
    'Event.choicesCloseAt',
    'Event.earlyUntil',
  ],
  ...['Event.namesDueAt', 'EventBreak.endsAt', 'EventBreak.startsAt', 'FrozenStanding.turnsOn', 'GuidanceVersion.dueOn'],
  ...[
    'GuidanceVersion.equalityReviewOn',
    'HeldBack.releaseAt',
    'Message.eventStartsAt',
    'MoneyProposal.expiresAt',
    'Offer.expiresAt',
    'ReportReply.replyBy',
  ],
  ...['RecommendationAction.dueOn', 'ActionStep.day'],
  ...['RequirementException.untilDate', 'ReturnAction.dueOn', 'ReturnRound.deadlineAt', 'ReturnRound.finalAt', 'ReturnShown.dueOn'],
  ...['ReturnPostponement.fromDeadlineAt', 'ReturnPostponement.fromFinalAt', 'ReturnPostponement.toDeadlineAt'],
  ...['ReturnPostponement.toFinalAt', 'SchoolReturn.deadlineAt', 'SchoolReturn.finalAt'],
  ...[
    'RolesAsking.dueOn',
    'SchoolIdentity.closesOn',
    'SignIn.endsAt',
    'SignIn.expiresAt',
    'SchoolIdentity.openDate',
    'SchoolIdentity.opensOn',
    'Session.endsAt',
    'Session.startsAt',
    'Standing.turnsOn',
  ],
  ...['TermDate.firstDay', 'TermDate.lastDay', 'VouchLink.expiresAt'],
])

type Row = Record<string, string | number | null>

describe.each(moments)('at %s', (moment) => {
  let folder: string
  let db: DatabaseSync
  let loaded: string
  let seen: Looked
  const ask = (sql: string): Row[] => db.prepare(sql.replaceAll(':now', `'${loaded}'`)).all() as Row[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
    // Of a process of its own, whose clock is the machine's.
    const moved = Date.parse(moment) - (Date.now() - inject('clockAhead'))
    const [built, first] = [await builtWorker(), scriptThatMoves(moved)]
    const wanted = { built, first, vars: { TICKET_KEY: 'local' }, withMailTwin: false }
    const made = await keptDemonstration(wanted, new Date(moment), () => {}, join(folder, 'kept'))
    loaded = new Date(Date.now() - inject('clockAhead') + moved).toISOString()
    placeDemonstration(made, folder, settingsOf(built).databaseId)
    seen = await lookedAt(folder, first)
    db = localSnapshot(folder)
  }, 600_000)
  afterAll(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('every invariant of the audit holds, and all mail but one has arrived', () => {
    expect(seen.invariants.filter(({ ok }) => !ok)).toEqual([])
    expect(seen.invariants.length).toBeGreaterThan(100)
    expect(ask(`SELECT kind, state FROM Message WHERE state <> 'sent'`)).toEqual([{ kind: 'booking_confirmed', state: 'failed' }])
    expect(seen.health).toBe(200)
  })

  it('nothing that is stored lies ahead but what is meant to', () => {
    const columns = ask(
      `SELECT t.name || '.' || c.name AS name, t.name AS inTable, c.name AS inColumn FROM sqlite_schema t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE '\\_cf%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.type = 'TEXT'`,
    )
    const digit = '[0-9]'
    const day = `${digit.repeat(4)}-${digit.repeat(2)}-${digit.repeat(2)}`
    const found: unknown[] = []
    for (const { name, inTable, inColumn } of columns)
      if (!ahead.has(String(name)) && name !== 'Log.subjectId')
        for (const { latest } of ask(
          `SELECT MAX("${inColumn}") AS latest FROM "${inTable}" WHERE "${inColumn}" > :now AND ("${inColumn}" GLOB '${day}T*' OR "${inColumn}" GLOB '${day}')`,
        ))
          if (latest !== null) found.push(`${name} ${latest}`)
    expect(found).toEqual([])
    expect(columns.length).toBeGreaterThan(300)
  })

  it('one conference is going on, to which some have come and more are expected, and somebody is at its door', () => {
    const [today, ...more] = ask(
      `SELECT e.id, COUNT(*) AS expected, SUM(m.came) AS came, SUM(p.personId = a.personId) AS delegate FROM Event e
       JOIN Session s ON s.eventId = e.id AND :now BETWEEN s.startsAt AND s.endsAt JOIN Place p ON p.eventId = e.id AND p.state = 'confirmed'
       JOIN Account a ON a.email = 'daniel.weatherby@ladyhawthorns.example'
       JOIN (SELECT q.id, EXISTS (SELECT 1 FROM Mark k WHERE k.placeId = q.id) AS came FROM Place q) m ON m.id = p.id
       WHERE e.state = 'published' GROUP BY e.id`,
    )
    expect([more, Number(today?.['expected']) > 25, Number(today?.['came']) > 5, today?.['delegate']]).toEqual([[], true, true, 1])
    expect(Number(today?.['came'])).toBeLessThan(Number(today?.['expected']) * 0.7)
    expect(ask(`SELECT r.eventId FROM StaffRole r JOIN Account a ON a.id = r.accountId WHERE a.email = 'door@muster.example'`)).toEqual([
      { eventId: today?.['id'] },
    ])
    // One helper came by a link, which lets in nine more today.
    expect(
      ask(
        `SELECT l.eventId, l.most, p.name, l.endedAt FROM DoorLink l JOIN StaffRole r ON r.linkId = l.id JOIN Account a ON a.id = r.accountId JOIN Person p ON p.id = a.personId
         WHERE l.endsAt > :now`,
      ),
    ).toEqual([{ eventId: today?.['id'], most: 10, name: 'Sam Reed (check-in link)', endedAt: null }])
  })

  it('there are as many schools, conferences, audits and bookings as on any other day', () => {
    expect(
      ask(
        `SELECT (SELECT COUNT(*) FROM School WHERE rootId = id AND origin = 'register' AND statusCode IN ('1', '3')) AS schools,
           (SELECT COUNT(*) FROM Event WHERE state = 'published') AS published, (SELECT COUNT(*) FROM ReturnRound) AS audits,
           (SELECT COUNT(*) FROM Claim WHERE state = 'requested') AS claims`,
      ),
    ).toEqual([{ schools: 119, published: 20, audits: 3, claims: 4 }])
    const [{ places, came } = {}] = ask(
      `SELECT (SELECT COUNT(*) FROM Place WHERE state = 'confirmed') AS places, (SELECT COUNT(*) FROM Mark WHERE markType = 'attended') AS came`,
    )
    expect([Number(places) > 700, Number(came) > 500]).toEqual([true, true])
  })

  it('no school is in an audit that closed before the school opened, and no deadline of a school lies in its holidays', () => {
    expect(
      ask(
        `SELECT i.name FROM ReturnRound r JOIN SchoolReturn t ON t.roundId = r.id JOIN School s ON s.id = t.schoolId JOIN SchoolCard i ON i.rootId = s.rootId
         WHERE s.id = s.rootId AND r.closedAt < (SELECT MIN(COALESCE(o.opensOn, '')) FROM SchoolIdentity o JOIN School m ON m.id = o.schoolId WHERE m.rootId = s.rootId)`,
      ),
    ).toEqual([])
    const deadlines = `SELECT namesDueAt AS at FROM Event UNION SELECT choicesCloseAt FROM Event UNION SELECT earlyUntil FROM Event
      UNION SELECT releaseAt FROM HeldBack UNION SELECT deadlineAt FROM ReturnRound UNION SELECT finalAt FROM ReturnRound UNION SELECT dueOn FROM GuidanceVersion
      UNION SELECT dueOn FROM RolesAsking UNION SELECT replyBy FROM ReportReply`
    expect(
      ask(
        `SELECT at FROM (${deadlines}) WHERE at IS NOT NULL AND (strftime('%w', at) IN ('0', '6') OR substr(at, 1, 10) IN (SELECT day FROM BankHoliday)
           OR NOT EXISTS (SELECT 1 FROM TermDate WHERE substr(at, 1, 10) BETWEEN firstDay AND lastDay))`,
      ),
    ).toEqual([])
  })

  it('a childminder confirmed guidance and a nursery was told, a school has longer, case records were read, and schools were told of results', () => {
    expect(
      ask(
        `SELECT s.outsideKind, group_concat(DISTINCT f.what) AS what FROM NoticeFact f JOIN School s ON s.id = f.schoolId
         WHERE f.notice = 'guidance' AND s.origin = 'outside' AND f.what IN ('told', 'confirmed') GROUP BY s.id ORDER BY 1`,
      ),
    ).toEqual([
      { outsideKind: 'childminder', what: 'confirmed' },
      { outsideKind: 'nursery', what: 'told' },
    ])
    expect(
      ask(
        `SELECT (SELECT COUNT(*) FROM SchoolReturn t JOIN ReturnRound r ON r.id = t.roundId WHERE r.closedAt IS NULL AND t.deadlineAt > r.deadlineAt) AS longer,
           (SELECT COUNT(*) FROM Message WHERE kind = 'return_put_off') > 0 AS toldOfIt, (SELECT COUNT(*) FROM CaseRecordAudit WHERE bySchool = 0) AS byCouncil,
           (SELECT COUNT(DISTINCT schoolId) FROM CaseRecordAudit WHERE bySchool = 1) > 20 AS bySchools,
           (SELECT MAX(julianday(v.issuedAt) - julianday(n.publishedOn)) < 40 FROM GuidanceVersion v JOIN VersionAdvice n ON n.versionId = v.id) AS issuedSoon`,
      ),
    ).toEqual([{ longer: 1, toldOfIt: 1, byCouncil: 3, bySchools: 1, issuedSoon: 1 }])
    // Each school that submitted was written to, once.
    const [{ submitted, written } = {}] = ask(
      `SELECT COUNT(DISTINCT b.returnId) AS submitted,
         (SELECT COUNT(DISTINCT m.schoolId) FROM Message m JOIN ReturnFeedback f ON f.id = m.sendingId) AS written
       FROM ReturnFeedback f JOIN SchoolReturn t ON t.roundId = f.roundId JOIN ReturnSubmission b ON b.returnId = t.id`,
    )
    expect([Number(submitted) > 50, written]).toEqual([true, submitted])
  })

  it('a school office and a trust find links that book whoever is due in their letters in the inbox', () => {
    for (const to of ['office@fenleycollege.example', 'safeguarding@hedgerowtrust.example'])
      expect(
        ask(
          `SELECT COUNT(*) > 0 AS books FROM LocalMail m JOIN Account a ON a.email = '${to}' JOIN BookingLink l ON l.accountId = a.id AND l.startsAt > :now
           WHERE m.toAddress LIKE '%${to}%' AND m.subject LIKE 'To do this week: %' AND m.text LIKE '%/book-link/%'`,
        ),
      ).toEqual([{ books: 1 }])
  })

  it('everybody whom anybody can sign in as has an account, and the head and the governor have an audit to sign', () => {
    const emails = signInAs.map(({ email }) => `'${email}'`).join()
    expect(ask(`SELECT COUNT(*) AS n FROM Account WHERE email IN (${emails}) AND personId IS NOT NULL`)).toEqual([{ n: signInAs.length }])
    expect(
      ask(
        `SELECT s.name, (SELECT group_concat(g.signedAs) FROM (SELECT signedAs FROM ReturnSignature WHERE returnId = t.id ORDER BY at) g) AS signed
         FROM SchoolReturn t JOIN ReturnRound r ON r.id = t.roundId AND r.closedAt IS NULL JOIN School s ON s.id = t.schoolId
         WHERE EXISTS (SELECT 1 FROM ReturnSignature WHERE returnId = t.id) ORDER BY s.name`,
      ),
    ).toEqual([
      { name: 'Fenley College', signed: 'lead' },
      { name: 'Marlbury High School', signed: 'lead,head' },
      { name: 'Penbridge High School', signed: 'lead,head,trustee' },
    ])
  })
})
