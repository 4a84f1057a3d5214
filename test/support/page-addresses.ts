// Where the demonstration has each page: what stands for the parameters of its path.
import { createHash } from 'node:crypto'

/** A path as the table of routes has it, and what stands there for its parameters: a question to the database. After a question mark: a state of the page. */
export type Stop = string | readonly [path: string, question: string]

const ahead = `EXISTS (SELECT 1 FROM Session s WHERE s.eventId = e.id AND s.startsAt > :now)`
const firstOf = (table: string, as = 'id'): string => `SELECT id AS ${as} FROM ${table} ORDER BY id LIMIT 1`

/** Places that were named and are still to come, of an event that costs something and has workshops. */
const workshopPlace = `FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN Event e ON e.id = p.eventId
  WHERE p.state = 'confirmed' AND ${ahead} AND b.channel = 'school' AND EXISTS (SELECT 1 FROM Session s WHERE s.eventId = e.id AND s.block <> '')
    AND (SELECT y.route FROM BookingPayer y WHERE y.bookingId = b.id AND y.supersededAt IS NULL) = 'invoice'
  ORDER BY p.id LIMIT 1`

/** Who booked that place. */
export const bookerWhoPays = `SELECT (SELECT a.email FROM Account a WHERE a.id = b.bookedById) AS email ${workshopPlace}`

/** Whoever waits on a list, and for which event. */
const waits = `FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN Event e ON e.id = p.eventId WHERE p.state = 'held' AND p.waitsFor = 'list' ORDER BY p.id LIMIT 1`
export const bookerWhoWaits = `SELECT (SELECT a.email FROM Account a WHERE a.id = b.bookedById) AS email ${waits}`
export const waitedFor = `SELECT e.code ${waits}`

export const atTheDoor = `SELECT s.id AS sessionId FROM StaffRole r JOIN Session s ON s.eventId = r.eventId WHERE r.role = 'door' ORDER BY s.startsAt LIMIT 1`
/** A part of what is printed for an event with workshops. */
export const toPrint = (part: string): Stop => [
  '/organiser/events/:code/print/:part',
  `SELECT code, '${part}' AS part FROM Event WHERE title = 'Child-on-child abuse: a day of workshops'`,
]
export const preparing = `SELECT id AS round FROM ReturnRound WHERE openedAt IS NULL LIMIT 1`
export const openRound = `SELECT id AS round FROM ReturnRound WHERE openedAt IS NOT NULL AND closedAt IS NULL LIMIT 1`
export const openReturn = `SELECT r.id AS round, t.id AS "return" FROM ReturnRound r JOIN SchoolReturn t ON t.roundId = r.id
  WHERE r.openedAt IS NOT NULL AND r.closedAt IS NULL LIMIT 1`
export const auditResults = `SELECT number, substr(id, 7) AS round FROM FrozenReport WHERE about = 'audit' LIMIT 1`
export const outside = `SELECT id FROM School WHERE origin = 'outside' LIMIT 1`
export const sharedMailbox = `SELECT email FROM Account WHERE shared = 1 ORDER BY id LIMIT 1`

const ownSchool = `SELECT c.schoolId FROM Claim c JOIN Account a ON a.id = c.accountId
  WHERE a.email = 'head.office@ladyhawthorns.example' AND c.state = 'approved'`
export const submittedReturn = `SELECT t.schoolId, t.id AS returnId FROM SchoolReturn t JOIN ReturnSubmission b ON b.returnId = t.id WHERE t.schoolId IN (${ownSchool}) LIMIT 1`
const roleAtOwnSchool = `SELECT r.schoolId AS school, r.id, r.roleId AS role FROM RoleAtSchool r
  WHERE r.schoolId IN (${ownSchool}) AND r.supersededAt IS NULL ORDER BY r.id LIMIT 1`
const linkOfPlace = `FROM Message m JOIN MessageBody t ON t.messageId = m.id JOIN Event e ON e.id = m.eventId JOIN Place p ON p.id = m.placeId
  WHERE m.kind = 'invitation' AND e.title = 'Child-on-child abuse: a day of workshops' AND p.state = 'confirmed' ORDER BY m.id DESC LIMIT 1`
