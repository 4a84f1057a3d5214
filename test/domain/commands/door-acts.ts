// What happens at a door after which a backup must still be restored: a helper by a link, and a tablet that is shared.
import { addDevice } from '#attendance/door/add-device.ts'
import { admitHelper } from '#attendance/door/admit-helper.ts'
import { selectDevice, selectDoor } from '#attendance/door/door-store.ts'
import { makeDoorLink } from '#attendance/door/make-door-link.ts'
import { shareDevice } from '#attendance/door/share-device.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { done, type Ground } from './acts.ts'

/** A helper comes by a link, which another replaces; their tablet is shared under a PIN. */
export const takeDoor = async ({ one, by, now }: Ground): Promise<void> => {
  const act = by('organiser')
  const { code = '', startsAt = '' } = one(
    `SELECT e.code, s.startsAt FROM ActiveSession s JOIN Event e ON e.id = s.eventId AND e.state = 'published' WHERE s.startsAt > ? ORDER BY s.startsAt LIMIT 1`,
    now.toISOString(),
  )
  const { event, sessions } = await readNow(act.db, selectDoor(act.db, code))
  if (!event) throw new Error('no event')
  const link = { id: newId(now), day: londonDay(new Date(startsAt)), most: 2 }
  const { token } = done(await makeDoorLink(act, event, sessions, link))
  // The link opens on its day.
  const onTheDay = new Date(startsAt)
  done(await admitHelper({ ...by(), now: onTheDay }, { token, name: 'Bronwen', browser: 'Tablet', oldSignInId: undefined }))
  const { accountId = '', signInId = '' } = one(
    'SELECT r.accountId, i.id AS signInId FROM StaffRole r JOIN SignIn i ON i.accountId = r.accountId WHERE r.linkId = ?',
    link.id,
  )
  const helper = { ...by('door', accountId), now: onTheDay, ticketKey: 'a key of tickets' }
  const added = done(await addDevice(helper, event, sessions, { id: newId(now), deviceId: newId(now), deviceNow: onTheDay }))
  const device = await readNow(act.db, selectDevice(act.db, await sha256(added.token)))
  if (device === undefined || !(await shareDevice(helper, device, signInId))) throw new Error('not shared')
  done(await makeDoorLink(act, event, sessions, { ...link, id: newId(now), replaces: link.id }))
}
