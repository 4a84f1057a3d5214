import { beforeEach, expect, it } from 'vitest'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { newId, newReference } from '#base/id.ts'
import { anAccount, anAct, anEvent, aSchool, counting, db, rows, run, tick } from '#test/support/factories.ts'
import { sql } from '#test/support/row-of.ts'
import { add, addLike, all, insert, insertEach } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession, signOff } from '#test/worker/attendance/coverage/world.ts'
import { type Audit, type InvariantName, invariantNames } from '#upkeep/audit/audit.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { deliveryBreaks } from './delivery-breaks.ts'
import { guidanceBreaks, returnBreaks } from './guidance-breaks.ts'
import { aPieceOf } from './mailing-breaks.ts'
import { moneyBreaks } from './money-breaks.ts'
import { sealBreaks } from './seal-breaks.ts'

// After every event of the factories has been published, before it begins.
const now = new Date('2026-06-01T09:00:00.000Z')

/** Whoever is on the place is invited to a session of it. */
const anInvitation = async (placeId: string, sessionId: string) => {
  const [place] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId)
  const invitationId = newId(tick())
  const messageId = newId(tick())
  await db.batch([
    insert('Invitation', {
      id: invitationId,
      placeId,
      personId: place?.personId,
      sessionId,
      uid: invitationId,
      state: 'live',
      shown: '{}',
    }),
    insert('Message', {
      id: messageId,
      kind: 'invitation',
      state: 'queued',
      recipient: place?.personId,
      invitationId,
      method: 'REQUEST',
      sequence: 0,
    }),
    insert('MessageBody', { messageId, toAddress: 'b@example.sch.uk' }),
  ])
  return { invitationId, messageId }
}

/** Everything that a sound booking has: the log, an invitation for the session and its message. */
const aSoundPlace = async (event: Awaited<ReturnType<typeof anEvent>>, school: { id: string }, personId?: string) => {
  const delegate = personId ?? (await aPerson())
  const placeId = await aPlace(event, school, { personId: delegate })
  const [place] = await rows<{ bookingId: string }>('SELECT bookingId FROM Place WHERE id = ?1', placeId)
  const bookingId = place?.bookingId ?? ''
  await logged(bookingId)
  const { invitationId, messageId } = await anInvitation(placeId, firstSession(event))
  return { placeId, personId: delegate, bookingId, invitationId, messageId }
}

const logged = (bookingId: string) => add('Log', { act: 'booking.placed', subjectKind: 'booking', subjectId: bookingId })

const aSoundWorld = async () => {
  const school = await aSchool()
  const event = await anEvent()
  return { school, event, ...(await aSoundPlace(event, school)) }
}

/** A place without a name, as it is booked to be named later. */
const anUnnamedPlace = async () => {
  await drop('Place_changes_hands')
  const event = await anEvent()
  const placeId = await aPlace(event, await aSchool())
  await run('UPDATE Place SET personId = NULL WHERE id = ?1', placeId)
  const [place] = await rows<{ bookingId: string }>('SELECT bookingId FROM Place WHERE id = ?1', placeId)
  await logged(place?.bookingId ?? '')
  return { event, placeId }
}

/** An event that asks how useful it was, and of which nobody has answered. */
const evaluated = async () => {
  const event = await anEvent()
  const question = newId(tick())
  await add('EvaluationWave', { eventId: event.id })
  await add('EvaluationQuestion', { id: question, eventId: event.id, wave: 'after', position: 1, kind: 'scale', label: 'How useful?' })
  return { event, question }
}

/** The ids that are reported now and were not before, by invariant. */
const reported = (before: Audit, after: Audit): Record<string, string[]> =>
  Object.fromEntries(
    after.invariants
      .map(({ name, violations }, at) => [name, violations.filter((id) => !before.invariants[at]?.violations.includes(id))] as const)
      .filter(([, ids]) => ids.length > 0),
  )

const drop = (trigger: string) => run(`DROP TRIGGER IF EXISTS ${trigger}`)

const aRole = async (personId: string, dates: { fromDate?: string; toDate?: string }): Promise<string> => {
  const id = newId(tick())
  await add('RoleAtSchool', {
    id,
    personId,
    schoolId: (await aSchool()).id,
    roleId: 'dsl',
    fromDate: dates.fromDate ?? null,
    toDate: dates.toDate ?? null,
    source: 'test',
    learnedAt: now.toISOString(),
  })
  return id
}