const certifiedToken = `SELECT substr(t.text, instr(t.text, '/certificate/') + 13, 43) AS token FROM Message m JOIN MessageBody t ON t.messageId = m.id
  WHERE m.kind = 'certificate' ORDER BY m.id DESC LIMIT 1`
const entryToken = 'tour'.padEnd(43, 'x')

const tourId = (n: number): string => `'00000000-0000-7000-8000-00000000000${n}'`
const anybody = '(SELECT id FROM Account ORDER BY id LIMIT 1)'
/** A return with a question of each kind, of which one is not asked and one is filled from what is held. */
const tourReturn: readonly string[] = [
  `INSERT INTO ReturnForm (id, title, createdAt) VALUES (${tourId(1)}, 'Safeguarding return', :now)`,
  `INSERT INTO ReturnFormVersion (id, formId, number, leadSigns, createdAt, createdById) SELECT ${tourId(2)}, ${tourId(1)}, 1, 1, :now, ${anybody}`,
  `INSERT INTO ReturnPower (versionId, sector, asks, power, checkedOn, checkedById)
   SELECT ${tourId(2)}, 'maintained', 'council', 'Section 175 of the Education Act 2002', '2026-10-01', ${anybody}`,
  `INSERT INTO ReturnSection (id, versionId, position, title, about) VALUES (${tourId(3)}, ${tourId(2)}, 1, 'Leadership', 'Who leads safeguarding.')`,
  `INSERT INTO ReturnQuestion (id, versionId, sectionId, position, kind, label, asksEvidence, asksAction, filledFrom)
   SELECT substr(${tourId(0)}, 1, 34) || printf('%02d', 10 + j.key), ${tourId(2)}, ${tourId(3)}, j.key, j.value, 'A question of the kind ' || j.value, j.key = 0, j.key = 0,
     IIF(j.key = 1, 'lead_training', NULL) FROM json_each('["grade", "yes_no", "rag", "text", "date", "number", "where_kept"]') j`,
  `UPDATE ReturnFormVersion SET publishedAt = :now WHERE id = ${tourId(2)}`,
  `INSERT INTO ReturnRound (id, versionId, title, year, readers, controllers, deadlineAt, finalAt, createdAt, createdById)
   SELECT ${tourId(4)}, ${tourId(2)}, 'Safeguarding return', '2026-27', 'Two officers', 'The council', strftime('%Y-%m-%dT%H:%M:%fZ', :now, '+20 days'),
     strftime('%Y-%m-%dT%H:%M:%fZ', :now, '+40 days'), :now, ${anybody}`,
  `UPDATE ReturnRound SET openedAt = :now WHERE id = ${tourId(4)}`,
  `INSERT INTO ReturnRound (id, versionId, title, year, readers, controllers, deadlineAt, finalAt, createdAt, createdById)
   SELECT '00000000-0000-7000-8000-000000000006', versionId, 'Safeguarding return', '2027-28', readers, controllers, deadlineAt, finalAt, createdAt, createdById FROM ReturnRound WHERE id = ${tourId(4)}`,
  `INSERT INTO SchoolReturn (id, roundId, schoolId, why, createdAt) SELECT '0000ffff-0000-7000-8000-000000000005', ${tourId(4)}, schoolId, 'opened', :now FROM (${ownSchool})`,
]

const guidanceId = (last: string): string => `00000000-0000-7000-8000-0000000000${last}`
const aYearAgo = `strftime('%Y-%m-%dT%H:%M:%fZ', :now, '-300 days')`
/** A document at the school of the tour. */
export const guidedSchool = `SELECT schoolId AS id, '${guidanceId('d1')}' AS document FROM (${ownSchool})`
const trustSchools = `SELECT t.trustUid, s.id AS schoolId FROM TrustClaim t JOIN Account a ON a.id = t.accountId JOIN School s ON s.trustUid = t.trustUid AND s.rootId = s.id
  WHERE a.email = 'safeguarding@hedgerowtrust.example' AND t.state = 'approved' AND s.statusCode = '1'`

