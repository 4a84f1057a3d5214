// What a copy includes of the log: every entry of what somebody did, and of what was done about
// them. It does not say who else acted.
import { eventOf, type Fact, placesOf, schoolOf, walkInsOf } from './subject-fact-store.ts'

/** What of theirs an entry of the log can be about, by the kind of its subject. */
const subjects = {
  person: '{person}',
  account: '{account}',
  place: placesOf,
  walk_in: walkInsOf,
  staffRole: '(SELECT x.id FROM StaffRole x WHERE x.accountId IN {account})',
  claim: '(SELECT x.id FROM Claim x WHERE x.accountId IN {account} OR x.personId IN {person})',
  trustClaim: '(SELECT x.id FROM TrustClaim x WHERE x.accountId IN {account} OR x.personId IN {person})',
  unlistedClaim: '(SELECT x.id FROM UnlistedClaim x WHERE x.accountId IN {account} OR x.personId IN {person})',
  bookingRequest: '(SELECT x.id FROM BookingRequest x WHERE x.accountId IN {account})',
  certificate: '(SELECT x.id FROM Certificate x WHERE x.personId IN {person})',
  feed: '(SELECT x.id FROM Feed x WHERE x.accountId IN {account} OR x.personId IN {person})',
  earlier_attendance: '(SELECT x.id FROM EarlierAttendance x WHERE x.personId IN {person})',
}
const byThem = '(l.accountId IN {account} OR l.personId IN {person})'
const aboutThem = Object.entries(subjects).map(([kind, set]) => `(l.subjectKind = '${kind}' AND l.subjectId IN ${set})`)
// Of bookings, sessions and schools, where what changed names them by an id.
const changesThem = `EXISTS (SELECT 1 FROM (SELECT id FROM {person} UNION SELECT id FROM {account} UNION SELECT id FROM ${placesOf} UNION SELECT id FROM ${walkInsOf}) i
  WHERE instr(COALESCE(l.before, '') || COALESCE(l.after, ''), i.id) > 0)`
const theirEvents = `(SELECT p.eventId FROM Place p WHERE p.personId IN {person} UNION SELECT w.eventId FROM WalkIn w WHERE w.personId IN {person})`

export const logOfPerson: Fact = {
  title: 'The log: what they did here, and what was done about them',
  source: 'Log',
  columns: 'at act by event school before after origin',
  sql: `SELECT l.at, l.act, CASE WHEN ${byThem} THEN 'you' WHEN l.accountId IS NULL THEN 'the service' ELSE 'somebody else' END AS "by",
    ${eventOf('l.eventId')}, ${schoolOf('l.schoolId')}, l.before, l.after, l.origin FROM Log l
    WHERE ${[byThem, ...aboutThem].join(' OR ')} OR ((l.eventId IN ${theirEvents} OR l.schoolId IN {school}) AND ${changesThem}) ORDER BY l.id`,
}
