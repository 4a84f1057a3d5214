import type { Council } from '#base/council.ts'
import { counted } from '#base/words.ts'
import { mail, type Rendered, sentBy, worded } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const claimRequestedWords = {
  subject: subject('Someone asks to book for {school}', ['school']),
  heading: heading('Someone is waiting for your answer'),
  opening: sentence('What is asked', 'Someone asks to book for {school} in {service}. The council does not hold their address there.', [
    'school',
  ]),
  receiptSubject: subject('We have your request to book for {school}', ['school'], 'Subject, to the person who asked'),
  receiptHeading: heading('We have your request', [], 'Heading, to the person who asked'),
  receipt: sentence(
    'To the person who asked',
    'You asked to book for {school} in {service}. Until that is confirmed nothing is booked or kept for you. We email you when it is decided.',
    ['school'],
  ),
  colleague: sentence(
    'To a colleague who approves others',
    'You approve colleagues there. Approve them if you know them; otherwise refuse. Until then they are shown nothing and take no place.',
  ),
} satisfies Slots

/** To an approver: the first request at once, later ones within the hour together. */
export const claimRequestedMail = (props: {
  schools: readonly { label: string; requests: number }[]
  council: Council
  claimsUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const [only, ...others] = props.schools
  const school = others.length === 0 && only ? only.label : 'your schools and settings'
  const words = wordsOf('claim_requested', claimRequestedWords, props.words, { school, service: props.council.serviceName })
  const isOne = others.length === 0 && only?.requests === 1
  return worded(
    words,
    {
      council: props.council,
      baseUrl: new URL(props.claimsUrl).origin,
      small: [{ small: `Sent by ${props.council.name}. At most one such message an hour.` }],
    },
    [
      ...paragraphsOf(words('opening')),
      ...(isOne
        ? []
        : [
            {
              facts: props.schools.map(({ label, requests }): [string, string] => [label, counted(requests, 'request')]),
            },
          ]),
      ...paragraphsOf(words('colleague')),
      { button: 'See who asks', href: props.claimsUrl },
    ],
  )
}

/** To whoever asked for a setting that no list names: who decides, and by when. */
export const claimReceivedMail = (props: {
  forWhat: string
  /** Who decides, by when, and whom to ask. */
  rows: readonly (readonly [string, string])[]
  council: Council
  serviceUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const words = wordsOf('claim_requested', claimRequestedWords, props.words, { school: props.forWhat, service: props.council.serviceName })
  return mail(words('receiptSubject'), sentBy(props.council, `${props.serviceUrl}/privacy`), [
    { heading: words('receiptHeading') },
    ...paragraphsOf(words('receipt')),
    { facts: props.rows.map(([name, said]): [string, string] => [name, said]) },
    { button: 'See your request', href: `${props.serviceUrl}/school` },
  ])
}
