import { type Certificate, sayCertificateNumber, sayHeld, sayMinutes } from '#attendance/certificates/certificate.ts'
import { CertificateState } from '#attendance/certificates/views/list.tsx'
import { evidenceNames } from '#attendance/requirements/training.ts'
import { type Day, type Instant, instant, sayDay, sayInstant } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { TaskList } from '#base/web/page-head.tsx'
import { Address, Details, Heading, Link, P, SummaryList, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Shown } from '#events/materials/material.ts'
import { MaterialsList } from '#events/materials/views/list.tsx'
import type { OwnLine, PersonCard, RoleHeld } from '#people/people/person.ts'
import { LinesTable, RolesTable, TellCouncil } from '#people/people/views/record.tsx'
import { sourceSaid } from '#schools/schools/role.ts'
import { byLevel, type Elsewhere, type OwnStanding } from '../own-record.ts'

type Council = { name: string; contactEmail: string }

const Hint = ({ children }: { children: string }) => (
  <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{children}</div>
)

/** What is due first comes first; each leads to the events of its topic. */
export const DueNext = ({ standings }: { standings: readonly OwnStanding[] }) => (
  <>
    <Heading>Due next</Heading>
    {standings.length === 0 ? (
      <P>No confirmed role of yours asks for training.</P>
    ) : (
      <TaskList
        tasks={standings.map(({ requirement, why, topicId }) => ({
          href: topicId ? `/events?topic=${topicId}` : '/events',
          text: (
            <>
              {requirement}
              <VisuallyHidden>: see the events</VisuallyHidden>
            </>
          ),
          hint: why,
        }))}
      />
    )}
  </>
)

/** The latest first. */
export const Certificates = ({ certificates, today }: { certificates: readonly Certificate[]; today: Day }) => (
  <>
    <Heading>Certificates</Heading>
    {certificates.length === 0 ? (
      <P>None yet. We email you one after each event that gives them.</P>
    ) : (
      <TaskList
        tasks={certificates.map((certificate) => ({
          href: `/c/${certificate.number}`,
          text: certificate.title,
          hint: [sayHeld(certificate), sayMinutes(certificate), sayCertificateNumber(certificate.number)].join(' · '),
          status: <CertificateState certificate={certificate} today={today} />,
        }))}
      />
    )}
  </>
)

export const OpenPlaces = ({ lines, now }: { lines: readonly OwnLine[]; now: Instant }) =>
  lines.length === 0 ? null : (
    <>
      <Heading>Not certain yet</Heading>
      <P>You have no place here until it says “Booked”.</P>
      <LinesTable lines={lines} now={now} caption="Places that wait, are offered or are not paid for" events="/events" />
    </>
  )

export const Attended = ({ lines, now }: { lines: readonly OwnLine[]; now: Instant }) => (
  <>
    <Heading>Attendance and places until now</Heading>
    {lines.length === 0 ? (
      <P>Nothing yet. Events that you came to will be listed here.</P>
    ) : (
      <LinesTable lines={lines} now={now} caption="Your places and attendance, the latest first" events="/events" />
    )}
    <p class="govuk-body muster-no-print">
      Download your places and attendance: <FileLinks at="/account/record" query="" />
    </p>
  </>
)

/** Roles in which others named them, and to which they have not agreed. */
export const AskedRoles = ({ roles }: { roles: readonly RoleHeld[] }) => {
  const asked = roles.filter(({ agreed, toDate, disputedAt }) => !agreed && !toDate && !disputedAt)
  return asked.length === 0 ? null : (
    <div class="muster-no-print">
      <Heading>Is this right?</Heading>
      <TaskList
        tasks={asked.map((role) => ({
          href: `/account/record/roles/${role.id}/dispute`,
          text: `${role.role} at ${role.school.name}`,
          hint: sourceSaid(role),
        }))}
      />
    </div>
  )
}

export const OwnRoles = ({ roles }: { roles: readonly RoleHeld[] }) => (
  <Details summary={`Your roles (${roles.length})`}>
    {roles.length === 0 ? <P>No role is known.</P> : <RolesTable roles={roles} caption="Your roles" dispute />}
    <p class="govuk-body muster-no-print">
      <Link href="/account/roles">Change your roles</Link>
    </p>
  </Details>
)

export const CameBefore = () => (
  <p class="govuk-body muster-no-print">
    <Link href="/account/record/earlier">Did you come under another address?</Link>
  </p>
)

type AboutRecordProps = { person: PersonCard; now: Instant; council: Council; isEmpty: boolean }

export const AboutRecord = ({ person, now, council, isEmpty }: AboutRecordProps) => (
  <Details summary="What this record is, and whose">
    <P>
      This is what {council.name} holds of your places and attendance, at every school and under every address that is known to be yours.
      You can print it, for instance for an inspection or a new post. Is something wrong? Please <TellCouncil council={council} />.
    </P>
    {isEmpty ? null : <CameBefore />}
    <SummaryList
      rows={[
        ['Name', person.name ?? ''],
        ['Email', person.email ? <Address email={person.email} /> : ''],
        ['Also signs in with', person.accounts.flatMap(({ email }) => (email === person.email ? [] : [email])).join(', ')],
        ['Telephone', person.telephone ?? ''],
        ['As at', sayInstant(now)],
      ]}
    />
  </Details>
)

/** By level. */
export const TrainingElsewhere = ({ elsewhere, council }: { elsewhere: readonly Elsewhere[]; council: Council }) => (
  <Details summary={`Training from elsewhere (${elsewhere.length})`}>
    {elsewhere.length === 0 ? (
      <P>None that the council was told of.</P>
    ) : (
      byLevel(elsewhere).map(([level, trainings]) => (
        <Table
          caption={level || 'Level not known'}
          captionClass="govuk-table__caption--s"
          columns={['Training', 'Provider', 'Length', 'How it is known']}
          rows={trainings.map(({ title, on, provider, minutes, known }) => [
            <>
              {title}
              <Hint>{sayDay(on)}</Hint>
            </>,
            provider || 'Provider not known',
            minutes === undefined ? 'Length not known' : counted(minutes, 'minute'),
            evidenceNames[known],
          ])}
        />
      ))
    )}
    <P>
      To send in a certificate from elsewhere, <TellCouncil council={council} />. We check it and add it here.
    </P>
  </Details>
)

export const OwnData = ({ council }: { council: Council }) => (
  <Details summary="Your data">
    <P>
      For a copy of everything that we hold about you, or to have it deleted, <TellCouncil council={council} />. We answer within a month.
      The <Link href="/privacy">privacy notice</Link> says what we keep, and for how long.
    </P>
  </Details>
)

export const OwnMaterials = ({ materials, now }: { materials: readonly Shown[]; now: Date }) =>
  materials.length === 0 ? null : (
    <>
      <Heading>Slides and other materials</Heading>
      {materials.map(({ eventTitle, from, materials: some }) => (
        <>
          <h3 class="govuk-heading-s govuk-!-margin-bottom-1 muster-break">{eventTitle}</h3>
          {from > instant(now) ? <P>From {sayInstant(from)}.</P> : <MaterialsList materials={some} at="/account/record/materials" />}
        </>
      ))}
    </>
  )
