import { sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Choices, type Problems, TextField } from '#base/web/field.tsx'
import { showFields, type Texts } from '#base/web/fields.tsx'
import { Heading, P, SummaryList } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { askerName } from '#booking/bookings/booker.ts'
import type { Channel } from '#booking/bookings/booking.ts'
import { sayPlaces, sayRoute, sayTotal } from '#booking/bookings/money-words.ts'
import type { References } from '#booking/bookings/pricing.ts'
import { sayRule } from '#money/prices/price.ts'
import type { TypedContact } from '../contact-forms.ts'
import { referencesForm, type TypedPaying } from '../paying-forms.ts'
import type { RequestPrice, ShownPrice } from '../show-price.ts'

/** Kinds of place, the price row used, total and payer. */
export const priceRows = (price: ShownPrice, total = 'To pay'): (readonly [string, string])[] => {
  const rule = (price.quotes.find(({ rule: one }) => !one.onlineLess) ?? price.quotes[0])?.rule
  return [
    ...sayPlaces(price.quotes).map((words, index) => [index === 0 ? 'Price' : '', words] as const),
    ...(rule ? [['By', sayRule(rule)] as const] : []),
    [total, sayTotal(price.quotes)],
    ...(price.gross > 0 ? [['Who pays', sayRoute(price.decision, price.ground.payer.trustName)] as const] : []),
  ]
}

/** As typed, or else as known of the payer. */
const referencesKnown = ({ ground: { payer } }: ShownPrice, typed: References): Texts => ({
  poNumber: typed.poNumber,
  costCentre: typed.costCentre || payer.details?.costCentre,
  subjectiveCode: typed.subjectiveCode || payer.details?.subjectiveCode,
  billingEmail: typed.billingEmail || payer.details?.billingEmail,
})

type WhatItCostsProps = {
  price: ShownPrice
  typed: TypedPaying
  channel: Channel
  /** Who asked the council. */
  asker?: TypedContact | undefined
  eventCode: string
  problems?: Problems | undefined
}

export const WhatItCosts = ({ price, typed, channel, asker, eventCode, problems }: WhatItCostsProps) => {
  const { decision, gross, ground } = price
  return (
    <>
      <Heading id="price">What it costs and who pays</Heading>
      <SummaryList rows={priceRows(price)} />
      <input type="hidden" name="priceId" value={ground.list?.id ?? ''} />
      <input type="hidden" name="seen" value={String(gross)} />
      <TextField
        name="code"
        label="Code"
        hint={
          ground.code && ground.code.left > 0
            ? `The code holds for ${inWords(ground.code.left, 'more place')}`
            : `If ${channel === 'organiser' ? 'the school was' : 'you were'} given one that makes places cheaper`
        }
        value={typed.code}
        width={10}
        maxlength={30}
        problems={problems}
      />
      <button
        type="submit"
        class="govuk-button govuk-button--secondary"
        formaction={`/events/${eventCode}/book`}
        name="action"
        value="check"
      >
        Apply
      </button>
      {price.mayChoose ? (
        <Choices
          type="radios"
          name="payBy"
          label="How do you pay?"
          values={[price.chosen ? 'card' : 'bill']}
          options={[
            { value: 'bill', text: 'As usual', hint: 'On a bill, after booking' },
            { value: 'card', text: 'By card now', hint: 'The places are held while you pay' },
          ]}
        />
      ) : null}
      {gross > 0
        ? Object.values(showFields(referencesForm(price.mayChoose ? 'invoice' : decision.route), referencesKnown(price, typed), problems))
        : null}
      <P>
        The price is by what {channel === 'organiser' ? 'the' : 'your'} school legally is on the day of the event,{' '}
        {sayLongDay(decision.rule.day)}. If that turns out to be otherwise, the price and who pays are put right
        {channel === 'organiser' ? '' : ' and you are told'}.
      </P>
      {channel === 'organiser' ? (
        <Choices
          type="checkboxes"
          name="schoolAgreed"
          label="Has the school agreed in writing?"
          values={typed.schoolAgreed ? ['yes'] : []}
          options={[
            {
              value: 'yes',
              text: 'The school has agreed to this price in writing, such as by a purchase order',
              hint: asker?.email
                ? `If not, ${askerName(asker)} gets a link by which to agree. What was said on the telephone is not enough for an invoice`
                : 'If not, somebody who acts for the school agrees on the page of the booking. What was said on the telephone is not enough for an invoice',
            },
          ]}
        />
      ) : gross > 0 ? (
        <P>
          By pressing the button you agree {decision.payer.kind === 'trust' ? 'that the trust pays' : 'to pay'}{' '}
          <strong>{sayMoney(gross)}</strong>
          {decision.route === 'card' ? '. The places are held for 40 minutes while you pay by card.' : '.'}
        </P>
      ) : null}
    </>
  )
}

export const CarriedPaying = ({ typed }: { typed: TypedPaying }) => (
  <>
    {(['code', 'poNumber', 'costCentre', 'subjectiveCode', 'billingEmail'] as const).map((name) =>
      typed[name] ? <input type="hidden" name={name} value={typed[name]} /> : null,
    )}
    {typed.card ? <input type="hidden" name="payBy" value="card" /> : null}
    {typed.schoolAgreed ? <input type="hidden" name="schoolAgreed" value="yes" /> : null}
  </>
)

export const PriceOfRequest = ({ price, schoolName }: { price: RequestPrice; schoolName: string }) => {
  const { likely, gross } = price
  const isCertain = likely.gross === gross
  return (
    <>
      <Heading id="price">What it costs</Heading>
      <SummaryList rows={priceRows(likely, isCertain ? 'At the most' : 'Likely to pay')} />
      <input type="hidden" name="priceId" value={price.ground.list?.id ?? ''} />
      <input type="hidden" name="seen" value={String(gross)} />
      <P>
        {isCertain ? null : `It is ${sayMoney(gross)} if ${schoolName} has used its free places already. `}
        Nothing is owed until the places are booked. By sending this you agree for {schoolName} to pay that price then
        {isCertain ? null : `, at most ${sayMoney(gross)}`}.
      </P>
    </>
  )
}
