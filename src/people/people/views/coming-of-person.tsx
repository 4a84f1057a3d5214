import { type Instant, sayWhen } from '#base/dates.ts'
import { isCertain, sayStanding, standingColours, standingOf } from '#base/standing.ts'
import { Link, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { ComingOfPerson } from '../coming.ts'

/** What lies ahead of somebody for a school (its id) that has ended a role of theirs. */
export const ComingOfPersonPage = ({
  coming: { name, places, requests },
  school,
  caption,
  now,
}: {
  coming: ComingOfPerson
  school: string
  caption: string
  now: Instant
}) => (
  <>
    <Title>
      What {name} still has for your school
      <span class="govuk-caption-l">{caption}</span>
    </Title>
    {places.length === 0 ? (
      <P>{name} has no place for your school at an event to come, and waits for none.</P>
    ) : (
      <>
        <P>If {name} has left, send someone else or give the place back, so that somebody else can have it.</P>
        <Table
          caption={`Places of ${name}, the next first`}
          captionClass="govuk-visually-hidden"
          columns={['Event', 'Place', 'What you can do']}
          rows={places.map((place) => {
            const standing = standingOf(place, now)
            const base = `/bookings/${place.reference}`
            // Places paid together are cancelled together, from the page of their payment.
            const paying = place.state === 'held' && place.waitsFor === null
            const hidden = <span class="govuk-visually-hidden">: {place.title}</span>
            return [
              <>
                <Link href={base}>{place.title}</Link>
                <div class="govuk-hint govuk-!-margin-bottom-0">{sayWhen(place.startsAt, place.endsAt)}</div>
              </>,
              <Tag colour={standingColours[standing]}>{sayStanding(place, now)}</Tag>,
              <ul class="govuk-list govuk-!-margin-bottom-0 muster-no-print">
                <li>
                  <Link href={`${base}/places/${place.id}/name`}>Send someone else{hidden}</Link>
                </li>
                <li>
                  <Link href={paying ? base : `${base}/cancel?place=${place.id}`}>
                    {isCertain(standing) ? 'Give the place back' : 'Withdraw'}
                    {hidden}
                  </Link>
                </li>
              </ul>,
            ]
          })}
        />
      </>
    )}
    {requests.length > 0 ? (
      <>
        <P>
          {name} asked us for places, and nobody has confirmed yet that they may book for your school:{' '}
          {requests.map(({ title, places: asked }) => `${counted(asked, 'place')} at ${title}`).join('; ')}.
        </P>
        <P>
          <Link href={`/school/${school}/people`}>Answer it: see who can book for your school</Link>
        </P>
      </>
    ) : null}
    <P>
      <Link href={`/school/${school}/roles`}>Say who holds the role now</Link>. Ending a role does not end booking for your school.{' '}
      <Link href={`/school/${school}/people`}>See who can book</Link>
    </P>
  </>
)
