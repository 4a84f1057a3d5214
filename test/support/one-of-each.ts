// What the demonstration has none of, put there so that its page can be opened, and where that is.
import { createHash } from 'node:crypto'
import { copied, rowText, sql } from './row-of.ts'

export const ahead = `EXISTS (SELECT 1 FROM Session s WHERE s.eventId = e.id AND s.startsAt > :now)`

/** Places that were named and are to come, of an event that costs something and has workshops. */
export const workshopPlace = `FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN Event e ON e.id = p.eventId
  WHERE p.state = 'confirmed' AND ${ahead} AND b.channel = 'school' AND EXISTS (SELECT 1 FROM Session s WHERE s.eventId = e.id AND s.block <> '')
    AND (SELECT y.route FROM BookingPayer y WHERE y.bookingId = b.id AND y.supersededAt IS NULL) = 'invoice'
  ORDER BY p.id LIMIT 1`

export const ownSchool = `SELECT c.schoolId FROM Claim c JOIN Account a ON a.id = c.accountId
  WHERE a.email = 'head.office@ladyhawthorns.example' AND c.state = 'approved'`
export const linkOfPlace = `FROM Message m JOIN MessageBody t ON t.messageId = m.id JOIN Event e ON e.id = m.eventId JOIN Place p ON p.id = m.placeId
  WHERE m.kind = 'invitation' AND e.title = 'Child-on-child abuse: a day of workshops' AND p.state = 'confirmed' ORDER BY m.id DESC LIMIT 1`
export const entryToken = 'tour'.padEnd(43, 'x')

export const guidanceId = (last: string): string => `00000000-0000-7000-8000-0000000000${last}`
export const trustSchools = `SELECT t.trustUid, s.id AS schoolId FROM TrustClaim t JOIN Account a ON a.id = t.accountId JOIN School s ON s.trustUid = t.trustUid AND s.rootId = s.id
  WHERE a.email = 'safeguarding@hedgerowtrust.example' AND t.state = 'approved' AND s.statusCode = '1'`

const now = sql(':now')
const inDays = (days: number) => sql(`strftime('%Y-%m-%dT%H:%M:%fZ', :now, '${days} days')`)
const oneOf = (table: string, where = 'true') => sql(`(SELECT id FROM ${table} WHERE ${where} ORDER BY id LIMIT 1)`)
const createdById = oneOf('Account')
const officer = oneOf('Account', `email = 'officer@muster.example'`)
const entryHash = createHash('sha256').update(entryToken).digest('hex')

