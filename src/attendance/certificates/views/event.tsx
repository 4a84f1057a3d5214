import type { Child } from 'hono/jsx'
import type { Day } from '#base/dates.ts'
import { Details, Heading, P, SummaryList, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type Certificate, type EventGiving, sayCertificateNumber, sayMinutes } from '../certificate.ts'
import { CertificateState, PdfLink } from './list.tsx'

type EventCertificatesProps = {
  /** The address of the list. */
  at: string
  event: EventGiving
  today: Day
  save: Child
  /** Its form is wrong. */
  isAgain: boolean
  ready: Child
  again: (certificate: Certificate) => Child
}

export const EventCertificates = ({ at, event, today, save, isAgain, ready, again }: EventCertificatesProps) => {
  const next = (certificate: Certificate): Child =>
    certificate.ended ? (
      certificate.ended.why === 'by_hand' && !certificate.ended.next ? (
        again(certificate)
      ) : (
        ''
      )
    ) : (
      <a class="govuk-link" href={`${at}/${certificate.number}/revoke`}>
        Revoke<VisuallyHidden> that of {certificate.name}</VisuallyHidden>
      </a>
    )
  return (
    <>
      <Heading>Issue</Heading>
      {ready}
      <Heading>Issued</Heading>
      {event.certificates.length === 0 ? (
        <P>None yet.</P>
      ) : (
        <Table
          dense
          caption={counted(event.certificates.length, 'certificate')}
          columns={['Name', 'Attended', 'State', 'Number and PDF', 'Revoke']}
          rows={event.certificates.map((certificate) => [
            certificate.name || 'Name erased',
            sayMinutes(certificate),
            <CertificateState certificate={certificate} today={today} />,
            <PdfLink certificate={certificate} />,
            next(certificate),
          ])}
        />
      )}
      <Details summary={event.isOn ? 'When this event gives certificates' : 'Let this event give certificates'} open={isAgain}>
        {save}
      </Details>
    </>
  )
}

export const AboutRevoking = ({ event, certificate }: { event: EventGiving; certificate: Certificate }) => (
  <>
    <P>
      Whoever checks its number is told that it is revoked, and since when; its holder gets a mail with what you write. If it was a mistake,
      another can be issued in its place, under another number. If a mark is wrong, correct the register instead: the certificate then
      follows by itself.
    </P>
    <SummaryList
      rows={[
        ['Name', certificate.name],
        ['Event', event.title],
        ['Number', sayCertificateNumber(certificate.number)],
      ]}
    />
  </>
)
