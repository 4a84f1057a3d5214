// Somebody of whom every table that can hold something holds something, for tests of what is
// erased, destroyed or given to them.

import { newId, newToken, sha256 } from '#base/id.ts'
import { aClaimant } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, db, rows, run, tick } from '#test/support/factories.ts'
import { add, all } from '#test/support/rows.ts'
import { aMark, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'

let number = 0

export const aMessage = async (
  to: { personId?: string; recipient: string; email: string; name?: string },
  more: { text?: string; subject?: string; eventId?: string; schoolId?: string; bookingId?: string; state?: string; sentAt?: string } = {},
): Promise<string> => {
  const id = newId(tick())
  const at = more.sentAt ?? tick().toISOString()
  await add('Message', {
    id,
    kind: 'invitation',
    state: more.state ?? 'sent',
    recipient: to.recipient,
    eventId: more.eventId ?? null,
    schoolId: more.schoolId ?? null,
    bookingId: more.bookingId ?? null,
    personId: to.personId ?? null,
    createdAt: at,
    dueAt: at,
    sentAt: (more.state ?? 'sent') === 'sent' ? at : null,
    lastError: `mailbox of ${to.email} is full`,
  })
  await add('MessageBody', {
    messageId: id,
    fromAddress: 'Muster <m@example.gov.uk>',
    toAddress: `"${to.name ?? 'Office'}" <${to.email}>`,
    subject: more.subject ?? 'Your place',
    text: more.text ?? `Dear ${to.name}, this is your place.`,
    html: `<p>${more.text ?? `Dear ${to.name}`}</p>`,
  })
  return id
}

/**
 * A lead who came to a past event, said what they eat, booked, asked, answered, complained and
 * subscribed. `traces`: what only they are known by.
 */
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
  await add('Invitation', {
    id: invitationId,
    placeId,
    personId,
    sessionId: firstSession(event),
    uid: invitationId,
    state: 'live',
    shown: '{}',
    createdAt: at,
    changedAt: at,
  })
  await run(
    `UPDATE Booking SET bookedById = ?2, bookerPersonId = ?3, askedBy = ?4 WHERE id = ?1`,
    bookingId,
    accountId,
    personId,
    `${name} rang`,
  )
  await add('RoleAtSchool', { personId, schoolId: school.id, roleId: 'dsl', source: 'claim', learnedAt: at })
  const dietary = JSON.stringify({ choices: [], words: `No nuts ${placeId}` })
  await add('Need', { placeId, personId, eventId: event.id, dietary, givenAt: at, deleteAfter: '2099-01-01' })
  const questionId = await add('EventQuestion', {
    eventId: event.id,
    position: 1,
    kind: 'text',
    label: 'How will you travel?',
    createdAt: at,
  })
  await add('Answer', { questionId, bookingId, placeId, value: `${name} drives`, answeredAt: at })
  const linkToken = newToken()
  const linkId = await add('PlaceLink', { placeId, personId, tokenHash: await sha256(linkToken), createdAt: at })
  for (const { id: sessionId, startsAt } of await all('Session', { eventId: event.id }))
    await add('Joining', { id: newId(tick()), linkId, sessionId, joinedAt: startsAt, otherName: `${name} junior` })
  await add('DelegateStatement', { linkId, saidAt: at })
  await add('AcceptanceLink', {
    bookingId,
    accountId,
    tokenHash: await sha256(newToken()),
    createdAt: at,
    expiresAt: '2099-01-01T00:00:00.000Z',
  })
  await add('Feed', { personId, tokenHash: await sha256(newToken()), createdAt: at })
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
  await add('MailEvent', { id: `in-${number}`, at, receivedAt: at, providerId: `in-${number}`, followedAt: at })
  await add('InviteReply', { id: `in-${number}`, invitationId, answer: 'accepted', stamp: at, receivedAt: at })
  await add('AddressProblem', { email, at, messageId: letter, toldAt: at })
  await add('MailConsent', { email, given: 1, how: 'account', at, accountId })
  await add('UnsubscribeLink', { tokenHash: await sha256(newToken()), email, createdAt: at })
  await add('SchoolContact', { schoolId: school.id, roleId: 'dsl', name, email, telephone, learnedAt: at })
  await run(`UPDATE Claim SET reason = ?2 WHERE accountId = ?1`, accountId, `${name} is the lead`)
  await add('UnlistedClaim', { accountId, name: `${name} childminding`, postcode: `HR${accountId} 1ZQ`, personId, requestedAt: at })
  await add('DataComplaint', { name, email, about: `${name} was named to others`, receivedAt: at })
  await add('OidcIdentity', { issuer: 'https://id.example', subject: email, accountId, shownAs: email, linkedAt: at })
  await add('EmailChange', { accountId, oldEmail: `old.${email}`, newEmail: email, createdAt: at, expiresAt: '2099-01-01', usedAt: at })
  await add('SignInCode', { email, createdAt: at, expiresAt: '2099-01-01T00:00:00.000Z' })
  await add('KnownBrowser', { tokenHash: await sha256(newToken()), accountId, seenAt: at })
  const sendingId = await add('Sending', { createdAt: at })
  await add('SendingRecipient', { sendingId, number: 1, email, name, personId })
  const [signIn] = await rows<{ id: string }>('SELECT id FROM SignIn WHERE accountId = ?1', accountId)
  await add('SavedForm', {
    signInId: signIn?.id,
    page: '/x',
    path: '/x',
    fields: JSON.stringify([['name', name]]),
    expiresAt: '2099-01-01T00:00:00.000Z',
  })
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
  await add('BookingRequest', {
    id,
    eventId: event.id,
    schoolId: school.id,
    accountId: asker.accountId,
    formId: crypto.randomUUID(),
    typed: JSON.stringify({
      delegates: [{ ...named, roleId: 'dsl', represents: [] }],
      unnamed: 0,
      acceptsFewer: false,
      answers: {},
      personId: asker.personId,
    }),
  })
  return { id, asker, event }
}

/** A form with these words that was sent after the account's sign-in had ended. */
export const aKeptForm = async (accountId: string, words: string) => {
  const [signIn] = await rows<{ id: string }>('SELECT id FROM SignIn WHERE accountId = ?1', accountId)
  await add('SavedForm', {
    signInId: signIn?.id,
    page: '/x',
    path: '/x',
    fields: JSON.stringify([['name-1', words]]),
    expiresAt: '2099-01-01T00:00:00.000Z',
  })
}
