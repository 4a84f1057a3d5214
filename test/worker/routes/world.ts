// One council with something of everything that an address can name, and somebody in every part that people play in it.

import { nobody } from '#base/act.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { beginForm } from '#returns/forms/save-form.ts'
import { anAccount, anAct, anEvent, aSchool, rows, run, tick } from '#test/support/factories.ts'
import { aPriceCode, aPricedEvent, aPriceList, setPrice } from '#test/support/money.ts'
import { add } from '#test/support/rows.ts'
import { reportsByOne } from '#test/worker/attendance/coverage/world.ts'
import { aHelper } from '#test/worker/attendance/door/at-the-door.ts'
import { toSchools } from '#test/worker/correspondence/mailings/world.ts'
import { aPaidBooking } from '#test/worker/money/ledger/booked.ts'
import { aReturn } from '#test/worker/returns/filling/world.ts'

/** Said of nobody but the delegate of the school, in no page of those who must not read names. */
export const delegateName = 'Zenobia Featherstonehaugh'

const roleOf = async ({ accountId }: { accountId: string }): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM StaffRole WHERE accountId = ?1', accountId))[0]?.id ?? nothing

/** Well formed, and of nothing. */
export const nothing = '00000000-0000-7000-8000-000000000000'

/** Sees the school and approves its colleagues, and may not book. */
const anApprover = async (schoolId: string) => {
  const viewer = await anAccount({ viewedSchoolIds: [schoolId], name: 'Contact Viewing' })
  await run('UPDATE Claim SET approver = 1 WHERE accountId = ?1', viewer.accountId)
  return { ...viewer, actor: { ...viewer.actor, approverSchoolIds: [schoolId] } }
}

