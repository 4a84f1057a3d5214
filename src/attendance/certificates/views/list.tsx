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

export const PdfLink = ({ certificate: { number, name } }: { certificate: Certificate }) => (
  <a class="govuk-link muster-break" href={`/c/${number}/certificate.pdf`}>
    <VisuallyHidden>PDF of {name}: </VisuallyHidden>
    {sayCertificateNumber(number)}
  </a>
)