const tourId = (n: number): string => `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const versionId = tourId(2)
const roundId = tourId(4)
const asked = { ...copied('versionId', 'readers', 'controllers', 'deadlineAt', 'finalAt', 'createdAt', 'createdById') }
/** A return with a question of each kind, of which one is filled from what is held. */
const tourReturn: readonly string[] = [
  rowText('ReturnForm', { id: tourId(1), createdAt: now }),
  rowText('ReturnFormVersion', { id: versionId, formId: tourId(1), leadSigns: 1, createdAt: now, createdById }),
  rowText('ReturnPower', { versionId, power: 'Section 175 of the Education Act 2002', checkedOn: '2026-10-01', checkedById: createdById }),
  rowText('ReturnSection', { id: tourId(3), versionId, position: 1, title: 'Leadership', about: 'Who leads safeguarding.' }),
  ...['grade', 'yes_no', 'rag', 'text', 'date', 'number', 'where_kept'].map((kind, position) =>
    rowText('ReturnQuestion', {
      id: tourId(10 + position),
      versionId,
      sectionId: tourId(3),
      position,
      kind,
      label: `A question of the kind ${kind}`,
      asksEvidence: position === 0 ? 1 : 0,
      asksAction: position === 0 ? 1 : 0,
      filledFrom: position === 1 ? 'lead_training' : null,
    }),
  ),
  `UPDATE ReturnFormVersion SET publishedAt = :now WHERE id = '${versionId}'`,
  rowText('ReturnRound', {
    id: roundId,
    versionId,
    title: 'Safeguarding return',
    readers: 'Two officers',
    year: '2026-27',
    deadlineAt: inDays(20),
    finalAt: inDays(40),
    createdAt: now,
    createdById,
  }),
  `UPDATE ReturnRound SET openedAt = :now WHERE id = '${roundId}'`,
  rowText('ReturnRound', { id: tourId(6), title: 'Safeguarding return', year: '2027-28', ...asked }, `ReturnRound WHERE id = '${roundId}'`),
  rowText(
    'SchoolReturn',
    { id: '0000ffff-0000-7000-8000-000000000005', roundId, schoolId: sql('schoolId'), createdAt: now },
    `(${ownSchool})`,
  ),
]

const aYearAgo = inDays(-300)
const documentId = guidanceId('d1')
const issued = { issuedAt: aYearAgo, issuedById: createdById }
/** A document issued to the schools of a trust and to the office’s school, with a link to it. */
const guidanceOfTour: readonly string[] = [
  rowText('GuidanceDocument', {
    id: documentId,
    title: 'Advice of the tour',
    kind: 'model',
    asked: 'adopt',
    createdAt: aYearAgo,
    createdById,
  }),
  ...['sector', 'kind'].map((dimension) =>
    rowText('GuidanceAudience', { documentId, dimension, value: sql(dimension) }, `(SELECT DISTINCT ${dimension} FROM School)`),
  ),
  rowText('GuidanceAudience', { documentId, dimension: 'role', value: 'head' }),
  rowText('GuidanceVersion', {
    id: guidanceId('d2'),
    documentId,
    number: 1,
    text: 'What schools do.',
    dueBy: 'day',
    dueOn: '2099-01-01',
    changedAt: aYearAgo,
    changedById: createdById,
    ...issued,
  }),
  rowText(
    'GuidanceIssue',
    {
      id: sql(`'00000000-0000-7000-8000-' || substr('00000000000' || row_number() OVER (), -12)`),
      versionId: guidanceId('d2'),
      schoolId: sql('schoolId'),
      issuedAt: aYearAgo,
      why: 'issued',
      recordedAt: aYearAgo,
      toldAt: aYearAgo,
    },
    `(SELECT schoolId FROM (${trustSchools}) UNION ${ownSchool})`,
  ),
  rowText('GuidanceLink', {
    tokenHash: entryHash,
    issueId: oneOf('GuidanceIssue', `versionId = '${guidanceId('d2')}'`),
    createdAt: aYearAgo,
  }),
]

/** A link to a place of which there is a certificate. */
const linkOfCertified = rowText(
  'PlaceLink',
  { id: 'tour', placeId: sql('p.id'), personId: sql('p.personId'), tokenHash: entryHash, createdAt: now },
  'Certificate c JOIN Place p ON p.id = c.placeId AND p.personId = c.personId LIMIT 1',
)

const rolesLinkOfTour = rowText(
  'RolesLink',
  { tokenHash: entryHash, ...copied('schoolId', 'accountId'), said: '', sentAt: aYearAgo },
  `Claim WHERE state = 'approved' AND approver = 1 LIMIT 1`,
)

const bookingLinkOfTour = rowText(
  'BookingLink',
  {
    tokenHash: entryHash,
    formId: 'tour',
    accountId: sql('c.accountId'),
    schoolId: sql('s.rootId'),
    personId: sql('x.personId'),
    roleId: sql('x.roleId'),
    requirementId: sql('r.id'),
    eventId: sql('e.id'),
    startsAt: now,
    pence: 9500,
    basis: 'price',
    sentAt: aYearAgo,
    endsAt: now,
  },
  `Claim c JOIN School s ON s.id = c.schoolId AND c.state = 'approved' JOIN RoleAtSchool x ON x.schoolId = s.id AND x.supersededAt IS NULL, Requirement r, Event e
    WHERE e.state = 'published' LIMIT 1`,
)

/** Two whom a report of a meeting names and nobody has matched; a place has the name of one. */
const unmatched = `json_array(
  json_object('name', n.name, 'before', '', 'email', '', 'spans', json('[]'), 'open', json('[]'), 'stated', 3600, 'lines', json('[2]')),
  json_object('name', 'Room 4', 'before', '', 'email', 'room@example.sch.uk', 'spans', json('[]'), 'open', json('[]'), 'stated', null, 'lines', json('[3]')))`
const reportOfMeeting = rowText(
  'MeetingReport',
  {
    id: 'tour',
    sessionId: sql('s.id'),
    fileHash: 'tour',
    parserVersion: 1,
    people: 2,
    telephones: 1,
    bots: 1,
    pending: sql(unmatched),
    uploadedAt: now,
  },
  `Session s JOIN PlaceSession x ON x.sessionId = s.id JOIN Place p ON p.id = x.placeId JOIN Person n ON n.id = p.personId
   WHERE p.state = 'confirmed' AND n.name <> '' AND s.startsAt < :now AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = s.id) LIMIT 1`,
)

const shownAt = '2026-01-01T09:00:00.000Z'
const register = { urn: sql('c.urn'), name: sql('c.name'), laCode: '884', laName: 'Alderwickshire', phase: 'Primary' }
/** An open-data file of a frozen report, with what became of three schools of it. */
const published: readonly string[] = [
  rowText(
    'FrozenReport',
    {
      id: 'tour',
      question: sql(`json_set(question, '$.from', '2024-09-01', '$.to', '2025-08-31', '$.on', '2025-08-31')`),
      ...copied('sources', 'frozenAt'),
    },
    `FrozenReport WHERE about = 'attendance' LIMIT 1`,
  ),
  rowText('Publication', {
    id: 'tour',
    reportId: 'tour',
    publishedOn: '2026-01-05',
    publishedAt: now,
    publishedById: oneOf('Account', `email = 'administrator@muster.example'`),
  }),
  rowText(
    'ReportShowing',
    {
      reportId: 'tour',
      kind: 'coverage',
      number: sql('number'),
      knownAt: sql('frozenAt'),
      replyDays: 10,
      startedAt: now,
      startedById: officer,
      doneAt: now,
    },
    `FrozenReport WHERE id = 'tour'`,
  ),
  rowText(
    'ReportReply',
    { reportId: 'tour', schoolId: sql('rootId'), shownAt, shownById: officer },
    'SchoolCard WHERE urn IS NOT NULL LIMIT 3',
  ),
  rowText(
    'NoticeFact',
    {
      id: sql(`'tour ' || schoolId`),
      subjectId: 'tour',
      schoolId: sql('schoolId'),
      what: 'told',
      at: shownAt,
      recordedAt: shownAt,
      means: 'letter',
      byId: officer,
    },
    `ReportReply WHERE reportId = 'tour'`,
  ),
  rowText(
    'PublishedLine',
    { publicationId: 'tour', schoolId: sql('c.rootId'), ...register, reply: 'agreed' },
    `SchoolCard c JOIN ReportReply r ON r.reportId = 'tour' AND r.schoolId = c.rootId`,
  ),
]

/** Each statement puts one of what the demonstration has none of there. */
export const oneOfEach: readonly string[] = [
  ...tourReturn,
  ...guidanceOfTour,
  linkOfCertified,
  rolesLinkOfTour,
  bookingLinkOfTour,
  `UPDATE Event SET attendanceMode = 'mixed', onlineCapacity = 40, joiningLink = 'https://meet.example/tour' WHERE id = (SELECT p.eventId ${workshopPlace})`,
  rowText('TermDate', { id: 'tour', name: 'Autumn', firstDay: '2027-09-01', lastDay: '2027-12-17', source: 'The calendar', addedAt: now }),
  rowText(
    'PriceCode',
    { id: 'tour', priceKey: sql('priceKey'), code: 'TOUR', percentOff: 10, mostPlaces: 5, createdAt: now },
    'PriceList LIMIT 1',
  ),
  `UPDATE Account SET shared = 1, sharedSaidAt = :now WHERE id = (SELECT accountId FROM Claim WHERE state = 'approved' ORDER BY id DESC LIMIT 1)`,
  rowText(
    'Feed',
    { id: 'tour-place', personId: sql('p.personId'), ofSchoolId: sql('p.schoolId'), tokenHash: 'place', createdAt: now },
    linkOfPlace.replace('FROM ', ''),
  ),
  reportOfMeeting,
  rowText(
    'Sending',
    {
      id: 'tour',
      ...copied('kind', 'eventId', 'nature', 'subject', 'body', 'basis', 'audience', 'createdById'),
      state: 'draft',
      createdAt: now,
    },
    `Sending WHERE kind = 'mailing' AND audience ->> '$.of' <> 'named' LIMIT 1`,
  ),
  rowText(
    'RequirementException',
    {
      id: tourId(9),
      requirementId: 'lead',
      schoolId: sql('rootId'),
      fromDate: '2026-01-01',
      reason: 'It opens in May',
      createdAt: now,
    },
    'SchoolCard LIMIT 1',
  ),
  ...published,
  rowText('SignInCode', { id: entryHash, email: 'organiser@muster.example', createdAt: now }),
]
