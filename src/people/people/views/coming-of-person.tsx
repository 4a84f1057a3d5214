import { type Instant, sayWhen } from '#base/dates.ts'
import { isCertain, sayStanding, standingColours, standingOf } from '#base/standing.ts'
import { Caption, Heading, Link, P, Table, Tag, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { type ComingOfPerson, type ComingPlace, type ComingRequest, hasComing } from '../coming.ts'

/** `What Ann Lee still has for your school` */
export const sayStillHave = (people: readonly ComingOfPerson[]): string =>
  `What ${listed(people.map(({ name }) => name))} still ${people.length === 1 ? 'has' : 'have'} for your school`

const Event = ({ title, href, startsAt, endsAt }: Pick<ComingPlace, 'title' | 'startsAt' | 'endsAt'> & { href: string }) => (
  <>
    <Link href={href}>{title}</Link>
    <div class="govuk-hint govuk-!-margin-bottom-0">{sayWhen(startsAt, endsAt)}</div>
  </>
)

/** What can be done with a place or a request: each a link with its words. */
const Ways = ({ ways, title }: { ways: readonly (readonly [href: string, text: string])[]; title: string }) => (
  <ul class="govuk-list govuk-!-margin-bottom-0 muster-no-print">
    {ways.map(([href, text]) => (
      <li>
        <Link href={href}>
          {text}
          <VisuallyHidden>: {title}</VisuallyHidden>
        </Link>
      </li>
    ))}
  </ul>
)

/** What the reader may do for the school. */
type May = { book: boolean; approve: boolean }

const placeRow = (place: ComingPlace, may: May, now: Instant) => {
  const standing = standingOf(place, now)
  const base = `/bookings/${place.reference}`
  // Places paid together are cancelled together, from the page of their payment.
  const paying = place.state === 'held' && place.waitsFor === null
  return [
    <Event {...place} href={base} />,
    <Tag colour={standingColours[standing]}>{sayStanding(place, now)}</Tag>,
    <Ways
      title={place.title}
      ways={
        may.book
          ? [
              [`${base}/places/${place.id}/name`, 'Send someone else'],
              [paying ? base : `${base}/cancel?place=${place.id}`, isCertain(standing) ? 'Give the place back' : 'Withdraw'],
            ]
          : []
      }
    />,
  ]
}

/** It takes no place: somebody else is booked, and it is refused with whoever asked. */
const requestRow = (request: ComingRequest, school: string, may: May) => [
  <Event {...request} href={`/events/${request.code}`} />,
  <Tag colour="grey">Asked for {counted(request.places, 'place')}, not confirmed</Tag>,
  <Ways
    title={request.title}
    ways={[
      ...(may.book ? [[`/events/${request.code}/book?school=${school}`, 'Send someone else'] as const] : []),
      ...(may.approve ? [[`/school/${school}/people/${request.claimId}/refuse`, 'Refuse the request'] as const] : []),
    ]}
  />,
]

type ComingPageProps = {
  people: readonly ComingOfPerson[]
  school: string
  caption: string
  may: May
  now: Instant
}

/** What lies ahead of people for a school (its id) that has ended a role of theirs. */
export const ComingPage = ({ people, school, caption, may, now }: ComingPageProps) => (
  <>
    <Title>
      {sayStillHave(people)}
      <Caption>{caption}</Caption>
    </Title>
    {people.some(hasComing) ? (
      <P>
        {may.book ? 'Send someone else, or give' : 'Whoever books for the school can send someone else, or give'} the place back so that
        somebody else can have it.
      </P>
    ) : null}
    {people.map((person) => (
      <>
        {people.length > 1 ? <Heading>{person.name}</Heading> : null}
        {hasComing(person) ? (
          <Table
            caption={`Places of ${person.name}, the next first`}
            captionClass="govuk-visually-hidden"
            columns={['Event', 'Place', 'What you can do']}
            rows={[
              ...person.places.map((place) => placeRow(place, may, now)),
              ...person.requests.map((request) => requestRow(request, school, may)),
            ]}
          />
        ) : (
          <P>{person.name} has no place for your school at an event to come, and waits for none.</P>
        )}
      </>
    ))}
    {may.approve ? (
      <P>
        <Link href={`/school/${school}/roles`}>Say who holds the role now</Link>. Ending a role does not end booking for your school.{' '}
        <Link href={`/school/${school}/people`}>See who can book</Link>
      </P>
    ) : null}
  </>
)
