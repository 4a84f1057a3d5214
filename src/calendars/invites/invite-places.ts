import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { newId } from '#base/id.ts'
import type { Sender } from '#emails/messages/mail.tsx'
import { readAddress } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { readOwnWords } from '#messages/words/store.ts'
import { type Entry, entriesOf } from './entry.ts'
import { entryMessage } from './entry-message.ts'
import { type EventForInvites, forEveryone, type InvitedPlace, type SessionForInvites, seenBy, type Told } from './invite.ts'
import { newPlaceLinks } from './place-links.ts'
import { insertInvitations } from './store.ts'

/** Random, not derived: nobody can guess another's, and a shared mailbox keeps entries apart. */
const newUid = (act: Act): string => `${crypto.randomUUID()}@${readAddress(act.mailFrom).email.split('@')[1] ?? 'muster'}`

/**
 * Statements that invite people to these places: an invitation with its own UID and one message per
 * entry, with a link to their own page. Put after the places in the same batch.
 * @param sessions default: those for everyone
 */
export const invitePlaces = async (
  act: Act,
  event: EventForInvites,
  places: readonly InvitedPlace[],
  sessions: readonly SessionForInvites[] = forEveryone(event.sessions),
): Promise<SqlStatement[]> =>
  inviteToOwn(
    act,
    event,
    places.map((place) => ({ place, sessions })),
  )

/** The same with messages apart, for a batch that stores others too. */
export const invitingPlaces = (
  act: Act,
  event: EventForInvites,
  places: readonly InvitedPlace[],
  chosenOf: (placeId: string) => readonly string[] = () => [],
): Promise<Told> =>
  inviting(
    act,
    event,
    toEntries(
      event,
      places.map((place) => ({
        place,
        sessions: event.sessions.filter(({ id, block }) => !block || chosenOf(place.placeId).includes(id)),
      })),
    ),
  )

type Attending = { place: InvitedPlace; sessions: readonly SessionForInvites[] }

const toEntries = (
  event: EventForInvites,
  places: readonly Attending[],
): { place: InvitedPlace; entry: Entry; attends: readonly string[] }[] =>
  places.flatMap(({ place, sessions }) => {
    const attends = sessions.map(({ id }) => id)
    return entriesOf(seenBy(event, place.attendance), sessions).map((entry) => ({ place, entry, attends }))
  })

/** The same where each place has its own sessions, such as chosen workshops. */
export const inviteToOwn = async (act: Act, event: EventForInvites, places: readonly Attending[]): Promise<SqlStatement[]> => {
  const { statements, messages } = await inviting(act, event, toEntries(event, places))
  return [...statements, ...queuedAll(act, messages)]
}

/** New invitations with messages apart; writes nothing. */
export const inviting = async (
  act: Act,
  event: EventForInvites,
  pairs: readonly { place: InvitedPlace; entry: Entry; attends: readonly string[] }[],
): Promise<Told> => {
  if (pairs.length === 0) return { statements: [], messages: [] }
  const sender = await senderOf(act)
  const entries = pairs.map(({ place, entry, attends }) => ({ ...place, id: newId(act.now), uid: newUid(act), ...entry, attends }))
  const links = await newPlaceLinks(act, entries)
  const perPlace = Map.groupBy(entries, ({ placeId }) => placeId)
  return {
    statements: [
      ...links.statements,
      ...insertInvitations(
        act,
        entries.map(({ id, placeId, personId, sessionId, uid, shown }) => ({ id, placeId, personId, sessionId, uid, shown })),
      ),
    ],
    messages: entries.map((entry) =>
      entryMessage(
        act,
        { sender, event },
        { ...entry, sequence: 0, joinAt: links.joinOf(entry.placeId), ticket: links.ticketOf(entry.placeId) },
        {
          kind: 'invitation',
          bookedByOther: entry.bookedByOther,
          byCouncil: entry.byCouncil ?? false,
          cancelBy: entry.cancelBy,
          placePage: links.pageOf(entry.placeId),
          others: (perPlace.get(entry.placeId)?.length ?? 1) - 1,
        },
      ),
    ),
  }
}

/** The sender and wording of a message. */
export const senderOf = async (act: Act): Promise<Sender> => {
  const [council, words] = await Promise.all([readCouncil(act.db, councilFrom('')), readOwnWords(act.db)])
  return {
    councilName: council.name,
    contactEmail: council.contactEmail,
    baseUrl: act.baseUrl,
    words,
    readsAnswers: act.mail !== undefined,
  }
}
