import { sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { Button, DayField, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Pagination, SummaryList, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Agreement, DrawnLine } from '../agreement.ts'
import { pageSize, payerPath } from '../payer-record.ts'
import { sayLeft, saySpan } from '../words.ts'

const home = '/organiser/finance/agreements'

const ofWhom = (one: Agreement) => (
  <Link
    href={payerPath(one.schoolId === null ? { kind: 'trust', trustUid: one.trustUid ?? '' } : { kind: 'school', schoolId: one.schoolId })}
  >
    {schoolLabel({ name: one.ofName, town: one.ofTown, urn: one.ofUrn })}
  </Link>
)

export const AgreementsPage = ({
  show,
  page,
  agreements,
  total,
  url,
  mayWrite,
}: {
  show: 'now' | 'ended'
  page: number
  agreements: readonly Agreement[]
  total: number
  url: string
  mayWrite: boolean
}) => (
  <>
    <Title>Service agreements</Title>
    <P>
      A school or a trust with a service agreement has places that cost nothing, for events on its days. Each place draws one down, and
      gives it back when it is cancelled.
    </P>
    {mayWrite ? (
      <a href={`${home}/new`} class="govuk-button">
        Add an agreement
      </a>
    ) : null}
    <P>
      {show === 'now' ? 'Those that cover events from today on.' : 'Those that have ended or whose days are over.'}{' '}
      <Link href={show === 'now' ? `${home}?show=ended` : home}>
        {show === 'now' ? 'Show those that have ended' : 'Show those that hold'}
      </Link>
    </P>
    {agreements.length === 0 ? (
      <p class="govuk-inset-text">
        {page > 1
          ? 'There is no such page of this list.'
          : show === 'now'
            ? 'No service agreement holds.'
            : 'No service agreement has ended.'}
      </p>
    ) : (
      <Table
        caption={counted(total, 'agreement')}
        columns={['Agreement', 'Of', 'For events', { text: 'Used', numeric: true }, 'Places']}
        rows={agreements.map((one) => [
          <Link href={`${home}/${one.id}`}>{one.name}</Link>,
          ofWhom(one),
          <>
            {saySpan(one)} {one.endedAt === null ? null : <Tag colour="grey">Ended</Tag>}
          </>,
          sayNumber(one.used),
          sayLeft(one.places, one.used),
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={total} />
  </>
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

export const AgreementPage = ({
  agreement,
  lines,
  total,
  page,
  perPage,
  url,
  mayWrite,
}: {
  agreement: Agreement
  lines: readonly DrawnLine[]
  total: number
  page: number
  perPage: number
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
    {lines.length === 0 ? (
      <P>{page > 1 ? 'There is no such page of this list.' : 'No place has been drawn from it yet.'}</P>
    ) : (
      <Table
        caption="Places drawn down and given back, the newest first"
        captionClass="govuk-visually-hidden"
        columns={['When', 'What', 'Event', 'School', 'Booking', { text: 'Used after it', numeric: true }]}
        rows={lines.map((line) => [
          <span class="muster-nowrap">{sayInstant(line.at)}</span>,
          drawnSaid(line),
          <>
            {line.title}
            {line.startsAt ? <span class="muster-quiet">, {sayShortDay(line.startsAt)}</span> : null}
          </>,
          schoolLabel({ name: line.schoolName, town: line.schoolTown, urn: line.schoolUrn }),
          line.reference,
          sayNumber(line.inUse),
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={perPage} total={total} />
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
