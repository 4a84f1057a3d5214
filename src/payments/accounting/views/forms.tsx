import { sayDay, sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choices, DayField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { isCharge, kindWords, sayLineRule } from '#money/ledger/line.ts'
import type { AccountLine, PayerCard } from '../account.ts'

type Shown = { id: string; typed: Record<string, string>; problems?: Problems | undefined }
const problemsOf = (problems: Problems | undefined) => (problems ? { problems } : {})

export const PaymentPage = ({
  payer,
  bookings,
  id,
  typed,
  problems,
  over,
  rule,
}: Shown & {
  payer: PayerCard
  bookings: readonly { reference: string; eventTitle: string; owed: number }[]
  /** It is more than is owed, so the form asks to confirm. */
  over: boolean
  /** When a second person is needed, in words. */
  rule: string
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>
      <span class="govuk-caption-l">{payer.name}</span>
      Record a payment
    </Title>
    <form method="post" novalidate>
      <input type="hidden" name="id" value={id} />
      <Select
        name="booking"
        label="For which booking?"
        value={typed['booking']}
        {...problemsOf(problems)}
        options={[
          { value: '', text: 'None yet: on account' },
          ...bookings.map(({ reference, eventTitle, owed }) => ({
            value: reference,
            text: `${reference}, ${eventTitle} (${sayMoney(owed)} open)`,
          })),
        ]}
      />
      <TextField
        name="amount"
        label="How much came in, in pounds"
        hint="With VAT, such as 120 or 120.50"
        width={10}
        value={typed['amount']}
        {...problemsOf(problems)}
      />
      <DayField name="happenedOn" label="On which day" value={typed['happenedOn']} {...problemsOf(problems)} />
      <TextField
        name="reference"
        label="Reference"
        hint="As on the bank statement. The school reads it. Do not name anybody."
        value={typed['reference']}
        {...problemsOf(problems)}
      />
      {over ? (
        <Choices
          name="anyway"
          type="checkboxes"
          label="It is more than is owed for the booking"
          values={[]}
          options={[{ value: 'yes', text: 'Record it all the same: the rest is in the payer’s favour' }]}
        />
      ) : null}
      <P>{rule}</P>
      <Button>Record the payment</Button>
    </form>
  </Page>
)

const proposing = {
  waiver: { heading: 'Waive a charge', button: 'Ask to waive it' },
  refund: { heading: 'Pay money back', button: 'Ask for it to be paid back' },
  'take-back': { heading: 'Take back a payment', button: 'Ask for it to be taken back' },
  'write-off': { heading: 'Write off what is owed', button: 'Ask for it to be written off' },
} as const

/** The form of a proposal: an amount where one can be chosen, and a reason. */
export const ProposePage = ({
  kind,
  facts,
  amount,
  whys,
  id,
  typed,
  problems,
}: Shown & {
  kind: keyof typeof proposing
  facts: readonly (readonly [label: string, value: string])[]
  amount?: { label: string; hint: string } | undefined
  /** Reasons to choose from; the school sees them. */
  whys?: readonly { value: string; text: string }[] | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>{proposing[kind].heading}</Title>
    <SummaryList rows={facts} />
    <form method="post" novalidate>
      <input type="hidden" name="id" value={id} />
      {amount ? (
        <TextField name="amount" label={amount.label} hint={amount.hint} width={10} value={typed['amount']} {...problemsOf(problems)} />
      ) : null}
      {whys ? (
        <Choices
          name="why"
          type="radios"
          label="Why is it taken back?"
          hint="The school reads this."
          values={typed['why'] ? [typed['why']] : []}
          options={whys}
          {...problemsOf(problems)}
        />
      ) : null}
      <TextArea
        name="reason"
        label={whys ? 'How do you know?' : 'Why?'}
        hint={
          kind === 'refund'
            ? 'With the reference of the payment to the school. Whoever approves it reads this. Do not name children.'
            : 'Whoever approves it reads this. Do not name children.'
        }
        value={typed['reason']}
        {...problemsOf(problems)}
      />
      <P>Nothing changes until somebody else in finance approves it. You cannot approve it yourself.</P>
      <Button>{proposing[kind].button}</Button>
    </form>
  </Page>
)

export const PutPage = ({
  payer,
  booking,
  onAccount,
  id,
  typed,
  problems,
}: Shown & { payer: PayerCard; booking: { reference: string; eventTitle: string; owed: number }; onAccount: number }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Use money on account for a booking</Title>
    <SummaryList
      rows={[
        ['Payer', payer.name],
        ['On account', sayMoney(onAccount)],
        ['Booking', `${booking.reference}, ${booking.eventTitle}`],
        ['Owed for it', sayMoney(booking.owed)],
      ]}
    />
    <form method="post" novalidate>
      <input type="hidden" name="id" value={id} />
      <TextField name="amount" label="How much, in pounds" width={10} value={typed['amount']} {...problemsOf(problems)} />
      <Button>Use it for the booking</Button>
    </form>
  </Page>
)

export const lineFacts = (line: AccountLine): (readonly [string, string])[] => [
  ['Line', `${line.number}, ${kindWords[line.kind]}`],
  ['School', line.schoolName ?? ''],
  ['Booking', `${line.reference ?? ''}, ${line.eventTitle ?? ''}`],
  ['Rule', sayLineRule(line.rule)],
  ['Left of it, with VAT', sayMoney(isCharge(line.kind) ? line.left : 0)],
]

/** The facts of a payment that is to be taken back. */
export const paymentFacts = (line: AccountLine): (readonly [string, string])[] => [
  ['Payment', sayMoney(-line.pence)],
  ['Came in on', sayDay(line.happenedOn)],
  ['Recorded', `${sayInstant(line.at)}${line.byName ? `, by ${line.byName}` : ''}`],
  ['Reference', line.reason],
  ['Booking', line.reference ? `${line.reference}, ${line.eventTitle ?? ''}` : 'None: on account'],
]

export const SecondPersonPage = ({ now, typed, problems }: { now: string; typed: string; problems?: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Payments that need a second person</Title>
    <P>At present: {now}</P>
    <P>
      It holds for payments that are recorded by hand or brought as a file. What waits already goes on waiting. Those who record payments
      cannot agree to their own.
    </P>
    <form method="post" novalidate>
      <TextField
        name="amount"
        label="Above which sum does a payment need a second person, in pounds?"
        hint="Such as 500. Leave it empty so that none does."
        width={10}
        value={typed}
        {...problemsOf(problems)}
      />
      <Button>Save</Button>
    </form>
  </Page>
)