/** A document that was issued to the schools of a trust and to the office’s school, with a link to it. */
const guidanceOfTour: readonly string[] = [
  `INSERT INTO GuidanceDocument (id, title, kind, asked, createdAt, createdById)
   SELECT '${guidanceId('d1')}', 'Advice of the tour', 'model', 'adopt', ${aYearAgo}, id FROM Account LIMIT 1`,
  `INSERT INTO GuidanceAudience (documentId, dimension, value) SELECT DISTINCT '${guidanceId('d1')}', 'sector', sector FROM School
   UNION SELECT DISTINCT '${guidanceId('d1')}', 'kind', kind FROM School UNION SELECT '${guidanceId('d1')}', 'role', 'head'`,
  `INSERT INTO GuidanceVersion (id, documentId, number, text, dueBy, dueOn, changedAt, changedById, issuedAt, issuedById)
   SELECT '${guidanceId('d2')}', '${guidanceId('d1')}', 1, 'What schools do.', 'day', '2099-01-01', ${aYearAgo}, id, ${aYearAgo}, id FROM Account LIMIT 1`,
  `INSERT INTO GuidanceIssue (id, versionId, schoolId, issuedAt, why, recordedAt, toldAt)
   SELECT '00000000-0000-7000-8000-' || substr('00000000000' || row_number() OVER (), -12), '${guidanceId('d2')}', schoolId, ${aYearAgo}, 'issued', ${aYearAgo}, ${aYearAgo}
   FROM (SELECT schoolId FROM (${trustSchools}) UNION ${ownSchool})`,
  `INSERT INTO GuidanceLink (tokenHash, issueId, createdAt) SELECT '${createHash('sha256').update(entryToken).digest('hex')}', MIN(id), ${aYearAgo} FROM GuidanceIssue WHERE versionId = '${guidanceId('d2')}'`,
]

/** A link to a place of which there is a certificate. */
const linkOfCertified = `INSERT INTO PlaceLink (id, placeId, personId, tokenHash, createdAt)
  SELECT 'tour', p.id, p.personId, '${createHash('sha256').update(entryToken).digest('hex')}', :now FROM Certificate c JOIN Place p ON p.id = c.placeId AND p.personId = c.personId LIMIT 1`

const rolesLinkOfTour = `INSERT INTO RolesLink (tokenHash, schoolId, accountId, said, sentAt)
  SELECT '${createHash('sha256').update(entryToken).digest('hex')}', c.schoolId, c.accountId, '', ${aYearAgo} FROM Claim c WHERE c.state = 'approved' AND c.approver = 1 LIMIT 1`

