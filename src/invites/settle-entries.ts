import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import type { OutgoingMessage } from '../outbox/message.ts'
import { type Entry, entriesOf, type Reconciled, reconcile } from './entry.ts'
import { type EntryReason, entryMessage } from './entry-message.ts'
import type { AttendingPlace, EventForInvites, LiveInvitation, Told } from './invite.ts'
import { inviting, senderOf } from './invite-places.ts'
import { newPlaceLinks } from './place-links.ts'
import { showInvitations } from './store.ts'
import { withdrawing } from './withdraw-invitations.ts'

export type Because = {
  /** Of an entry that looks different: what the message says besides. */
  changed: (invitation: LiveInvitation) => Omit<Extract<EntryReason, { kind: 'event_changed' }>, 'kind' | 'was' | 'placePage'>
  /** Of one that is taken back. */
  gone: EntryReason
  /** Entries that a place should have had before the act: one that is missing is not this act's to send. */
  hadBefore: (placeId: string) => readonly Entry[]
}

/**
 * Makes the calendar entries of these places what they should be by the event and by what they attend; nothing is written. Entries that go
 * are taken back before new ones come, so that a calendar never shows both.
 *
 * @param live what was read of these places; the caller guards that it still holds
 */
export const settlingEntries = async (
  act: Act,
  event: EventForInvites,
  places: readonly AttendingPlace[],
  live: readonly LiveInvitation[],
  because: Because,
): Promise<Told & Reconciled<AttendingPlace>> => {
  const wanted = places.map((place) => ({
    place,
    entries: entriesOf(
      event,
      place.attends.map((id) => ({ id })),
    ),
  }))
  const { missing: asked, different, tooMany } = reconcile(wanted, live, instant(act.now))
  const missing = asked.filter(
    ({ place, entry }) => place.email !== null && !because.hadBefore(place.placeId).some(({ sessionId }) => sessionId === entry.sessionId),
  )
  const out = await withdrawing(act, event, tooMany, because.gone)
  const updated = await updating(act, event, different, because)
  const into = await inviting(
    act,
    event,
    missing.map(({ place: { attends: _attends, ...place }, entry }) => ({
      place: { ...place, name: place.name ?? '', email: place.email ?? '' },
      entry,
    })),
  )
  return {
    ...{ missing, different, tooMany },
    statements: [...out.statements, ...updated.statements, ...into.statements],
    messages: [...out.messages, ...updated.messages, ...into.messages],
  }
}

const updating = async (
  act: Act,
  event: EventForInvites,
  different: Reconciled<AttendingPlace>['different'],
  because: Because,
): Promise<Told> => {
  if (different.length === 0) return { statements: [], messages: [] }
  const reachable = different.filter((invitation) => invitation.email !== null)
  const [sender, links] = await Promise.all([senderOf(act), newPlaceLinks(act, reachable)])
  const messages = reachable.map(
    ({ was, ...to }): OutgoingMessage =>
      entryMessage(act, sender, event, { ...to, name: to.name ?? '', email: to.email ?? '' }, to.sequence + 1, to.shown, {
        kind: 'event_changed',
        was,
        placePage: links.pageOf(to.placeId),
        ...because.changed(to),
      }),
  )
  return { statements: [...links.statements, ...showInvitations(act, different)], messages }
}
