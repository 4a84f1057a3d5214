import { mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { paragraphsOf, type Slots, sentence, wordsOf } from '#emails/messages/words.ts'

export const claimsWaitingWords = {
  council: sentence(
    'What to do',
    'The council does not hold their addresses for what they ask. Until somebody decides, nothing of a school is shown to them and they take no place.',
  ),
} satisfies Slots

/** How many claims wait, by kind. */
export type ClaimsWaiting = { schools: number; trusts: number; settings: number }

/** To the council, at most once an hour. Without the claimants' names, which are on the page. */
export const claimsWaiting = ({ sender, waiting, untold }: { sender: Sender; waiting: ClaimsWaiting; untold: number }): Rendered => {
  const says = wordsOf('claims_waiting', claimsWaitingWords, sender.words, {})
  const all = waiting.schools + waiting.trusts + waiting.settings
  const count = all === 1 ? 'A request to book for a school waits' : `${all} requests to book for schools wait`
  const kinds: [string, number][] = [
    ['For one school', waiting.schools],
    ['For every school of a trust', waiting.trusts],
    ['For a setting that is not listed', waiting.settings],
  ]
  return mail(
    count,
    {
      council: sender.council,
      baseUrl: sender.baseUrl,
      small: [{ small: `Sent by ${sender.council.name}. At most one such message an hour.` }],
    },
    [
      { heading: count },
      { facts: kinds.filter(([, n]) => n > 0).map(([label, n]) => [label, String(n)]) },
      ...(untold < all ? [{ paragraph: `New since the last message: ${untold}.` }] : []),
      ...paragraphsOf(says('council')),
      { button: 'Look at the waiting requests', href: `${sender.baseUrl}/organiser/claims` },
    ],
  )
}