/** @param setting of which the contact is instead of a school, if it is none */
export const aWorld = async (setting?: { id: string; urn: string }) => {
  const at = tick().toISOString()
  const trustUid = 'T4711'
  const school = setting ?? (await aSchool({ name: 'Lady Hawthorns', trustUid, trustName: 'Hedgerow Trust' }))
  const other = await aSchool({ name: 'Market Cross' })
  const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
  const event = await aPricedEvent({ event: ahead })
  const otherEvent = await anEvent(ahead)
  const session = event.sessions[0]?.id ?? nothing
  await add('EvaluationWave', { eventId: event.id })
  const contact = await anAccount({ schoolIds: [school.id], name: 'Contact Own' })
  const booking = await aPaidBooking({ event, school, contact })
  const placeId = booking.placeIds[0] ?? nothing
  const personId = await add('Person', { name: delegateName, email: 'zenobia@example.sch.uk', createdAt: at })
  await run(`UPDATE Place SET personId = ?2, roleId = 'dsl', namedAt = ?3 WHERE id = ?1`, placeId, personId, at)
  const token = newToken()
  await add('PlaceLink', { placeId, personId, tokenHash: await sha256(token), joinHash: await sha256(token), createdAt: at })
  const earlier = await add('EarlierAttendance', {
    ...{ batchId: school.id, schoolId: school.id, topicId: event.topicId, title: 'Earlier', heldOn: '2025-01-10' },
    ...{ markType: 'attended', personId, roleId: 'dsl', source: 'list', learnedAt: at },
  })

  const people = {
    nobody: { cookie: undefined },
    delegate: { cookie: undefined },
    somebody: await anAccount({ name: 'Somebody Else' }),
    contact,
    viewer: await anApprover(school.id),
    elsewhere: await anAccount({ schoolIds: [other.id], doorEventIds: [otherEvent.id], name: 'Contact Elsewhere' }),
    door: await anAccount({ doorEventIds: [event.id], name: 'Door Here' }),
    helper: await aHelper(event.code, new Date('2099-06-12T08:00:00.000Z')),
    reader: await anAccount({ roles: ['reader'], name: 'Rea Der' }),
    officer: await anAccount({ roles: ['officer'], name: 'Off Icer' }),
    finance: await anAccount({ roles: ['finance'], name: 'Fin Ance' }),
    organiser: await anAccount({ roles: ['organiser'], name: 'Orga Niser' }),
    administrator: await anAccount({ roles: ['administrator'], name: 'Admin Istrator' }),
  }

  const { administrator, somebody } = people
  const by = administrator.accountId
  const colleague = await anAccount({ name: 'Colleague Own' })
  const claimId = await add('Claim', {
    ...{ accountId: colleague.accountId, schoolId: school.id, state: 'requested', evidence: 'self_asserted', requestedAt: at },
  })
  const asker = await anAccount({ name: 'Asker' })
  await add('Claim', { accountId: asker.accountId, schoolId: other.id, state: 'requested', evidence: 'self_asserted', requestedAt: at })
  const trustClaim = await add('TrustClaim', {
    ...{ accountId: asker.accountId, trustUid, state: 'requested', evidence: 'self_asserted', requestedAt: at },
  })
  const { accountId } = contact
  await add('TrustClaim', { accountId, trustUid, state: 'approved', evidence: 'organiser', requestedAt: at, decidedAt: at })
  const unlisted = await add('UnlistedClaim', {
    ...{
      accountId: asker.accountId,
      name: 'Little Acorns',
      postcode: 'HR1 1AA',
      setting: 'childminder',
      state: 'requested',
      requestedAt: at,
    },
  })
  const role = await add('RoleAtSchool', { personId, schoolId: school.id, roleId: 'dsl', source: 'test', learnedAt: at })
  const roleBatch = newId(tick())
  await add('RoleAtSchool', {
    personId,
    schoolId: school.id,
    roleId: 'senco',
    source: 'The old database',
    learnedAt: at,
    batchId: roleBatch,
  })
  const providerBatch = newId(tick())
  await add('EarlyYearsProvider', {
    ...{
      batchId: providerBatch,
      reference: 'EY100001',
      name: 'Little Acorns',
      kind: 'nursery',
      source: 'test',
      learnedAt: at,
      loadedAt: at,
    },
  })
  const ownRole = await add('RoleAtSchool', {
    personId: contact.personId,
    schoolId: school.id,
    roleId: 'head',
    source: 'test',
    learnedAt: at,
  })
  const contactId = await add('SchoolContact', { schoolId: school.id, email: 'office@hawthorns.example', source: 'test', learnedAt: at })
  const series = await add('Series', { title: 'Safeguarding', topicId: event.topicId, createdAt: at })
  await run('UPDATE Event SET seriesId = ?2 WHERE id = ?1', otherEvent.id, series)
  const heldBack = await add('HeldBack', {
    ...{ eventId: event.id, places: 1, forWhom: 'schools', releaseAt: '2099-01-01T00:00:00.000Z', createdAt: at },
  })
  const material = await add('Material', {
    ...{ eventId: event.id, position: 1, title: 'The guidance', url: 'https://www.gov.uk/', changedAt: at },
  })
  const question = await add('EventQuestion', {
    eventId: event.id,
    position: 1,
    scope: 'place',
    kind: 'text',
    label: 'Why?',
    createdAt: at,
  })
  const bulk = await add('BulkAct', { act: 'remind', typed: JSON.stringify({ leftOut: {} }), createdAt: at, createdById: by })
  const venue = await add('Venue', { name: 'Guildhall', createdAt: at })
  const terms = await add('CancellationTerms', {
    termsKey: 'usual',
    version: 1,
    name: 'Usual',
    freeDays: 10,
    fullPence: 0,
    absentPence: 0,
    createdAt: at,
  })
  const list = await aPriceList({ key: 'paid' })
  const priceCode = await aPriceCode('paid')
  const sourceEdition = await add('SourceEdition', {
    ...{ source: 'KCSIE 2026', validFrom: '2026-09-01', was: '["lead-before-2026"]', made: '["lead-2026"]', createdAt: at },
  })
  await add('BankHoliday', { day: '2099-12-25', name: 'Christmas', source: 'test', addedAt: at })
  const termDate = await add('TermDate', { name: 'Autumn', firstDay: '2099-09-01', lastDay: '2099-12-18', source: 'test', addedAt: at })
  const payer = booking.payerId
  const route = await add('PayerRoute', { payerId: payer, route: 'invoice', fromDay: '2099-01-01', createdAt: at })
  const agreement = await add('Agreement', { schoolId: school.id, name: 'Package', fromDay: '2025-09-01', createdAt: at })
  const line = booking.numbers[0] ?? 0
  const dispute = line
    ? await add('LineDispute', { lineNumber: line, words: 'Not ours', raisedAt: at, raisedById: contact.accountId })
    : nothing
  const proposal = await add('MoneyProposal', {
    ...{
      kind: 'waiver',
      bookingId: booking.bookingId,
      payerId: payer,
      lineNumber: line,
      pence: 100,
      reason: 'Snow',
      proposedAt: at,
      proposedById: by,
    },
  })
  const record = {
    title: 'Leads',
    topicId: 'prevent',
    topic: 'Prevent',
    purpose: 'training',
    minutes: 60,
    level: '',
    provider: '',
    sessions: [],
  }
  const correction = await add('StaffProposal', {
    ...{ kind: 'event', subjectId: event.id, reason: 'The paper says so', proposedAt: at, proposedById: by },
    asked: JSON.stringify({ was: record, is: { ...record, title: 'Leads meet' } }),
  })
  const journal = await add('FinanceFile', { kind: 'journal', number: 1, lines: 1, pence: 0, vatPence: 0, content: 'a,b', createdAt: at })
  const requests = await add('FinanceFile', {
    kind: 'invoice_request',
    number: 1,
    lines: 1,
    pence: 0,
    vatPence: 0,
    content: 'a,b',
    createdAt: at,
  })
  await add('InvoiceRequest', { reference: 'IR000001', batchId: requests, payerId: payer, bookingId: booking.bookingId })
  const summary = JSON.stringify({
    ...{
      created: 0,
      unchanged: 0,
      changed: 0,
      closed: 0,
      closing: 0,
      successions: 0,
      needsReview: 0,
      warnings: [],
      settled: [],
      listed: {},
    },
    ...{ withFutureBookings: 0, endingWithFutureBookings: 0 },
  })
  const register = await add('RegisterImport', {
    state: 'ready',
    fileName: 'a.csv',
    asAt: '2026-01-01',
    laCodes: '["884"]',
    summary,
    startedAt: at,
    readyAt: at,
  })
  const review = await add('RegisterReview', { kind: 'not_in_file', urn: school.urn, schoolId: school.id, raisedAt: at })
  const sent = await add('Message', {
    ...{
      kind: 'invitation',
      state: 'sent',
      recipient: `person:${personId}`,
      eventId: event.id,
      schoolId: school.id,
      bookingId: booking.bookingId,
    },
    ...{ placeId, personId, createdAt: at, dueAt: at, sentAt: at },
  })
  await add('MessageBody', {
    ...{
      messageId: sent,
      fromAddress: 'm@example.gov.uk',
      toAddress: 'z@example.sch.uk',
      subject: 'Place',
      text: 'Yours',
      html: '<p>Yours</p>',
    },
  })
  const audience = JSON.stringify(toSchools())
  const mailing = await add('Sending', {
    kind: 'mailing',
    subject: 'News',
    body: 'All is well.',
    audience,
    state: 'draft',
    createdAt: at,
    createdById: by,
  })
  const sending = await add('Sending', {
    kind: 'change',
    eventId: event.id,
    subject: 'Change',
    state: 'sending',
    createdAt: at,
    startedAt: at,
  })
  const meetingReport = await add('MeetingReport', { sessionId: session, fileHash: 'x', parserVersion: 1, people: 1, uploadedAt: at })
  const trouble = await add('AddressProblem', { email: 'zenobia@example.sch.uk', kind: 'bounced', at })
  const hold = await add('LegalHold', { scope: 'person', value: personId, reason: 'Court', reviewOn: '2099-01-01', createdAt: at })
  const matter = newId(tick())
  await add('Need', {
    ...{ placeId, personId, eventId: event.id, matter, answerBy: '2099-01-01', deleteAfter: '2099-02-01T00:00:00.000Z' },
    access: '{"choices":["bsl"],"words":""}',
  })
  const complaint = await add('DataComplaint', {
    name: 'Zenobia',
    email: 'zenobia@example.sch.uk',
    about: 'A wrong address',
    receivedAt: at,
  })
  const askedSession = await add('AskedSession', { schoolId: school.id, askedAt: at, askedById: contact.accountId })
  const subject = await add('SubjectRequest', { personId, kind: 'access', receivedOn: '2026-03-01', dueOn: '2026-04-01', recordedAt: at })
  const merged = await add('Person', { name: 'Twice Known', createdAt: at })
  const kept = await add('Person', { name: 'Twice Knowne', createdAt: at })
  const merge = await add('PersonMerge', { keptId: kept, mergedId: merged, moved: '{}', mergedAt: at, mergedById: by })
  const staffRole = await roleOf(people.reader)
  const doorRole = await roleOf(people.door)
  await setPrice(event.id, list.id)

  const exception = await add('RequirementException', {
    ...{ requirementId: 'lead', schoolId: school.id, kind: 'exempt', fromDate: '2026-01-01', reason: 'Opens in May', createdAt: at },
  })
  const chase = await add('Chase', { schoolId: school.id, matter: 'roles_not_confirmed', ownerId: by, openedAt: at, openedById: by })
  await add('FrozenReport', {
    question: JSON.stringify({ laCodes: ['884'], on: '2026-03-01', from: '2024-03-02', to: '2026-03-01' }),
    sources: JSON.stringify({ registers: 0, signedRegisters: 0, earlier: [], outside: 0, notOfArea: 0, unmatchedWalkIns: 0 }),
    frozenAt: at,
    frozenById: by,
  })
  const [frozen] = await rows<{ id: string }>('SELECT id FROM FrozenReport')
  const reportId = frozen?.id ?? ''
  const frozenSchool = { reportId, schoolId: school.id, urn: '1', name: 'The school' }
  await add('FrozenSchool', { ...frozenSchool, sector: 'maintained', kind: 'primary', phase: 'Primary' })
  await add('ReportShowing', {
    ...{ reportId, kind: 'coverage', number: 1, replyDays: 10, knownAt: at, startedAt: at, startedById: by, doneAt: at },
  })
  await add('ReportLine', { reportId, schoolId: school.id, urn: '1', name: 'The school', town: '', trustName: '', says: '[]' })
  await add('ReportReply', { reportId, schoolId: school.id, shownAt: at, shownById: by })
  await reportsByOne()
  const made = await add('Report', {
    ...{ number: 1, topicId: 'prevent', onDay: '2026-03-01', knownAt: at, contentHash: '0'.repeat(64), replyDays: 10, madeById: by },
    content: JSON.stringify({
      about: { topic: { id: 'prevent', label: 'Prevent', also: [] }, from: '2024-03-02', on: '2026-03-01', since: null, guidance: null },
      ...{ reported: true, lines: [], given: [], rows: [] },
    }),
  })
  await add('ReportShowing', {
    ...{ reportId: made, kind: 'report', number: 1, replyDays: 10, knownAt: at, startedAt: at, startedById: by, doneAt: at },
  })
  await add('ReportLine', { reportId: made, schoolId: school.id, urn: '1', name: 'The school', town: '', trustName: '', says: '[]' })
  await add('SealedLeaf', { number: 0, kind: 'position', subjectId: made, leafHash: 'x'.repeat(44), at })
  for (const name of ['given.csv', 'schools.csv']) await add('FinalFile', { reportId: made, name, hash: 'x'.repeat(64), base64: 'YQ==' })
  await add('FinalReport', { reportId: made, finalOn: '2026-03-02', finalAt: at, finalById: by })
  const guidance = await add('GuidanceDocument', { title: 'Advice', kind: 'information', asked: 'nothing', createdAt: at, createdById: by })
  for (const [dimension, value] of Object.entries({ sector: 'maintained', kind: 'primary', role: 'head' }))
    await add('GuidanceAudience', { documentId: guidance, dimension, value })
  const recommendation = await add('Recommendation', {
    ...{
      source: 'scrutiny',
      madeBy: 'Scrutiny',
      madeOn: '2026-01-05',
      receivedOn: '2026-01-05',
      text: 'Keep records.',
      notedAt: at,
      notedById: by,
    },
  })
  const advice = await add('NationalAdvice', {
    ...{ title: 'Advice', address: 'https://www.gov.uk/advice', publishedOn: '2020-01-01', notedAt: at, notedById: by },
  })
  const ofGuidance = { documentId: guidance, text: 'Read it.', dueBy: 'day', dueOn: '2099-01-01', changedAt: at, changedById: by }
  const issued = await add('GuidanceVersion', { ...ofGuidance, number: 1, issuedAt: at, issuedById: by })
  await add('GuidanceVersion', { ...ofGuidance, number: 2, whatChanged: 'A word.', whatToDo: 'Nothing.' })
  const guidanceIssue = await add('GuidanceIssue', {
    versionId: issued,
    schoolId: school.id,
    issuedAt: at,
    why: 'issued',
    recordedAt: at,
    toldAt: at,
  })
  // The school has had it: looking at it again writes nothing.
  for (const what of ['opened', 'acknowledged'])
    await add('GuidanceReceipt', {
      issueId: guidanceIssue,
      what,
      level: 'seen',
      accountId: contact.accountId,
      day: '2026-03-02',
      recordedAt: at,
    })
  const annual = await aReturn({}, school)
  const form = await beginForm({ ...anAct(), actor: { ...nobody, accountId: by } }, { id: newId(tick()), title: 'Audit', from: 'example' })
  return {
    ...{ frozen: reportId, recommendation, advice, guidance, guidanceIssue, guidanceVersion: issued, form, correction },
    exception,
    chase,
    earlier,
    trustUid,
    ...{ people, school, other, event, otherEvent, session, booking, placeId, personId, token, somebody, claimId, trustClaim, unlisted },
    ...{
      role,
      ownRole,
      roleBatch,
      providerBatch,
      contactId,
      series,
      heldBack,
      question,
      material,
      bulk,
      terms,
      venue,
      list,
      priceCode,
      sourceEdition,
      termDate,
      payer,
      route,
      agreement,
      line,
      dispute,
    },
    ...{
      proposal,
      journal,
      requests,
      register,
      review,
      sent,
      mailing,
      sending,
      meetingReport,
      schoolReturn: annual.id,
      round: annual.round,
      trouble,
      hold,
      subject,
      complaint,
      askedSession,
      matter,
      merge,
      staffRole,
      doorRole,
    },
    reference: booking.reference,
  }
}

export type World = Awaited<ReturnType<typeof aWorld>>
export type Actor = keyof World['people']
