import { sayMoney } from '../src/money.ts'
import { footerOf, mail, type Rendered } from './mail.tsx'
import { type MoneyFacts, moneyFactsBlock, moneyFields, sayBalance } from './money-changed.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from './words.ts'

export const moneyDecidedWords = {
  waiverSubject: subject('Let off: {title}', ['title'], 'Subject, when a charge is let off'),
  waiverHeading: heading('A charge is let off', [], 'Heading, when a charge is let off'),
  waiver: sentence('When a charge is let off', 'The council has let off {sum} of what was charged. It will not be asked for.', ['sum']),
  refundSubject: subject('Paid back: {title}', ['title'], 'Subject, when money is paid back'),
  refundHeading: heading('Money is paid back', [], 'Heading, when money is paid back'),
  refund: sentence('When money is paid back', 'The council pays back {sum}.', ['sum']),
  writeOffSubject: subject('Written off: {title}', ['title'], 'Subject, when what was owed is written off'),
  writeOffHeading: heading('What was owed is written off', [], 'Heading, when what was owed is written off'),
  writeOff: sentence('When what was owed is written off', 'The council no longer asks for {sum} that was owed.', ['sum']),
  standsSubject: subject('The charge stands: {title}', ['title'], 'Subject, when a charge stands'),
  standsHeading: heading('The charge stands', [], 'Heading, when a charge stands'),
  stands: sentence(
    'When a charge stands',
    'Your school did not agree with a charge of {sum}. The council has looked at it, and the charge stands.',
    ['sum'],
  ),
} satisfies Slots

const slotOf = { waiver: 'waiver', refund: 'refund', write_off: 'writeOff', stands: 'stands' } as const

/** To whoever booked: what was let off, paid back or written off, or that a charge stands with which the school did not agree. */
export const moneyDecided = (
  facts: MoneyFacts & { what: 'waiver' | 'refund' | 'write_off' | 'stands'; gross: number; answer: string; owed: number | undefined },
): Rendered => {
  const slot = slotOf[facts.what]
  const words = wordsOf('money_decided', moneyDecidedWords, facts.sender.words, { ...moneyFields(facts), sum: sayMoney(facts.gross) })
  return mail(
    words(`${slot}Subject`),
    [
      { heading: words(`${slot}Heading`) },
      ...paragraphsOf(words(slot)),
      ...(facts.answer ? [{ paragraph: facts.answer }] : []),
      ...(facts.owed === undefined ? [] : [{ paragraph: sayBalance(facts.owed) }]),
      moneyFactsBlock(facts),
      { button: 'See what your school owes', href: facts.moneyPage },
    ],
    footerOf(facts.sender, facts.contact),
  )
}
