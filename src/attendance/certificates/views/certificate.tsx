import { type Day, type Instant, sayDay } from '#base/dates.ts'
import { sayUntil } from '#base/limits/limit.ts'
import { DocumentView } from '#base/web/document.tsx'
import { Link, P, Page, SummaryList, Tag, type TagColour, Title } from '#base/web/page-parts.tsx'
import {
  attendedNames,
  type Certificate,
  type State,
  sayCertificateNumber,
  sayHeld,
  sayMinutes,
  stateNames,
  stateOf,
} from '../certificate.ts'
import { documentOf } from '../document.ts'

const colours: Record<State, TagColour> = { valid: 'green', expired: 'orange', superseded: 'grey', revoked: 'red' }

export const StateOfCertificate = ({ certificate, today }: { certificate: Certificate; today: Day }) => {
  const state = stateOf(certificate, today)
  return <Tag colour={colours[state]}>{stateNames[state]}</Tag>
}

/** For its holder: all that it says. */
export const CertificatePage = ({ certificate, today, pdf }: { certificate: Certificate; today: Day; pdf: string }) => (
  <>
    <ul class="govuk-list muster-actions muster-no-print">
      <li>
        <Link href={pdf}>PDF</Link>
      </li>
      {certificate.ended?.next ? (
        <li>
          <Link href={`/c/${certificate.ended.next}`}>The one that took its place</Link>
        </li>
      ) : null}
    </ul>
    <p class="govuk-body muster-no-print">
      <StateOfCertificate certificate={certificate} today={today} />
    </p>
    <DocumentView document={documentOf(certificate, { inFile: false })} />
  </>
)

const sentences: Record<State, (certificate: Certificate) => string> = {
  valid: ({ council }) => `${council} issued a certificate with this number, and it is in force.`,
  expired: ({ council, renewBy }) => `${council} issued this certificate. It was to be renewed by ${sayDay(renewBy ?? '')}.`,
  superseded: ({ council, ended }) => `${council} replaced this certificate by another on ${sayDay(ended?.endedAt ?? '')}.`,
  revoked: ({ council, ended }) => `${council} revoked this certificate on ${sayDay(ended?.endedAt ?? '')}.`,
}

/** For whoever has the number: no name and no school. */
export const CheckedPage = ({ certificate, today, signedIn }: { certificate: Certificate; today: Day; signedIn: boolean }) => {
  const state = stateOf(certificate, today)
  const { ended } = certificate
  return (
    <Page>
      <Title>Check of a certificate</Title>
      <P>
        <StateOfCertificate certificate={certificate} today={today} /> {sentences[state](certificate)}
      </P>
      <SummaryList
        rows={[
          ['Number', <span class="muster-break">{sayCertificateNumber(certificate.number)}</span>],
          ['Event', certificate.title],
          ['Held on', sayHeld(certificate)],
          ['Attended', attendedNames[certificate.attended]],
          ['Length', sayMinutes(certificate)],
          ['Provider', certificate.provider],
          ['Issued', sayDay(certificate.issuedAt)],
          ['Renew by', certificate.renewBy === undefined ? undefined : sayDay(certificate.renewBy)],
          ['Superseded by', ended?.next ? <Link href={`/c/${ended.next}`}>{sayCertificateNumber(ended.next)}</Link> : undefined],
        ]}
      />
      <P>
        The name is not shown here: compare what you were given with these lines.{' '}
        {signedIn
          ? 'Whoever it is of sees the whole of it here.'
          : 'Is it yours? Sign in with your own address, and you see the whole of it here.'}
      </P>
      {signedIn ? null : (
        <P>
          <Link href={`/sign-in?next=${encodeURIComponent(`/c/${certificate.number}`)}`}>Sign in</Link>
        </P>
      )}
    </Page>
  )
}

export const unknownTitle = (until: Instant | undefined): string =>
  until === undefined ? 'No certificate has this number' : 'Too many wrong numbers from your network'

export const UnknownNumberPage = ({ until, now }: { until: Instant | undefined; now: Date }) => (
  <Page>
    <Title>{unknownTitle(until)}</Title>
    {until === undefined ? (
      <P>Check each letter and figure: a number has seven groups of four, without the letters I, L, O and U and the figures 0 and 1.</P>
    ) : (
      <P>Too many numbers that do not exist were asked for from your network. Try again {sayUntil(until, now)}.</P>
    )}
  </Page>
)

export const NoCertificatePage = () => (
  <Page>
    <Title>No certificate yet</Title>
    <P>
      A certificate is issued once the event is over and the register of every session that you attended is signed off. Some events give
      none, and a link that has ended shows none.
    </P>
    <P>
      Once you have <Link href="/sign-in?next=%2Faccount%2Frecord">signed in</Link> with your own address, your record shows all that you
      have.
    </P>
  </Page>
)
