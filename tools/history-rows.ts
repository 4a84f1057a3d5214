// Years of a council's work, poured in without triggers, so that tests and the bench can see what statements read when much has been done: past
// conferences with everything that follows from them, and one ahead of which everybody has been reminded.
const series = 'WITH RECURSIVE n (i) AS (SELECT CAST(?1 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i < ?2)'
const long = '2025-01-10T09:00:00.000Z'
const id = (kind: string, n = 'i'): string => `printf('${kind}-%06d', ${n})`

/** Those places are of the conference ahead; the others are of past ones of 200 places each. */
const ahead = 'i <= 20'
const event = `IIF(${ahead}, 'event-ahead', 'event-' || (i / 200))`
const session = `'of-' || ${event}`
const school = id('school')
const moment = (at: string): string => `IIF(${ahead}, '${at}', '2025-02-10T09:00:00.000Z')`

type Poured = [table: string, values: Record<string, string>, where?: string]

const sent = { state: `'sent'`, createdAt: `'${long}'`, dueAt: `'${long}'`, sentAt: `'${long}'`, eventId: event, schoolId: school }

const poured = (startsAt: string, endsAt: string): Poured[] => {
  const events = 'WHERE i % 200 = 0 OR i = 1'
  const facts = {
    ...{ topicId: `'online-safety'`, purpose: `'training'`, minutes: '180', state: `'published'`, attendanceMode: `'in_person'` },
    ...{ venueName: `'Guildhall'`, venueAddress: `'High Street'`, venuePostcode: `'AK1 1AA'`, capacity: '100000' },
    ...{ createdAt: `'${long}'`, publishedAt: `'${long}'`, contactEmail: `'events@example.gov.uk'` },
  }
  const of = { eventId: event, bookingId: id('booking'), schoolId: school, placeId: id('place') }
  return [
    [
      'School',
      {
        id: id('school'),
        rootId: id('school'),
        origin: `'register'`,
        name: `'School ' || i`,
        urn: 'i',
        laCode: `'884'`,
        statusCode: `'1'`,
        trustUid: `'T' || (i % 50)`,
        createdAt: `'${long}'`,
      },
    ],
    [
      'SchoolIdentity',
      {
        id: id('identity'),
        schoolId: id('school'),
        urn: 'i',
        name: `'School ' || i`,
        laCode: `'884'`,
        statusCode: `'1'`,
        sector: `'maintained'`,
        kind: `'primary'`,
        learnedAt: `'${long}'`,
      },
    ],
    ['Person', { id: id('person'), name: `'Delegate ' || i`, email: `'delegate' || i || '@example.sch.uk'`, createdAt: `'${long}'` }],
    ['Account', { id: id('account'), email: `'contact' || i || '@example.sch.uk'`, personId: id('person'), createdAt: `'${long}'` }],
    [
      'SignIn',
      { id: id('signin'), accountId: id('account'), createdAt: `'${long}'`, seenAt: `'${long}'`, expiresAt: `'2099-01-01T00:00:00.000Z'` },
    ],
    [
      'Claim',
      {
        id: id('claim'),
        accountId: id('account'),
        schoolId: id('school'),
        state: `IIF(i % 5 = 0, 'ended', 'approved')`,
        evidence: `'organiser'`,
        requestedAt: `'${long}'`,
        decidedAt: `'${long}'`,
      },
    ],
    [
      'TrustClaim',
      {
        id: id('trustclaim'),
        accountId: id('account'),
        trustUid: `'T' || (i % 50)`,
        state: `'ended'`,
        evidence: `'organiser'`,
        requestedAt: `'${long}'`,
        decidedAt: `'${long}'`,
      },
    ],
    ['Event', { id: `'event-' || (i / 200)`, code: `printf('PAST%02d', i / 200)`, title: `'Past conference'`, ...facts }, events],
    [
      'Session',
      {
        id: `'of-event-' || (i / 200)`,
        eventId: `'event-' || (i / 200)`,
        position: '1',
        startsAt: `'2025-02-10T09:00:00.000Z'`,
        endsAt: `'2025-02-10T12:00:00.000Z'`,
      },
      events,
    ],
    ['Event', { id: `'event-ahead'`, code: `'AHEAD2'`, title: `'Conference ahead'`, ...facts }, 'WHERE i = 1'],
    [
      'Session',
      { id: `'of-event-ahead'`, eventId: `'event-ahead'`, position: '1', startsAt: `'${startsAt}'`, endsAt: `'${endsAt}'` },
      'WHERE i = 1',
    ],
    [
      'Booking',
      {
        id: id('booking'),
        reference: `printf('B%05d', i)`,
        eventId: event,
        schoolId: school,
        channel: `'school'`,
        formId: id('form'),
        bookedById: id('account'),
        bookerPersonId: id('person'),
        createdAt: `'${long}'`,
      },
    ],
    [
      'Place',
      {
        id: id('place'),
        bookingId: id('booking'),
        eventId: event,
        schoolId: school,
        personId: id('person'),
        roleId: `'dsl'`,
        state: `'confirmed'`,
        stateAt: `'${long}'`,
        createdAt: `'${long}'`,
        namedAt: `'${long}'`,
      },
    ],
    ['PlaceSession', { placeId: id('place'), sessionId: session }],
    [
      'Invitation',
      {
        id: id('invitation'),
        placeId: id('place'),
        personId: id('person'),
        sessionId: session,
        uid: id('uid'),
        sequence: '0',
        state: `'live'`,
        shown: `'{}'`,
        createdAt: `'${long}'`,
        changedAt: `'${long}'`,
      },
    ],
    [
      'Message',
      {
        id: id('message'),
        kind: `'invitation'`,
        recipient: id('person'),
        ...sent,
        bookingId: id('booking'),
        placeId: id('place'),
        personId: id('person'),
        invitationId: id('invitation'),
        method: `'REQUEST'`,
        sequence: '0',
      },
    ],
    [
      'MessageBody',
      {
        messageId: id('message'),
        fromAddress: `'a@example.gov.uk'`,
        toAddress: `'delegate' || i || '@example.sch.uk'`,
        subject: `''`,
        text: `''`,
        html: `''`,
        email: `'delegate' || i || '@example.sch.uk'`,
      },
    ],
    [
      'MailEvent',
      {
        id: id('mailevent'),
        type: `'email.delivered'`,
        at: `'${long}'`,
        receivedAt: `'${long}'`,
        providerId: id('provider'),
        messageId: id('message'),
        followedAt: `'${long}'`,
        outcome: `'followed'`,
      },
    ],
    [
      'SentOnce',
      {
        kind: `'reminder_week'`,
        subjectId: `${id('place')} || ' ' || ${id('person')}`,
        moment: moment(startsAt),
        eventId: event,
        at: `'${long}'`,
      },
    ],
    [
      'SentOnce',
      {
        kind: `'reminder_day'`,
        subjectId: `${id('place')} || ' ' || ${id('person')}`,
        moment: moment(startsAt),
        eventId: event,
        at: `'${long}'`,
      },
    ],
    ['SentOnce', { kind: `'reminder_contact_week'`, subjectId: id('booking'), moment: moment(startsAt), eventId: event, at: `'${long}'` }],
    ['SentOnce', { kind: `'reminder_contact_day'`, subjectId: id('booking'), moment: moment(startsAt), eventId: event, at: `'${long}'` }],
    [
      'SentOnce',
      {
        kind: `'afterwards'`,
        subjectId: `${event} || ' ' || ${id('person')}`,
        moment: `'2025-02-10T09:00:00.000Z'`,
        eventId: event,
        at: `'${long}'`,
      },
      `WHERE NOT ${ahead}`,
    ],
    [
      'Mark',
      {
        id: id('mark'),
        sessionId: session,
        placeId: id('place'),
        markType: `'attended'`,
        happenedAt: `'${long}'`,
        notedAt: `'${long}'`,
        receivedAt: `'${long}'`,
        source: `'screen'`,
      },
      `WHERE NOT ${ahead}`,
    ],
    [
      'SchoolReached',
      { schoolId: school, sessionId: session, markId: id('mark'), how: `'own'`, markType: `'attended'` },
      `WHERE NOT ${ahead}`,
    ],
    [
      'RegisterSignOff',
      {
        id: `'of-event-' || (i / 200)`,
        sessionId: `'of-event-' || (i / 200)`,
        signedAt: `'${long}'`,
        attended: '0',
        part: '0',
        absent: '0',
        apologies: '0',
      },
      events,
    ],
    [
      'AddressProblem',
      {
        id: id('trouble'),
        email: `'old' || i || '@example.sch.uk'`,
        kind: `'bounced'`,
        at: `'${long}'`,
        messageId: id('message'),
        toldAt: `'${long}'`,
        solved: `'corrected'`,
        solvedAt: `'${long}'`,
      },
      'WHERE i % 10 = 1 AND i > 20',
    ],
    [
      'PersonMerge',
      { id: id('merge'), keptId: id('person'), mergedId: id('person', 'i + 1'), moved: `'{}'`, mergedAt: `'${long}'` },
      'WHERE i % 10 = 1 AND i > 20',
    ],
    ['PlaceLink', { id: id('link'), placeId: id('place'), personId: id('person'), tokenHash: id('hash'), createdAt: `'${long}'` }],
    ['Payer', { id: id('payer'), kind: `'school'`, schoolId: id('school'), createdAt: `'${long}'` }],
    [
      'BookingPayer',
      {
        id: id('bookingpayer'),
        bookingId: id('booking'),
        payerId: id('payer'),
        route: `'recharge'`,
        pricedAsOf: `'${long}'`,
        rule: `'{}'`,
        createdAt: `'${long}'`,
      },
    ],
    [
      'LedgerLine',
      {
        number: 'i',
        kind: `'charge'`,
        payerId: id('payer'),
        route: `'recharge'`,
        ...of,
        pence: '5000',
        rule: `'{}'`,
        at: `'${long}'`,
        happenedOn: `'2025-02-10'`,
      },
    ],
    ['LineNotice', { lineNumber: 'i', messageId: id('message') }],
    [
      'Offer',
      {
        id: id('offer'),
        eventId: event,
        bookingId: id('booking'),
        places: '1',
        tokenHash: id('offerhash'),
        offeredAt: `'${long}'`,
        expiresAt: `'2025-01-12T09:00:00.000Z'`,
        state: `'accepted'`,
        settledAt: `'${long}'`,
      },
    ],
    [
      'BookingRequest',
      {
        id: id('request'),
        eventId: event,
        schoolId: school,
        accountId: id('account'),
        formId: id('requestform'),
        places: '1',
        requestedAt: `'${long}'`,
        state: `'booked'`,
        bookingId: id('booking'),
        settledAt: `'${long}'`,
      },
    ],
    ['SentOnce', { kind: `'names_overdue'`, subjectId: id('booking'), moment: `'${long}'`, eventId: event, at: `'${long}'` }],
  ]
}

/** A statement for each table, with the first and the last place bound, counted from 1; what belongs to earlier ones must be there already. */
export const historyStatements = (now: Date): string[] => {
  const inHours = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString()
  return poured(inHours(15), inHours(18)).map(([table, values, where = '']) => {
    const names = Object.keys(values)
    return `INSERT INTO ${table} (${names.join(', ')}) ${series} SELECT ${Object.values(values).join(', ')} FROM n ${where}`
  })
}
