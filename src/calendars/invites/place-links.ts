import type { Act } from '#base/act.ts'
import { newId, newToken } from '#base/id.ts'
import { insertPlaceLinks } from './store.ts'
import { hashesOf, joinTokenOf, ticketsBy } from './ticket.ts'

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
