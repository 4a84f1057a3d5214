import { sayMoney } from '../src/money.ts'
import { footerOf, mail, type Rendered } from './mail.tsx'
import { type MoneyFacts, moneyFactsBlock, sayBalance } from './money-changed.tsx'

const said: Record<'waiver' | 'refund' | 'write_off' | 'stands', { subject: string; heading: string; says: (sum: string) => string }> = {
  waiver: {
    subject: 'Let off',
    heading: 'A charge is let off',
    says: (sum) => `The council has let off ${sum} of what was charged. It will not be asked for.`,
  },
  refund: {
    subject: 'Paid back',
    heading: 'Money is paid back',
    says: (sum) => `The council pays back ${sum}.`,
  },
  write_off: {
    subject: 'Written off',
    heading: 'What was owed is written off',
    says: (sum) => `The council no longer asks for ${sum} that was owed.`,
  },
  stands: {
    subject: 'The charge stands',
    heading: 'The charge stands',
    says: (sum) => `Your school did not agree with a charge of ${sum}. The council has looked at it, and the charge stands.`,
  },
}

/** To whoever booked: what was let off, paid back or written off, or that a charge stands with which the school did not agree. */
export const moneyDecided = (
  facts: MoneyFacts & { what: 'waiver' | 'refund' | 'write_off' | 'stands'; gross: number; answer: string; owed: number | undefined },
): Rendered =>
  mail(
    `${said[facts.what].subject}: ${facts.eventTitle}`,
    [
      { heading: said[facts.what].heading },
      { paragraph: said[facts.what].says(sayMoney(facts.gross)) },
      ...(facts.answer ? [{ paragraph: facts.answer }] : []),
      ...(facts.owed === undefined ? [] : [{ paragraph: sayBalance(facts.owed) }]),
      moneyFactsBlock(facts),
      { button: 'See what your school owes', href: facts.moneyPage },
    ],
    footerOf(facts.sender, facts.contact),
  )
