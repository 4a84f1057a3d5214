import type { Day } from '#base/dates.ts'
import { Caption, Heading, P, Tag, Title } from '#base/web/page-parts.tsx'
import type { SchoolName } from '#schools/schools/school.ts'
import { coversOn, type OwnAgreement } from '../agreement.ts'
import { saySpan } from '../words.ts'

const usedSaid = (one: OwnAgreement): string =>
  one.ofTrust === 1 ? `${one.usedByUs} by your school, ${one.used} by all schools of the trust` : String(one.usedByUs)

const leftSaid = (one: OwnAgreement): string =>
  one.endedAt !== null
    ? 'None: it has ended'
    : one.places === null
      ? 'Any number'
      : `${Math.max(0, one.places - one.used)} of ${one.places}`

type OwnPayingPageProps = {
  school: SchoolName
  says: string
  agreements: readonly OwnAgreement[]
  today: Day
}

export const OwnPayingPage = ({ school, says, agreements, today }: OwnPayingPageProps) => (
  <>
    <Title>
      How your school pays
      <Caption>{school.name}</Caption>
    </Title>
    <p class="govuk-body-l">{says}</p>
    <P>
      That is for an event today. What counts is what your school legally is on the day of the event, and who pays is shown before you book.
      If something here is wrong, tell the council.
    </P>
    <Heading>Service agreements</Heading>
    {agreements.length === 0 ? (
      <P>Your school has no service agreement here, so the prices without a service agreement hold.</P>
    ) : (
      <>
        <P>Places that a service agreement covers cost nothing. A place that is cancelled can be used again.</P>
        <ul class="muster-card-list">
          {agreements.map((one) => (
            <li>
              <h3 class="govuk-heading-s govuk-!-margin-bottom-1">
                {one.name}{' '}
                {one.endedAt !== null ? (
                  <Tag colour="grey">Ended</Tag>
                ) : coversOn(one, today) ? null : (
                  <Tag colour={one.fromDay > today ? 'blue' : 'grey'}>{one.fromDay > today ? 'To come' : 'Past'}</Tag>
                )}
              </h3>
              <p class="govuk-body govuk-!-margin-bottom-0">
                {one.ofTrust === 1 ? 'Of your trust, for' : 'For'} events {saySpan(one)}
                <br />
                Places used: {usedSaid(one)}
                <br />
                Places left: {leftSaid(one)}
              </p>
            </li>
          ))}
        </ul>
      </>
    )}
  </>
)
