// Somebody of whom every table that can hold something holds something, for tests of what is erased, destroyed or given to them.
import { newId, newToken, sha256 } from '#base/id.ts'
import { aClaimant } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, db, rows, tick } from '#test/support/factories.ts'
import { aMark, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'

export const run = (sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .bind(...values)
    .run()

let number = 0

export const aMessage = async (
  to: { personId?: string; recipient: string; email: string; name?: string },
  more: { text?: string; subject?: string; eventId?: string; schoolId?: string; bookingId?: string; state?: string; sentAt?: string } = {},
): Promise<string> => {
  const id = newId(tick())
  const at = more.sentAt ?? tick().toISOString()
  await run(
    `INSERT INTO Message (id, kind, state, recipient, eventId, schoolId, bookingId, personId, createdAt, dueAt, sentAt, lastError)
     VALUES (?1, 'invitation', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, 'mailbox of ' || ?10 || ' is full')`,
    id,
    more.state ?? 'sent',
    to.recipient,
    more.eventId ?? null,
    more.schoolId ?? null,
    more.bookingId ?? null,
    to.personId ?? null,
    at,
    (more.state ?? 'sent') === 'sent' ? at : null,
    to.email,
  )
  await run(
    `INSERT INTO MessageBody (messageId, fromAddress, toAddress, subject, text, html) VALUES (?1, 'Muster <m@example.gov.uk>', ?2, ?3, ?4, ?5)`,
    id,
    `"${to.name ?? 'Office'}" <${to.email}>`,
    more.subject ?? 'Your place',
    more.text ?? `Dear ${to.name}, this is your place.`,
    `<p>${more.text ?? `Dear ${to.name}`}</p>`,
  )
  return id
}

/** A lead who came to a past event, said what they eat, booked, asked, answered, complained and subscribed. `traces`: what only they are known by. */
export const aKnownPerson = async () => {
  number += 1
  const name = `Zebedee Quillfeather${String.fromCharCode(96 + number)}`
  const email = `zq${number}@quill.example.sch.uk`
  const [school, event] = [await aSchool(), await anEvent({ startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' })]
  const account = await anAccount({ name, email, schoolIds: [school.id] })
  const { personId, accountId } = account
  const at = tick().toISOString()
  const telephone = `07700 9${String(90_000 + number)}`
  await run('UPDATE Person SET telephone = ?2 WHERE id = ?1', personId, telephone)
  const placeId = await aPlace(event, school, { personId })
  const [place] = await rows<{ bookingId: string }>('SELECT bookingId FROM Place WHERE id = ?1', placeId)
  const bookingId = place?.bookingId ?? ''
  const markId = await aMark(firstSession(event), { placeId }, 'attended')
  await aMark(firstSession(event), { placeId }, 'part', { correctsId: markId, reason: `${name} left at noon` })
  const invitationId = newId(tick())
  await run(
    `INSERT INTO Invitation (id, placeId, personId, sessionId, uid, state, shown, createdAt, changedAt) VALUES (?1, ?2, ?3, ?4, ?1, 'live', '{}', ?5, ?5)`,
    invitationId,
    placeId,
    personId,
    firstSession(event),
    at,
  )
  await run(
    `UPDATE Booking SET bookedById = ?2, bookerPersonId = ?3, askedBy = ?4 WHERE id = ?1`,
    bookingId,
    accountId,
    personId,
    `${name} rang`,
  )
  await run(
    `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, source, learnedAt) VALUES (?1, ?2, ?3, 'dsl', 'claim', ?4)`,
    newId(tick()),
    personId,
    school.id,
    at,
  )
  await run(
    `INSERT INTO Need (placeId, personId, eventId, dietary, givenAt, deleteAfter) VALUES (?1, ?2, ?3, json_object('choices', json_array(), 'words', 'No nuts ' || ?1), ?4, '2099-01-01')`,
    placeId,
    personId,
    event.id,
    at,
  )
  const questionId = newId(tick())
  await run(
    `INSERT INTO EventQuestion (id, eventId, position, scope, kind, label, createdAt) VALUES (?1, ?2, 1, 'place', 'text', 'How will you travel?', ?3)`,
    questionId,
    event.id,
    at,
  )
  await run(
    `INSERT INTO Answer (id, questionId, bookingId, placeId, value, answeredAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
    newId(tick()),
    questionId,
    bookingId,
    placeId,
    `${name} drives`,
    at,
  )
  const linkToken = newToken()
  const linkId = newId(tick())
  await run(
    'INSERT INTO PlaceLink (id, placeId, personId, tokenHash, createdAt) VALUES (?1, ?2, ?3, ?4, ?5)',
    linkId,
    placeId,
    personId,
    await sha256(linkToken),
    at,
  )
  await run(
    `INSERT INTO Joining (id, linkId, sessionId, joinedAt, otherName) SELECT ?1, ?2, s.id, s.startsAt, ?3 FROM Session s WHERE s.eventId = ?4`,
    newId(tick()),
    linkId,
    `${name} junior`,
    event.id,
  )
  await run(`INSERT INTO DelegateStatement (id, linkId, statement, saidAt) VALUES (?1, ?2, 'comes', ?3)`, newId(tick()), linkId, at)
  await run(
    `INSERT INTO AcceptanceLink (id, bookingId, accountId, tokenHash, createdAt, expiresAt) VALUES (?1, ?2, ?3, ?4, ?5, '2099-01-01T00:00:00.000Z')`,
    newId(tick()),
    bookingId,
    accountId,
    await sha256(newToken()),
    at,
  )
  await run(
    `INSERT INTO Feed (id, kind, personId, tokenHash, createdAt) VALUES (?1, 'person', ?2, ?3, ?4)`,
    newId(tick()),
    personId,
    await sha256(newToken()),
    at,
  )
  const letter = await aMessage(
    { personId, recipient: personId, email, name },
    { eventId: event.id, schoolId: school.id, bookingId, text: `Dear ${name}, see https://x/place/${linkToken}` },
  )
  const mention = await aMessage(
    { recipient: 'council', email: 'events@example.gov.uk' },
    { eventId: event.id, schoolId: school.id, text: `${name} has a place.`, subject: `${name} is coming` },
  )
  const untouched = await aMessage(
    { recipient: 'council', email: 'events@example.gov.uk' },
    { eventId: event.id, schoolId: school.id, text: 'Twelve places are taken.' },
  )
  await run(
    `INSERT INTO MailEvent (id, type, at, receivedAt, providerId, followedAt) VALUES (?1, 'email.received', ?2, ?2, ?1, ?2)`,
    `in-${number}`,
    at,
  )
  await run(
    `INSERT INTO InviteReply (id, invitationId, answer, sequence, stamp, receivedAt) VALUES (?1, ?2, 'accepted', 0, ?3, ?3)`,
    `in-${number}`,
    invitationId,
    at,
  )
  await run(
    `INSERT INTO AddressProblem (id, email, kind, at, messageId, toldAt) VALUES (?1, ?2, 'bounced', ?3, ?4, ?3)`,
    newId(tick()),
    email,
    at,
    letter,
  )
  await run(
    `INSERT INTO MailConsent (id, email, given, how, at, accountId) VALUES (?1, ?2, 1, 'account', ?3, ?4)`,
    newId(tick()),
    email,
    at,
    accountId,
  )
  await run(`INSERT INTO UnsubscribeLink (tokenHash, email, createdAt) VALUES (?1, ?2, ?3)`, await sha256(newToken()), email, at)
  await run(
    `INSERT INTO SchoolContact (id, schoolId, roleId, name, email, telephone, source, learnedAt) VALUES (?1, ?2, 'dsl', ?3, ?4, ?5, 'test', ?6)`,
    newId(tick()),
    school.id,
    name,
    email,
    telephone,
    at,
  )
  await run(`UPDATE Claim SET reason = ?2 WHERE accountId = ?1`, accountId, `${name} is the lead`)
  await run(
    `INSERT INTO UnlistedClaim (id, accountId, name, postcode, setting, personId, state, requestedAt) VALUES (?1, ?2, ?3, 'HR' || ?2 || ' 1ZQ', 'childminder', ?4, 'requested', ?5)`,
    newId(tick()),
    accountId,
    `${name} childminding`,
    personId,
    at,
  )
  await run(
    `INSERT INTO OidcIdentity (id, issuer, subject, accountId, shownAs, linkedAt) VALUES (?1, 'https://id.example', ?2, ?3, ?2, ?4)`,
    newId(tick()),
    email,
    accountId,
    at,
  )
  await run(
    `INSERT INTO EmailChange (id, accountId, oldEmail, newEmail, codeHash, createdAt, expiresAt, usedAt) VALUES (?1, ?2, ?3, ?4, 'x', ?5, '2099-01-01', ?5)`,
    newId(tick()),
    accountId,
    `old.${email}`,
    email,
    at,
  )
  await run(
    `INSERT INTO SignInCode (id, email, codeHash, createdAt, expiresAt) VALUES (?1, ?2, 'x', ?3, '2099-01-01T00:00:00.000Z')`,
    newId(tick()),
    email,
    at,
  )
  await run('INSERT INTO KnownBrowser (tokenHash, accountId, seenAt) VALUES (?1, ?2, ?3)', await sha256(newToken()), accountId, at)
  const sendingId = newId(tick())
  await run(
    `INSERT INTO Sending (id, kind, nature, subject, state, createdAt) VALUES (?1, 'mailing', 'service', 'News', 'sending', ?2)`,
    sendingId,
    at,
  )
  await run(
    `INSERT INTO SendingRecipient (sendingId, number, email, name, personId) VALUES (?1, 1, ?2, ?3, ?4)`,
    sendingId,
    email,
    name,
    personId,
  )
  const [signIn] = await rows<{ id: string }>('SELECT id FROM SignIn WHERE accountId = ?1', accountId)
  await run(
    `INSERT INTO SavedForm (id, signInId, page, path, fields, hadFiles, expiresAt) VALUES (?1, ?2, '/x', '/x', ?3, 0, '2099-01-01T00:00:00.000Z')`,
    newId(tick()),
    signIn?.id,
    JSON.stringify([['name', name]]),
  )
  return {
    ...account,
    school,
    event,
    placeId,
    bookingId,
    letter,
    mention,
    untouched,
    traces: [name, email, telephone, `No nuts ${placeId}`, `HR${accountId} 1ZQ`, linkToken],
  }
}

/** Wherever any of the words stands in the whole database, as `Table.column`. */
export const tracesOf = async (words: readonly string[]): Promise<string[]> => {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'd1_%'`,
  )
  const stored = await db.batch<Record<string, unknown>>(tables.map(({ name }) => db.prepare(`SELECT * FROM ${name}`)))
  const found = new Set<string>()
  for (const [n, { name }] of tables.entries())
    for (const row of stored[n]?.results ?? [])
      for (const [column, value] of Object.entries(row))
        if (typeof value === 'string' && words.some((word) => value.toLowerCase().includes(word.toLowerCase())))
          found.add(`${name}.${column}`)
  return [...found].toSorted()
}

/** A request for a place for somebody, made by an account that nobody has confirmed yet. */
export const aRequestFor = async (named: { name: string; email: string }) => {
  const [school, event] = [await aSchool(), await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })]
  const asker = await aClaimant(school.id, { name: 'Rhodri Asker' })
  const id = newId(tick())
  const at = tick().toISOString()
  await run(
    `INSERT INTO BookingRequest (id, eventId, schoolId, accountId, formId, places, typed, requestedAt, state) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, 'waiting')`,
    id,
    event.id,
    school.id,
    asker.accountId,
    crypto.randomUUID(),
    JSON.stringify({
      delegates: [{ ...named, roleId: 'dsl', represents: [] }],
      unnamed: 0,
      acceptsFewer: false,
      answers: {},
      personId: asker.personId,
    }),
    at,
  )
  return { id, asker, event }
}

/** A form with these words that was sent after the account's sign-in had ended. */
export const aKeptForm = async (accountId: string, words: string) => {
  const [signIn] = await rows<{ id: string }>('SELECT id FROM SignIn WHERE accountId = ?1', accountId)
  await run(
    `INSERT INTO SavedForm (id, signInId, page, path, fields, hadFiles, expiresAt) VALUES (?1, ?2, '/x', '/x', ?3, 0, '2099-01-01T00:00:00.000Z')`,
    newId(tick()),
    signIn?.id,
    JSON.stringify([['name-1', words]]),
  )
}
