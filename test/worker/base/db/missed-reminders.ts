// Scenes in which one row makes a message about an event due: it is 8am in London a week before,
// and whatever was due has been written.

import type { Act } from '#base/act.ts'
import type { LookKind } from '#base/db/next-look.ts'
import { anAccount, rows, run } from '#test/support/factories.ts'
import { rowText, sql } from '#test/support/row-of.ts'
import { add, addOnce } from '#test/support/rows.ts'
import { aMark } from '#test/worker/attendance/coverage/world.ts'
import { actAt, booked, runClock, set, weekBefore } from '#test/worker/correspondence/automatic/world.ts'

/** `does`: the act, on rows that are there; `?1` and so on are `of`. */
export type Scene = { kind: LookKind; act: Act; does: string; of?: readonly (string | number)[] }

export const id = () => crypto.randomUUID()
export const at = '2026-01-01T00:00:00.000Z'

/**
 * Somebody alone on the one place of a booking that they made for a school. Who is told of it now
 * is on it, and has a reminder of their own.
 */
const alone = async () => {
  const here = await booked(['Ann Lee'])
  const [place] = here.places
  const account = here.contact.accountId
  await run('UPDATE Account SET personId = NULL WHERE id = ?1', account)
  await run(`UPDATE Account SET email = 'ann.lee-' || ?1 WHERE id = ?1`, account)
  await run(`UPDATE Person SET email = 'ann.lee-' || ?1 WHERE id = ?2`, account, place?.personId)
  return { ...here, account, placeId: place?.id ?? '', personId: place?.personId ?? '' }
}
/** A colleague of theirs who is told once they do not act for the school any more. */
const colleague = (schoolId: string) => anAccount({ schoolIds: [schoolId] })
const due = (does: string, ...of: (string | number)[]): Scene => ({ kind: 'automatic', act: actAt(weekBefore), does, of })
const written = () => runClock(weekBefore)
const unsaid = (schoolId: string, account: string) =>
  run(`UPDATE Claim SET state = 'ended' WHERE schoolId = ?1 AND accountId = ?2`, schoolId, account)
const approved = { state: 'approved', evidence: 'organiser', requestedAt: at, decidedAt: at }
const trustClaim = (accountId: string) => rowText('TrustClaim', { ...approved, accountId, trustUid: accountId })

/**
 * Whoever booked acts for the school no longer and a colleague on the place is told, who comes
 * alone.
 */
const colleagueAlone = async () => {
  const here = await alone()
  const other = await colleague(here.school.id)
  await unsaid(here.school.id, here.account)
  await run('UPDATE Account SET personId = NULL, email = ?2 WHERE id = ?1', other.accountId, `ann-${other.accountId}`)
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', here.personId, `ann-${other.accountId}`)
  await written()
  return here
}

const afterwards = async (marked: boolean, closed: boolean) => {
  const here = await booked(['Ann Lee'])
  await written()
  await runClock('2026-06-11T07:00:00.000Z')
  const [session] = await rows<{ id: string }>('SELECT id FROM Session WHERE eventId = ?1', here.event.id)
  const sessionId = session?.id ?? ''
  if (marked) await aMark(sessionId, { placeId: here.places[0]?.id ?? '' }, 'attended')
  const signed = rowText('RegisterSignOff', { sessionId, signedAt: '2026-06-12T15:30:00.000Z' })
  if (closed) await run(signed)
  const act = actAt('2026-06-14T12:00:00.000Z')
  return { ...here, sessionId, signed, scene: (does: string, ...of: string[]): Scene => ({ kind: 'automatic', act, does, of }) }
}

