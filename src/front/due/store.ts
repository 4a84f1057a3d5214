// What is due from schools (roots, as JSON in ?1) at a moment (?2). Each kind of `due.ts` has one
// read here; all of them go in one round trip, for one school as for many.

import { type ShownReport, sayShown, sayUntil } from '#attendance/replies/reply.ts'
import { selectAhead } from '#attendance/requirements/coming-store.ts'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { selectHowSchoolsStand } from '#attendance/standings/school-store.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { all, each, given, mapped, type Read, together } from '#base/db/read.ts'
import { sayMoney } from '#base/money.ts'
import { counted, listed } from '#base/words.ts'
import { dueBy } from '#guidance/answers/asked.ts'
import { sayPlanned } from '#guidance/issuing/answer.ts'
import { isOpen, plannedOn } from '#guidance/issuing/standing-store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import { schoolsAsked } from '#people/roles/asked.ts'
import { selectToConfirm } from '#people/roles/asking-store.ts'
import { selectProposals } from '#people/roles/proposal-store.ts'
import { sayConfirm } from '#people/roles/school-roles.ts'
import {
  days,
  schools,
  selectAbsences,
  selectAsks,
  selectHeld,
  selectNames,
  selectOffers,
  selectQuestions,
  selectSessionOffers,
  selectWorkshops,
  valuesOf,
} from './booking-store.ts'
import { type Asked, type Due, type DueFact, type DueKind, duesOf } from './due.ts'
import { selectAfterReturns, selectReturns } from './return-store.ts'
import { type HowStands, trainingDue } from './training.ts'