/** What the demonstration has none of: each statement puts one there, so that its page can be opened. */
export const oneOfEach: readonly string[] = [
  ...tourReturn,
  ...guidanceOfTour,
  linkOfCertified,
  rolesLinkOfTour,
  `UPDATE Event SET attendanceMode = 'mixed', onlineCapacity = 40, joiningLink = 'https://meet.example/tour' WHERE id = (SELECT p.eventId ${workshopPlace})`,
  `INSERT INTO TermDate (id, name, firstDay, lastDay, source, addedAt) VALUES ('tour', 'Autumn', '2027-09-01', '2027-12-17', 'The calendar', :now)`,
  `INSERT INTO PriceCode (id, priceKey, code, percentOff, mostPlaces, createdAt) SELECT 'tour', priceKey, 'TOUR', 10, 5, :now FROM PriceList LIMIT 1`,
  `UPDATE Account SET shared = 1, sharedSaidAt = :now WHERE id = (SELECT accountId FROM Claim WHERE state = 'approved' ORDER BY id DESC LIMIT 1)`,
  `INSERT INTO Feed (id, kind, personId, ofSchoolId, tokenHash, createdAt) SELECT 'tour-place', 'person', p.personId, p.schoolId, 'place', :now ${linkOfPlace}`,
  `INSERT INTO MeetingReport (id, sessionId, fileHash, parserVersion, people, telephones, bots, pending, uploadedAt)
   SELECT 'tour', s.id, 'tour', 1, 2, 1, 1, json_array(
     json_object('name', n.name, 'before', '', 'email', '', 'spans', json('[]'), 'open', json('[]'), 'stated', 3600, 'lines', json('[2]')),
     json_object('name', 'Room 4', 'before', '', 'email', 'room@example.sch.uk', 'spans', json('[]'), 'open', json('[]'), 'stated', null, 'lines', json('[3]'))), :now
   FROM Session s JOIN PlaceSession x ON x.sessionId = s.id JOIN Place p ON p.id = x.placeId JOIN Person n ON n.id = p.personId
   WHERE p.state = 'confirmed' AND n.name <> '' AND s.startsAt < :now AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = s.id) LIMIT 1`,
  `INSERT INTO Sending (id, kind, eventId, nature, subject, body, basis, audience, state, createdAt, createdById)
   SELECT 'tour', kind, eventId, nature, subject, body, basis, audience, 'draft', :now, createdById FROM Sending WHERE kind = 'mailing' AND audience ->> '$.of' <> 'named' LIMIT 1`,
  `INSERT INTO RequirementException (id, requirementId, schoolId, kind, fromDate, reason, createdAt)
   SELECT '00000000-0000-7000-8000-00000000000a', 'lead', rootId, 'exempt', '2026-01-01', 'It opens in May', :now FROM SchoolCard LIMIT 1`,
  `INSERT INTO FrozenReport (id, question, sources, frozenAt)
   SELECT 'tour', json_set(question, '$.from', '2024-09-01', '$.to', '2025-08-31', '$.on', '2025-08-31'), sources, frozenAt FROM FrozenReport WHERE about = 'attendance' LIMIT 1`,
  `INSERT INTO Publication (id, reportId, publishedOn, publishedAt, publishedById)
   SELECT 'tour', 'tour', '2026-01-05', :now, id FROM Account WHERE email = 'administrator@muster.example'`,
  `INSERT INTO ReportShowing (reportId, kind, number, knownAt, replyDays, startedAt, startedById, doneAt)
   SELECT f.id, 'coverage', f.number, f.frozenAt, 10, :now, a.id, :now FROM FrozenReport f JOIN Account a ON a.email = 'officer@muster.example' WHERE f.id = 'tour'`,
  `INSERT INTO ReportReply (reportId, schoolId, shownAt, shownById)
   SELECT 'tour', c.rootId, '2026-01-01T09:00:00.000Z', a.id FROM SchoolCard c JOIN Account a ON a.email = 'officer@muster.example' WHERE c.urn IS NOT NULL LIMIT 3`,
  `INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt, means, byId)
   SELECT 'tour ' || schoolId, 'line', 'tour', schoolId, 'told', shownAt, shownAt, 'letter', shownById FROM ReportReply WHERE reportId = 'tour'`,
  `INSERT INTO PublishedLine (publicationId, schoolId, urn, name, laCode, laName, phase, attended, reply)
   SELECT 'tour', c.rootId, c.urn, c.name, '884', 'Alderwickshire', 'Primary', 1, 'agreed' FROM SchoolCard c JOIN ReportReply r ON r.reportId = 'tour' AND r.schoolId = c.rootId`,
  `INSERT INTO SignInCode (id, email, codeHash, createdAt, expiresAt)
   VALUES ('${createHash('sha256').update(entryToken).digest('hex')}', 'organiser@muster.example', 'x', :now, '2099-01-01T00:00:00.000Z')`,
]

const evaluatedEvent = `SELECT e.code, w.wave FROM Event e JOIN EvaluationWave w ON w.eventId = e.id WHERE w.wave = 'later' ORDER BY e.id LIMIT 1`

