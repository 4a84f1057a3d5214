import type { Day } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type Certificate, type EventGiving, mostAtOnce, sayCertificateNumber, sayMinutes } from '../certificate.ts'
import { CertificateState, PdfLink } from './list.tsx'

type EventCertificatesPageProps = {
  event: EventGiving
  typed: Readonly<Record<string, string>>
  problems?: Problems | undefined
  today: Day
}

export const EventCertificatesPage = ({ event, typed, problems, today }: EventCertificatesPageProps) => {
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
        <Choices
          type="checkboxes"
          small
          name="afterEvaluation"
          label="When somebody has theirs"
          hint="Who came is counted all the same. Whoever cannot be asked does not wait, and when the time to answer is over nobody does."
          problems={problems}
          values={typed['afterEvaluation'] ? ['yes'] : []}
          options={[{ value: 'yes', text: 'The day after they have said what the event was worth, where that is asked' }]}
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
              certificate.ended.why === 'by_hand' && !certificate.ended.next ? (
                <form method="post" action={`${at}/${certificate.number}/again`}>
                  <Button kind="secondary">
                    Issue again<span class="govuk-visually-hidden"> that of {certificate.name}</span>
                  </Button>
                </form>
              ) : (
                ''
              )
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

type RevokePageProps = {
  event: EventGiving
  certificate: Certificate
  words: string
  problems?: Problems | undefined
}

export const RevokePage = ({ event, certificate, words, problems }: RevokePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Revoke a certificate</Title>
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
    <form method="post" action={`/organiser/events/${event.code}/certificates/${certificate.number}/revoke`} novalidate>
      <TextField name="words" label="Why?" hint="Its holder and their school read it." value={words} problems={problems} />
      <Button kind="warning">Revoke it</Button>
    </form>
  </Page>
)
