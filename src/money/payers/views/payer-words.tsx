import { type Day, sayInstant, sayShortDay } from '#base/dates.ts'
import { Address, Details, Link, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { isStripeRoute, type Route } from '../payer.ts'
import { type CentralSaid, placeOf, type RouteSaid } from '../payer-record.ts'
import { noStripeNote, routeWords, saySpan } from '../words.ts'

export const routeSaid = (route: Route, stripe: boolean) =>
  isStripeRoute(route) && !stripe ? (
    <>
      {routeWords[route]}
      <br />
      <span class="muster-quiet">{noStripeNote}</span>
    </>
  ) : (
    routeWords[route]
  )

export const stateTag = (span: { fromDay: Day; toDay: Day | null }, today: Day) =>
  ({ past: <Tag colour="grey">Past</Tag>, now: <Tag colour="green">Holds today</Tag>, to_come: <Tag colour="blue">To come</Tag> })[
    placeOf(span, today)
  ]

export const saidBy = (said: { createdAt: string; by: string | null }) => (
  <>
    {sayShortDay(said.createdAt)}
    {said.by ? (
      <>
        {' by '}
        <Address email={said.by} />
      </>
    ) : null}
  </>
)

type SaidProps = {
  caption: string
  said: readonly (RouteSaid | CentralSaid)[]
  what: (one: RouteSaid | CentralSaid) => unknown
  reason?: (one: RouteSaid | CentralSaid) => string
  /** The address of a row's stop page, to which its id and `/stop` are added. */
  here: string
  today: Day
  mayWrite: boolean
}

export const Said = ({ caption, said, what, reason, here, today, mayWrite }: SaidProps) => {
  const standing = said.filter(({ supersededAt }) => supersededAt === null)
  const before = said.filter(({ supersededAt }) => supersededAt !== null)
  return (
    <>
      {standing.length === 0 ? null : (
        <Table
          caption={caption}
          captionClass="govuk-visually-hidden"
          columns={['For events', 'How', ...(reason ? ['Why'] : []), 'State', ...(mayWrite ? ['Action'] : []), 'Said']}
          rows={standing.map((one) => [
            saySpan(one),
            what(one) as string,
            ...(reason ? [reason(one)] : []),
            stateTag(one, today),
            ...(mayWrite
              ? [
                  <Link href={`${here}/${one.id}/stop`}>
                    Stop<VisuallyHidden> what holds {saySpan(one)}</VisuallyHidden>
                  </Link>,
                ]
              : []),
            saidBy(one),
          ])}
        />
      )}
      {before.length === 0 ? null : (
        <Details summary={<>What was said before ({before.length})</>}>
          <Table
            dense
            caption={`${caption}, taken back since`}
            captionClass="govuk-visually-hidden"
            columns={['For events', 'How', ...(reason ? ['Why'] : []), 'Said', 'Taken back']}
            rows={before.map((one) => [
              saySpan(one),
              what(one) as string,
              ...(reason ? [reason(one)] : []),
              saidBy(one),
              <>
                {sayInstant(one.supersededAt ?? '')}
                {one.supersededBy ? (
                  <>
                    {' by '}
                    <Address email={one.supersededBy} />
                  </>
                ) : null}
              </>,
            ])}
          />
        </Details>
      )}
    </>
  )
}
