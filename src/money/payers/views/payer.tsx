import { type Day, sayInstant, sayLongDay } from '#base/dates.ts'
import { Button, DayField } from '#base/web/field.tsx'
import { Address, Details, Heading, Link, P, SummaryList, Table, Tag } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Agreement } from '../agreement.ts'
import type { PayerDecision, PayerDetails, WhoPays } from '../payer.ts'
import {
  type CentralSaid,
  type DetailsSaid,
  detailNames,
  detailWords,
  payerPath,
  placeOf,
  type RouteSaid,
  type TrustSchool,
} from '../payer-record.ts'
import { sayLeft, saySpan, sayStatus, sayWhy } from '../words.ts'
import { routeSaid, Said, saidBy, stateTag } from './payer-words.tsx'

const detailRows = (details: PayerDetails): [string, string | ReturnType<typeof Address>][] =>
  detailNames.map((name) => [
    detailWords[name],
    details[name] === '' ? 'Not known' : name === 'billingEmail' ? <Address email={details[name]} /> : details[name],
  ])

const Bills = ({ details, here, mayWrite }: { details: readonly DetailsSaid[]; here: string; mayWrite: boolean }) => {
  const now = details.find(({ supersededAt }) => supersededAt === null)
  const before = details.filter((one) => one !== now)
  return (
    <>
      <Heading>Billing details</Heading>
      {now ? <SummaryList rows={detailRows(now)} /> : <P>Nothing is known yet.</P>}
      {mayWrite ? (
        <P>
          <Link href={`${here}/details`}>{now ? 'Change the billing details' : 'Enter the billing details'}</Link>
        </P>
      ) : null}
      {before.length === 0 ? null : (
        <Details summary={<>What was known before ({before.length})</>}>
          <Table
            dense
            caption="Earlier billing details"
            captionClass="govuk-visually-hidden"
            columns={['Entered', 'Until', ...detailNames.map((name) => detailWords[name])]}
            rows={before.map((one) => [
              saidBy(one),
              one.supersededAt ? sayInstant(one.supersededAt) : '',
              ...detailNames.map((name) => one[name]),
            ])}
          />
        </Details>
      )}
    </>
  )
}

type AgreementsProps = {
  agreements: readonly Agreement[]
  payerId: string
  today: Day
  mayWrite: boolean
}

const Agreements = ({ agreements, payerId, today, mayWrite }: AgreementsProps) => (
  <>
    <Heading>Service agreements</Heading>
    {agreements.length === 0 ? (
      <P>None of its own.</P>
    ) : (
      <Table
        caption="Service agreements"
        captionClass="govuk-visually-hidden"
        columns={['Agreement', 'For events', 'Places', 'State']}
        rows={agreements.map((one) => [
          <Link href={`/organiser/finance/agreements/${one.id}`}>{one.name}</Link>,
          saySpan(one),
          sayLeft(one.places, one.used),
          one.endedAt !== null ? <Tag colour="grey">Ended</Tag> : stateTag(one, today),
        ])}
      />
    )}
    {mayWrite ? (
      <P>
        <Link href={`/organiser/finance/agreements/new?payer=${payerId}`}>Add a service agreement</Link>
      </P>
    ) : null}
  </>
)

type OnTheDayProps = {
  day: Day
  decision: PayerDecision
  trust: { uid: string; name: string } | undefined
  agreements: readonly string[]
  stripe: boolean
  here: string
}

const OnTheDay = ({ day, decision, trust, agreements, stripe, here }: OnTheDayProps) => (
  <>
    <Heading>For an event on {sayLongDay(day)}</Heading>
    <SummaryList
      rows={[
        ['Legal status', sayStatus(decision.rule)],
        ['Trust', trust && <Link href={payerPath({ kind: 'trust', trustUid: trust.uid })}>{trust.name}</Link>],
        ['Who pays', decision.payer.kind === 'trust' ? 'Its trust, which pays centrally' : 'The school'],
        ['How', routeSaid(decision.route, stripe)],
        ['Why', sayWhy(decision.rule)],
        ['Agreements', agreements.join('; ') || 'None'],
      ]}
    />
    <form method="get" action={here} class="muster-filter muster-filter--beside">
      <DayField name="day" label="See another day" value={day} />
      <Button kind="secondary">Show this day</Button>
    </form>
  </>
)

type PayerPageProps = {
  payer: WhoPays
  payerId: string
  known: number
  routes: readonly RouteSaid[]
  details: readonly DetailsSaid[]
  central: readonly CentralSaid[]
  schools: readonly TrustSchool[]
  agreements: readonly Agreement[]
  day: Day
  today: Day
  /** For a school. */
  onTheDay: { decision: PayerDecision; trust: { uid: string; name: string } | undefined; agreements: readonly string[] } | undefined
  stripe: boolean
  mayWrite: boolean
}

export const PayerPage = (props: PayerPageProps) => {
  const { payer, payerId, today, mayWrite, stripe } = props
  const here = payerPath(payer)
  const isTrust = payer.kind === 'trust'
  const pays = props.central.some((one) => one.supersededAt === null && placeOf(one, today) === 'now')
  return (
    <>
      {props.known === 1 ? (
        <P>
          <Link href={`/organiser/finance/accounts/${payerId}`}>What it owes and has paid</Link>
        </P>
      ) : null}
      {props.onTheDay ? <OnTheDay {...props.onTheDay} day={props.day} stripe={stripe} here={here} /> : null}
      {isTrust ? (
        <>
          <Heading>Whether it pays for its schools</Heading>
          <P>
            {pays ? 'Today it pays for its schools.' : 'Today each of its schools pays for itself.'} What counts is the day of the event.
          </P>
          <Said
            caption="When it pays for its schools"
            said={props.central}
            what={() => 'Pays centrally'}
            here={`${here}/central`}
            today={today}
            mayWrite={mayWrite}
          />
          {mayWrite ? (
            <P>
              <Link href={`${here}/central/new`}>Say that it pays for its schools</Link>
            </P>
          ) : null}
        </>
      ) : null}
      {props.onTheDay?.decision.payer.kind === 'trust' ? (
        <p class="govuk-inset-text">
          On that day its trust pays: what is said of the trust, and known for the trust’s bills, holds. What follows is for days on which
          the school pays for itself.
        </p>
      ) : null}
      <Heading>What finance has said of how it pays</Heading>
      {props.routes.some(({ supersededAt }) => supersededAt === null) ? null : (
        <P>Nothing, so {isTrust ? 'each school’s' : 'its'} legal status decides.</P>
      )}
      <Said
        caption="What finance has said of how it pays"
        said={props.routes}
        what={(one) => ('route' in one ? routeSaid(one.route, stripe) : '')}
        reason={(one) => ('reason' in one ? one.reason : '')}
        here={`${here}/routes`}
        today={today}
        mayWrite={mayWrite}
      />
      {mayWrite ? (
        <P>
          <Link href={`${here}/routes/new`}>Say how it pays for some days</Link>
        </P>
      ) : null}
      <Bills details={props.details} here={here} mayWrite={mayWrite} />
      <Agreements agreements={props.agreements} payerId={payerId} today={today} mayWrite={mayWrite} />
      {isTrust ? (
        <>
          <Heading>Its open schools in the area</Heading>
          {props.schools.length === 0 ? (
            <P>It has none today.</P>
          ) : (
            <ul class="govuk-list">
              {props.schools.map((school) => (
                <li>
                  <Link href={payerPath({ kind: 'school', schoolId: school.id })}>{schoolLabel(school)}</Link>
                </li>
              ))}
            </ul>
          )}
        </>
      ) : null}
    </>
  )
}