/** What stands for the parameters of all paths that begin so, unless a stop says otherwise; of several the longest is asked first. */
const questions: readonly (readonly [begins: string, question: string])[] = [
  [
    '/bookings/:reference/addresses',
    `SELECT t.id, b.reference FROM AddressProblem t JOIN Person h ON h.email = t.email JOIN Place p ON p.personId = h.id
    JOIN Booking b ON b.id = p.bookingId WHERE p.state = 'confirmed' LIMIT 1`,
  ],
  [
    '/bookings/:reference/undo',
    `SELECT b.reference FROM Booking b JOIN Event e ON e.id = b.eventId WHERE b.cancelledAt IS NOT NULL AND e.state = 'published' AND ${ahead} LIMIT 1`,
  ],
  [
    '/account/record/roles/:role',
    `SELECT r.id AS role FROM RoleAtSchool r JOIN Account a ON a.personId = r.personId
    WHERE a.email = 'head.office@ladyhawthorns.example' AND r.supersededAt IS NULL LIMIT 1`,
  ],
  ['/organiser/schools/:school/roles', roleAtOwnSchool],
  ['/school/:school/roles', roleAtOwnSchool],
  [
    '/events/:code/people',
    `SELECT e.code FROM Place p JOIN Event e ON e.id = p.eventId WHERE p.state = 'confirmed' AND p.schoolId IN (${ownSchool}) LIMIT 1`,
  ],
  [
    '/trusts/:trust/events/:code',
    `SELECT (SELECT trustUid FROM TrustClaim WHERE state = 'approved' ORDER BY id LIMIT 1) AS trust, e.code FROM Event e
    WHERE e.state = 'published' AND e.priceId IS NOT NULL AND ${ahead} ORDER BY e.id DESC LIMIT 1`,
  ],
  ['/trusts/:trust', `SELECT trustUid AS trust FROM TrustClaim WHERE state = 'approved' ORDER BY id LIMIT 1`],
  ['/enter/:token', `SELECT '${entryToken}' AS token`],
  ['/read/:token', `SELECT '${entryToken}' AS token`],
  ['/roles-link/:token', `SELECT '${entryToken}' AS token`],
  [
    '/school/:schoolId/guidance/',
    `SELECT i.schoolId, i.id AS issueId FROM GuidanceIssue i WHERE i.versionId = '${guidanceId('d2')}' AND i.schoolId IN (${ownSchool})`,
  ],
  ['/trusts/:trust/guidance/', `SELECT trustUid AS trust, '${guidanceId('d2')}' AS versionId FROM (${trustSchools}) LIMIT 1`],
  ['/guidance/reports/:number', `SELECT number FROM FrozenReport WHERE about = 'guidance' ORDER BY number LIMIT 1`],
  ['/reached/:notice', `SELECT 'guidance' AS notice, '${guidanceId('d2')}' AS subjectId`],
  ['/coverage/recommendations/', 'SELECT ofId AS id FROM RecommendationAction LIMIT 1'],
  ['/guidance/advice/', 'SELECT id AS adviceId FROM UndecidedAdvice LIMIT 1'],
  ['/guidance/:id/uptake', `SELECT '${guidanceId('d1')}' AS id`],
  ['/guidance/:id/schools/', `SELECT '${guidanceId('d1')}' AS id, schoolId FROM (${ownSchool})`],
  [
    '/organiser/events/:code/materials',
    'SELECT e.code, m.id FROM Material m JOIN Event e ON e.id = m.eventId ORDER BY m.fileId IS NULL LIMIT 1',
  ],
  ['/organiser/events/:code/questions/:id', 'SELECT e.code, q.id FROM EventQuestion q JOIN Event e ON e.id = q.eventId LIMIT 1'],
  ['/organiser/finance/prices/:key/codes/:id', `SELECT priceKey AS key, id FROM PriceCode WHERE id = 'tour'`],
  ['/organiser/mailings/:id/whom', `SELECT 'tour' AS id`],
  ['/organiser/register-imports/:id/undo', `SELECT id FROM RegisterImport WHERE state = 'applied' ORDER BY appliedAt DESC LIMIT 1`],
  ['/log/entries/:index', 'SELECT MAX(number) AS "index" FROM SealedLeaf'],
  ['/organiser/open-data/:number', `SELECT number FROM FrozenReport WHERE id = 'tour'`],
  ['/organiser/term-dates/:id', `SELECT 'tour' AS id`],
  ['/register/:sessionId/people/:personId/school', 'SELECT sessionId, id AS personId FROM WalkIn WHERE schoolId IS NULL LIMIT 1'],
  [
    '/school/:schoolId/money/',
    `SELECT l.schoolId, l.number, b.reference FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId
    WHERE l.kind = 'charge' AND l.schoolId IN (${ownSchool}) LIMIT 1`,
  ],
  [
    '/school/:schoolId/returns/:returnId/plan',
    `SELECT t.schoolId, t.id AS returnId, a.id AS action FROM OpenAction a JOIN SchoolReturn t ON t.id = a.returnId
    WHERE t.schoolId IN (${ownSchool}) ORDER BY a.id LIMIT 1`,
  ],
  [
    '/school/:schoolId/returns/',
    `SELECT schoolId, id AS returnId, 1 AS section FROM SchoolReturn WHERE schoolId IN (${ownSchool}) ORDER BY id DESC LIMIT 1`,
  ],
  [
    '/school/:schoolId/reports/',
    `SELECT r.schoolId, r.reportId AS report FROM ReportReply r JOIN School m ON m.rootId = r.schoolId
    WHERE m.id IN (${ownSchool}) ORDER BY r.shownAt DESC LIMIT 1`,
  ],
  [
    '/bookings/:reference/together',
    `SELECT b.reference FROM Booking b JOIN Event e ON e.id = b.eventId WHERE e.attendanceMode <> 'in_person' AND b.cancelledAt IS NULL ORDER BY b.id LIMIT 1`,
  ],
  ['/bookings/:reference', `SELECT b.reference, p.id AS placeId ${workshopPlace}`],
  [
    '/coverage/frozen/:number',
    'SELECT f.number, r.schoolId FROM FrozenReport f LEFT JOIN ReportReply r ON r.reportId = f.id ORDER BY r.decision IS NULL, f.number LIMIT 1',
  ],
  [
    '/guidance/:id',
    `SELECT d.id, v.number FROM GuidanceDocument d JOIN GuidanceVersion v ON v.documentId = d.id AND v.issuedAt IS NOT NULL
     WHERE EXISTS (SELECT 1 FROM GuidanceVersion n WHERE n.documentId = d.id AND n.issuedAt IS NULL) ORDER BY v.number DESC LIMIT 1`,
  ],
  ['/coverage/schools/:id', `SELECT rootId AS id FROM SchoolCard WHERE name LIKE 'Lady Hawthorn%'`],
  [
    '/events/:code',
    `SELECT e.code FROM Event e WHERE e.state = 'published' AND e.priceId IS NOT NULL AND ${ahead} ORDER BY e.id DESC LIMIT 1`,
  ],
  ['/requirements/:id', `SELECT 'lead' AS id, 'lead-2026' AS edition`],
  ['/organiser/bank-holidays/:day', 'SELECT MAX(day) AS day FROM BankHoliday'],
  ['/organiser/claims/:id', `SELECT id, 'refuse' AS decision FROM Claim WHERE state = 'requested' ORDER BY id LIMIT 1`],
  [
    '/organiser/events/:code',
    `SELECT e.code, (SELECT s.id FROM Session s WHERE s.eventId = e.id AND s.block <> '') AS sessionId, 'thanks' AS message
    FROM Event e WHERE e.title = 'Child-on-child abuse: a day of workshops'`,
  ],
  [
    '/organiser/finance/absences/:charge',
    `SELECT id AS charge FROM Charge WHERE kind = 'not_attending' AND postedAt IS NULL AND withdrawnAt IS NULL LIMIT 1`,
  ],
  [
    '/organiser/finance/accounts/:payer',
    `SELECT l.payerId AS payer, b.reference AS booking FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId
    WHERE l.kind = 'payment' ORDER BY l.number LIMIT 1`,
  ],
  ['/organiser/finance/disputes/:id', firstOf('LineDispute')],
  [
    '/organiser/finance/invoice-requests/:number',
    `SELECT number, (SELECT reference FROM InvoiceRequest LIMIT 1) AS reference FROM FinanceFile WHERE kind = 'invoice_request'`,
  ],
  ['/organiser/finance/lines/:number/take-back', `SELECT number FROM LedgerLine WHERE kind = 'payment' AND route = 'invoice' LIMIT 1`],
  ['/organiser/finance/lines/:number', `SELECT number FROM LedgerLine WHERE kind = 'charge' ORDER BY number DESC LIMIT 1`],
  ['/organiser/finance/periods/:period', 'SELECT MIN(period) AS period FROM LedgerLine'],
  ['/organiser/finance/prices/:key', firstOf('PriceList').replace('id AS id', 'priceKey AS key')],
  ['/organiser/finance/vat/:id', firstOf('VatCode')],
  ['/organiser/messages/:id', `SELECT id FROM Message WHERE kind = 'invitation' ORDER BY id LIMIT 1`],
  [
    '/organiser/people/:',
    `SELECT r.personId AS id, r.personId AS person, r.id AS role FROM RoleAtSchool r WHERE r.supersededAt IS NULL ORDER BY r.id LIMIT 1`,
  ],
  ['/organiser/records/periods/:class', `SELECT 'people' AS class`],
  ['/organiser/records/people/:id', `SELECT personId AS id FROM Place WHERE personId IS NOT NULL ORDER BY id LIMIT 1`],
  ['/organiser/roles/:id', `SELECT id FROM StaffRole WHERE role = 'reader'`],
  [
    '/organiser/schools/:id/evidence/:earlier',
    'SELECT m.rootId AS id, a.id AS earlier FROM EarlierAttendance a JOIN School m ON m.id = a.schoolId WHERE a.supersededAt IS NULL LIMIT 1',
  ],
  [
    '/organiser/schools/:id/ladder',
    'SELECT s.rootId AS id, c.id AS chase FROM Chase c JOIN School s ON s.id = c.schoolId WHERE c.endedAt IS NULL ORDER BY c.id LIMIT 1',
  ],
  [
    '/organiser/schools/:id/exceptions/:exception',
    'SELECT x.schoolId AS id, x.id AS exception FROM RequirementException x WHERE x.supersededAt IS NULL LIMIT 1',
  ],
  ['/organiser/schools/roles-import/:batchId', 'SELECT batchId FROM RoleAtSchool WHERE batchId IS NOT NULL LIMIT 1'],
  ['/organiser/schools/early-years/:batchId', 'SELECT batchId FROM EarlyYearsProvider LIMIT 1'],
  ['/organiser/schools/earlier-attendance/:batchId', 'SELECT batchId FROM EarlierAttendance LIMIT 1'],
  [
    '/organiser/schools/:id',
    `SELECT s.rootId AS id, c.id AS contactId FROM SchoolCard s JOIN SchoolContact c ON c.schoolId = s.rootId
    WHERE s.name LIKE 'Lady Hawthorn%' AND c.endedAt IS NULL LIMIT 1`,
  ],
  ['/organiser/chasing/lists/:list', `SELECT 'leads' AS list`],
  ['/organiser/settings/pages/:page', `SELECT 'privacy' AS page`],
  ['/organiser/sendings/:id', `SELECT id FROM Sending WHERE kind = 'change'`],
  ['/organiser/venues/:id', 'SELECT id FROM Venue LIMIT 1'],
  ['/organiser/terms/:key', 'SELECT termsKey AS key FROM CancellationTerms LIMIT 1'],
  [
    '/join/:token',
    `SELECT substr(t.text, instr(t.text, '/join/') + 6, 43) AS token FROM Message m JOIN MessageBody t ON t.messageId = m.id
    WHERE m.kind = 'invitation' AND t.text LIKE '%/join/%' ORDER BY m.id DESC LIMIT 1`,
  ],
  ['/r/:number', 'SELECT MAX(r.number) AS number FROM Report r JOIN FinalReport f ON f.reportId = r.id'],
  [
    '/reports/:number',
    'SELECT r.number, l.schoolId FROM Report r JOIN ReportReply l ON l.reportId = r.id WHERE l.decision IS NOT NULL ORDER BY l.schoolId LIMIT 1',
  ],
  ['/c/:number', `SELECT number FROM Certificate ORDER BY id DESC LIMIT 1`],
  ['/certificate/:token', certifiedToken],
  ['/place/:token/certificate', `SELECT '${entryToken}' AS token`],
  [
    '/organiser/events/:code/certificates',
    `SELECT e.code, c.number FROM Certificate c JOIN Event e ON e.id = c.eventId WHERE NOT EXISTS (SELECT 1 FROM CertificateEnd x WHERE x.certificateId = c.id)
    ORDER BY c.id DESC LIMIT 1`,
  ],
  [
    '/evaluate/:token',
    `SELECT substr(b.text, instr(b.text, '/evaluate/') + 10, 43) AS token FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.kind = 'evaluation_later' ORDER BY m.id DESC LIMIT 1`,
  ],
  ['/events/:code/evaluation', evaluatedEvent],
  ['/organiser/events/:code/evaluation', evaluatedEvent],
  ['/organiser/evaluations/:code', evaluatedEvent],
  [
    '/organiser/returns/:round',
    `SELECT o.id AS round, m.returnId AS "return", m.id AS moderation, (SELECT e.id FROM CurrentEntry e JOIN ReturnQuestion q ON q.id = e.questionId AND q.kind = 'text'
       WHERE e.returnId = m.returnId LIMIT 1) AS entry
     FROM ReturnRound o JOIN ReturnSample p ON p.roundId = o.id JOIN ReturnModeration m ON m.sampleId = p.id WHERE m.visitedOn IS NOT NULL ORDER BY m.id LIMIT 1`,
  ],
  [
    '/organiser/returns/forms/:form',
    `SELECT v.id AS form, s.id AS section, q.id AS question FROM ReturnFormVersion v JOIN ReturnSection s ON s.versionId = v.id
     JOIN ReturnQuestion q ON q.sectionId = s.id WHERE v.publishedAt IS NULL ORDER BY s.position, q.position LIMIT 1`,
  ],
  ['/place/:token', `SELECT substr(t.text, instr(t.text, '/place/') + 7, 43) AS token ${linkOfPlace}`],
  [
    '/door/:code',
    `SELECT e.code, p.id AS person FROM StaffRole r JOIN Event e ON e.id = r.eventId AND e.state <> 'draft'
    JOIN Place p ON p.eventId = e.id AND p.state = 'confirmed' AND p.personId IS NOT NULL
    WHERE r.role = 'door' AND r.revokedAt IS NULL ORDER BY e.createdAt LIMIT 1`,
  ],
  ['/organiser/meetings/:sessionId', `SELECT sessionId, id AS report FROM MeetingReport WHERE id = 'tour'`],
  [
    '/register/:sessionId',
    `SELECT s.id AS sessionId, p.id AS personId FROM Session s JOIN PlaceSession x ON x.sessionId = s.id JOIN Place p ON p.id = x.placeId
    WHERE p.state = 'confirmed' AND s.startsAt < :now AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = s.id)
    ORDER BY s.startsAt DESC LIMIT 1`,
  ],
  [
    '/school/:school',
    `SELECT c.schoolId, c.schoolId AS school, r.id AS role FROM Claim c JOIN Account a ON a.id = c.accountId
    JOIN RoleAtSchool r ON r.schoolId = c.schoolId WHERE a.email = 'head.office@ladyhawthorns.example' AND c.state = 'approved' LIMIT 1`,
  ],
]

/** A question as the database takes it. */
export const asked = (question: string): string => question.replaceAll(':now', `'${new Date().toISOString()}'`)

/**
 * The address of a stop in the demonstration.
 * @param ask asks the database
 */
export const addressOf = async (stop: Stop, ask: (question: string) => Promise<Record<string, unknown>[]>): Promise<string> => {
  const [path, own] = typeof stop === 'string' ? [stop, undefined] : stop
  const fitting = questions.filter(([begins]) => path.startsWith(begins)).toSorted(([a], [b]) => b.length - a.length)
  let filled = path
  for (const question of [...(own ? [own] : []), ...fitting.map(([, one]) => one)]) {
    if (!filled.includes(':')) break
    for (const [name, value] of Object.entries((await ask(asked(question)))[0] ?? {})) {
      if (value !== null) filled = filled.replace(new RegExp(`:${name}(?!\\w)`), String(value))
    }
  }
  if (filled.includes(':')) throw new Error(`The demonstration has nothing to stand in ${filled}`)
  return filled
}
