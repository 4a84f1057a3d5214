// Where the demonstration has each page: what stands for the parameters of its path.
import { ahead, entryToken, guidanceId, linkOfPlace, ownSchool, trustSchools, workshopPlace } from './one-of-each.ts'

export { oneOfEach } from './one-of-each.ts'

/** A path as the table of routes has it, and what stands there for its parameters: a question to the database. After a question mark: a state of the page. */
export type Stop = string | readonly [path: string, question: string]

const firstOf = (table: string, as = 'id'): string => `SELECT id AS ${as} FROM ${table} ORDER BY id LIMIT 1`

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

export const submittedReturn = `SELECT t.schoolId, t.id AS returnId FROM SchoolReturn t JOIN ReturnSubmission b ON b.returnId = t.id WHERE t.schoolId IN (${ownSchool}) LIMIT 1`
const roleAtOwnSchool = `SELECT r.schoolId AS school, r.id, r.roleId AS role FROM RoleAtSchool r
  WHERE r.schoolId IN (${ownSchool}) AND r.supersededAt IS NULL ORDER BY r.id LIMIT 1`
const certifiedToken = `SELECT substr(t.text, instr(t.text, '/certificate/') + 13, 43) AS token FROM Message m JOIN MessageBody t ON t.messageId = m.id
  WHERE m.kind = 'certificate' ORDER BY m.id DESC LIMIT 1`
/** A document at the school of the tour. */
export const guidedSchool = `SELECT schoolId AS id, '${guidanceId('d1')}' AS document FROM (${ownSchool})`
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
  ['/book-link/:token', `SELECT '${entryToken}' AS token`],
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
