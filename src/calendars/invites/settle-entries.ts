import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { type Entry, entriesOf, type Reconciled, reconcile } from './entry.ts'
import { type EntryReason, entryMessage } from './entry-message.ts'
import { type AttendingPlace, type EventForInvites, type LiveInvitation, type Shown, seenBy, type Told } from './invite.ts'
import { inviting, newPlaceLinks, senderOf } from './invite-places.ts'
import { type ChangeName, changesOfEntry } from './named-change.ts'
import { reassignInvitations, showInvitations } from './store.ts'
import { withdrawing } from './withdraw-invitations.ts'

export type Because = {
  /** For a changed entry: what else the message says, or that a session is called off. */
  changed: (
    invitation: LiveInvitation,
  ) =>
    | Omit<Extract<EntryReason, { kind: 'event_changed' }>, 'kind' | 'was' | 'placePage' | 'changes'>
    | Omit<Extract<EntryReason, { kind: 'session_called_off' }>, 'placePage'>
  gone: EntryReason | ((invitation: LiveInvitation, placePage: string | undefined) => EntryReason)
  /** Entries switch to or from days. */
  regrouped?: boolean
  renamed?: boolean
  /** The entries a place should have had before; one already missing is not this act's to send. */
  hadBefore: (placeId: string) => readonly Entry[]
}

/**
 * Makes these places' entries match the event and their sessions; writes nothing. Cancels come
 * before new entries, so that a calendar never shows both.
 * @param live as read; the caller must guard it
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
      seenBy(event, place.attendance),
      place.attends.map((id) => ({ id })),
    ),
  }))
  const byDay = event.calendarEntries === 'day' && !because.regrouped
  const { missing: asked, different, tooMany, moved } = reconcile(wanted, live, instant(act.now), byDay)
  const missing = asked.filter(
    ({ place, entry }) => place.email !== null && !because.hadBefore(place.placeId).some(({ sessionId }) => sessionId === entry.sessionId),
  )
  const out = await takingBack(act, event, tooMany, because.gone)
  const attended = new Map(places.map(({ placeId, attends }) => [placeId, attends]))
  const updated = await updating(act, event, different, because, attended)
  const into = await inviting(
    act,
    event,
    missing.map(({ place: { attends, ...place }, entry }) => ({
      attends,
      place: { ...place, name: place.name ?? '', email: place.email ?? '' },
      entry,
    })),
  )
  return {
    missing,
    different,
    tooMany,
    moved,
    statements: [...reassignInvitations(act, moved), ...out.statements, ...updated.statements, ...into.statements],
    messages: [...out.messages, ...updated.messages, ...into.messages],
  }
}

const takingBack = async (act: Act, event: EventForInvites, tooMany: readonly LiveInvitation[], gone: Because['gone']): Promise<Told> => {
  if (typeof gone !== 'function') return withdrawing(act, event, tooMany, gone)
  const links = await newPlaceLinks(
    act,
    tooMany.filter((invitation) => invitation.email !== null),
  )
  const out = await withdrawing(act, event, tooMany, (invitation) => gone(invitation, links.pageOf(invitation.placeId)))
  return { ...out, statements: [...links.statements, ...out.statements] }
}

const changesFor = (shown: Shown, was: Shown, { regrouped, renamed }: Because): ChangeName[] =>
  regrouped ? ['entries'] : changesOfEntry(was, shown, renamed ?? false)

const updating = async (
  act: Act,
  event: EventForInvites,
  different: Reconciled<AttendingPlace>['different'],
  because: Because,
  attended: ReadonlyMap<string, readonly string[]>,
): Promise<Told> => {
  if (different.length === 0) return { statements: [], messages: [] }
  const reachable = different.filter((invitation) => invitation.email !== null)
  const [sender, links] = await Promise.all([senderOf(act), newPlaceLinks(act, reachable)])
  const messages = reachable.map(({ was, ...to }): OutgoingMessage => {
    const change = because.changed(to)
    const placePage = links.pageOf(to.placeId)
    const reason: EntryReason =
      'kind' in change
        ? { ...change, placePage }
        : { kind: 'event_changed', was, placePage, changes: changesFor(to.shown, was, because), ...change }
    const recipient = {
      ...to,
      sequence: to.sequence + 1,
      name: to.name ?? '',
      email: to.email ?? '',
      attends: attended.get(to.placeId),
      joinAt: links.joinOf(to.placeId),
    }
    return entryMessage(act, { sender, event }, recipient, reason)
  })
  return { statements: [...links.statements, ...showInvitations(act, different)], messages }
}
