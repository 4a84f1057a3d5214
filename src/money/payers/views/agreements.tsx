import { sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Rowed } from '#base/list/list.tsx'
import { Button, DayField, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Agreement, DrawnLine } from '../agreement.ts'
import { payerPath } from '../payer-record.ts'
import { saySpan } from '../words.ts'

const home = '/organiser/finance/agreements'

export const ofWhom = (one: Agreement) => (
  <Link
    href={payerPath(one.schoolId === null ? { kind: 'trust', trustUid: one.trustUid ?? '' } : { kind: 'school', schoolId: one.schoolId })}
  >
    {schoolLabel({ name: one.ofName, town: one.ofTown, urn: one.ofUrn })}
  </Link>
)

export const AgreementFormPage = ({
  payerId,
  of,
  id,
  typed,
  problems,
}: {
  payerId: string
  of: string
  id: string
  typed: Record<string, string>
  problems?: Problems | undefined
}) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>Add an agreement of {of}</Title>
      <P>It covers places booked from now on, for events on its days. It is not changed afterwards: you end it, and add another.</P>
      <form method="post" action={`${home}/new?payer=${payerId}`} novalidate>
        <input type="hidden" name="id" value={id} />
        <TextField {...field('name')} label="Name" hint="For example: Safeguarding package 2026/27. The school reads it" />
        <DayField {...field('fromDay')} label="First day" hint="Of the events that it covers" />
        <DayField {...field('lastDay')} label="Last day (optional)" hint="Empty: until you end it" />
        <TextField
          {...field('places')}
          label="Places included (optional)"
          hint="Empty: any number. 0: none, but the prices with a service agreement"
          inputmode="numeric"
          width={5}
        />
        <div class="govuk-button-group">
          <Button>Save</Button>
          <Link href={home}>Cancel</Link>
        </div>
      </form>
    </Page>
  )
}

const drawnSaid = (line: DrawnLine) => (line.places < 0 ? 'Drawn down' : 'Given back')

const lineColumns = [
  { name: 'When', cell: ({ at }: DrawnLine) => <span class="muster-nowrap">{sayInstant(at)}</span> },
  { name: 'What', cell: drawnSaid },
  {
    name: 'Event',
    cell: ({ title, startsAt }: DrawnLine) => (
      <>
        {title}
        {startsAt ? <span class="muster-quiet">, {sayShortDay(startsAt)}</span> : null}
      </>
    ),
  },
  { name: 'School', cell: (line: DrawnLine) => schoolLabel({ name: line.schoolName, town: line.schoolTown, urn: line.schoolUrn }) },
  { name: 'Booking', cell: ({ reference }: DrawnLine) => reference },
  { name: 'Used after it', numeric: true, cell: ({ inUse }: DrawnLine) => sayNumber(inUse) },
]

export const AgreementPage = ({
  agreement,
  lines,
  url,
  mayWrite,
}: {
  agreement: Agreement
  lines: Slice<DrawnLine>
  url: string
  mayWrite: boolean
}) => (
  <>
    <Title>{agreement.name}</Title>
    <SummaryList
      rows={[
        ['Of', ofWhom(agreement)],
        ['For events', saySpan(agreement)],
        ['Places', agreement.places === null ? 'Any number' : sayNumber(agreement.places)],
        ['Used now', sayNumber(agreement.used)],
        ['Left', agreement.places === null ? undefined : sayNumber(Math.max(0, agreement.places - agreement.used))],
        ['Added', sayDay(agreement.createdAt)],
        ['Ended', agreement.endedAt === null ? undefined : sayInstant(agreement.endedAt)],
      ]}
    />
    {mayWrite && agreement.endedAt === null ? (
      <P>
        <Link href={`${home}/${agreement.id}/end`}>End this agreement</Link>
      </P>
    ) : null}
    <Heading>How it was drawn down</Heading>
    <Rowed
      slice={lines}
      columns={lineColumns}
      url={url}
      caption="Places drawn down and given back, the newest first"
      captionClass="govuk-visually-hidden"
      none={<P>No place has been drawn from it yet.</P>}
    />
  </>
)

export const EndAgreementPage = ({ agreement }: { agreement: Agreement }) => (
  <Page>
    <Title>End “{agreement.name}”?</Title>
    <P>
      No more places can be drawn from it.{' '}
      {agreement.used === 0
        ? 'None are drawn from it now.'
        : agreement.used === 1
          ? 'The one place that is drawn from it stays covered.'
          : `The ${agreement.used} places that are drawn from it stay covered.`}{' '}
      This cannot be undone, but you can add another.
    </P>
    <form method="post" action={`${home}/${agreement.id}/end`}>
      <div class="govuk-button-group">
        <Button kind="warning">End the agreement</Button>
        <Link href={`${home}/${agreement.id}`}>Keep it</Link>
      </div>
    </form>
  </Page>
)
