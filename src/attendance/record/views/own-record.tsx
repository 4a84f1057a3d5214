import { type Certificate, sayHeld, sayMinutes } from '#attendance/certificates/certificate.ts'
import { CertificateLink, CertificateState } from '#attendance/certificates/views/list.tsx'
import { evidenceNames } from '#attendance/requirements/training.ts'
import { type Day, instant, sayDay, sayInstant } from '#base/dates.ts'
import { Details, Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Shown } from '#events/materials/material.ts'
import { MaterialsList } from '#events/materials/views/list.tsx'
import { TellCouncil } from '#people/people/views/record.tsx'
import { byLevel, type Elsewhere, type OwnStanding } from '../own-record.ts'

type Council = { name: string; contactEmail: string }

const Hint = ({ children }: { children: string }) => (
  <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{children}</div>
)

export const DueNext = ({ standings }: { standings: readonly OwnStanding[] }) => (
  <>
    <Heading>Due next</Heading>
    {standings.length === 0 ? (
      <P>No confirmed role of yours asks for training.</P>
    ) : (
      <Table
        caption="Training that your roles ask for, what is due first"
        captionClass="govuk-visually-hidden"
        columns={['Training', 'By our record']}
        rows={standings.map(({ requirement, why }) => [requirement, why])}
      />
    )}
  </>
)

export const Certificates = ({ certificates, today }: { certificates: readonly Certificate[]; today: Day }) => (
  <>
    <Heading>Certificates</Heading>
    {certificates.length === 0 ? (
      <P>None yet. One is issued once an event is over and its registers are closed, if the event gives them.</P>
    ) : (
      <Table
        caption="Your certificates, the latest first"
        captionClass="govuk-visually-hidden"
        columns={['Event', 'Attended', 'State', 'Number']}
        rows={certificates.map((certificate) => [
          <>
            {certificate.title}
            <Hint>{sayHeld(certificate)}</Hint>
          </>,
          sayMinutes(certificate),
          <CertificateState certificate={certificate} today={today} />,
          <CertificateLink certificate={certificate} />,
        ])}
      />
    )}
  </>
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
            provider || 'Not known',
            minutes === undefined ? 'Not known' : counted(minutes, 'minute'),
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
