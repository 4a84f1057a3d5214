import type { Child } from 'hono/jsx'
import { Search } from '#base/list/views.tsx'
import { Heading, Link, P, SummaryList, VisuallyHidden } from '#base/web/page-parts.tsx'
import { type Certificate, type EventGiving, sayCertificateNumber } from '../certificate.ts'

type EventCertificatesProps = {
  /** The address of the list. */
  at: string
  event: EventGiving
  ready: Child
  q: string
  searchable: boolean
}

export const EventCertificates = ({ at, event, ready, q, searchable }: EventCertificatesProps) => (
  <>
    <Heading>Issue</Heading>
    {ready}
    <P>
      <Link href={`${at}/settings`}>{event.isOn ? 'When this event gives certificates' : 'Let this event give certificates'}</Link>
    </P>
    <Heading>Issued</Heading>
    {searchable ? <Search at={at} label="Name, school or number" q={q} isPrivate /> : null}
  </>
)

/** What can be done with one that was issued. @param at the address of the list */
export const nextOf = ({ name, number, ended }: Certificate, at: string): Child => {
  if (ended && (ended.why !== 'by_hand' || ended.next)) return ''
  const [word, path] = ended ? ['Issue again', 'again'] : ['Revoke', 'revoke']
  return (
    <Link href={`${at}/${number}/${path}`}>
      {word}
      <VisuallyHidden> that of {name}</VisuallyHidden>
    </Link>
  )
}

type OneProps = { event: EventGiving; certificate: Certificate }

export const AboutCertificate = ({ event, certificate }: OneProps) => (
  <SummaryList
    rows={[
      ['Name', certificate.name],
      ['Event', event.title],
      ['Number', sayCertificateNumber(certificate.number)],
    ]}
  />
)

export const AboutRevoking = (props: OneProps) => (
  <>
    <P>
      Whoever checks its number is told that it is revoked, and since when; its holder gets a mail with what you write. If it was a mistake,
      another can be issued in its place, under another number. If a mark is wrong, correct the register instead: the certificate then
      follows by itself.
    </P>
    <AboutCertificate {...props} />
  </>
)
