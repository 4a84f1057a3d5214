// What a copy includes of tables that name somebody and that erasing leaves as they are: they are
// about them while their name is there.

export type Fact = { title: string; source: string; columns: string; sql: string }

export const eventOf = (id: string): string => `(SELECT n.title FROM Event n WHERE n.id = ${id}) AS event`
export const schoolOf = (id: string): string => `(SELECT n.name FROM School n WHERE n.id = ${id}) AS school`
const roleOf = (id: string): string => `(SELECT n.label FROM Role n WHERE n.id = ${id}) AS role`
export const placesOf = '(SELECT p.id FROM Place p WHERE p.personId IN {person})'
export const walkInsOf = '(SELECT w.id FROM WalkIn w WHERE w.personId IN {person})'
const came = `(t.placeId IN ${placesOf} OR t.walkInId IN ${walkInsOf})`
/** The step of a chase that contacts whoever holds role r. */
const rung = `CASE WHEN r.roleId = 'dsl' THEN 'lead' WHEN r.roleId = 'head' THEN 'head' WHEN r.roleId IN ('chair', 'chair_management', 'proprietor') THEN 'chair' END`

export const factsOfPerson: readonly Fact[] = [
  {
    title: 'Places at events',
    source: 'Place',
    columns: 'event day school role state named reason parts represents',
    sql: `SELECT e.title AS event, (SELECT MIN(substr(x.startsAt, 1, 10)) FROM Session x WHERE x.eventId = e.id) AS day, s.name AS school, r.label AS role, t.state, t.namedAt AS named, t.reason,
      (SELECT group_concat(x.title, '; ') FROM PlaceSession c JOIN Session x ON x.id = c.sessionId WHERE c.placeId = t.id AND x.title <> '') AS parts,
      (SELECT group_concat(x.name, '; ') FROM PlaceRepresents c JOIN School x ON x.id = c.schoolId WHERE c.placeId = t.id) AS represents
      FROM Place t JOIN Event e ON e.id = t.eventId JOIN School s ON s.id = t.schoolId LEFT JOIN Role r ON r.id = t.roleId WHERE t.personId IN {person} ORDER BY day`,
  },
  {
    title: 'Attendance',
    source: 'Mark',
    columns: 'event session markType happenedAt notedAt',
    sql: `SELECT e.title AS event, x.startsAt AS session, t.markType, t.happenedAt, t.notedAt FROM Mark t JOIN Session x ON x.id = t.sessionId JOIN Event e ON e.id = x.eventId
      WHERE ${came} ORDER BY t.id`,
  },
  {
    title: 'Check-in: arrivals, and leaving',
    source: 'Arrival',
    columns: 'event day kind how happenedAt notedAt takenBack',
    sql: `SELECT ${eventOf('t.eventId')}, t.day, t.kind, t.how, t.happenedAt, t.notedAt,
      (SELECT u.notedAt FROM Arrival u WHERE u.undoesId = t.id) AS takenBack FROM Arrival t WHERE ${came} AND t.undoesId IS NULL ORDER BY t.number`,
  },
  {
    title: 'Came without a place',
    source: 'WalkIn',
    columns: 'event school organisation createdAt',
    sql: `SELECT ${eventOf('t.eventId')}, ${schoolOf('t.schoolId')}, t.organisation, t.createdAt FROM WalkIn t WHERE t.personId IN {person}`,
  },
  {
    title: 'Schools they were said to come from without a place',
    source: 'WalkInSchool',
    columns: 'school at',
    sql: `SELECT ${schoolOf('t.schoolId')}, t.at FROM WalkInSchool t WHERE t.walkInId IN ${walkInsOf} ORDER BY t.number`,
  },
  {
    title: 'What reports of online meetings say',
    source: 'MeetingAttendance',
    columns: 'event session minutes how at',
    sql: `SELECT ${eventOf('x.eventId')}, x.startsAt AS session, t.minutes, t.how, t.at FROM MeetingAttendance t JOIN Session x ON x.id = t.sessionId
      WHERE t.placeId IN ${placesOf} ORDER BY t.id`,
  },
  {
    title: 'Watched at a colleague’s screen',
    source: 'WatchedTogether',
    columns: 'event session saidBy saidAt takenBackAt',
    sql: `SELECT ${eventOf('x.eventId')}, x.startsAt AS session, t.saidBy, t.saidAt, t.takenBackAt FROM WatchedTogether t JOIN Session x ON x.id = t.sessionId
      WHERE t.placeId IN ${placesOf} ORDER BY t.id`,
  },
  {
    title: 'Calendar entries',
    source: 'Invitation',
    columns: 'event session state createdAt changedAt',
    sql: `SELECT ${eventOf('x.eventId')}, x.startsAt AS session, t.state, t.createdAt, t.changedAt FROM Invitation t JOIN Session x ON x.id = t.sessionId
      WHERE t.personId IN {person} ORDER BY t.id`,
  },
  {
    title: 'Charges for their places',
    source: 'Charge',
    columns: 'event kind pence at withdrawnAt',
    sql: `SELECT ${eventOf('t.eventId')}, t.kind, t.pence, t.at, t.withdrawnAt FROM Charge t WHERE t.placeId IN ${placesOf} ORDER BY t.id`,
  },
  {
    title: 'Certificates that no longer hold',
    source: 'CertificateEnd',
    columns: 'certificate how why words endedAt',
    sql: `SELECT c.number AS certificate, t.how, t.why, t.words, t.endedAt FROM CertificateEnd t JOIN Certificate c ON c.id = t.certificateId WHERE c.personId IN {person}`,
  },
  {
    title: 'Asked what an event was worth, and whether they answered',
    source: 'EvaluationAsked',
    columns: 'event wave askedOn answeredOn',
    sql: `SELECT ${eventOf('t.eventId')}, t.wave, t.askedOn, t.answeredOn FROM EvaluationAsked t WHERE t.subjectId IN ${placesOf} OR t.subjectId IN ${walkInsOf}`,
  },
  {
    title: 'Roles at schools',
    source: 'RoleAtSchool',
    columns: 'school role fromDate toDate source learnedAt',
    sql: `SELECT ${schoolOf('t.schoolId')}, ${roleOf('t.roleId')}, t.fromDate, t.toDate, t.source, t.learnedAt FROM RoleAtSchool t
      WHERE t.personId IN {person} AND t.supersededAt IS NULL`,
  },
  {
    title: 'Disputes about their roles',
    source: 'RoleDispute',
    columns: 'school role reason raisedAt answer answeredAt',
    sql: `SELECT ${schoolOf('r.schoolId')}, ${roleOf('r.roleId')}, t.reason, t.raisedAt, t.answer, t.answeredAt FROM RoleDispute t JOIN RoleAtSchool r ON r.id = t.roleAtSchoolId
      WHERE r.personId IN {person} OR t.raisedById IN {account} ORDER BY t.id`,
  },
  {
    title: 'How they stand with what is required',
    source: 'HolderStanding',
    columns: 'school role requirement state turnsOn',
    sql: `SELECT ${schoolOf('t.rootId')}, ${roleOf('r.roleId')}, t.requirementId AS requirement, t.state, t.turnsOn FROM HolderStanding t
      JOIN RoleAtSchool r ON r.id = t.roleAtSchoolId WHERE r.personId IN {person}`,
  },
  {
    title: 'What is not asked of them, or later',
    source: 'RequirementException',
    columns: 'school requirement kind fromDate untilDate reason createdAt supersededAt',
    sql: `SELECT ${schoolOf('t.schoolId')}, t.requirementId AS requirement, t.kind, t.fromDate, t.untilDate, t.reason, t.createdAt, t.supersededAt
      FROM RequirementException t WHERE t.personId IN {person} ORDER BY t.id`,
  },
  {
    title: 'Attendance from before this service',
    source: 'EarlierAttendance',
    columns: 'title heldOn markType school source',
    sql: `SELECT t.title, t.heldOn, t.markType, ${schoolOf('t.schoolId')}, t.source FROM EarlierAttendance t WHERE t.personId IN {person}`,
  },
  {
    title: 'What was seen of their training elsewhere',
    source: 'EvidenceCheck',
    columns: 'title level note at',
    sql: `SELECT a.title, t.level, t.note, t.at FROM EvidenceCheck t JOIN EarlierAttendance a ON a.id = t.earlierId WHERE a.personId IN {person} ORDER BY t.id`,
  },
  {
    title: 'Calls and letters to them, or about them',
    source: 'ContactTried',
    columns: 'school to means result happenedAt note',
    sql: `SELECT ${schoolOf('t.schoolId')}, t.rung AS "to", t.means, t.result, t.happenedAt, t.note FROM ContactTried t
      WHERE t.placeId IN ${placesOf} OR t.bookingId IN (SELECT b.id FROM Booking b WHERE b.bookerPersonId IN {person} OR b.bookedById IN {account})
        OR EXISTS (SELECT 1 FROM RoleAtSchool r WHERE r.personId IN {person} AND r.schoolId = t.schoolId AND r.supersededAt IS NULL AND t.rung = ${rung}
          AND COALESCE(r.fromDate, '') <= substr(t.happenedAt, 1, 10) AND substr(t.happenedAt, 1, 10) < COALESCE(r.toDate, '9999'))
      ORDER BY t.happenedAt`,
  },
  {
    title: 'Evidence for their requests to book for a school',
    source: 'ClaimEvidence',
    columns: 'school kind at',
    sql: `SELECT ${schoolOf('c.schoolId')}, t.kind, t.at FROM ClaimEvidence t JOIN Claim c ON c.id = t.claimId WHERE c.accountId IN {account} OR c.personId IN {person}`,
  },
  {
    title: 'Schools asked whether they work there',
    source: 'VouchLink',
    columns: 'school mailedAt answer answeredAt',
    sql: `SELECT ${schoolOf('c.schoolId')}, t.mailedAt, t.answer, t.answeredAt FROM VouchLink t JOIN Claim c ON c.id = t.claimId
      WHERE c.accountId IN {account} OR c.personId IN {person}`,
  },
  {
    title: 'Roles for the council',
    source: 'StaffRole',
    columns: 'role grantedAt revokedAt',
    sql: 'SELECT t.role, t.grantedAt, t.revokedAt FROM StaffRole t WHERE t.accountId IN {account}',
  },
  {
    title: 'Signed in at an address that several people read',
    source: 'SignIn',
    columns: 'browser provider factorBy createdAt seenAt expiresAt revokedAt',
    sql: `SELECT t.browser, t.provider, t.factorBy, t.createdAt, t.seenAt, t.expiresAt, t.revokedAt FROM SignIn t WHERE t.personId IN {person} AND t.accountId NOT IN {account}`,
  },
  {
    title: 'Second factors taken away because they were lost',
    source: 'FactorReset',
    columns: 'reason askedAt outcome decidedAt',
    sql: 'SELECT t.reason, t.askedAt, t.outcome, t.decidedAt FROM FactorReset t WHERE t.accountId IN {account}',
  },
  {
    title: 'Check-in devices in their hands',
    source: 'DoorDevice',
    columns: 'event registeredAt seenAt endsAt revokedAt',
    sql: `SELECT ${eventOf('t.eventId')}, t.registeredAt, t.seenAt, t.endsAt, t.revokedAt FROM DoorDevice t WHERE t.accountId IN {account}`,
  },
  {
    title: 'When messages to them were sent',
    source: 'Message',
    columns: 'kind state createdAt sentAt deliveryStatus deliveryStatusAt',
    sql: 'SELECT t.kind, t.state, t.createdAt, t.sentAt, t.deliveryStatus, t.deliveryStatusAt FROM Message t WHERE t.id IN {letter} ORDER BY t.id',
  },
  {
    title: 'What the mail service told of messages to them',
    source: 'MailEvent',
    columns: 'type at',
    sql: 'SELECT t.type, t.at FROM MailEvent t WHERE t.messageId IN {letter} ORDER BY t.at',
  },
  {
    title: 'Records that were found to be theirs too',
    source: 'PersonMerge',
    columns: 'mergedAt undoneAt',
    sql: 'SELECT t.mergedAt, t.undoneAt FROM PersonMerge t WHERE t.keptId IN {person} OR t.mergedId IN {person} ORDER BY t.id',
  },
  {
    title: 'What they asked of their own data',
    source: 'SubjectRequest',
    columns: 'kind receivedOn dueOn identityHow madeAt outcome answeredAt',
    sql: 'SELECT t.kind, t.receivedOn, t.dueOn, t.identityHow, t.madeAt, t.outcome, t.answeredAt FROM SubjectRequest t WHERE t.personId IN {person} ORDER BY t.id',
  },
  {
    title: 'That their data may not be destroyed for now',
    source: 'LegalHold',
    columns: 'createdAt reviewOn endedAt',
    sql: `SELECT t.createdAt, t.reviewOn, t.endedAt FROM LegalHold t WHERE t.scope = 'person' AND t.value IN {person}`,
  },
]
