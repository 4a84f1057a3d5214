import type { Day } from '#base/dates.ts'
import { VisuallyHidden } from '#base/web/page-parts.tsx'
import { type Certificate, sayCertificateNumber, sayEnd } from '../certificate.ts'
import { StateOfCertificate } from './certificate.tsx'

export const Hint = ({ children }: { children: string }) => (
  <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{children}</div>
)

export const CertificateState = ({ certificate, today }: { certificate: Certificate; today: Day }) => (
  <>
    <StateOfCertificate certificate={certificate} today={today} />
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