const selectColleagues = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; n: number }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, COUNT(*) AS n FROM ${schools} CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'requested'
   WHERE c.requestedAt <= ?2 GROUP BY m.rootId`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, n }) => ({
        schoolId,
        kind: 'colleagues',
        whom: '',
        what: `Say whether ${counted(n, 'person', 'people')} may book for your school`,
        why: 'Until you or the council answer, they can only ask for places.',
        press: { text: n === 1 ? 'See who asks' : 'See who they are', href: `/school/${schoolId}/people` },
      })),
  )

/** What the school itself has to pay: invoices that went out, and what is paid by card. */
const selectMoney = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; pence: number; dueOn: string | null; n: number }>(
      db
        .prepare(`SELECT schoolId, SUM(owed) AS pence, MIN(dueOn) AS dueOn, COUNT(*) AS n FROM (
     SELECT m.rootId AS schoolId, SUM(l.pence + l.vatPence) AS owed, COALESCE(w.route, MAX(IIF(l.kind IN ${moneyKinds}, NULL, l.route))) AS route,
       (SELECT MIN(i.dueOn) FROM Invoice i WHERE i.bookingId = b.id AND i.payerId = l.payerId AND i.state IN ('sent', 'overdue')) AS dueOn
     FROM ${schools} CROSS JOIN Booking b ON b.schoolId = m.id AND b.createdAt <= ?2 CROSS JOIN LedgerLine l ON l.bookingId = b.id
       JOIN Payer y ON y.id = l.payerId AND y.kind = 'school'
       LEFT JOIN BookingPayer w ON w.bookingId = b.id AND w.payerId = l.payerId AND w.supersededAt IS NULL
     GROUP BY b.id, l.payerId HAVING SUM(l.pence + l.vatPence) > 0)
   WHERE dueOn IS NOT NULL OR route = 'card' GROUP BY schoolId`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, pence, dueOn, n }) => ({
        schoolId,
        kind: 'money',
        whom: '',
        what: `Pay ${sayMoney(pence)} for ${counted(n, 'booking')}`,
        why: dueOn === null ? 'It is owed by card.' : 'An invoice has been sent to your school.',
        by: dueOn ?? undefined,
        press: { text: 'See what is owed', href: `/school/${schoolId}/money` },
      })),
  )

/** Lines of reports that the school was shown and may still answer. */
const selectReplies = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<Omit<ShownReport, 'knownAt'> & { schoolId: string; reachedAt: Instant | null; replyBy: Day | null; shownAt: Instant }>(
      db
        .prepare(
          `SELECT m.rootId AS schoolId, x.reportId AS id, x.kind, x.number, x.replyDays, MAX(r.reachedAt) AS reachedAt, MAX(r.replyBy) AS replyBy, MAX(r.shownAt) AS shownAt
           FROM ${schools} CROSS JOIN ReportReply r ON r.schoolId = m.id AND (r.replyBy IS NULL OR r.replyBy >= ?2) AND r.answer IS NULL JOIN ReportShowing x ON x.reportId = r.reportId
           GROUP BY m.rootId, x.reportId`,
        )
        .bind(JSON.stringify(asked.rootIds), londonDay(asked.now)),
    ),
    (rows) =>
      rows.map(({ schoolId, reachedAt, replyBy, replyDays, shownAt, ...report }) => ({
        schoolId,
        kind: 'reply',
        whom: '',
        by: replyBy ?? undefined,
        what: `Check what we will publish about your school: ${lowerFirst(sayShown(report))}`,
        why: `You can say ${sayUntil({ reachedAt: reachedAt ?? undefined, replyBy: replyBy ?? undefined }, replyDays)} that it is right, or what is not, before anything names your school.`,
        press: { text: 'Check it and answer', href: `/school/${schoolId}/reports/${encodeURIComponent(report.id)}` },
        // The message that showed it is no week old.
        saidElsewhere: shownAt > days(asked.now, -7),
      })),
  )

/** Guidance of which what is asked is still to be done. */
const selectGuidance = (db: SqlDatabase, { rootIds, now }: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; issueId: string; title: string; asked: string; dueOn: Day; planned: Day | null; toldAt: Instant | null }>(
      db
        .prepare(
          `SELECT m.rootId AS schoolId, i.id AS issueId, d.title, d.asked, v.dueOn, ${plannedOn} AS planned, MAX(i.toldAt) AS toldAt
           FROM ${schools} CROSS JOIN GuidanceIssue i ON i.schoolId = m.id JOIN CurrentGuidance v ON v.id = i.versionId
             JOIN GuidanceDocument d ON d.id = v.documentId AND d.asked <> 'nothing'
           WHERE i.recordedAt <= ?2 AND ${isOpen('?2')} GROUP BY m.rootId, d.id`,
        )
        .bind(...valuesOf({ rootIds, now })),
    ),
    (rows) =>
      rows.map(({ schoolId, issueId, title, asked, dueOn, planned, toldAt }) => {
        const isAnswered = asked !== 'tell_staff'
        return {
          schoolId,
          kind: 'guidance' as const,
          whom: '',
          by: dueBy(dueOn, planned),
          what: isAnswered ? `Say what your school does with “${title}”` : `Tell your staff of “${title}”, and say that you have it`,
          why: planned
            ? `${sayPlanned(planned)}. Tell us then what was decided.`
            : isAnswered
              ? 'The council has issued it, and asks what your governors, trust or proprietor decide.'
              : 'The council has issued it, and nobody at your school has confirmed it.',
          press: { text: 'Read it', href: `/school/${schoolId}/guidance/${issueId}` },
          // The mail that brought it is no week old, or a meeting is planned.
          saidElsewhere: (planned !== null && planned >= londonDay(now)) || (toldAt !== null && toldAt > days(now, -7)),
        }
      }),
  )

/** Roles that the school has still to say who holds, of which somebody there was asked. */
const selectRoles = (db: SqlDatabase, { rootIds, now }: Asked): Read<DueFact[]> =>
  mapped(together({ rows: selectToConfirm(db, londonDay(now), rootIds), proposals: selectProposals(db, rootIds) }), ({ rows, proposals }) =>
    schoolsAsked(rows).map(({ schoolId, roles, dueOn }) => {
      const named = [...new Set(roles.map(({ role }) => role))]
      // Of the roles that are asked, those for which somebody is proposed.
      const proposed = new Set(roles.flatMap(({ roleId, role }) => (proposals.get(schoolId)?.includes(roleId) ? [role] : []))).size
      return {
        schoolId,
        kind: 'roles' as const,
        whom: '',
        by: dueOn,
        tells: [...new Set(roles.flatMap(({ askedOn, subjectId }) => (askedOn ? [subjectId] : [])))].map((subjectId) => ({
          notice: 'roles',
          subjectId,
        })),
        what: `Say who holds ${counted(named.length, 'role')} at your school, or that nothing has changed`,
        why: `Asked of your school: ${listed(named)}.`,
        press: {
          text: proposed > 0 ? sayConfirm(proposed, named.length) : 'Look through the roles',
          href: `/school/${schoolId}/roles`,
        },
      }
    }),
  )

// Training is read with how schools stand, from which it follows.
const reads: Record<Exclude<DueKind, 'training' | 'statement'>, (db: SqlDatabase, asked: Asked) => Read<DueFact[]>> = {
  pay: selectHeld,
  offer: selectOffers,
  session: selectSessionOffers,
  asks: selectAsks,
  absence: selectAbsences,
  names: selectNames,
  workshops: selectWorkshops,
  questions: selectQuestions,
  colleagues: selectColleagues,
  reply: selectReplies,
  return: selectReturns,
  plan: selectAfterReturns,
  guidance: selectGuidance,
  roles: selectRoles,
  money: selectMoney,
}

type DueAndStands = { dues: Due[]; stands: HowStands[]; calendar: Calendar }

/** Everything that is due from these schools, and how they stand, in one round trip. */
export const selectDueAndStands = (db: SqlDatabase, asked: Asked): Read<DueAndStands> =>
  mapped(
    together({
      facts: each(Object.values(reads).map((read) => read(db, asked))),
      stands: selectHowSchoolsStand(db, asked.rootIds, londonDay(asked.now), {
        seer: 'school',
        ahead: selectAhead(db, { ...asked, seer: 'school' }),
      }),
      calendar: selectCalendar(db),
    }),
    ({ facts, stands, calendar }) => ({ dues: duesOf([...facts.flat(), ...stands.flatMap(trainingDue)], calendar), stands, calendar }),
  )

export const selectDue = (db: SqlDatabase, asked: Asked): Read<Due[]> =>
  asked.rootIds.length === 0 ? given([]) : mapped(selectDueAndStands(db, asked), ({ dues }) => dues)
