import type { Day } from '#base/dates.ts'
import { Link, P, Pagination, Table, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type Certificate, mostAtOnce, sayCertificateNumber, sayEnd, sayHeld, sayMinutes } from '../certificate.ts'
import { StateOfCertificate } from './certificate.tsx'

const Hint = ({ children }: { children: string }) => (
  <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{children}</div>
)

export const CertificateState = ({ certificate, today }: { certificate: Certificate; today: Day }) => (
  <>
    <StateOfCertificate {...{ certificate, today }} />
    {certificate.ended ? <Hint>{sayEnd(certificate.ended)}</Hint> : null}
  </>
)

/** To its page, which shows whoever it is of the whole of it. */
export const CertificateLink = ({ certificate: { number, title } }: { certificate: Certificate }) => (
  <a class="govuk-link muster-break" href={`/c/${number}`}>
    <VisuallyHidden>Certificate of {title}: </VisuallyHidden>
    {sayCertificateNumber(number)}
  </a>
)

export const PdfLink = ({ certificate: { number, name } }: { certificate: Certificate }) => (
  <a class="govuk-link muster-break" href={`/c/${number}/certificate.pdf`}>
    <VisuallyHidden>PDF of {name}: </VisuallyHidden>
    {sayCertificateNumber(number)}
  </a>
)

type SchoolCertificatesPageProps = {
  certificates: readonly Certificate[]
  total: number
  page: number
  schoolId: string
  url: string
  today: Day
}

export const SchoolCertificatesPage = ({ certificates, total, page, schoolId, url, today }: SchoolCertificatesPageProps) => (
  <>
    <Title>Certificates</Title>
    <P>Of everybody who came to an event for your school, as it was then. Who has left since stays in the list.</P>
    {total === 0 ? (
      <P>No certificate yet. They are issued once an event is over and its registers are closed.</P>
    ) : (
      <>
        <ul class="govuk-list muster-actions muster-no-print">
          <li>
            <Link href={`/school/${schoolId}/certificates.csv`}>List (CSV)</Link>
          </li>
          <li>
            <Link href={`/school/${schoolId}/certificates.zip?page=${page}`}>PDFs of this page (ZIP)</Link>
          </li>
        </ul>
        <Table
          dense
          caption={counted(total, 'certificate')}
          columns={['Name', 'Event', 'Attended', 'State', 'Number and PDF']}
          rows={certificates.map((certificate) => [
            <>
              {certificate.name || 'Name erased'}
              <Hint>{certificate.schoolName}</Hint>
            </>,
            <>
              {certificate.title}
              <Hint>{sayHeld(certificate)}</Hint>
            </>,
            sayMinutes(certificate),
            <CertificateState {...{ certificate, today }} />,
            <PdfLink certificate={certificate} />,
          ])}
        />
        <Pagination {...{ url, page, total }} pageSize={mostAtOnce} />
      </>
    )}
  </>
)
