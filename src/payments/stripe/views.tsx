import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { P, Table, Tag } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { ListedCall } from './call.ts'
import type { StuckEvent } from './event.ts'

const wanted: Record<string, string> = {
  'checkout.create': 'Make a page to pay on',
  'checkout.expire': 'End a page to pay on',
  'refund.create': 'Pay back to a card',
}

export const sayWanted = ({ kind }: ListedCall): string => wanted[kind] ?? kind

type StripePageProps = { calls: readonly ListedCall[]; events: readonly StuckEvent[]; again: (call: ListedCall) => Child }

export const StripePage = ({ calls, events, again }: StripePageProps) => (
  <>
    <P>
      Whatever is asked of Stripe is kept here until it is done. What is not answered is asked again by itself; what Stripe has refused
      waits for you.
    </P>
    {calls.length === 0 ? (
      <P>Stripe has done everything that was asked of it.</P>
    ) : (
      <Table
        dense
        caption="Not done"
        columns={['What', 'State', 'What Stripe said', 'Asked', 'About']}
        rows={calls.map((call) => [
          sayWanted(call),
          call.state === 'failed' ? (
            <>
              <Tag colour="red">Refused</Tag>
              {again(call)}
            </>
          ) : (
            <>
              <Tag colour="yellow">Not answered</Tag>
              <div class="govuk-hint govuk-!-margin-bottom-0">
                {counted(call.attempts, 'attempt')}; next {sayInstant(call.dueAt)}
              </div>
            </>
          ),
          call.lastError ?? '',
          sayInstant(call.createdAt),
          call.subjectId,
        ])}
      />
    )}
    {events.length > 0 ? (
      <Table
        dense
        caption="Told by Stripe, and not yet acted on"
        columns={['What', 'Number at Stripe', 'What went wrong', 'Told']}
        rows={events.map((event) => [event.type, event.objectId, event.lastError ?? '', sayInstant(event.receivedAt)])}
      />
    ) : null}
  </>
)
