import type { Day } from '#base/dates.ts'
import { Button, Choices, DayField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { WhoPays } from '../payer.ts'
import { type Area, canBeDefault, isStripeRoute, type Route, type Status, statuses } from '../payer.ts'
import { type DefaultSaid, payerPath } from '../payer-record.ts'
import { areaWords, noStripeNote, routeHints, routeWords, saySpan, statusWords } from '../words.ts'

type Form = { typed: Record<string, string>; problems?: Problems | undefined }

const Narrow = ({ children, problems }: { children: unknown; problems: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    {children as string}
  </Page>
)

const Days = ({ typed, problems }: Form) => (
  <>
    <DayField name="fromDay" label="First day" hint="Of the events for which it holds" value={typed['fromDay']} problems={problems} />
    <DayField
      name="lastDay"
      label="Last day (optional)"
      hint="Empty: until you say otherwise"
      value={typed['lastDay']}
      problems={problems}
    />
  </>
)

export const RoutePage = ({
  payer,
  name,
  id,
  offered,
  typed,
  problems,
}: Form & { payer: WhoPays; name: string; id: string; offered: readonly Route[] }) => (
  <Narrow problems={problems}>
    <Title>How does {name} pay?</Title>
    <P>
      It holds for events on these days. What is booked already is paid this way too, unless it is paid or on an invoice through Stripe, or
      its event has begun.
    </P>
    <form method="post" action={`${payerPath(payer)}/routes/new`} novalidate>
      <input type="hidden" name="id" value={id} />
      <Choices
        type="radios"
        name="route"
        label="How it pays"
        values={typed['route'] ? [typed['route']] : []}
        options={offered.map((route) => ({ value: route, text: routeWords[route], hint: routeHints[route] }))}
        problems={problems}
      />
      <Days typed={typed} problems={problems} />
      <TextField
        name="reason"
        label="Why"
        hint="Colleagues read it beside the route. No names of people"
        value={typed['reason']}
        problems={problems}
      />
      <div class="govuk-button-group">
        <Button>Save</Button>
        <Link href={payerPath(payer)}>Cancel</Link>
      </div>
    </form>
  </Narrow>
)

export const CentralPage = ({ payer, name, id, typed, problems }: Form & { payer: WhoPays; name: string; id: string }) => (
  <Narrow problems={problems}>
    <Title>From when does {name} pay for its schools?</Title>
    <P>For events on these days the trust is the payer of every academy that is then in it. It holds for bookings made from now on.</P>
    <form method="post" action={`${payerPath(payer)}/central/new`} novalidate>
      <input type="hidden" name="id" value={id} />
      <Days typed={typed} problems={problems} />
      <div class="govuk-button-group">
        <Button>Save</Button>
        <Link href={payerPath(payer)}>Cancel</Link>
      </div>
    </form>
  </Narrow>
)

/** Stops a setting, or gives the last day on which it holds. */
export const StopPage = ({
  payer,
  says,
  said,
  action,
  typed,
  problems,
}: Form & { payer: WhoPays; says: string; said: { fromDay: Day; toDay: Day | null }; action: string }) => (
  <Narrow problems={problems}>
    <Title>Stop this arrangement?</Title>
    <P>
      {says}, {saySpan(said)}. Bookings made by it keep it. The words stay on the page as said before.
    </P>
    <form method="post" action={action} novalidate>
      <DayField
        name="lastDay"
        label="Until which day does it still hold? (optional)"
        hint="Empty: for no day at all, from now on"
        value={typed['lastDay']}
        problems={problems}
      />
      <div class="govuk-button-group">
        <Button kind="warning">Stop this arrangement</Button>
        <Link href={payerPath(payer)}>Keep it as it is</Link>
      </div>
    </form>
  </Narrow>
)

export const DetailsPage = ({ payer, name, seen, typed, problems }: Form & { payer: WhoPays; name: string; seen: string }) => {
  const field = (of: string) => ({ name: of, value: typed[of], problems })
  return (
    <Narrow problems={problems}>
      <Title>Billing details of {name}</Title>
      <form method="post" action={`${payerPath(payer)}/details`} novalidate>
        <input type="hidden" name="seen" value={seen} />
        <TextField {...field('costCentre')} label="Cost centre (optional)" hint="For recharges" width={20} />
        <TextField {...field('subjectiveCode')} label="Subjective code (optional)" hint="For recharges" width={20} />
        <TextField
          {...field('customerNumber')}
          label="Customer number (optional)"
          hint="In the council’s finance system, for invoices"
          width={20}
        />
        <TextField {...field('billingName')} label="Name on bills (optional)" hint="When it differs from the school’s or trust’s" />
        <TextField {...field('billingEmail')} label="Email address for bills (optional)" type="email" inputmode="email" />
        <TextArea {...field('billingAddress')} label="Address on bills (optional)" rows={4} />
        <div class="govuk-button-group">
          <Button>Save</Button>
          <Link href={payerPath(payer)}>Cancel</Link>
        </div>
      </form>
    </Narrow>
  )
}

export const cellOf = (status: Status, area: Area): string => `${status}-${area}`
export const areas: readonly Area[] = ['inside', 'outside']

const withoutWord = (status: Status, area: Area): Route => (status === 'maintained' && area === 'inside' ? 'recharge' : 'invoice')

export const DefaultsPage = ({
  defaults,
  typed,
  offered,
  mayWrite,
  problems,
}: {
  defaults: readonly DefaultSaid[]
  /** What was chosen on a form that was not saved. */
  typed: Record<string, string> | undefined
  offered: readonly Route[]
  mayWrite: boolean
  problems?: Problems | undefined
}) => {
  const cells = areas.flatMap((area) =>
    statuses.map((status) => ({ status, area, said: defaults.find((one) => one.status === status && one.area === area) })),
  )
  const options = (said: DefaultSaid | undefined, status: Status, area: Area) => [
    { value: '', text: `Nothing said: ${routeWords[withoutWord(status, area)].toLowerCase()}` },
    ...offered.filter(canBeDefault).map((route) => ({ value: route as string, text: routeWords[route] })),
    ...(said && !offered.includes(said.route) ? [{ value: said.route as string, text: `${routeWords[said.route]} (no Stripe keys)` }] : []),
  ]
  return (
    <Narrow problems={problems}>
      <Title>Routes by legal status</Title>
      <P>
        How a school pays when you have said nothing of that school or its trust. What counts is what it legally is on the day of the event.
        What is booked already follows it too, unless it is paid or on an invoice through Stripe, or its event has begun.
      </P>
      {defaults.some(({ route }) => isStripeRoute(route) && !offered.includes(route)) ? (
        <p class="govuk-inset-text">{noStripeNote}.</p>
      ) : null}
      {mayWrite ? (
        <form method="post" action="/organiser/finance/routes" novalidate>
          {areas.map((area) => (
            <>
              <Heading>{area === 'inside' ? 'In the area' : 'Outside the area'}</Heading>
              {cells
                .filter((cell) => cell.area === area)
                .map(({ status, said }) => (
                  <>
                    <input type="hidden" name={`seen-${cellOf(status, area)}`} value={said?.id ?? ''} />
                    <Select
                      name={cellOf(status, area)}
                      label={`${statusWords[status]}, ${areaWords[area]}`}
                      value={typed?.[cellOf(status, area)] ?? said?.route ?? ''}
                      options={options(said, status, area)}
                      problems={problems}
                    />
                  </>
                ))}
            </>
          ))}
          <Button>Save</Button>
        </form>
      ) : (
        <ul class="govuk-list">
          {cells.map(({ status, area, said }) => (
            <li>
              {statusWords[status]}, {areaWords[area]}: {routeWords[said?.route ?? withoutWord(status, area)].toLowerCase()}
            </li>
          ))}
        </ul>
      )}
    </Narrow>
  )
}