/** An event with a session before and one after noon. */
const twoSessions = async (day = '2026-06-12') => ({
  school: await aSchool(),
  event: await anEvent({
    sessions: [
      { startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T10:00:00.000Z`, title: 'Morning' },
      { startsAt: `${day}T12:00:00.000Z`, endsAt: `${day}T14:00:00.000Z`, title: 'Afternoon' },
    ],
  }),
})

const callOff = (sessionId: string) =>
  run(`UPDATE Session SET calledOffAt = ?2, calledOffWhy = 'Ill' WHERE id = ?1`, sessionId, tick().toISOString())

/**
 * A sound place at an event with two workshops of the morning and one of the noon, which overlaps
 * with them; it has these by position.
 */
const aPlaceAtWorkshops = async (chosen: readonly number[], capacity?: number) => {
  for (const trigger of ['PlaceSession_fits', 'Session_room_for_chosen']) await drop(trigger)
  const [startsAt, endsAt] = ['2026-06-12T10:00:00.000Z', '2026-06-12T11:00:00.000Z']
  const workshop = (title: string, block: string) => ({ title, block, startsAt, endsAt, ...(capacity ? { capacity } : {}) })
  const event = await anEvent({
    sessions: [
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T09:30:00.000Z' },
      workshop('Anxiety', 'Morning'),
      workshop('Bullying', 'Morning'),
      workshop('Consent', 'Noon'),
    ],
  })
  const school = await aSchool()
  const sound = await aSoundPlace(event, school)
  const choose = async (placeId: string) => {
    for (const position of chosen) {
      const sessionId = event.sessions[position]?.id ?? ''
      await add('PlaceSession', { placeId, sessionId })
      await anInvitation(placeId, sessionId)
    }
  }
  await choose(sound.placeId)
  return { event, school, choose, ...sound }
}

/** A place on the waiting list, and an offer of it in a state. */
const aWaitingPlace = async (offer?: { state: string; expiresAt: string; settledAt?: string; heldUntil?: string }) => {
  for (const trigger of ['Place_fits_on_return', 'Place_ends_offer']) await drop(trigger)
  const event = await anEvent()
  const placeId = await aPlace(event, await aSchool())
  const [place] = await rows<{ bookingId: string }>('SELECT bookingId FROM Place WHERE id = ?1', placeId)
  const bookingId = place?.bookingId ?? ''
  await logged(bookingId)
  await run(`UPDATE Booking SET waitingSince = createdAt WHERE id = ?1`, bookingId)
  const offerId = newId(tick())
  if (offer)
    await add('Offer', {
      id: offerId,
      eventId: event.id,
      bookingId,
      tokenHash: offerId,
      offeredAt: '2026-03-01T09:00:00.000Z',
      expiresAt: offer.expiresAt,
      state: offer.state,
      settledAt: offer.settledAt ?? null,
    })
  await run(
    `UPDATE Place SET state = 'held', waitsFor = 'list', offerId = ?2, heldUntil = ?3 WHERE id = ?1`,
    placeId,
    offer ? offerId : null,
    offer?.heldUntil ?? offer?.expiresAt ?? '2026-03-01T09:00:00.000Z',
  )
  return { event, placeId, bookingId, offerId }
}

const aQuestion = async (eventId: string): Promise<string> => {
  const id = await add('EventQuestion', {
    eventId,
    position: 1,
    scope: 'booking',
    kind: 'text',
    label: 'Why?',
    createdAt: now.toISOString(),
  })
  return id
}

const aLink = async (placeId: string, personId: string): Promise<string> => {
  const id = newId(tick())
  await add('PlaceLink', { id, placeId, personId, tokenHash: id, createdAt: now.toISOString() })
  return id
}

const aNeed = (eventId: string, placeId: string, personId: string, deleteAfter: string) =>
  add('Need', { placeId, personId, eventId, dietary: '{"choices":["vegan"],"words":""}', givenAt: now.toISOString(), deleteAfter })

const anAutomatic = (kind: string, at: string, eventId: string, placeId: string, personId: string) =>
  add('Message', { kind, recipient: personId, eventId, placeId, personId, createdAt: at, dueAt: at })

const written = (kind: string, subjectId: string, eventId: string, at: string) =>
  add('SentOnce', { kind, subjectId, moment: '2026-06-12T08:30:00.000Z', eventId, at })

const breaks: Record<InvariantName, () => Promise<string>> = {
  ...deliveryBreaks(aSoundWorld),
  ...moneyBreaks({ aSoundWorld, aSoundPlace, aChargedPlace: (kind) => aChargedPlace(kind) }),
  schema_is_this_version: async () => {
    await run('CREATE INDEX Stray ON Event (title)')
    return 'index Stray is of no migration'
  },
  standings_agree: async () => {
    const { id } = await aSchool()
    while ((await rows('SELECT 1 FROM StandingToFollow WHERE rootId = ?1', id)).length > 0) await followStandings(anAct({ now }))
    // Of all that is settled a sample is compared: nothing else is.
    await run(`UPDATE SchoolFollowed SET lookOn = '2026-01-01' WHERE rootId <> ?1`, id)
    await run(`UPDATE SchoolStanding SET state = 'in_date' WHERE rootId = ?1 AND requirementId = 'lead'`, id)
    return id
  },
  school_is_followed: async () => {
    const { id } = await aSchool()
    await run('DELETE FROM StandingToFollow WHERE rootId = ?1', id)
    return id
  },
  ...sealBreaks({ aSoundPlace }),
  clock_work_succeeds: async () => {
    const failedJobId = now.toISOString()
    await add('FailedJob', {
      job: 'issueInvoices',
      subjectId: 'b p',
      tries: 10,
      error: 'TypeError',
      failedAt: failedJobId,
      nextAt: failedJobId,
    })
    return 'issueInvoices b p'
  },
  nothing_due_was_missed: async () => {
    await add('MissedDue', { kind: 'credits', night: now.toISOString().slice(0, 10), at: now.toISOString() })
    return `credits ${now.toISOString().slice(0, 10)}`
  },
  automatic_message_once: async () => {
    const { event, placeId, personId } = await aSoundWorld()
    for (const at of ['2026-06-05T07:00:00.000Z', '2026-06-05T07:01:00.000Z'])
      await anAutomatic('reminder_week', at, event.id, placeId, personId)
    await written('reminder_week', `${placeId} ${personId}`, event.id, '2026-06-05T07:00:00.000Z')
    return placeId
  },
  thanked_or_missed: async () => {
    const { event, placeId, personId } = await aSoundWorld()
    const at = '2026-06-12T18:00:00.000Z'
    for (const kind of ['thanks', 'absence_noted']) await anAutomatic(kind, at, event.id, placeId, personId)
    await written('afterwards', `${event.id} ${personId}`, event.id, at)
    // Another's, so that the count alone gives nothing away.
    await written('afterwards', `${event.id} somebody`, event.id, at)
    return `${event.id} ${personId}`
  },
  mailing_to_each_once: async () => {
    const { sendingId, messageId } = await aPieceOf('statutory')
    await run('UPDATE SendingRecipient SET messageId = NULL, state = ?2, why = ?3 WHERE sendingId = ?1', sendingId, 'skipped', 'stopped')
    return messageId
  },
  promotion_was_wanted: async () => (await aPieceOf('promotion')).messageId,
  invitation_was_not_stopped: async () => {
    const { id, topicId } = await anEvent()
    const { messageId } = await aPieceOf('training', id)
    await add('MailConsent', {
      email: `${messageId}@example.sch.uk`,
      given: 0,
      how: 'unsubscribe_link',
      at: '2020-01-01T00:00:00.000Z',
      topicId,
    })
    return messageId
  },
  trust_within_limit: async () => {
    await drop('Place_fits_on_insert')
    const trust = { trustUid: 'T-audit', trustName: 'Audited Trust' }
    const event = await anEvent()
    await run('UPDATE Event SET placesPerTrust = 1 WHERE id = ?1', event.id)
    await aSoundPlace(event, await aSchool(trust))
    await aSoundPlace(event, await aSchool(trust))
    return `${event.id} T-audit`
  },
  held_back_kept: async () => {
    await drop('HeldBack_fits')
    const event = await anEvent({ capacity: 1 })
    await aSoundPlace(event, await aSchool())
    await add('HeldBack', { eventId: event.id, places: 1, forWhom: 'no_record', releaseAt: '2026-06-10T09:00:00.000Z' })
    return event.id
  },
  offer_places_agree: async () => {
    const late = { state: 'open', expiresAt: '2026-06-02T09:00:00.000Z', heldUntil: '2026-06-03T09:00:00.000Z' }
    return (await aWaitingPlace(late)).offerId
  },
  waiting_place_takes_nothing: async () => {
    const { placeId } = await aWaitingPlace()
    await run(`UPDATE Place SET heldUntil = '2026-06-03T09:00:00.000Z' WHERE id = ?1`, placeId)
    return placeId
  },
  settled_offer_has_no_held_place: async () => {
    const declined = { state: 'declined', expiresAt: '2026-03-04T09:00:00.000Z', settledAt: '2026-03-02T09:00:00.000Z' }
    return (await aWaitingPlace(declined)).offerId
  },
  offer_answered_in_time: async () => {
    const tooLate = { state: 'declined', expiresAt: '2026-03-04T09:00:00.000Z', settledAt: '2026-03-04T09:00:00.000Z' }
    const { offerId, placeId } = await aWaitingPlace(tooLate)
    await run(`UPDATE Place SET state = 'cancelled', heldUntil = NULL WHERE id = ?1`, placeId)
    return offerId
  },
  offer_settled_when_over: async () => (await aWaitingPlace({ state: 'open', expiresAt: '2026-06-01T08:00:00.000Z' })).offerId,
  waiting_has_a_turn: async () => {
    const { placeId, bookingId } = await aWaitingPlace()
    await run('UPDATE Booking SET waitingSince = NULL WHERE id = ?1', bookingId)
    return placeId
  },
  refused_says_why: async () => {
    const { bookingId, placeId } = await aWaitingPlace()
    await run(`UPDATE Place SET state = 'cancelled', heldUntil = NULL WHERE id = ?1`, placeId)
    await run(`UPDATE Booking SET refusedReason = ' ', cancelledAt = createdAt WHERE id = ?1`, bookingId)
    return bookingId
  },
  event_not_oversold: async () => {
    await drop('Place_fits_on_insert')
    const event = await anEvent({ capacity: 1 })
    await aSoundPlace(event, await aSchool())
    await aSoundPlace(event, await aSchool())
    return event.id
  },
  school_within_limit: async () => {
    await drop('Place_fits_on_insert')
    const [school, renewed] = [await aSchool(), await aSchool()]
    const event = await anEvent({ placesPerSchool: 1 })
    await aSoundPlace(event, school)
    await aSoundPlace(event, renewed)
    await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, renewed.id)
    return `${event.id} ${school.id}`
  },
  one_live_place_per_person: async () => {
    await run('DROP INDEX IF EXISTS Place_one_per_person')
    const { event, school, personId, placeId } = await aSoundWorld()
    await aSoundPlace(event, school, personId)
    return placeId
  },
  merged_record_names_nothing: async () => {
    await drop('RoleAtSchool_follows_merge_on_insert')
    const [kept, merged] = [await aPerson(), await aPerson()]
    await add('PersonMerge', { keptId: kept, mergedId: merged, moved: '{}', mergedAt: now.toISOString() })
    await aRole(merged, {})
    return merged
  },
  address_as_confirmed: async () => {
    const { accountId } = await anAccount()
    const emailChangeId = now.toISOString()
    await add('EmailChange', {
      accountId,
      oldEmail: 'a@example.sch.uk',
      newEmail: 'b@example.sch.uk',
      codeHash: 'h',
      createdAt: emailChangeId,
      expiresAt: emailChangeId,
      usedAt: emailChangeId,
    })
    return accountId
  },
  link_opens_one_account: async () => {
    await run('DROP INDEX IF EXISTS OidcIdentity_once')
    const ids = [newId(tick()), newId(tick())]
    for (const id of ids)
      await add('OidcIdentity', {
        id,
        issuer: 'https://issuer.example',
        subject: 'one',
        accountId: (await anAccount()).accountId,
        linkedAt: now.toISOString(),
      })
    return ids[0] ?? ''
  },
  role_ends_after_it_began: async () => {
    await drop('RoleAtSchool_in_order')
    return aRole(await aPerson(), { fromDate: '2026-02-01', toDate: '2026-01-01' })
  },
  place_has_booking: async () => {
    await drop('Place_stays_where_it_is')
    const { placeId } = await aSoundWorld()
    await run('UPDATE Place SET schoolId = ?1 WHERE id = ?2', (await aSchool()).id, placeId)
    return placeId
  },
  place_at_sessions_of_its_event: async () => {
    const { placeId } = await aSoundWorld()
    const other = await anEvent({ startsAt: '2026-03-20T09:00:00.000Z', endsAt: '2026-03-20T10:00:00.000Z' })
    await add('PlaceSession', { placeId, sessionId: firstSession(other) })
    return placeId
  },
  cancelled_booking_has_no_live_place: async () => {
    const { bookingId, placeId } = await aSoundWorld()
    await run('UPDATE Booking SET cancelledAt = ?1 WHERE id = ?2', now.toISOString(), bookingId)
    return placeId
  },
  cancelled_event_has_no_live_place: async () => {
    const { event, placeId } = await aSoundWorld()
    await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?1 WHERE id = ?2`, now.toISOString(), event.id)
    return placeId
  },
  log_for_every_booking: async () => {
    const event = await anEvent()
    const placeId = await aPlace(event, await aSchool(), { state: 'cancelled' })
    const [place] = await rows<{ bookingId: string }>('SELECT bookingId FROM Place WHERE id = ?1', placeId)
    return place?.bookingId ?? ''
  },
  confirmed_place_invited: async () => {
    const { event, placeId, messageId } = await aSoundWorld()
    await run(`UPDATE Message SET state = 'failed' WHERE id = ?1`, messageId)
    return `${placeId} ${firstSession(event)}`
  },
  invitation_of_live_place: async () => {
    const { placeId, invitationId } = await aSoundWorld()
    await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, placeId)
    return invitationId
  },
  answer_of_its_event: async () => {
    await drop('Answer_fits')
    const { bookingId } = await aSoundWorld()
    const id = newId(tick())
    await add('Answer', { id, questionId: await aQuestion((await anEvent()).id), bookingId, value: 'x', answeredAt: now.toISOString() })
    return id
  },
  place_link_of_present_person: async () => {
    const { placeId } = await aSoundWorld()
    return aLink(placeId, await aPerson())
  },
  answers_no_more_than_given: async () => {
    const { event } = await evaluated()
    await add('EvaluationTray', { eventId: event.id, wave: 'after', answers: '{}' })
    return `${event.id} after`
  },
  answers_of_five_or_more: async () => {
    const { question } = await evaluated()
    await add('EvaluationAnswer', { questionId: question, value: '4', releasedOn: '2026-06-14' })
    return question
  },
  ...guidanceBreaks,
  ...returnBreaks,
  nothing_left_of_erased: async () => {
    const [id, personId, at] = [newId(tick()), await aPerson(), tick().toISOString()]
    await add('Feed', { id, personId, tokenHash: id, createdAt: at, endedAt: at })
    await run('UPDATE Person SET name = NULL, email = NULL, erasedAt = ?2 WHERE id = ?1', personId, at)
    return 'Feed'
  },
  erased_has_no_coming_place: async () => {
    const { placeId, personId } = await aSoundWorld()
    await run('UPDATE Person SET name = NULL, email = NULL, erasedAt = ?2 WHERE id = ?1', personId, tick().toISOString())
    return placeId
  },
  nothing_doomed_outside_its_act: async () => {
    const id = await add('RowToDestroy', { kind: 'Answer' })
    return `Answer ${id}`
  },
  calendar_of_present_person: async () => {
    await drop('Feed_ends_with_person')
    const [id, personId] = [newId(tick()), await aPerson()]
    await add('Feed', { id, personId, tokenHash: id })
    await run('UPDATE Person SET name = NULL, email = NULL, erasedAt = ?2 WHERE id = ?1', personId, tick().toISOString())
    return id
  },
  need_of_live_place: async () => {
    await drop('Need_of_present_person')
    const { event, placeId } = await aSoundWorld()
    await aNeed(event.id, placeId, await aPerson(), '2026-07-12T15:00:00.000Z')
    return event.id
  },
  need_deleted_in_time: async () => {
    const { event, placeId, personId } = await aSoundWorld()
    await aNeed(event.id, placeId, personId, '2036-07-12T15:00:00.000Z')
    return event.id
  },
  unnamed_place_has_no_invitation: async () => {
    await drop('Place_changes_hands')
    const { placeId, invitationId } = await aSoundWorld()
    await run('UPDATE Place SET personId = NULL WHERE id = ?1', placeId)
    return invitationId
  },
  invitation_of_present_person: async () => {
    await drop('Place_changes_hands')
    const { placeId, invitationId } = await aSoundWorld()
    await run('UPDATE Place SET personId = ?2 WHERE id = ?1', placeId, await aPerson())
    return invitationId
  },
  unnamed_place_given_up_in_time: async () => {
    const { event, placeId } = await anUnnamedPlace()
    await run(`UPDATE Event SET namesDueAt = '2026-05-01T09:00:00.000Z', namesRelease = 1 WHERE id = ?1`, event.id)
    return placeId
  },
  came_on_named_place: async () => {
    await drop('Mark_of_someone_named')
    const { event, placeId } = await anUnnamedPlace()
    return await aMark(firstSession(event), { placeId }, 'attended')
  },
  naming_is_logged: async () => {
    const { placeId } = await aSoundWorld()
    await run('UPDATE Place SET namedAt = ?2 WHERE id = ?1', placeId, now.toISOString())
    return placeId
  },
  invitation_sequence_matches_last_message: async () => {
    const { invitationId } = await aSoundWorld()
    await run('UPDATE Invitation SET sequence = 1 WHERE id = ?1', invitationId)
    return invitationId
  },
  message_has_body: async () => {
    const { messageId } = await aSoundWorld()
    await run('DELETE FROM MessageBody WHERE messageId = ?1', messageId)
    return messageId
  },
  mark_has_place_or_walk_in: async () => {
    await drop('Mark_of_someone_expected')
    const { placeId } = await aSoundWorld()
    return await aMark(firstSession(await anEvent()), { placeId }, 'absent')
  },
  one_standing_mark_per_person: async () => {
    await run('DROP INDEX IF EXISTS Mark_first_of_place')
    const { event, placeId } = await aSoundWorld()
    const first = await aMark(firstSession(event), { placeId }, 'attended')
    await aMark(firstSession(event), { placeId }, 'absent')
    return first
  },
  correction_has_reason: async () => {
    await drop('Mark_of_someone_expected')
    const { event, placeId } = await aSoundWorld()
    const other = await aSoundPlace(event, await aSchool())
    const mark = await aMark(firstSession(event), { placeId }, 'absent')
    return await aMark(firstSession(event), { placeId: other.placeId }, 'absent', { correctsId: mark, reason: 'Wrong person' })
  },
  signed_register_complete: async () => {
    await drop('RegisterSignOff_everyone_marked')
    const { event } = await aSoundWorld()
    await signOff(event)
    return firstSession(event)
  },
  school_reached_agrees: async () => {
    const { event, placeId } = await aSoundWorld()
    const markId = await aMark(firstSession(event), { placeId }, 'attended')
    await run('DELETE FROM SchoolReached WHERE markId = ?1', markId)
    return markId
  },
  certificate_says_what_is: async () => {
    const { event, school, placeId, personId } = await aSoundWorld()
    await aMark(firstSession(event), { placeId }, 'attended')
    await signOff(event)
    const id = newId(tick())
    const [day] = event.sessions
    const [person] = await all('Person', { id: personId })
    const council = { provider: 'The council', council: 'The council', colour: '#000000', checkAt: 'http://localhost' }
    await add('Certificate', {
      ...council,
      id,
      number: newReference(28),
      eventId: event.id,
      personId,
      placeId,
      schoolId: school.id,
      name: person?.name ?? '',
      schoolName: 'A school',
      attended: 'whole',
      minutes: sql('(unixepoch(?1) - unixepoch(?2)) / 60', day?.endsAt, day?.startsAt),
      partSessions: 0,
      title: event.title,
      fromDay: sql('date(?1, ?2)', day?.startsAt, '-1 day'),
      toDay: sql('date(?1)', day?.startsAt),
    })
    await run('DELETE FROM CertificateToFollow WHERE eventId = ?1', event.id)
    return id
  },
  sessions_end_after_start: async () => {
    const event = await anEvent()
    await db.batch([
      db.prepare('PRAGMA ignore_check_constraints = ON'),
      db.prepare('UPDATE Session SET endsAt = startsAt WHERE id = ?1').bind(firstSession(event)),
      db.prepare('PRAGMA ignore_check_constraints = OFF'),
    ])
    return firstSession(event)
  },
  called_off_event_goes_on: async () => {
    await drop('Session_may_be_called_off')
    const event = await anEvent()
    await callOff(firstSession(event))
    return event.id
  },
  called_off_register_frozen: async () => {
    await drop('Mark_of_standing_session')
    const { event, school } = await twoSessions('2026-03-01')
    const session = event.sessions[1]?.id ?? ''
    const { placeId } = await aSoundPlace(event, school)
    const correctsId = await aMark(session, { placeId }, 'apologies')
    await callOff(session)
    return aMark(session, { placeId }, 'absent', { correctsId, reason: 'Marked by mistake' })
  },
  called_off_nobody_came: async () => {
    await drop('Session_may_be_called_off')
    const { event, school } = await twoSessions('2026-03-01')
    const session = event.sessions[1]?.id ?? ''
    const { placeId } = await aSoundPlace(event, school)
    const markId = await aMark(session, { placeId }, 'attended')
    await callOff(session)
    return markId
  },
  called_off_nobody_expected: async () => {
    await drop('PlaceSession_of_standing_session')
    const { event, school } = await twoSessions()
    const session = event.sessions[1]?.id ?? ''
    await callOff(session)
    const { placeId } = await aSoundPlace({ ...event, sessions: event.sessions.slice(0, 1) }, school)
    await add('PlaceSession', { placeId, sessionId: session })
    return `${placeId} ${session}`
  },
  called_off_nobody_invited: async () => {
    await drop('Invitation_of_standing_session')
    const { event, school } = await twoSessions()
    const session = event.sessions[1]?.id ?? ''
    await callOff(session)
    const { placeId } = await aSoundPlace({ ...event, sessions: event.sessions.slice(0, 1) }, school)
    return (await anInvitation(placeId, session)).invitationId
  },
  workshop_not_oversold: async () => {
    const { event, school, choose } = await aPlaceAtWorkshops([1], 1)
    await choose((await aSoundPlace(event, school)).placeId)
    return event.sessions[1]?.id ?? ''
  },
  one_workshop_a_block: async () => (await aPlaceAtWorkshops([1, 2])).placeId,
  chosen_workshops_do_not_clash: async () => (await aPlaceAtWorkshops([1, 3])).placeId,
  invited_to_own_sessions: async () => {
    const { event, placeId } = await aPlaceAtWorkshops([1])
    await run('DELETE FROM PlaceSession WHERE placeId = ?1 AND sessionId = ?2', placeId, event.sessions[1]?.id)
    const [left] = await rows<{ id: string }>(
      'SELECT id FROM Invitation WHERE placeId = ?1 AND sessionId = ?2',
      placeId,
      event.sessions[1]?.id,
    )
    return left?.id ?? ''
  },
  attends_what_everyone_attends: async () => {
    const { event, placeId } = await anUnnamedPlace()
    await run('DELETE FROM PlaceSession WHERE placeId = ?1', placeId)
    return `${placeId} ${firstSession(event)}`
  },
  urn_held_once_per_day: async () => {
    await drop('SchoolIdentity_one_holder')
    const { urn } = await aSchool()
    await aSchool({ urn })
    return urn
  },
  school_card_agrees: async () => {
    const { id } = await aSchool()
    await run(`UPDATE School SET name = 'Another name' WHERE id = ?1`, id)
    return id
  },
  root_is_itself: async () => {
    const [one, two, three] = [await aSchool(), await aSchool(), await aSchool()]
    await run('UPDATE School SET rootId = ?1 WHERE id = ?2', two.id, one.id)
    await run('UPDATE School SET rootId = ?1 WHERE id = ?2', three.id, two.id)
    return one.id
  },
  outside_never_in_register: async () => {
    const id = newId(tick())
    await add('School', { id, rootId: id, outsideKind: 'childminder', name: 'C', urn: '1', createdAt: now.toISOString() })
    return id
  },
  series_shares_topic: async () => {
    const { june } = await aMovedPlace()
    await drop('Event_shares_topic')
    await run(`UPDATE Event SET topicId = 'online-safety' WHERE id = ?1`, june.id)
    return june.id
  },
  moved_booking_pairs: async () => {
    const { july, bookingId } = await aMovedPlace()
    await drop('Event_leaves_series')
    await run('UPDATE Event SET seriesId = NULL WHERE id = ?1', july.id)
    return bookingId
  },
  moved_places_given_up: async () => {
    const { old, june } = await aMovedPlace()
    await run(`UPDATE Session SET startsAt = '2026-05-01T08:30:00.000Z', endsAt = '2026-05-01T15:00:00.000Z' WHERE eventId = ?1`, june.id)
    await run(`UPDATE Place SET state = 'confirmed' WHERE id = ?1`, old)
    return old
  },
  bulk_act_settled: async () => {
    const { bookingId } = await aSoundWorld()
    const { accountId } = await anAccount()
    const id = newId(tick())
    const bulkActId = now.toISOString()
    await add('BulkAct', { id, act: 'remind', createdAt: bulkActId, createdById: accountId, startedAt: bulkActId, finishedAt: bulkActId })
    await add('BulkItem', { bulkId: id, bookingId, placeIds: '[]' })
    return `${id} ${bookingId}`
  },
  terms_accepted_when_booked: async () => {
    const { bookingId } = await aChargedPlace()
    await run('UPDATE Booking SET termsAcceptedAt = NULL WHERE id = ?1', bookingId)
    return bookingId
  },
  charge_follows_accepted_terms: async () => {
    const { chargeId } = await aChargedPlace()
    await drop('Charge_stands')
    await run('UPDATE Charge SET pence = pence + 1 WHERE id = ?1', chargeId)
    return chargeId
  },
  charge_of_its_place: async () => {
    const { chargeId } = await aChargedPlace()
    const other = await aSchool()
    await run('UPDATE Charge SET schoolId = ?2, withdrawnAt = at WHERE id = ?1', chargeId, other.id)
    return chargeId
  },
  one_charge_per_place_and_kind: async () => {
    const { placeId, chargeId } = await aChargedPlace()
    await run('DROP INDEX IF EXISTS Charge_once')
    await addLike('Charge', { id: chargeId }, { id: newId(tick()) })
    return `${placeId} cancellation`
  },
  charge_only_of_ended_or_absent_place: async () => {
    const { event, placeId, chargeId } = await aChargedPlace('not_attending')
    await aMark(firstSession(event), { placeId }, 'attended')
    return chargeId
  },
  moved_free_until_no_later_than_start: async () => {
    const event = await anEvent()
    await run(`UPDATE Event SET freeUntil = '2099-01-01T00:00:00.000Z' WHERE id = ?1`, event.id)
    return event.id
  },
  claim_decided_has_decider: async () => {
    const { accountId } = await anAccount()
    const id = await add('Claim', {
      accountId,
      schoolId: (await aSchool()).id,
      state: 'approved',
      evidence: 'organiser',
      requestedAt: now.toISOString(),
      decidedAt: now.toISOString(),
    })
    await add('ClaimEvidence', { id, claimId: id, kind: 'organiser', at: now.toISOString() })
    return id
  },
  own_contact_confirms_nobody: async () => {
    const school = await aSchool()
    const { accountId, email } = await anAccount({ schoolIds: [school.id] })
    const claimId = (await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', accountId))[0]?.id ?? ''
    const contactId = await add('SchoolContact', { schoolId: school.id, email, learnedAt: now.toISOString(), enteredById: accountId })
    await drop('ClaimEvidence_of_others_contact')
    await add('ClaimEvidence', { claimId, kind: 'council_holds_address', at: now.toISOString(), contactId })
    return claimId
  },
  claim_approved_has_evidence: async () => {
    const school = await aSchool()
    const { accountId } = await anAccount({ schoolIds: [school.id] })
    await drop('ClaimEvidence_kept')
    await run('DELETE FROM ClaimEvidence WHERE claimId IN (SELECT id FROM Claim WHERE accountId = ?1)', accountId)
    return (await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', accountId))[0]?.id ?? ''
  },
  unvouched_takes_no_place: async () => {
    const { bookingId } = await aSoundWorld()
    const { accountId } = await anAccount()
    await run(`UPDATE Booking SET channel = 'school', bookedById = ?2 WHERE id = ?1`, bookingId, accountId)
    return bookingId
  },
  council_booking_has_contact: async () => {
    const { bookingId } = await aSoundWorld()
    const organiser = await anAccount({ roles: ['organiser'] })
    await run(
      `UPDATE Booking SET channel = 'organiser', bookedById = ?2, enteredById = ?2, createdAt = ?3 WHERE id = ?1`,
      bookingId,
      organiser.accountId,
      tick().toISOString(),
    )
    return bookingId
  },
  request_settled_once: async () => {
    const { event, school } = await aSoundWorld()
    const { accountId } = await anAccount({ schoolIds: [school.id] })
    const id = newId(tick())
    const bookingRequestId = now.toISOString()
    await add('BookingRequest', {
      id,
      eventId: event.id,
      schoolId: school.id,
      accountId,
      formId: id,
      requestedAt: bookingRequestId,
      state: 'booked',
      settledAt: bookingRequestId,
    })
    return id
  },
  vouch_answered_once: async () => {
    const school = await aSchool()
    const { accountId } = await anAccount({ schoolIds: [school.id] })
    const claimId = (await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', accountId))[0]?.id ?? ''
    const id = newId(tick())
    await add('SchoolContact', { id, schoolId: school.id, email: 'a@a.example', source: 't', learnedAt: now.toISOString() })
    await drop('VouchLink_of_waiting_claim')
    const vouchLinkId = now.toISOString()
    await add('VouchLink', {
      id,
      claimId,
      contactId: id,
      tokenHash: id,
      mailedAt: vouchLinkId,
      createdAt: vouchLinkId,
      expiresAt: vouchLinkId,
      answer: 'no',
      answeredAt: vouchLinkId,
    })
    return claimId
  },
  unlisted_became_its_claim: async () => {
    const { accountId } = await anAccount({ schoolIds: [(await aSchool()).id] })
    const claimId = (await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', accountId))[0]?.id ?? ''
    const id = newId(tick())
    const unlistedClaimId = now.toISOString()
    await add('UnlistedClaim', {
      id,
      accountId: (await anAccount()).accountId,
      name: 'Acorns',
      postcode: 'HR1 1AA',
      setting: 'nursery',
      state: 'approved',
      requestedAt: unlistedClaimId,
      decidedAt: unlistedClaimId,
      decidedById: accountId,
      claimId,
    })
    return id
  },
}

/** A place moved from June to July, both of one series. */
const aMovedPlace = async () => {
  const school = await aSchool()
  const [june, july] = [await anEvent(), await anEvent()]
  const seriesId = newId(tick())
  await add('Series', { id: seriesId, title: 'S', topicId: 'child-on-child-abuse', createdAt: now.toISOString() })
  await run('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)', seriesId, june.id, july.id)
  const old = await aPlace(june, school)
  const [place] = await rows<{ bookingId: string; personId: string }>('SELECT bookingId, personId FROM Place WHERE id = ?1', old)
  await logged(place?.bookingId ?? '')
  await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, old)
  const moved = await aSoundPlace(july, school, place?.personId)
  await run('UPDATE Booking SET movedFromId = ?2 WHERE id = ?1', moved.bookingId, place?.bookingId)
  return { june, july, old, ...moved }
}

/**
 * A place of a booking that accepted terms, charged for being cancelled late or for not attending.
 */
const aChargedPlace = async (kind: 'cancellation' | 'not_attending' = 'cancellation') => {
  const world = await aSoundWorld()
  const [termsId, chargeId] = [newId(tick()), newId(tick())]
  const at = '2026-05-30T09:00:00.000Z'
  await add('CancellationTerms', { id: termsId, termsKey: termsId, name: 't', freeDays: 20, fullPence: 7000, absentPence: 5000 })
  await run('UPDATE Booking SET termsId = ?2, termsAcceptedAt = createdAt WHERE id = ?1', world.bookingId, termsId)
  if (kind === 'cancellation') {
    await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, world.placeId)
    await run(`UPDATE Invitation SET state = 'cancelled', sequence = 1 WHERE id = ?1`, world.invitationId)
    await run(`UPDATE Message SET method = 'CANCEL', sequence = 1 WHERE id = ?1`, world.messageId)
  }
  const rule =
    kind === 'cancellation' ? { band: 'full', version: 1, lastFree: '2026-05-14T22:59:59.999Z' } : { why: 'nobody_came', version: 1 }
  const [{ eventId, bookingId, schoolId } = { eventId: '', bookingId: '', schoolId: '' }] = await all('Place', { id: world.placeId })
  await add('Charge', {
    ...{ id: chargeId, eventId, bookingId, placeId: world.placeId, schoolId, kind, pence: kind === 'cancellation' ? 7000 : 5000 },
    ...{ termsId, rule: JSON.stringify(rule), at },
  })
  return { ...world, chargeId }
}

let latest: Audit | undefined
const audited = async (): Promise<Audit> => {
  latest = await auditAll(db, now)
  return latest
}

// What the test before found at its end.
let before: Audit
beforeEach(async () => {
  before = latest ?? (await audited())
  latest = undefined
})

it('an empty database and a sound booking hold every invariant', async () => {
  await aSoundWorld()
  expect(await audited()).toEqual({
    nothing: false,
    invariants: invariantNames.map((name) => ({ name, ok: true, count: 0, violations: [] })),
  })
})

it('a delegate with a link, an answer and needs holds every invariant, and the audit shows none of what they need', async () => {
  const { event, placeId, personId, bookingId } = await aSoundWorld()
  await aLink(placeId, personId)
  await aNeed(event.id, placeId, personId, '2026-07-12T15:00:00.000Z')
  await add('Answer', { questionId: await aQuestion(event.id), bookingId, value: 'x', answeredAt: now.toISOString() })
  expect(reported(before, await audited())).toEqual({})
  const [need] = await rows<{ deleteAfter: string }>('SELECT deleteAfter FROM Need WHERE placeId = ?1', placeId)
  expect(need?.deleteAfter).toBe('2026-07-12T15:00:00.000Z')
  const late = await auditAll(db, new Date('2026-07-12T16:00:00.001Z'))
  const found = late.invariants.find(({ name }) => name === 'need_deleted_in_time')
  expect(found?.violations).toContain(event.id)
  expect(JSON.stringify(late)).not.toMatch(/vegan/)
})

it('a place that waits, one on offer, and offers that were answered hold every invariant', async () => {
  await aWaitingPlace()
  await aWaitingPlace({ state: 'open', expiresAt: '2026-06-02T09:00:00.000Z' })
  await aWaitingPlace({ state: 'open', expiresAt: '2026-06-01T08:30:00.000Z' })
  const { placeId } = await aWaitingPlace({ state: 'lapsed', expiresAt: '2026-03-04T09:00:00.000Z', settledAt: '2026-03-04T09:00:00.000Z' })
  await run(`UPDATE Place SET state = 'cancelled', heldUntil = NULL WHERE id = ?1`, placeId)
  const { schema_is_this_version: withoutTriggers, ...others } = reported(before, await audited())
  expect(others).toEqual({})
  expect(withoutTriggers).toEqual(['trigger Place_ends_offer is missing', 'trigger Place_fits_on_return is missing'])
})

it('a register that is taken, corrected and signed, with a walk-in, holds every invariant', async () => {
  const { event, placeId } = await aSoundWorld()
  const mark = await aMark(firstSession(event), { placeId }, 'absent')
  await aMark(firstSession(event), { placeId }, 'attended', { correctsId: mark, reason: 'Came late' })
  const walkInId = await aWalkIn(event, await aSchool())
  await aMark(firstSession(event), { walkInId }, 'part')
  await signOff(event)
  expect(reported(before, await audited())).toEqual({})
})

it('somebody booked once a register is signed does not break it: the register itself says who is not marked', async () => {
  const school = await aSchool()
  const event = await anEvent({ startsAt: '2026-03-01T08:30:00.000Z', endsAt: '2026-03-01T15:00:00.000Z' })
  const { placeId } = await aSoundPlace(event, school)
  await aMark(firstSession(event), { placeId }, 'attended')
  await signOff(event)
  await aSoundPlace(event, school)
  expect(reported(before, await audited())).toEqual({})
})

for (const name of invariantNames)
  it(`${name} is reported, and nothing else, when it is broken`, async () => {
    const id = await breaks[name]()
    const after = await audited()
    // Most cannot be broken before a trigger is taken away, and that is reported by itself.
    const { schema_is_this_version, ...others } = reported(before, after)
    expect(name === 'schema_is_this_version' ? { schema_is_this_version, ...others } : others).toEqual({ [name]: [id] })
    expect(after.invariants.find((one) => one.name === name)?.ok).toBe(false)
  })

it('names at most twenty of what it counts, in one round trip, one for a sample of standings and one for the protected record', async () => {
  const broken = Array.from({ length: 25 }, () => newId(tick()))
  const [event, school] = [await anEvent(), await aSchool()]
  await insertEach(
    'Booking',
    broken.map((id) => ({ id, eventId: event.id, schoolId: school.id, createdAt: now.toISOString() })),
  ).run()
  const counted = counting()
  const { invariants } = await auditAll(counted.db, now)
  expect(counted.trips()).toBe(3)
  const found = invariants.find(({ name }) => name === 'log_for_every_booking')
  expect(found?.violations).toHaveLength(20)
  expect(found?.count).toBeGreaterThanOrEqual(25)
})
