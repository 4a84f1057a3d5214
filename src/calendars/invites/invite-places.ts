import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { inHex, newId, newToken, sha256 } from '#base/id.ts'
import type { Sender } from '#emails/messages/mail.tsx'
import { readAddress } from '#messages/outbox/message.ts'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { type Entry, entriesOf } from './entry.ts'
import { entryMessage } from './entry-message.ts'
import { type EventForInvites, forEveryone, type InvitedPlace, type SessionForInvites, seenBy, type Told } from './invite.ts'
import { insertInvitations, insertPlaceLinks, type LinkHashes } from './store.ts'

/** Random, not derived: nobody can guess another's, and a shared mailbox keeps entries apart. */
const newUid = (act: Act): string => `${crypto.randomUUID()}@${readAddress(act.mailFrom).email.split('@')[1] ?? 'localhost'}`

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
    council,
    contactEmail: council.contactEmail,
    baseUrl: act.baseUrl,
    words,
    readsAnswers: act.mail !== undefined,
  }
}

export type PlaceLinks = {
  statements: SqlStatement[]
  /** A person's own page: put it into a message and store it nowhere else. */
  pageOf: (placeId: string) => string | undefined
  /** Where they join an online event, likewise. */
  joinOf: (placeId: string) => string | undefined
  /** What they show at the door; undefined: the service has no key for tickets. */
  ticketOf: (placeId: string) => string | undefined
}

/**
 * Creates a link for each of these people to their own page. Only hashes are stored, so each batch
 * of messages has its own links; all end when the place ends or is swapped.
 */
export const newPlaceLinks = async (act: Act, people: readonly { placeId: string; personId: string }[]): Promise<PlaceLinks> => {
  const tokens = new Map(people.map(({ placeId, personId }) => [placeId, { personId, token: newToken() }]))
  const links = await Promise.all(
    [...tokens].map(async ([placeId, { personId, token }]) => ({ id: newId(act.now), placeId, personId, ...(await hashesOf(token)) })),
  )
  const joins = new Map<string, string>()
  const tickets = new Map<string, string | undefined>()
  const ticketFor = await ticketsBy(act.ticketKey)
  for (const [placeId, { personId, token }] of tokens) {
    joins.set(placeId, `${act.baseUrl}/join/${await joinTokenOf(token)}`)
    tickets.set(placeId, await ticketFor(placeId, personId))
  }
  return {
    statements: links.length > 0 ? [insertPlaceLinks(act, links)] : [],
    joinOf: (placeId) => joins.get(placeId),
    ticketOf: (placeId) => tickets.get(placeId),
    pageOf: (placeId) => {
      const made = tokens.get(placeId)
      return made ? `${act.baseUrl}/place/${made.token}` : undefined
    },
  }
}

/**
 * Makes the tickets scanned at the door, from a key of the service, the place and the person: one
 * can be printed again, and opens nothing. Undefined: the service has no key.
 */
export type Ticket = (placeId: string, personId: string) => Promise<string | undefined>

/** 128 bits, in letters that suit QR codes. @param key TICKET_KEY: a long random text */
export const ticketsBy = async (key: string | undefined): Promise<Ticket> => {
  if (!key) return () => Promise.resolve(undefined)
  const bytes = new TextEncoder()
  const made = await crypto.subtle.importKey('raw', bytes.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return async (placeId, personId) => {
    const signed = new Uint8Array(await crypto.subtle.sign('HMAC', made, bytes.encode(`ticket ${placeId} ${personId}`)))
    return `M${inHex(signed.slice(0, 16)).toUpperCase()}`
  }
}

/** For a preview: it belongs to nobody. */
export const sampleTicket = 'M0123456789ABCDEF0123456789ABCDEF'

/** Token of an online event's joining link; others see it, and it opens no personal page. */
export const joinTokenOf = async (token: string): Promise<string> => (await sha256(`join ${token}`)).slice(0, 43)

/** Of a link's token and its joining link: what the database keeps. */
export const hashesOf = async (token: string): Promise<LinkHashes> => ({
  tokenHash: await sha256(token),
  joinHash: await sha256(await joinTokenOf(token)),
})
