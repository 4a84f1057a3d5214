import { sayMoney } from '#base/money.ts'
import { BarChart } from '#base/web/chart.tsx'
import { type LinkGroup, LinkGroups } from '#base/web/page-head.tsx'
import { Heading, Link, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { bands, bandWords } from '#money/ledger/age.ts'
import { routeWords } from '#money/ledger/line.ts'
import { agesOf, type OwedByRoute, type ToReview } from '../debt.ts'
import { money, sayAny } from './parts.tsx'

const reviewing: readonly (readonly [key: keyof ToReview, href: string, one: string, several: string])[] = [
  [
    'proposals',
    '/organiser/finance/proposals',
    'payment or correction waiting for a second person',
    'payments and corrections waiting for a second person',
  ],
  ['absences', '/organiser/finance/absences', 'charge for not attending to review', 'charges for not attending to review'],
  ['disputes', '/organiser/finance/disputes', 'charge that a school does not agree with', 'charges that schools do not agree with'],
  ['failedCalls', '/organiser/finance/reconciliation', 'call to Stripe that failed', 'calls to Stripe that failed'],
]

type OverviewPageProps = {
  routes: readonly OwedByRoute[]
  inFavour: number
  toReview: ToReview
  stripe: boolean
  groups: readonly LinkGroup[]
}

export const OverviewPage = ({ routes, inFavour, toReview, stripe, groups }: OverviewPageProps) => {
  const ages = agesOf(routes)
  const owed = routes.reduce((sum, route) => sum + route.owed, 0)
  const waiting = reviewing.filter(([key]) => key !== 'failedCalls' || stripe)
  return (
    <>
      <Title>Money</Title>
      <ul class="muster-figures">
        <li>
          <span class="muster-figure">{sayMoney(owed)}</span> owed to the council
        </li>
        <li>
          <span class="muster-figure">{sayMoney(inFavour)}</span> credit held
        </li>
      </ul>
      <Heading>Needs attention</Heading>
      <ul class="govuk-list govuk-list--spaced">
        {waiting.map(([key, href, one, several]) => (
          <li>
            {toReview[key] > 0 ? <Tag colour="orange">{String(toReview[key])}</Tag> : <Tag colour="grey">0</Tag>}{' '}
            <Link href={href}>{toReview[key] === 1 ? one : several}</Link>
          </li>
        ))}
      </ul>
      {owed === 0 ? (
        <P>Nobody owes anything at present.</P>
      ) : (
        <>
          <Heading>How old it is</Heading>
          <P>
            Counted from the day we first asked for it: by an invoice or its request, otherwise by the message about the charge. A payment
            pays the oldest first.
          </P>
          <BarChart
            bars={bands.map((band) => ({ label: bandWords[band], n: ages[band], value: sayMoney(ages[band]) }))}
            says={`What is owed by age: ${bands.map((band) => `${bandWords[band]} ${sayMoney(ages[band])}`).join(', ')}`}
          />
          <Table
            caption="Owed by route and age"
            columns={['Route', ...bands.map((band) => money(bandWords[band])), money('Owed')]}
            rows={[
              ...routes.map((route) => [routeWords[route.route], ...bands.map((band) => sayAny(route[band])), sayMoney(route.owed)]),
              ['All', ...bands.map((band) => sayAny(ages[band])), sayMoney(owed)],
            ]}
          />
        </>
      )}
      <LinkGroups groups={groups} />
    </>
  )
}
