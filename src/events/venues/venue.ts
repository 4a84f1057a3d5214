// A reusable venue. An event that picks it keeps its name and address, whatever changes here later.

/** `rooms`: a line each, such as `Main hall, 120`. Only the name may not be ''. */
export type VenueFacts = {
  name: string
  address: string
  postcode: string
  rooms: string
  access: string
  parking: string
  mapLink: string
}

export type Venue = VenueFacts & { id: string; version: number; retiredAt: string | null }

/** Without unlisted ones. */
export const onTheList = <V extends Pick<Venue, 'retiredAt'>>(venues: readonly V[]): V[] =>
  venues.filter(({ retiredAt }) => retiredAt === null)

/** What an event's page says of getting there. */
export type GettingThere = Pick<VenueFacts, 'access' | 'parking' | 'mapLink' | 'rooms'>

/** Where an event is held, as it says itself. */
export type HeldAt = { venueId: string | null; venueName: string; venueAddress: string; venuePostcode: string }

const sameWords = (one: Omit<HeldAt, 'venueId'>, other: Omit<HeldAt, 'venueId'>): boolean =>
  one.venueName === other.venueName && one.venueAddress === other.venueAddress && one.venuePostcode === other.venuePostcode

/**
 * Text typed over the current venue counts as typed; without any, an unlisted venue stays.
 * @param was of an edit, where it was held
 */
export const pickedVenue = <V extends { id: string }>(
  inPerson: boolean,
  typed: Omit<HeldAt, 'venueId'> & { venueId: string },
  listed: readonly V[],
  was: HeldAt | undefined,
): { picked: V | undefined; venueId: string | null } => {
  const retyped = was !== undefined && was.venueId === typed.venueId && !sameWords(typed, was)
  const picked = inPerson && !retyped ? listed.find(({ id }) => id === typed.venueId) : undefined
  const stays = inPerson && !typed.venueId && was?.venueId && !listed.some(({ id }) => id === was.venueId) && sameWords(typed, was)
  return { picked, venueId: picked?.id ?? (stays ? was.venueId : null) }
}

/** A session's own venue; its stored words stay. */
export const pickedElsewhere = (
  typed: string,
  listed: readonly Venue[],
  was: { venueId?: string | null; venueName?: string; venueAddress?: string } | undefined,
): { venueId: string | null; venueName: string; venueAddress: string } | undefined => {
  if (typed === '') return { venueId: null, venueName: '', venueAddress: '' }
  if (was?.venueId === typed) return { venueId: typed, venueName: was.venueName ?? '', venueAddress: was.venueAddress ?? '' }
  const venue = listed.find(({ id, retiredAt }) => id === typed && retiredAt === null)
  return (
    venue && {
      venueId: venue.id,
      venueName: venue.name,
      venueAddress: [...venue.address.split('\n'), venue.postcode]
        .map((line) => line.trim())
        .filter(Boolean)
        .join(', '),
    }
  )
}

/** `places`: undefined where unknown. */
type Room = { name: string; places: number | undefined }

export const roomsOf = (rooms: string): Room[] =>
  rooms.split('\n').flatMap((line) => {
    const [, name = line, places] = line.match(/^(.*?)\s*[,:;]\s*(\d{1,5})(?: people| places| seats)?$/) ?? []
    return name.trim() === '' ? [] : [{ name: name.trim(), places: places === undefined ? undefined : Number(places) }]
  })

const sameRoom = (one: string, other: string): boolean => one.localeCompare(other, 'en-GB', { sensitivity: 'base' }) === 0

/** Sessions with more places than their room holds. */
export const roomWarnings = (
  sessions: readonly { title: string; room: string; block: string; capacity: number | null }[],
  rooms: string,
  capacity: number,
): string[] =>
  sessions.flatMap((session) => {
    const room = roomsOf(rooms).find(({ name }) => sameRoom(name, session.room))
    const places = session.capacity ?? capacity
    if (room?.places === undefined || places <= room.places) return []
    return [`“${session.title || 'Together'}” can have ${places} people, and ${room.name} holds ${room.places}.`]
  })