export const reminderScenes: Record<string, () => Promise<Scene>> = {
  School_may_make_due: async () => {
    const { school, account } = await colleagueAlone()
    await run(trustClaim(account))
    return due('UPDATE School SET trustUid = ?2 WHERE id = ?1', school.id, account)
  },
  Person_may_make_due: async () => {
    const { personId } = await alone()
    await run('UPDATE Person SET email = NULL WHERE id = ?1', personId)
    await written()
    return due(`UPDATE Person SET email = 'a@example.sch.uk' WHERE id = ?1`, personId)
  },
  PersonMerge_undone_may_make_due: async () => {
    const { placeId, personId, account } = await alone()
    await written()
    const { personId: kept } = await anAccount({ name: 'Ann Lee' })
    await run('UPDATE Person SET email = ?2 WHERE id = ?1', kept, `ann.lee-${account}`)
    await run('UPDATE Place SET personId = ?2 WHERE id = ?1', placeId, kept)
    await add('PersonMerge', { id: id(), keptId: kept, mergedId: personId, mergedAt: at })
    return due(`UPDATE PersonMerge SET undoneAt = '${at}' WHERE mergedId = ?1`, personId)
  },
  Account_may_make_due: async () => {
    const { account } = await alone()
    await written()
    return due(`UPDATE Account SET email = 'office-' || id WHERE id = ?1`, account)
  },
  StaffRole_may_make_due: async () => {
    const { school, account } = await alone()
    await colleague(school.id)
    await unsaid(school.id, account)
    await add('StaffRole', { id: id(), accountId: account, role: 'organiser', grantedAt: at })
    await written()
    return due(`UPDATE StaffRole SET revokedAt = '${at}' WHERE accountId = ?1`, account)
  },
  StaffRole_new_may_make_due: async () => {
    const { account } = await colleagueAlone()
    return due(rowText('StaffRole', { accountId: account, role: 'organiser', grantedAt: at }))
  },
  Claim_may_make_due: async () => {
    const { school, account } = await alone()
    await colleague(school.id)
    await written()
    return due(`UPDATE Claim SET state = 'ended' WHERE accountId = ?1`, account)
  },
  Claim_new_may_make_due: async () => {
    const { school, account } = await colleagueAlone()
    return due(rowText('Claim', { ...approved, accountId: account, schoolId: school.id }))
  },
  TrustClaim_may_make_due: async () => {
    const { school, account } = await alone()
    await colleague(school.id)
    await unsaid(school.id, account)
    await run('UPDATE School SET trustUid = ?2 WHERE id = ?1', school.id, account)
    await run(trustClaim(account))
    await written()
    return due(`UPDATE TrustClaim SET state = 'ended' WHERE accountId = ?1`, account)
  },
  TrustClaim_new_may_make_due: async () => {
    const { school, account } = await colleagueAlone()
    await run('UPDATE School SET trustUid = ?2 WHERE id = ?1', school.id, account)
    return due(trustClaim(account))
  },
  Event_may_make_due: async () => {
    const { event } = await alone()
    await run(`UPDATE Event SET state = 'draft' WHERE id = ?1`, event.id)
    return due(`UPDATE Event SET state = 'published' WHERE id = ?1`, event.id)
  },
  Session_may_make_due: async () => {
    const { event } = await alone()
    await run(`UPDATE Session SET startsAt = '2026-08-12T08:30:00.000Z', endsAt = '2026-08-12T15:00:00.000Z' WHERE eventId = ?1`, event.id)
    return due(`UPDATE Session SET startsAt = '2026-06-12T08:30:00.000Z', endsAt = '2026-06-12T15:00:00.000Z' WHERE eventId = ?1`, event.id)
  },
  Booking_may_make_due: async () => {
    const { school, reference } = await alone()
    const { accountId } = await colleague(school.id)
    await written()
    return due('UPDATE Booking SET bookedById = ?2 WHERE reference = ?1', reference, accountId)
  },
  Place_may_make_due: async () => {
    const { placeId } = await alone()
    await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, placeId)
    return due(`UPDATE Place SET state = 'confirmed' WHERE id = ?1`, placeId)
  },
  PlaceSession_may_make_due: async () => {
    const { placeId, event } = await alone()
    await run('DELETE FROM PlaceSession WHERE placeId = ?1', placeId)
    await run(`UPDATE NextLook SET lookedAt = '2099-01-01T00:00:00.000Z'`)
    return due(rowText('PlaceSession', { placeId, sessionId: sql('id') }, `Session WHERE eventId = '${event.id}'`))
  },
  PlaceSession_gone_may_make_due: async () => {
    // Who comes to something in the days before is not reminded a week before.
    const { placeId, event } = await alone()
    const sessionId = id()
    await add('Session', {
      id: sessionId,
      eventId: event.id,
      position: 2,
      title: 'The day before',
      startsAt: '2026-06-08T08:30:00.000Z',
      endsAt: '2026-06-08T15:00:00.000Z',
    })
    await addOnce('PlaceSession', { placeId, sessionId })
    await written()
    return due('DELETE FROM PlaceSession WHERE placeId = ?1 AND sessionId = ?2', placeId, sessionId)
  },
  WalkIn_may_make_due: async () => {
    const here = await afterwards(false, true)
    const [walkInId, nobodysAddress] = [id(), id()]
    await add('Person', { id: nobodysAddress, name: 'Eve Hale', createdAt: at })
    await add('WalkIn', {
      id: walkInId,
      eventId: here.event.id,
      sessionId: here.sessionId,
      schoolId: here.school.id,
      personId: nobodysAddress,
      createdAt: at,
    })
    await aMark(here.sessionId, { walkInId }, 'attended')
    return here.scene('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', walkInId, here.places[0]?.personId ?? '')
  },
  Mark_may_make_due: async () => {
    const here = await afterwards(false, true)
    const morning = '2026-06-12T09:00:00.000Z'
    const times = { happenedAt: morning, notedAt: morning, receivedAt: morning }
    const of = { sessionId: here.sessionId, placeId: here.places[0]?.id ?? '' }
    return here.scene(rowText('Mark', { ...of, ...times, markType: 'attended', source: 'screen' }))
  },
  RegisterSignOff_may_make_due: async () => {
    const here = await afterwards(true, false)
    return here.scene(here.signed)
  },
  EventMessage_new_may_make_due: async () => {
    // Off, and not by its own row.
    const { event } = await alone()
    await run(`UPDATE Session SET startsAt = '2026-06-19T08:30:00.000Z', endsAt = '2026-06-19T15:00:00.000Z' WHERE eventId = ?1`, event.id)
    return due(rowText('EventMessage', { eventId: event.id, kind: 'reminder_week', isOn: 1, minutes: 20160, note: '', changedAt: at }))
  },
  EventMessage_may_make_due: async () => {
    const { event } = await alone()
    await set(event.id, 'reminder_week', { isOn: false })
    return due('UPDATE EventMessage SET isOn = 1 WHERE eventId = ?1', event.id)
  },
  EventMessage_gone_may_make_due: async () => {
    const { event } = await alone()
    await set(event.id, 'reminder_week', { isOn: false })
    return due('DELETE FROM EventMessage WHERE eventId = ?1', event.id)
  },
}
