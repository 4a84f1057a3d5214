import type { Day } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type Certificate, type EventGiving, mostAtOnce, sayCertificateNumber, sayMinutes } from '../certificate.ts'
import { CertificateState, PdfLink } from './list.tsx'

export const EventCertificatesPage = ({
  event,
  typed,
  problems,
  today,
}: {
  event: EventGiving
  typed: Readonly<Record<string, string>>
  problems?: Problems | undefined
  today: Day
}) => {
  const at = `/organiser/events/${event.code}/certificates`
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>Certificates</Title>
      <form method="post" action={at} novalidate>
        <input type="hidden" name="version" value={String(event.version)} />
        <Choices
          type="radios"
          inline
          name="isOn"
          label="Does this event give certificates?"
          hint="What is issued already stays, whatever you choose."
          problems={problems}
          values={typed['isOn'] ? [typed['isOn']] : []}
          options={[
            { value: 'yes', text: 'Yes' },
            { value: 'no', text: 'No' },
          ]}
        />
        <TextField
          name="renewMonths"
          label="Renew after (months)"
          hint="Printed as a day on certificates from now on. Leave it blank if they are not to be renewed."
          width={5}
          inputmode="numeric"
          value={typed['renewMonths']}
          problems={problems}
        />
        <Button kind="secondary">Save</Button>
      </form>
      <Heading>Issued</Heading>
      <P>
        Each goes by itself once the event is over and the register of every session that somebody attended is closed; a mark that is
        corrected later corrects it.
      </P>
      {event.isOn && event.closed > 0 ? (
        <form method="post" action={`${at}/issue`}>
          <P>At most {mostAtOnce} are issued at once, each with its mail; the others follow within minutes.</P>
          <Button>Issue now what is ready</Button>
        </form>
      ) : null}
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
            <CertificateState {...{ certificate, today }} />,
            <PdfLink certificate={certificate} />,
            certificate.ended ? (
              ''
            ) : (
              <a class="govuk-link" href={`${at}/${certificate.number}/revoke`}>
                Revoke<span class="govuk-visually-hidden"> that of {certificate.name}</span>
              </a>
            ),
          ])}
        />
      )}
    </>
  )
}

export const RevokePage = ({
  event,
  certificate,
  words,
  problems,
}: {
  event: EventGiving
  certificate: Certificate
  words: string
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Revoke a certificate</Title>
    <P>
      Whoever checks its number is told that it is revoked, and since when. It cannot be undone. If a mark is wrong, correct the register
      instead: the certificate then follows by itself.
    </P>
    <SummaryList
      rows={[
        ['Name', certificate.name],
        ['Event', event.title],
        ['Number', sayCertificateNumber(certificate.number)],
      ]}
    />
    <form method="post" action={`/organiser/events/${event.code}/certificates/${certificate.number}/revoke`} novalidate>
      <TextField name="words" label="Why?" hint="Its holder and their school read it." value={words} problems={problems} />
      <Button kind="warning">Revoke it</Button>
    </form>
  </Page>
)
