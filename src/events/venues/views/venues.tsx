import { Button, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type GettingThere, roomsOf, type Venue } from '../venue.ts'

const Lines = ({ text }: { text: string }) => (text ? <span class="muster-lines muster-break">{text}</span> : undefined)

/** A link to the map, in words. */
const MapLink = ({ href, of }: { href: string; of: string }) => (
  <Link href={href} rel="noreferrer">
    See it on a map<span class="govuk-visually-hidden">: {of}</span>
  </Link>
)

/** How one gets there, for an event’s page; nothing where nobody has said. */
export const GettingThereWords = ({ venue, name, heading }: { venue: GettingThere | null; name: string; heading?: string }) => {
  if (!venue || !(venue.access || venue.parking || venue.mapLink)) return null
  return (
    <>
      {heading ? <p class="govuk-body govuk-!-margin-top-4 govuk-!-font-weight-bold">{heading}</p> : null}
      {venue.mapLink ? (
        <P>
          <MapLink href={venue.mapLink} of={name} />
        </P>
      ) : null}
      {venue.access ? <p class="govuk-body muster-lines muster-break">{venue.access}</p> : null}
      {venue.parking ? <p class="govuk-body muster-lines muster-break">Parking: {venue.parking}</p> : null}
    </>
  )
}

const sayRooms = (rooms: string): string =>
  roomsOf(rooms)
    .map(({ name, places }) => (places === undefined ? name : `${name} (${places})`))
    .join(', ')

const ListButton = ({ venue }: { venue: Venue }) => (
  <form method="post" action={`/organiser/venues/${venue.id}/listed`}>
    <input type="hidden" name="listed" value={venue.retiredAt === null ? 'no' : 'yes'} />
    <Button kind="secondary">
      {venue.retiredAt === null ? 'Take off the list' : 'Put back on the list'}
      <span class="govuk-visually-hidden">: {venue.name}</span>
    </Button>
  </form>
)

const VenueCard = ({ venue }: { venue: Venue & { events: number } }) => (
  <section class="govuk-summary-card" aria-labelledby={`v-${venue.id}`}>
    <div class="govuk-summary-card__title-wrapper">
      <h2 class="govuk-summary-card__title muster-break" id={`v-${venue.id}`}>
        {venue.name}
      </h2>
      <ul class="govuk-summary-card__actions">
        <li class="govuk-summary-card__action">
          <Link href={`/organiser/venues/${venue.id}`}>
            Change<span class="govuk-visually-hidden"> {venue.name}</span>
          </Link>
        </li>
      </ul>
    </div>
    <div class="govuk-summary-card__content">
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
      <ListButton venue={venue} />
    </div>
  </section>
)

export const VenuesPage = ({ venues }: { venues: readonly (Venue & { events: number })[] }) => {
  const listed = venues.filter(({ retiredAt }) => retiredAt === null)
  const off = venues.filter(({ retiredAt }) => retiredAt !== null)
  return (
    <>
      <Title>Venues</Title>
      <P>Pick one of them on the form of an event: its name and address go into the event, and how to get there onto its page.</P>
      <a href="/organiser/venues/new" class="govuk-button">
        Add a venue
      </a>
      {listed.length === 0 ? <p class="govuk-inset-text">There are none yet. Addresses are typed into each event until then.</p> : null}
      {listed.map((venue) => (
        <VenueCard venue={venue} />
      ))}
      {off.length > 0 ? <Heading>Off the list</Heading> : null}
      {off.map((venue) => (
        <VenueCard venue={venue} />
      ))}
    </>
  )
}

type VenueFormPageProps = {
  of: Venue | undefined
  id: string
  typed: Record<string, string>
  problems?: Problems | undefined
}

export const VenueFormPage = ({ of, id, typed, problems }: VenueFormPageProps) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>{of ? `Change ${of.name}` : 'Add a venue'}</Title>
      {of ? (
        <P>Events that picked it keep the name and address that they have. Access, parking and the map change on their pages.</P>
      ) : null}
      <form method="post" action={of ? `/organiser/venues/${of.id}` : '/organiser/venues/new'} novalidate>
        {of ? <input type="hidden" name="version" value={String(of.version)} /> : <input type="hidden" name="id" value={id} />}
        <TextField {...field('name')} label="Name" />
        <TextArea {...field('address')} label="Address" rows={3} />
        <TextField {...field('postcode')} label="Postcode" width={10} autocomplete="off" />
        <TextArea
          {...field('rooms')}
          label="Rooms (optional)"
          hint="A line for each, with how many people it holds, such as Main hall, 120."
          rows={4}
        />
        <TextArea
          {...field('access')}
          label="Access (optional)"
          hint="Steps, lifts, hearing loop, quiet room. Everyone who looks at an event there reads it."
          rows={3}
        />
        <TextArea {...field('parking')} label="Parking and public transport (optional)" rows={3} />
        <TextField {...field('mapLink')} label="Address of a map (optional)" hint="It starts with https://" type="url" />
        <Button>Save</Button>
      </form>
    </Page>
  )
}
