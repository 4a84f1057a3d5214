import { type Day, sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { takeBackWords, type WhyTakenBack } from '#money/ledger/line.ts'
import { type MoneyFacts, moneyFactsBlock, moneyFields, sayBalance } from './money-changed.tsx'

export const moneyDecidedWords = {
  waiverSubject: subject('Charge waived: {title}', ['title'], 'Subject, when a charge is waived'),
  waiverHeading: heading('A charge is waived', [], 'Heading, when a charge is waived'),
  waiver: sentence('When a charge is waived', 'The council has waived {sum} of what was charged. It will not be asked for.', ['sum']),
  refundSubject: subject('Paid back: {title}', ['title'], 'Subject, when money is paid back'),
  refundHeading: heading('Money is paid back', [], 'Heading, when money is paid back'),
  refund: sentence('When money is paid back', 'The council pays back {sum}.', ['sum']),
  writeOffSubject: subject('Written off: {title}', ['title'], 'Subject, when what was owed is written off'),
  writeOffHeading: heading('What was owed is written off', [], 'Heading, when what was owed is written off'),
  writeOff: sentence('When what was owed is written off', 'The council no longer asks for {sum} that was owed.', ['sum']),
  takeBackSubject: subject('A payment has been undone: {title}', ['title'], 'Subject, when a payment is undone'),
  takeBackHeading: heading('A payment has been undone', [], 'Heading, when a payment is undone'),
  takeBack: sentence('When a payment is undone', 'The payment of {sum} recorded on {recordedOn} was undone because {reason}.', [
    'sum',
    'recordedOn',
    'reason',
  ]),
  standsSubject: subject('The charge has not changed: {title}', ['title'], 'Subject, when a charge stands'),
  standsHeading: heading('The charge has not changed', [], 'Heading, when a charge stands'),
  stands: sentence(
    'When a charge stands',
    'You did not agree with a charge of {sum}. The council has looked at it. The charge has not changed.',
    ['sum'],
  ),
} satisfies Slots

const slotOf = { waiver: 'waiver', refund: 'refund', write_off: 'writeOff', take_back: 'takeBack', stands: 'stands' } as const

/** To whoever booked: what was decided on their charges and payments. */
export const moneyDecided = (
  facts: MoneyFacts & {
    what: keyof typeof slotOf
    gross: number
    answer: string
    owed: number | undefined
    /** For a payment that is undone. */
    takenBack?: { because: WhyTakenBack; recordedOn: Day } | undefined
  },
): Rendered => {
  const slot = slotOf[facts.what]
  const words = wordsOf(
    'proposal_decided',
    moneyDecidedWords,
    facts.sender.words,
    {
      ...moneyFields(facts),
      sum: sayMoney(facts.gross),
      recordedOn: facts.takenBack && sayDay(facts.takenBack.recordedOn),
      reason: facts.takenBack && takeBackWords[facts.takenBack.because],
    },
    { title: facts.subjectTitle },
  )
  return mail(words(`${slot}Subject`), footerOf(facts.sender, facts.contact), [
    { heading: words(`${slot}Heading`) },
    ...paragraphsOf(words(slot)),
    ...(facts.answer ? [{ paragraph: facts.answer }] : []),
    ...(facts.owed === undefined ? [] : [{ paragraph: sayBalance(facts.owed) }]),
    moneyFactsBlock(facts),
    { button: 'See what is owed', href: facts.moneyPage },
  ])
}
