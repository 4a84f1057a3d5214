import type { Child } from 'hono/jsx'
import { type Instant, sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { isCertain, standingOf } from '#base/standing.ts'
import { Heading, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { type BookingMoneyShown, sayBalance } from '#booking/bookings/booking-money.ts'
import { sayPriced } from '#booking/bookings/money-words.ts'
import type { BookingPayer } from '#booking/bookings/pricing.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import type { EventDetails } from '#events/events/event.ts'
import { Times } from '#events/events/views/workshops.tsx'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { termsLabel } from '#money/terms/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Agreeing, AgreeRefusal } from '../confirm-agreement.ts'
import { agreeRefusals } from './refusals.tsx'

type AboutAgreeingProps = Agreeing & { money: BookingMoneyShown; now: Date; form: Child }

export const AboutAgreeing = ({ found, payer, money, now, form }: AboutAgreeingProps) => {
  const { booking, event, accepted } = found
  const at: Instant = now.toISOString()
  const places = booking.places.filter((place) => isCertain(standingOf(place, at)))
  return (
    <>
      <SummaryList
        rows={[
          ['Booking', booking.reference],
          ['School', schoolLabel(booking.school)],
          ['When', <Times event={event} />],
          ['Where', whereOf(event)],
          ['Places', counted(places.length, 'place')],
          ['Asked for', `${sayInstant(booking.createdAt)}${booking.askedHow ? `, ${booking.askedHow}` : ''}`],
          ...sayPriced(payer, money.prices, money.trustName, sayBalance(booking, money, at)),
        ]}
      />
      {accepted.terms ? (
        <>
          <Heading>If someone cannot come</Heading>
          <P>These are the terms of cancelling ({termsLabel(accepted.terms)}):</P>
          <TermsInWords terms={accepted.terms} event={event} calendar={accepted.calendar} now={now} />
        </>
      ) : null}
      {form}
      <P>
        If something is wrong, do not agree{event.contactEmail || event.contactTelephone ? ': tell us at ' : '.'}
        {[event.contactEmail, event.contactTelephone].filter(Boolean).join(' or ')}
      </P>
    </>
  )
}

/** What whoever presses says by it. */
export const SaysMaySpend = ({ found: { booking, accepted }, gross }: Agreeing & { gross: number }) => (
  <P>
    {gross > 0
      ? `By pressing the button you say that you may spend this money for ${booking.school.name}, which pays ${sayMoney(gross)}${accepted.terms ? ' and accepts these terms' : ''}.`
      : `By pressing the button you say that you may spend money on these charges for ${booking.school.name}, which accepts these terms. Nothing is owed now.`}
  </P>
)

type AgreedPageProps = {
  booking: BookingDetails
  event: EventDetails
  /** As agreed; undefined: just now. */
  payer?: BookingPayer
  before?: boolean
}

export const AgreedPage = ({ booking, event, payer, before = false }: AgreedPageProps) => (
  <Page>
    <Title>{before ? 'This has been agreed already' : 'Thank you: that is agreed'}</Title>
    <p class="govuk-body-l">
      Booking {booking.reference} of {booking.school.name} for “{event.title}”
      {payer?.agreedAt ? ` was agreed on ${sayInstant(payer.agreedAt)}` : ' is agreed'}. There is nothing more to do here.
    </p>
  </Page>
)

export const AgreeClosedPage = ({ reason, contact }: { reason: Exclude<AgreeRefusal, 'agreed' | 'changed'>; contact: string }) => (
  <Page>
    <Title>There is nothing to agree to here</Title>
    <p class="govuk-body-l">{agreeRefusals[reason]}</p>
    <P>Nothing was changed.{contact ? ` Questions: ${contact}.` : ''}</P>
  </Page>
)
