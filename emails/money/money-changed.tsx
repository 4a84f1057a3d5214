import { sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { plural } from '#base/words.ts'
import { type Block, footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { grossOf, kindWords, type LineKind, type LineRule, sayLineRule } from '#money/ledger/line.ts'

export const moneyChangedWords = {
  subject: subject('{what} for your booking: {title}', ['title']),
  heading: heading('{what} for your booking'),
  opening: sentence('Before the list of charges', 'This is new on the account of {school} for “{title}”:'),
} satisfies Slots

/** What every mail about a booking's money shows. */
export type MoneyFacts = {
  sender: Sender
  eventTitle: string
  subjectTitle: string
  startsAt: string | null
  reference: string
  schoolName: string
  contact: string
  bookingPage: string
  moneyPage: string
}

export const moneyFactsBlock = ({ eventTitle, startsAt, reference, schoolName }: MoneyFacts): Block => ({
  facts: [
    ['Reference', reference],
    ['For', schoolName],
    ['Event', `${eventTitle}${startsAt ? `, ${sayLongDay(startsAt)}` : ''}`],
  ],
})

export const moneyFields = ({ eventTitle, startsAt, reference, schoolName }: MoneyFacts) => ({
  title: eventTitle,
  day: startsAt ? sayLongDay(startsAt) : undefined,
  school: schoolName,
  reference,
})

export const sayBalance = (owed: number): string =>
  owed === 0
    ? 'With this, nothing is owed for the booking.'
    : owed > 0
      ? `With this, ${sayMoney(owed)} is owed for the booking.`
      : `With this, ${sayMoney(-owed)} is in your favour.`

/** `£120.00, of which £20.00 is VAT`; a negative sum is a credit. */
const saySum = (line: { pence: number; vatPence: number }): string => {
  const vat = Math.abs(line.vatPence)
  return `${sayMoney(grossOf(line))}${vat > 0 ? `, of which ${sayMoney(vat)} is VAT` : ''}`
}

/** `person`: whose place it is about; null: unnamed; undefined: not about one place. */
type ToldLine = { kind: LineKind; pence: number; vatPence: number; rule: LineRule; person?: string | null | undefined }

/** `New charge`, `New charges and credits`: it may be the first that is said of money. */
const sayWhat = (lines: readonly ToldLine[]): string => {
  const credits = lines.filter(({ kind }) => kind === 'credit').length
  if (credits > 0 && credits < lines.length) return 'New charges and credits'
  return `New ${plural(lines.length, credits > 0 ? 'credit' : 'charge')}`
}

const sayWhy = ({ rule, person }: ToldLine): string => {
  const said = sayLineRule(rule)
  return person ? said.replace('Nobody came on this place', `${person} did not come, and nobody instead`) : said
}

/** To whoever booked: charges and credits that no other message covered. */
export const moneyChanged = (facts: MoneyFacts & { lines: readonly ToldLine[]; owed: number }): Rendered => {
  const words = wordsOf(
    'money_changed',
    moneyChangedWords,
    facts.sender.words,
    { ...moneyFields(facts), what: sayWhat(facts.lines) },
    { title: facts.subjectTitle },
  )
  return worded(words, footerOf(facts.sender, facts.contact), [
    ...paragraphsOf(words('opening')),
    {
      list: facts.lines.map((line) => {
        const rule = sayWhy(line)
        const whose = line.person && line.kind !== 'not_attending_charge' ? `, ${line.person}` : ''
        return `${kindWords[line.kind]}${whose}: ${saySum(line)}${rule ? ` (${rule})` : ''}`
      }),
    },
    { paragraph: sayBalance(facts.owed) },
    moneyFactsBlock(facts),
    { button: 'See what is owed', href: facts.moneyPage },
    { paragraph: 'If you do not agree with a charge, tell us on that page. Nobody asks you for it until we have answered.' },
  ])
}
