import type { Child } from 'hono/jsx'
import { sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Choices, type Problems, TextField } from '#base/web/field.tsx'
import { showFields, type Texts } from '#base/web/fields.tsx'
import { Details, Heading, P, Small, SummaryList } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { askerName } from '#booking/bookings/booker.ts'
import type { Channel } from '#booking/bookings/booking.ts'
import { sayPlaces, sayRoute, sayTotal } from '#booking/bookings/money-words.ts'
import { billOf, type References } from '#booking/bookings/pricing.ts'
import type { Route } from '#money/payers/payer.ts'
import { sayRule } from '#money/prices/price.ts'
import type { TypedContact } from '../contact-forms.ts'
import { referencesForm, type TypedPaying } from '../paying-forms.ts'
import type { RequestPrice, ShownPrice } from '../show-price.ts'

/** Kinds of place, the price row used, total and payer. */
export const priceRows = (price: ShownPrice, total = 'To pay'): (readonly [string, Child])[] => {
  const rule = (price.quotes.find(({ rule: one }) => !one.onlineLess) ?? price.quotes[0])?.rule
  return [
    ['Price', sayPlaces(price.quotes).map((words) => <div>{words}</div>)],
    ...(rule ? [['By', sayRule(rule)] as const] : []),
    [total, sayTotal(price.quotes)],
    ...(price.gross > 0 ? [['Who pays', sayRoute(price.decision, price.ground.payer.trustName)] as const] : []),
  ]
}

/** The sum and the button, which stay in sight below a long form. */
export const SumBar = ({ sum, children }: { sum: Child; children?: Child }) => (
  <div class="muster-sum">
    <p class="govuk-body" aria-live="polite">
      <strong>{sum}</strong>
    </p>
    {children}
  </div>
)

/** As typed, or else as known of the payer. */
const referencesKnown = ({ ground: { payer } }: ShownPrice, typed: References): Texts => ({
  poNumber: typed.poNumber,
  costCentre: typed.costCentre || payer.details?.costCentre,
  subjectiveCode: typed.subjectiveCode || payer.details?.subjectiveCode,
  billingEmail: typed.billingEmail || payer.details?.billingEmail,
})

const sayBill: Record<(typeof billOf)[keyof typeof billOf], string> = {
  cost_centre: 'Add your cost centre and subjective code',
  invoice: 'Add an order number, or where the invoice goes',
  receipt: 'Send the receipt somewhere else',
}

/** What the bill will say, with what can be changed of it. */
const sayKnown = (known: Texts): string => {
  const said = Object.values(known).filter(Boolean)
  return said.length === 0 ? '' : `On the bill: ${said.join(', ')}. Change`
}

type BillProps = { route: Route; known: Texts; open?: boolean; children?: Child }

/** What the bill says, folded, with its fields. */
export const Bill = ({ route, known, open, children }: BillProps) => (
  <Details summary={sayKnown(known) || sayBill[billOf[route]]} open={open}>
    {children}
  </Details>
)

/** What pressing the button agrees to. */
export const Agreeing = ({ price: { decision, gross } }: { price: ShownPrice }) => (
  <Small>
    By pressing the button you agree {decision.payer.kind === 'trust' ? 'that the trust pays' : 'to pay'} <strong>{sayMoney(gross)}</strong>
    {decision.route === 'card' ? '. The places are held for 40 minutes while you pay by card.' : '.'}
  </Small>
)

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
  const route = price.mayChoose ? 'invoice' : decision.route
  const known = referencesKnown(price, typed)
  return (
    <>
      {gross > 0 ? <P>{sayRoute(decision, ground.payer.trustName)}</P> : null}
      <input type="hidden" name="priceId" value={ground.list?.id ?? ''} />
      <input type="hidden" name="seen" value={String(gross)} />
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
      {gross > 0 ? (
        <Bill route={route} known={known} open={Boolean(problems?.['billingEmail'])}>
          {Object.values(showFields(referencesForm(route), known, problems))}
        </Bill>
      ) : null}
      <Details summary="Use a discount code" open={typed.code !== '' || Boolean(problems?.['code'])}>
        <TextField
          name="code"
          label="Discount code"
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
      </Details>
      <Details summary="Why this price?">
        <SummaryList rows={priceRows(price).filter(([label]) => label === 'Price' || label === 'By')} />
        The price is by what {channel === 'organiser' ? 'the' : 'your'} school legally is on the day of the event,{' '}
        {sayLongDay(decision.rule.day)}. If that turns out to be otherwise, the price and who pays are put right
        {channel === 'organiser' ? '' : ' and you are told'}.
      </Details>
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
