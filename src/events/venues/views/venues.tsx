import type { Child } from 'hono/jsx'
import { Heading, Link, P, SummaryList, VisuallyHidden } from '#base/web/page-parts.tsx'
import { SummaryCard } from '#base/web/summary-card.tsx'
import { counted } from '#base/words.ts'
import { type GettingThere, roomsOf, type Venue } from '../venue.ts'

const Lines = ({ text }: { text: string }) => (text ? <span class="muster-lines muster-break">{text}</span> : undefined)

/** A link to the map, in words. */
const MapLink = ({ href, of }: { href: string; of: string }) => (
  <Link href={href} rel="noreferrer">
    See it on a map<VisuallyHidden>: {of}</VisuallyHidden>
  </Link>
)

type GettingThereProps = {
  venue: GettingThere | null
  name: string
  heading?: string
  /** Where it is, if nothing above says it. */
  line?: string
  /** Looked up on a public map where the council gave no link. */
  address?: string
}

/** Nothing where nothing is known. */
export const GettingThereWords = ({ venue, name, heading, line = '', address }: GettingThereProps) => {
  const { access = '', parking = '', mapLink = '' } = venue ?? {}
  const map = mapLink || (address ? `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}` : '')
  if (!(access || parking || map || line)) return null
  return (
    <>
      {heading ? <p class="govuk-body govuk-!-margin-top-4 govuk-!-font-weight-bold">{heading}</p> : null}
      {line || map ? (
        <P>
          {line} {map ? <MapLink href={map} of={name} /> : null}
        </P>
      ) : null}
      {access ? <p class="govuk-body muster-lines muster-break">{access}</p> : null}
      {parking ? <p class="govuk-body muster-lines muster-break">Parking: {parking}</p> : null}
    </>
  )
}

const sayRooms = (rooms: string): string =>
  roomsOf(rooms)
    .map(({ name, places }) => (places === undefined ? name : `${name} (${places})`))
    .join(', ')

type Listed = Venue & { events: number }

const VenueCard = ({ venue, button }: { venue: Listed; button: Child }) => (
  <SummaryCard title={venue.name} actions={[{ href: `/organiser/venues/${venue.id}`, text: 'Change', of: venue.name }]}>
    <SummaryList
      rows={[
        ['Address', <Lines text={[venue.address, venue.postcode].filter(Boolean).join('\n')} />],
        ['Rooms', sayRooms(venue.rooms)],
        ['Access', <Lines text={venue.access} />],
        ['Parking', <Lines text={venue.parking} />],
        ['Map', venue.mapLink ? <MapLink href={venue.mapLink} of={venue.name} /> : undefined],
        ['Events to come', counted(venue.events, 'event')],
      ]}
    />
    {button}
  </SummaryCard>
)

/** @param button lists or unlists a venue */
export const VenuesPage = ({ venues, button }: { venues: readonly Listed[]; button: (venue: Listed) => Child }) => {
  const listed = venues.filter(({ retiredAt }) => retiredAt === null)
  const off = venues.filter(({ retiredAt }) => retiredAt !== null)
  return (
    <>
      <P>Pick one of them on the form of an event: its name and address go into the event, and how to get there onto its page.</P>
      <a href="/organiser/venues/new" class="govuk-button">
        Add a venue
      </a>
      {listed.length === 0 ? <p class="govuk-inset-text">There are none yet. Addresses are typed into each event until then.</p> : null}
      {listed.map((venue) => (
        <VenueCard venue={venue} button={button(venue)} />
      ))}
      {off.length > 0 ? <Heading>Off the list</Heading> : null}
      {off.map((venue) => (
        <VenueCard venue={venue} button={button(venue)} />
      ))}
    </>
  )
}
