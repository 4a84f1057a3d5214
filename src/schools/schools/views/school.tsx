import type { Child } from 'hono/jsx'
import { type Day, londonDay, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import {
  Address,
  Bullets,
  Caption,
  Details,
  Heading,
  Link,
  LongTable,
  P,
  Table,
  Tag,
  Title,
  VisuallyHidden,
} from '#base/web/page-parts.tsx'
import type { LegalIdentity, SchoolRecord, SuccessionOfSchool } from '../record.ts'
import { datesSaid, sourceSaid } from '../role.ts'
import { schoolLabel } from '../school.ts'
import { kindSaid, Status } from './list.tsx'
import { RecordOfEvents } from './record.tsx'

const span = (from: string | null, to: string | null): string =>
  from ? (to ? `${sayShortDay(from)} to ${sayShortDay(to)}` : `since ${sayShortDay(from)}`) : to ? `until ${sayShortDay(to)}` : 'always'

const Identities = ({ identities, caption }: { identities: readonly LegalIdentity[]; caption: string }) => (
  <Table
    dense
    caption={caption}
    captionClass="govuk-table__caption--s"
    columns={['URN', 'Name', 'Type', 'Trust', 'Status in GIAS', 'Authority', 'Holds', 'Known']}
    rows={identities.map((identity) => [
      identity.urn,
      identity.name,
      identity.typeName,
      identity.trustName ?? '',
      `${identity.statusName}${identity.openDate ? `, first day ${sayShortDay(identity.openDate)}` : ''}${identity.closeDate ? `, last day ${sayShortDay(identity.closeDate)}` : ''}`,
      identity.laName || identity.laCode,
      span(identity.validFrom, identity.validTo),
      `${sayInstant(identity.learnedAt)}${identity.supersededAt ? ` until ${sayInstant(identity.supersededAt)}` : ''}`,
    ])}
  />
)

const howSaid: Record<SuccessionOfSchool['how'], string> = {
  one_to_one: 'Same school under a new URN',
  merger: 'Merged',
  split: 'Split',
}

const Succession = ({ succession, id }: { succession: SuccessionOfSchool; id: string }) => {
  const link = (to: string, name: string, town: string, urn: string) =>
    to === id ? schoolLabel({ name, town, urn }) : <Link href={`/organiser/schools/${to}`}>{schoolLabel({ name, town, urn })}</Link>
  return (
    <li>
      {howSaid[succession.how]}: {link(succession.fromId, succession.fromName, succession.fromTown, succession.fromUrn)} became{' '}
      {link(succession.toId, succession.toName, succession.toTown, succession.toUrn)}
      {succession.happenedOn ? ` on ${sayDay(succession.happenedOn)}` : ''}
    </li>
  )
}

const evidenceSaid: Record<string, string> = {
  self_asserted: 'They said so',
  council_holds_address: 'The council holds the address',
  code: 'They said so, and signed in with the address',
  mailbox_link: 'The school’s own mailbox said so',
  approver: 'A colleague approved it',
  organiser: 'An organiser confirmed them',
  trust: 'An organiser confirmed them for the whole trust',
}

const People = ({ people, now, rolesAt }: Pick<SchoolRecord, 'people'> & { now: string; rolesAt: string }) => {
  const [held, before] = [people.filter(({ toDate }) => isHeld(toDate, now)), people.filter(({ toDate }) => !isHeld(toDate, now))]
  const table = (caption: string, some: SchoolRecord['people']) => (
    <LongTable
      dense
      first={6}
      of="roles"
      caption={caption}
      captionClass="govuk-visually-hidden"
      columns={['Person', 'Role', 'Telephone', 'Known']}
      rows={some.map((person) => [
        person.name ?? 'Name erased',
        person.roleLabel,
        person.telephone,
        `${datesSaid(person)}. ${sourceSaid(person)}.`,
      ])}
    />
  )
  return (
    <>
      <Heading>Roles</Heading>
      {held.length > 0 ? table('People with a role at the school', held) : null}
      {before.length > 0 ? (
        <Details summary={`Held a role before (${before.length})`}>{table('Who held a role before', before)}</Details>
      ) : null}
      <P>
        <Link href={rolesAt}>Who leads safeguarding, who is head and chair, and what is confirmed</Link>
      </P>
    </>
  )
}

/** If the kind does not already tell it. */
const sayPhase = (school: SchoolRecord['school']): string =>
  school.phase === 'Not applicable' || kindSaid(school).startsWith(school.phase) ? '' : school.phase

const isHeld = (toDate: string | null, now: string): boolean => toDate === null || toDate > londonDay(now)

type SchoolPageProps = {
  record: SchoolRecord
  /** Follow-up, first. */
  top: Child
  /** Its standing, above attendance. */
  children: Child
  /** The first day of any record. */
  since: Day | undefined
  now: string
  mayWrite: boolean
  /** Officers grade evidence of training elsewhere. */
  mayVerify: boolean
}

const Contacts = ({ contacts, here, mayWrite }: Pick<SchoolRecord, 'contacts'> & { here: string; mayWrite: boolean }) => (
  <>
    <Details summary={`Contacts the council holds (${contacts.length})`}>
      {contacts.length === 0 ? (
        <P>None yet.</P>
      ) : (
        <Table
          dense
          caption="Contacts the council holds"
          captionClass="govuk-visually-hidden"
          columns={['Email', 'Name', 'Role', 'Telephone', 'Source', ...(mayWrite ? ['Action'] : [])]}
          rows={contacts.map((contact) => [
            <Address email={contact.email} />,
            contact.name,
            contact.roleLabel ?? '',
            contact.telephone,
            `${contact.source}, ${sayShortDay(contact.learnedAt)}`,
            ...(mayWrite
              ? [
                  <Link href={`${here}/contacts/${contact.id}/end`}>
                    End<VisuallyHidden> the contact {contact.email}</VisuallyHidden>
                  </Link>,
                ]
              : []),
          ])}
        />
      )}
    </Details>
    {mayWrite ? (
      <P>
        <Link href={`${here}/contacts/new`}>Add a contact</Link>
      </P>
    ) : null}
  </>
)

const WhoCanBook = ({ claims }: Pick<SchoolRecord, 'claims'>) => (
  <Details summary={`Who can book for it (${claims.length})`} open={claims.some(({ state }) => state === 'requested')}>
    {claims.length === 0 ? (
      <P>Nobody has asked yet.</P>
    ) : (
      <Table
        dense
        caption="Who can book for the school"
        captionClass="govuk-visually-hidden"
        columns={['Address', 'Person', 'Role', 'State', 'Evidence']}
        rows={claims.map((claim) => [
          <Address email={claim.email} />,
          claim.name ?? '',
          claim.roleLabel ?? '',
          claim.state === 'approved' ? `Since ${sayShortDay(claim.since)}` : <Tag colour="yellow">Waiting for a decision</Tag>,
          evidenceSaid[claim.evidence] ?? '',
        ])}
      />
    )}
  </Details>
)

const NamesAndStatus = ({ identities }: Pick<SchoolRecord, 'identities'>) => {
  const superseded = identities.filter((identity) => identity.supersededAt)
  return (
    <Details summary={`Names and legal status, now and before (${identities.length})`}>
      <Identities identities={identities.filter((identity) => !identity.supersededAt)} caption="Legal identities, as known today" />
      {superseded.length > 0 ? <Identities identities={superseded} caption="As we knew it before, corrected since" /> : null}
    </Details>
  )
}

export const SchoolPage = ({ record, now, mayWrite, mayVerify, top, since, children }: SchoolPageProps) => {
  const { school, lines, identities, successions, contacts, stops, people, claims } = record
  const here = `/organiser/schools/${school.id}`
  return (
    <>
      <Title>
        {school.name}
        <Caption>{[school.town, school.urn ? `URN ${school.urn}` : ''].filter(Boolean).join(', ')}</Caption>
      </Title>
      <P>
        <Status school={school} /> {[kindSaid(school), sayPhase(school), school.trustName, school.wardName].filter(Boolean).join(' · ')}
        <br />
        {[school.telephone ? `Telephone ${school.telephone}` : 'No telephone number on record', school.postcode]
          .filter(Boolean)
          .join(' · ')}
      </P>
      {school.origin === 'outside' ? (
        <P>
          It is outside the register: it may book and attend, and is never counted among schools.{' '}
          {mayWrite ? <Link href={`${here}/edit`}>Change its name, kind or town</Link> : null}
        </P>
      ) : null}
      {top}
      <People people={people} now={now} rolesAt={`${here}/roles`} />
      {children}
      {mayWrite ? (
        <P>
          <Link href={`/organiser/log?schoolId=${school.id}`}>What was changed here, and by whom</Link>
          <br />
          <Link href={`/organiser/finance/payers/payer-of-${school.id}`}>How it pays, and its service agreements</Link>
          <br />
          <Link href={`/organiser/messages?school=${school.id}`}>Messages sent to it, and what became of them</Link>
        </P>
      ) : null}
      <RecordOfEvents
        lines={lines}
        now={now}
        audience={mayWrite ? 'organiser' : 'officer'}
        evidence={mayVerify ? `${here}/evidence` : undefined}
        emptyPast={`No record yet of anyone from this school.${since ? ` Records begin on ${sayDay(since)}: it may have taken part before then.` : ''}`}
      />

      <Contacts contacts={contacts} here={here} mayWrite={mayWrite} />
      {stops.length > 0 ? (
        <Table
          dense
          caption="Who stopped invitations to training"
          columns={['Email', 'Topic', 'Since']}
          rows={stops.map(({ email, topic, at }) => [<Address email={email} />, topic, sayShortDay(at)])}
        />
      ) : null}

      <WhoCanBook claims={claims} />
      {identities.length > 0 ? <NamesAndStatus identities={identities} /> : null}
      {successions.length > 0 ? (
        <>
          <h3 class="govuk-heading-s">Before and after</h3>
          <Bullets>
            {successions.map((succession) => (
              <Succession succession={succession} id={school.id} />
            ))}
          </Bullets>
        </>
      ) : null}
    </>
  )
}
